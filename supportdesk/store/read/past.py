"""What the past of a ticket is told from: how it stands, and what has happened to it (F153)."""

import json
from collections.abc import Iterable

from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.event_rows import WITH_TEXTS
from supportdesk.store.read.rows import EventRow, MessageRow
from supportdesk.store.read.threads import MESSAGE_COLUMNS, message_rows

_MERGES = ("MergeTicket", "Undo", "Redo")
"""Actions that move messages from one ticket to another."""

_COLUMNS = (
    *("subject", "state", "reason", "priority", "kind", "queue_id", "owner_id", "client_id"),
    *("wake_at", "solved_at", "closed_at", "created_at", "language", "follow_up_of"),
    *("rating", "rated_at", "rating_comment"),
)
"""Fields of a ticket that are columns of the same name."""


@dataclass(frozen=True, slots=True)
class PastClient:
    """A client as a ticket names them."""

    id: int
    name: str
    email: str | None
    vip: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Where a ticket was from a moment on (milliseconds)."""

    from_at: int
    state: str
    queue: int
    owner: int | None


def events(connection: Reader, ticket: int) -> list[EventRow]:
    """What happened to a ticket, and its messages that merges moved, in the order recorded."""
    actions = ", ".join(f"'{name}'" for name in _MERGES)
    found = connection.execute(
        f"{WITH_TEXTS} WHERE e.ticket_id = :ticket OR e.seq IN (SELECT m.seq FROM event m"
        " WHERE m.subject = 'message' AND m.field = 'ticket_id' AND m.envelope_id IN (SELECT v.id"
        f" FROM envelope v WHERE v.action IN ({actions}) AND v.id IN (SELECT x.envelope_id"
        " FROM event x WHERE x.ticket_id = :ticket)) AND CAST(:ticket AS TEXT) IN"
        " (m.before, m.after)) ORDER BY e.seq",
        {"ticket": ticket},
    )
    return [EventRow(*row) for row in found]


def events_elsewhere(connection: Reader, ticket: int, moves: Iterable[EventRow]) -> list[EventRow]:
    """What happened to the messages of these moves while they stood on other tickets."""
    moved = {move.subject_id for move in moves}
    others = {int(number) for move in moves for number in (move.before, move.after) if number}
    found = connection.execute(
        f"{WITH_TEXTS} WHERE e.ticket_id IN (SELECT value FROM json_each(:others))"
        " AND e.subject = 'message' AND e.field <> 'ticket_id'"
        " AND e.subject_id IN (SELECT value FROM json_each(:moved))",
        {"others": json.dumps(sorted(others - {ticket})), "moved": json.dumps(sorted(moved))},
    )
    return [EventRow(*row) for row in found]


def values(connection: Reader, ticket: int) -> dict[str, str | None]:
    """What every field of a ticket holds now, as events write it."""
    found = connection.execute(
        f"SELECT {', '.join(_COLUMNS)} FROM ticket WHERE id = :ticket", {"ticket": ticket}
    ).fetchone()
    held = {
        name: None if value is None else str(value)
        for name, value in zip(_COLUMNS, found, strict=True)
    }
    for field, value in connection.execute(
        "SELECT 'tag:' || g.name, '1' FROM ticket_tag tt JOIN tag g ON g.id = tt.tag_id"
        " WHERE tt.ticket_id = :ticket UNION ALL"
        " SELECT 'field:' || f.name, v.value FROM field_value v"
        " JOIN custom_field f ON f.id = v.field_id WHERE v.ticket_id = :ticket UNION ALL"
        " SELECT 'link:' || kind, CAST(other_id AS TEXT) FROM ticket_link"
        " WHERE ticket_id = :ticket UNION ALL"
        " SELECT 'article:' || article_id, '1' FROM ticket_article WHERE ticket_id = :ticket",
        {"ticket": ticket},
    ):
        held[field] = str(value)
    return held


def messages(
    connection: Reader, ticket: int, others: Iterable[int]
) -> list[tuple[MessageRow, bool]]:
    """The messages of a ticket, and these others, by time; beside each, whether it is withdrawn."""
    found = connection.execute(
        f"{MESSAGE_COLUMNS}, withdrawn FROM message WHERE id IN"
        " (SELECT id FROM message WHERE ticket_id = :ticket"
        " UNION SELECT value FROM json_each(:others)) ORDER BY id",
        {"ticket": ticket, "others": json.dumps(sorted(others))},
    ).fetchall()
    gone = [bool(row[-1]) for row in found]
    return list(zip(message_rows(connection, found), gone, strict=True))


def spans(connection: Reader, ticket: int) -> list[Span]:
    """Where the ticket was since when."""
    return [
        Span(*found)
        for found in connection.execute(
            "SELECT from_at, state, queue_id, owner_id FROM ticket_span"
            " WHERE ticket_id = :ticket ORDER BY number",
            {"ticket": ticket},
        )
    ]


def clients(connection: Reader, wanted: Iterable[int]) -> dict[int, PastClient]:
    """These clients as tickets name them."""
    return {
        found[0]: PastClient(found[0], found[1], found[2], bool(found[3]))
        for found in connection.execute(
            "SELECT c.id, c.name, (SELECT a.shown FROM client_address a WHERE a.client_id = c.id"
            " AND a.kind = 'email' ORDER BY a.place, a.id LIMIT 1), c.vip FROM client c"
            " WHERE c.id IN (SELECT value FROM json_each(:wanted))",
            {"wanted": json.dumps(sorted(wanted))},
        )
    }


def tag_names(connection: Reader) -> dict[str, str]:
    """Former names of tags → what they are called now."""
    return dict(
        connection.execute(
            "SELECT g.name, n.name FROM tag g JOIN tag n ON n.id = g.synonym_of"
        ).fetchall()
    )
