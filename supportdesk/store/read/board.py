"""What the board of a moment is summed from, and the tickets behind its numbers (R8, F117, F128).

The present is read from the counters, any other moment from the spans of tickets: both say the
same of the same moment.
"""

import json
from collections.abc import Iterator

from supportdesk.domain.board import COUNTED, Place
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.sql_parts import stands
from supportdesk.store.read.tickets import EVERYBODY, NOBODY

HOUR = 3_600_000
SOON = HOUR
"""Milliseconds before its due time from which on a ticket is counted as due soon (F117)."""
NEVER = 1 << 62
"""The key of a time that is empty."""

_NOW = (
    "SELECT queue_id, nullif(owner_id, :nobody), category, asleep, n FROM ticket_count"
    " WHERE owner_id <> :everybody AND category < 4 AND n > 0"
)
_PLACE = "queue_id, owner_id, category, asleep"
_STANDS = stands("ticket_id")
_LYING_THERE = (
    f"FROM ticket_span WHERE category < 4 AND to_at IS NULL AND from_at <= :at AND {_STANDS}",
    f"FROM ticket_span WHERE category < 4 AND to_at > :at AND from_at <= :at AND {_STANDS}",
)
"""The spans that a moment lies in: those that last, and those that have ended since."""
_CLOCKS = """
SELECT queue_id, min(CASE WHEN category < 2 THEN waiting_key END),
       sum(due_key >= :now AND due_key < :soon), sum(due_key < :now)
  FROM ticket WHERE category < 4 GROUP BY queue_id
"""
_OVER = f"""
 FROM ({" UNION ALL ".join(f"SELECT ticket_id, {_PLACE} {spans}" for spans in _LYING_THERE)}) s
 CROSS JOIN sla_clock c ON c.ticket_id = s.ticket_id
 WHERE coalesce(c.breached_at, c.due_at) < :at AND (c.ended_at IS NULL OR c.ended_at > :at)
   AND NOT (s.category = 2 AND c.clock IN ('update', 'resolution'))
   AND NOT (s.category = 3 AND c.clock = 'resolution'
            AND (SELECT hold_pauses FROM sla_policy WHERE id = c.policy_id))
"""
"""Tickets one of whose clocks was over its time and did not stand still at a moment (R2)."""

_BEHIND = {
    "due_soon": "due_key >= :now AND due_key < :soon",
    "breached": "due_key < :now",
    "oldest": f"category < 2 AND waiting_key < {NEVER}",
}


@dataclass(frozen=True, slots=True)
class Clocks:
    """What time presses in one queue; moments are milliseconds."""

    oldest: int | None
    """Since when the client who waits longest for an answer has been waiting (R8)."""
    due_soon: int
    breached: int


def places(connection: Reader, at: int | None = None) -> list[Place]:
    """Where tickets that are not done stand, now or at a moment of the past (milliseconds)."""
    if at is None:
        found = connection.execute(_NOW, {"nobody": NOBODY, "everybody": EVERYBODY})
    else:
        parts = " UNION ALL ".join(
            f"SELECT {_PLACE}, count(*) AS n {spans} GROUP BY {_PLACE}" for spans in _LYING_THERE
        )
        found = connection.execute(
            f"SELECT {_PLACE}, sum(n) FROM ({parts}) s GROUP BY {_PLACE}", {"at": at}
        )
    return [Place(queue, owner, kind, bool(asleep), n) for queue, owner, kind, asleep, n in found]


def clocks_of_queues(connection: Reader, now: int) -> dict[int, Clocks]:
    """What time presses now, by queue."""
    return {
        queue: Clocks(None if oldest in (None, NEVER) else oldest, due_soon, breached)
        for queue, oldest, due_soon, breached in connection.execute(
            _CLOCKS, {"now": now, "soon": now + SOON}
        )
    }


def breached_at(connection: Reader, at: int) -> dict[int, int]:
    """How many tickets were past their time at a moment of the past, by queue."""
    found = connection.execute(
        f"SELECT s.queue_id, count(DISTINCT s.ticket_id) {_OVER} GROUP BY s.queue_id", {"at": at}
    )
    return dict(found.fetchall())


def numbers_behind(
    connection: Reader,
    name: str,
    *,
    now: int,
    at: int | None = None,
    queue: int | None = None,
    operator: int | None = None,
) -> list[int]:
    """The tickets behind a number of the board, in the one order of R1.

    `name` is one of `domain.board.COUNTED`, `breached`, or of the present alone: `due_soon`, and
    `oldest`, which names everybody who waits for an answer, the longest first.
    """
    mine = {"now": now, "soon": now + SOON, "queue": queue, "operator": operator}
    if name == "breached" and at is not None:
        over = connection.execute(
            f"SELECT DISTINCT s.ticket_id {_OVER}"
            " AND (CAST(:queue AS BIGINT) IS NULL OR s.queue_id = :queue)"
            " AND (CAST(:operator AS BIGINT) IS NULL OR s.owner_id = :operator)",
            {**mine, "at": at},
        )
        return _in_order(connection, [number for (number,) in over])
    if name in _BEHIND:
        order = "waiting_key, id" if name == "oldest" else "urgent, due_key, waiting_key, id"
        found = connection.execute(
            f"SELECT id FROM ticket WHERE category < 4 AND {_BEHIND[name]}"
            " AND (CAST(:queue AS BIGINT) IS NULL OR queue_id = :queue)"
            f" AND (CAST(:operator AS BIGINT) IS NULL OR owner_id = :operator) ORDER BY {order}",
            mine,
        )
        return [number for (number,) in found]
    counted = COUNTED[name]
    standing = [
        number
        for number, place in _standing(connection, now if at is None else at)
        if counted(place) and queue in (None, place.queue) and operator in (None, place.owner)
    ]
    return _in_order(connection, standing)


def _in_order(connection: Reader, numbers: list[int]) -> list[int]:
    """These tickets in the one order of R1, as it is now."""
    ordered = connection.execute(
        "SELECT id FROM ticket WHERE id IN (SELECT value FROM json_each(:numbers))"
        " ORDER BY urgent, due_key, waiting_key, id",
        {"numbers": json.dumps(numbers)},
    )
    return [number for (number,) in ordered]


def created_per_hour(connection: Reader, since: int, until: int) -> dict[int, int]:
    """Tickets created from `since` to before `until`, by whole hours after `since`."""
    found = connection.execute(
        "SELECT (created_at - :since) / 3600000, count(*) FROM ticket"
        f" WHERE created_at >= :since AND created_at < :until AND {stands('id')} GROUP BY 1",
        {"since": since, "until": until},
    )
    return dict(found.fetchall())


def replies_per_hour(connection: Reader, since: int, until: int) -> dict[int, int]:
    """Public replies of our people from `since` to before `until`, by whole hours after it."""
    found = connection.execute(
        "SELECT ((id >> 20) - :since) / 3600000, count(*) FROM message"
        " WHERE id >= :since << 20 AND id < :until << 20 AND kind = 'operator' AND NOT withdrawn"
        " GROUP BY 1",
        {"since": since, "until": until},
    )
    return dict(found.fetchall())


def _standing(connection: Reader, at: int) -> Iterator[tuple[int, Place]]:
    for spans in _LYING_THERE:
        for number, queue, owner, category, asleep in connection.execute(
            f"SELECT ticket_id, {_PLACE} {spans}", {"at": at}
        ):
            yield number, Place(queue, owner, category, bool(asleep))
