"""Tickets for lists and headings, by number or by the one order of R1."""

import json
from collections.abc import Sequence
from typing import Any

from supportdesk.domain.provisional import FIRST
from supportdesk.domain.ticket import Category
from supportdesk.store.read.client_rows import EarlierTicket
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.rows import Counts, FieldRow, TicketRow
from supportdesk.store.read.sql_parts import stands

TAG_SEPARATOR = "\x1f"
NO_FIELDS = "[]"

_ROWS = f"""
SELECT t.id, t.uuid, t.subject, t.state, t.category, t.priority, t.kind, t.queue_id, q.name,
       t.owner_id, o.name, t.client_id, c.name,
       (SELECT a.shown FROM client_address a
         WHERE a.client_id = t.client_id AND a.kind = 'email' ORDER BY a.place, a.id LIMIT 1),
       t.channel, t.language, t.reason, t.created_at, t.updated_at, t.solved_at, t.closed_at,
       t.wake_at, t.due_at, t.risk_at, t.waiting_since, t.unanswered, t.messages, t.replies,
       coalesce(t.last_client_message > coalesce(r.seen, 0), false),
       CASE WHEN r.seen IS NULL THEN t.client_messages WHEN t.last_client_message > r.seen THEN
         (SELECT count(*) FROM message m WHERE m.ticket_id = t.id AND m.id > r.seen
           AND m.kind = 'client' AND NOT m.withdrawn) ELSE 0 END,
       (SELECT group_concat(name, '{TAG_SEPARATOR}') FROM
         (SELECT DISTINCT coalesce(n.name, g.name) AS name FROM ticket_tag tt
           JOIN tag g ON g.id = tt.tag_id LEFT JOIN tag n ON n.id = g.synonym_of
           WHERE tt.ticket_id = t.id ORDER BY 1) named),
       t.last_event, t.source_id, t.follow_up_of, c.vip, t.thanked,
       (SELECT coalesce(json_group_array(json_array(name, title, type, value, retired)), '[]') FROM
         (SELECT f.name, f.title, f.type, v.value, f.retired FROM field_value v
           JOIN custom_field f ON f.id = v.field_id
           WHERE v.ticket_id = t.id ORDER BY f.retired, f.position, f.id) held),
       t.rating, t.rated_at, t.rating_comment
  FROM ticket t
  JOIN client c ON c.id = t.client_id
  JOIN queue q ON q.id = t.queue_id
  LEFT JOIN operator o ON o.id = t.owner_id
  LEFT JOIN read_mark r ON r.ticket_id = t.id AND r.operator_id = :me
"""

_UNREAD, _TAGS, _VIP, _THANKED, _FIELDS = 28, 30, 34, 35, 36

NOBODY = 0
"""Stands for no owner in the counter table."""

EVERYBODY = -1
"""Stands for all owners together in the counter table."""


def rows(connection: Reader, numbers: Sequence[int], me: int | None) -> list[TicketRow]:
    """The tickets with these numbers, in this order; missing ones are left out."""
    if not numbers:
        return []
    marks = ",".join(str(int(number)) for number in numbers)
    found = {
        row[0]: _ticket_row(row)
        for row in connection.execute(f"{_ROWS} WHERE t.id IN ({marks})", {"me": me})
    }
    return [found[number] for number in numbers if number in found]


def row(connection: Reader, number: int, me: int | None) -> TicketRow | None:
    """The ticket with this number, or None."""
    found = rows(connection, [number], me)
    return found[0] if found else None


def number_by_source(connection: Reader, source_id: str) -> int | None:
    """The number of the ticket a source knows as `source_id`, or None."""
    found = connection.execute(
        "SELECT id FROM ticket WHERE source_id = :source", {"source": source_id}
    ).fetchone()
    return None if found is None else int(found[0])


CHANGED_AT_MOST = 1_000
"""Changed tickets named at once: as many as that stand for more."""


def changed_since(connection: Reader, seq: int, limit: int = CHANGED_AT_MOST) -> list[int]:
    """Numbers of tickets with an event after change number `seq`, newest change first."""
    return [
        number
        for (number,) in connection.execute(
            "SELECT +ticket_id AS number FROM event WHERE seq > :seq AND +ticket_id IS NOT NULL"
            " GROUP BY number ORDER BY max(seq) DESC LIMIT :limit",
            {"seq": seq, "limit": limit},
        )
    ]


def change_number(connection: Reader) -> int:
    """`seq` of the newest event: grows with every change of the desk.

    In a copy what its desk does not know yet counts for nothing.
    """
    found = connection.execute(f"SELECT coalesce(max(seq), 0) FROM event WHERE seq < {FIRST}")
    return int(found.fetchone()[0])


def counts(connection: Reader, me: int | None) -> Counts:
    """The live numbers of F1, from the counter table."""
    queues: dict[int, int] = {}
    waiting = asleep = 0
    for queue, category, n, sleeping in connection.execute(
        "SELECT queue_id, category, sum(n), sum(n * asleep) FROM ticket_count"
        " WHERE owner_id = :all AND category < 4 GROUP BY queue_id, category",
        {"all": EVERYBODY},
    ):
        queues[queue] = queues.get(queue, 0) + n - sleeping
        asleep += sleeping
        if category == Category.WAITING:
            waiting += n - sleeping
    unassigned, mine = connection.execute(
        "SELECT coalesce(sum(n) FILTER (WHERE owner_id = :nobody), 0),"
        " coalesce(sum(n) FILTER (WHERE owner_id = :me), 0) FROM ticket_count"
        " WHERE owner_id IN (:nobody, :me) AND category < 4 AND asleep = 0",
        {"me": me, "nobody": NOBODY},
    ).fetchone()
    unread = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM ticket t"
        " LEFT JOIN read_mark r ON r.ticket_id = t.id AND r.operator_id = :me"
        " WHERE t.owner_id = :me AND t.category < 4 AND t.wake_at IS NULL"
        " AND t.last_client_message > coalesce(r.seen, 0) LIMIT 1000) s",
        {"me": me},
    ).fetchone()[0]
    by_queue = tuple(sorted((queue, n) for queue, n in queues.items() if n))
    return Counts(mine, unassigned, sum(queues.values()), waiting, asleep, by_queue, unread)


def of_client(connection: Reader, client: int, limit: int = 20) -> list[EarlierTicket]:
    """The client's newest tickets (F46)."""
    return [
        EarlierTicket(*found)
        for found in connection.execute(
            "SELECT id, subject, state, category, created_at, updated_at FROM ticket"
            f" WHERE client_id = :client AND {stands('id')} ORDER BY id DESC LIMIT :limit",
            {"client": client, "limit": limit},
        )
    ]


def _ticket_row(found: tuple[Any, ...]) -> TicketRow:
    values = list(found)
    values[_UNREAD] = bool(values[_UNREAD])
    tags = values[_TAGS]
    values[_TAGS] = tuple(tags.split(TAG_SEPARATOR)) if isinstance(tags, str) else ()
    values[_VIP] = bool(values[_VIP])
    values[_THANKED] = bool(values[_THANKED])
    values[_FIELDS] = () if values[_FIELDS] == NO_FIELDS else _fields(values[_FIELDS])
    return TicketRow._make(values)


def _fields(written: str) -> tuple[FieldRow, ...]:
    """Custom fields as SQLite has written them down: an array of arrays."""
    return tuple(
        FieldRow(name, title, type_, value, bool(retired))
        for name, title, type_, value, retired in json.loads(written)
    )
