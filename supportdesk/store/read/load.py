"""When tickets came and how long they took, added up by the store (F131)."""

from collections.abc import Iterator

from supportdesk.domain.load import QUARTER
from supportdesk.domain.query import Query
from supportdesk.domain.ticket import Category, MessageKind
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.query_sql import Compiled
from supportdesk.store.read.sql_parts import within

SENT_AT = 20
"""Bits of a message's id under the moment it was sent."""


@dataclass(frozen=True, slots=True)
class Handling:
    """How many tickets took how long in all; those that took nothing are left out."""

    tickets: int
    milliseconds: int


def quarters(
    connection: Reader, query: Query, since: int | None, until: int | None
) -> Iterator[tuple[int, int]]:
    """Numbers of tickets by the quarter of an hour (since 1970, UTC) they were created in.

    Of the query's tickets with `since` ≤ created < `until`; its order and limit mean nothing here.
    """
    compiled = Compiled(connection, query.me)
    chosen = _chosen(compiled, query, since, until)
    return connection.execute(
        f"SELECT t.created_at / {QUARTER} AS quarter, count(*) FROM ticket t WHERE {chosen}"
        " GROUP BY quarter ORDER BY quarter",
        compiled.parameters,
    )


def message_quarters(
    connection: Reader,
    query: Query,
    since: int | None,
    until: int | None,
    kind: MessageKind,
) -> Iterator[tuple[int, int]]:
    """Numbers of messages of one kind by the quarter of an hour they were sent in.

    On the query's tickets, with `since` ≤ sent < `until`; those taken back do not count.
    """
    compiled = Compiled(connection, query.me)
    edges = (None if edge is None else edge << SENT_AT for edge in (since, until))
    chosen = f"{compiled.asked(query.condition)} AND {within('m.id', *edges)}"
    return connection.execute(
        f"SELECT (m.id >> {SENT_AT}) / {QUARTER} AS quarter, count(*) FROM message m"
        f" JOIN ticket t ON t.id = m.ticket_id WHERE m.kind = '{kind}' AND NOT m.withdrawn"
        f" AND {chosen} GROUP BY quarter ORDER BY quarter",
        compiled.parameters,
    )


def handling(connection: Reader, query: Query, since: int | None, until: int | None) -> Handling:
    """The time that was counted, or entered by hand, on the same tickets."""
    spent = (
        "(SELECT ticket_id, milliseconds AS spent FROM time_spent UNION ALL"
        " SELECT ticket_id, milliseconds FROM time_entry WHERE NOT withdrawn)"
    )
    return _added_up(connection, query, since, until, spent)


def owned(connection: Reader, query: Query, since: int | None, until: int | None) -> Handling:
    """How long the same tickets were in work, as somebody's."""
    spent = (
        "(SELECT ticket_id, to_at - from_at AS spent FROM ticket_span"
        f" WHERE category = {int(Category.ACTIVE)} AND owner_id IS NOT NULL AND to_at IS NOT NULL)"
    )
    return _added_up(connection, query, since, until, spent)


def _added_up(
    connection: Reader,
    query: Query,
    since: int | None,
    until: int | None,
    spent: str,
) -> Handling:
    compiled = Compiled(connection, query.me)
    chosen = _chosen(compiled, query, since, until)
    found = connection.execute(
        "SELECT count(*), coalesce(sum(whole), 0) FROM (SELECT sum(s.spent) AS whole"
        f" FROM {spent} s JOIN ticket t ON t.id = s.ticket_id WHERE {chosen}"
        " GROUP BY s.ticket_id HAVING sum(s.spent) > 0) sums",
        compiled.parameters,
    ).fetchone()
    return Handling(int(found[0]), int(found[1]))


def _chosen(compiled: Compiled, query: Query, since: int | None, until: int | None) -> str:
    condition = compiled.asked(query.condition)
    if since is None and until is None:
        return condition
    return f"{condition} AND {within('t.created_at', since, until)}"
