"""What the rule of assignment looks at: who works, and what waits for somebody (R3).

Asked by readers on their connection and by a pass inside its transaction: `ask` runs a statement.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from supportdesk.domain.assignment import LAST_OWNER_DAYS, LastOwner, Person, Waiting
from supportdesk.domain.staffing import (
    SKILL_TAG,
    Caps,
    Mode,
    desk_caps,
    language_of,
    read_caps,
    read_queues,
    read_skills,
)
from supportdesk.store.read.connection import Reader

Ask = Callable[[str, Mapping[str, Any]], Iterable[Any]]
"""Runs a statement with named parameters and answers its rows."""

LOOKED_AT = 2_000
"""Waiting tickets that one pass looks at: those behind have their turn when these are dealt."""

_PEOPLE = """
SELECT o.id, o.name, o.status, coalesce(l.load, 0), o.queues, o.skills, o.caps, o.starts,
       coalesce((SELECT max(d.id) FROM dealt d WHERE d.operator_id = o.id), 0),
       EXISTS (SELECT 1 FROM absence a WHERE a.operator_id = o.id AND NOT a.withdrawn
                AND a.from_at <= :now AND :now < a.until_at)
  FROM operator o
  LEFT JOIN (SELECT owner_id, sum(n) AS load FROM ticket_count
              WHERE owner_id > 0 AND category <= 1 AND asleep = 0 GROUP BY owner_id) l
         ON l.owner_id = o.id
 WHERE o.active AND o.role NOT IN ('auditor', 'planner') ORDER BY o.id
"""
_WAITING = f"""
SELECT t.id, t.queue_id, q.line, q.dealing, q.skills,
       coalesce(t.language, (SELECT language FROM client WHERE id = t.client_id)),
       (SELECT group_concat(g.name, ' ') FROM ticket_tag tt JOIN tag g ON g.id = tt.tag_id
         WHERE tt.ticket_id = t.id AND g.name LIKE '{SKILL_TAG}%'),
       t.client_id,
       (SELECT group_concat(CAST(d.operator_id AS TEXT), ' ') FROM dealt d
         WHERE d.ticket_id = t.id AND coalesce(d.taken_back_at, d.given_back_at) IS NOT NULL)
  FROM ticket t JOIN queue q ON q.id = t.queue_id
"""
_LAST_OWNER = (
    "SELECT owner_id FROM ticket WHERE client_id = :client AND category < 4 AND id <> :number"
    " AND owner_id IS NOT NULL AND updated_at >= :recent ORDER BY updated_at DESC, id DESC LIMIT 1"
)
_UNOWNED = (
    "WHERE t.owner_id IS NULL AND t.category < 4 AND t.category <= 1 AND t.wake_at IS NULL"
    f" AND q.dealing <> '{Mode.OFF}'"
)
_IN_ORDER = "ORDER BY t.urgent, t.due_key, t.waiting_key, t.id LIMIT :most"
_RECENT_MS = timedelta(days=LAST_OWNER_DAYS) // timedelta(milliseconds=1)

IsDue = Callable[[str], bool]
"""Whether a planned start, `09:00`, is about now."""


def on(connection: Reader) -> Ask:
    """Ask through a reading connection."""
    return connection.execute


def people(ask: Ask, now: int, is_due: IsDue) -> list[Person]:
    """Everybody who can be dealt tickets, as they are at `now` (milliseconds)."""
    return [
        Person(
            id=number,
            name=name,
            status=status,
            load=load,
            queues=read_queues(queues),
            skills=read_skills(skills),
            caps=read_caps(caps),
            last_dealt=last_dealt,
            is_absent=bool(absent),
            is_due=status == "offline" and starts is not None and is_due(starts),
        )
        for (
            number,
            name,
            status,
            load,
            queues,
            skills,
            caps,
            starts,
            last_dealt,
            absent,
        ) in ask(_PEOPLE, {"now": now})
    ]


def caps(ask: Ask) -> Caps:
    """The caps of the desk, by line."""
    return desk_caps(options(ask), lines(ask))


def lines(ask: Ask) -> set[int]:
    """The lines of the queues."""
    return {line for (line,) in ask("SELECT DISTINCT line FROM queue", {})}


def dealt_lines(ask: Ask) -> set[int]:
    """The lines of the queues that are dealt."""
    found = ask("SELECT DISTINCT line FROM queue WHERE dealing <> :off", {"off": str(Mode.OFF)})
    return {line for (line,) in found}


def options(ask: Ask) -> dict[str, str]:
    """The shared options that were set."""
    found = ask("SELECT name, value FROM setting WHERE name >= 'option.' AND name < 'option/'", {})
    return {str(name).removeprefix("option."): str(value) for name, value in found}


def waiting(ask: Ask, most: int = LOOKED_AT) -> list[Waiting]:
    """The first tickets to be dealt, in the one order of R1."""
    return [_waiting(found) for found in ask(f"{_WAITING} {_UNOWNED} {_IN_ORDER}", {"most": most})]


def owned(ask: Ask, operator: int) -> list[Waiting]:
    """The tickets that are somebody's load, the last of the one order first."""
    found = ask(
        f"{_WAITING} WHERE t.owner_id = :operator AND t.category < 4 AND t.category <= 1"
        " AND t.wake_at IS NULL"
        " ORDER BY t.urgent DESC, t.due_key DESC, t.waiting_key DESC, t.id DESC LIMIT :most",
        {"operator": operator, "most": LOOKED_AT},
    )
    return list(map(_waiting, found))


def one_waiting(ask: Ask, number: int) -> Waiting | None:
    """This ticket, if it is one to be dealt."""
    found = ask(f"{_WAITING} {_UNOWNED} AND t.id = :number", {"number": number})
    return next(map(_waiting, found), None)


def last_owner(ask: Ask, now: int) -> LastOwner:
    """Tells who has another open ticket of a client, as things are at `now` (milliseconds)."""

    def of(ticket: Waiting) -> int | None:
        asked = {"client": ticket.client, "number": ticket.number, "recent": now - _RECENT_MS}
        return next((owner for (owner,) in ask(_LAST_OWNER, asked)), None)

    return of


def _waiting(found: Any) -> Waiting:
    number, queue, line, mode, skills, language, tags, client, returned_by = found
    asked = [tag.removeprefix(SKILL_TAG) for tag in (tags or "").split()]
    return Waiting(
        number=number,
        queue=queue,
        line=line,
        mode=mode,
        needs=read_skills(skills) | frozenset(asked),
        language=language_of(language),
        client=client,
        returned_by=frozenset(int(one) for one in str(returned_by or "").split()),
    )


def is_pass_due(connection: Reader, at: int) -> bool:
    """Whether a pass is due by `at` (milliseconds)."""
    found = connection.execute(
        "SELECT 1 FROM due_work WHERE kind = 'deal' AND ref = 0 AND at <= :at", {"at": at}
    )
    return found.fetchone() is not None
