"""The audit of the whole desk: its events, newest first, without anybody's texts (F151, law 3)."""

import json

from supportdesk.domain.query import Query
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.event_rows import WITHOUT_TEXTS
from supportdesk.store.read.event_sql import kind_sql
from supportdesk.store.read.query_sql import Compiled
from supportdesk.store.read.rows import EventRow
from supportdesk.store.read.sql_parts import joined, within

_FEW = 500
"""So many tickets are named one by one; of more it is asked event by event."""


@dataclass(frozen=True, slots=True)
class Sought:
    """Which events of the desk are wanted; moments in milliseconds, None is any.

    `by` holds ids of operators, and None for the desk itself; who acted as somebody is found too.
    `fields` are names of events as the question language has them, or of fields; `about` names
    subjects.
    """

    query: Query | None = None
    since: int | None = None
    until: int | None = None
    by: tuple[int | None, ...] = ()
    fields: tuple[str, ...] = ()
    about: tuple[str, ...] = ()


def page(
    connection: Reader, sought: Sought, *, before: int | None = None, limit: int = 50
) -> list[EventRow]:
    """The newest events of the whole desk, recorded before event `before`, newest first.

    Texts of people are left as references (`text:ID`): nothing a customer wrote comes in.
    """
    compiled = Compiled(connection, None if sought.query is None else sought.query.me)
    conditions = [f"e.seq < {1 << 62 if before is None else int(before)}"]
    if sought.query is not None:
        conditions.append(_of_tickets(connection, compiled, sought.query))
    if sought.since is not None or sought.until is not None:
        conditions.append(within("e.at", sought.since, sought.until))
    if sought.by:
        conditions.append(joined([_by(who) for who in sought.by], "OR", "false"))
    if sought.fields:
        named = [_named(compiled, name) for name in sought.fields]
        conditions.append(joined(named, "OR", "false"))
    if sought.about:
        subjects = ", ".join(compiled.name(name) for name in sought.about)
        conditions.append(f"e.subject IN ({subjects})")
    held = joined(conditions, "AND", "true")
    statement = f"{WITHOUT_TEXTS} WHERE {held} ORDER BY e.seq DESC LIMIT {int(limit)}"
    return [EventRow(*row) for row in connection.execute(statement, compiled.parameters)]


def _of_tickets(connection: Reader, compiled: Compiled, query: Query) -> str:
    """The event is of one of the query's tickets: few are named, many are looked at one by one."""
    condition = compiled.sql(query.condition)
    found = connection.execute(
        f"SELECT t.id FROM ticket t WHERE {condition} LIMIT {_FEW + 1}", compiled.parameters
    ).fetchall()
    if len(found) <= _FEW:
        numbers = compiled.name(json.dumps([number for (number,) in found]))
        return f"e.ticket_id IN (SELECT value FROM json_each({numbers}))"
    return f"EXISTS (SELECT 1 FROM ticket t WHERE t.id = e.ticket_id AND ({condition}))"


def _by(who: int | None) -> str:
    if who is None:
        return "e.actor_id IS NULL"
    return f"(e.actor_id = {int(who)} OR v.by_id = {int(who)})"


def _named(compiled: Compiled, name: str) -> str:
    """A name of an event, else the field of that name, with what is behind its colon or without."""
    known = kind_sql(name)
    if known is not None:
        return known
    return f"(e.field = {compiled.name(name)} OR e.field LIKE {compiled.name(f'{name}:%')})"
