"""The messages of a ticket, its files and its events."""

import sqlite3
from collections.abc import Iterator
from typing import Any

from supportdesk.domain.recipients import read_kept
from supportdesk.store.read import recipients
from supportdesk.store.read.recipients import NOBODY, Addressed
from supportdesk.store.read.rows import AttachmentRow, DraftRow, EventRow, MessageRow

_MESSAGES = """
SELECT id, ticket_id, kind, author, operator_id, client_id, id >> 20, body, delivery, release_at,
       source_id, attachments, recipients
  FROM message WHERE ticket_id = :ticket AND NOT withdrawn
"""


def messages(
    connection: sqlite3.Connection, ticket: int, limit: int = 100_000
) -> tuple[MessageRow, ...]:
    """The newest `limit` messages of a ticket, oldest first."""
    found = connection.execute(
        f"{_MESSAGES} ORDER BY id DESC LIMIT :limit", {"ticket": ticket, "limit": limit}
    ).fetchall()
    found.reverse()
    files = _attachments(connection, ticket) if any(row[11] for row in found) else {}
    people = recipients.of_ticket(connection, ticket) if any(row[12] for row in found) else {}
    return tuple(
        _message_row(row, files.get(row[0], ()), people.get(row[0], NOBODY)) for row in found
    )


def _message_row(
    found: tuple[Any, ...], files: tuple[AttachmentRow, ...], people: Addressed
) -> MessageRow:
    values = (*found[:11], files, people.recipients, people.sender)
    return MessageRow(*values)


def message(connection: sqlite3.Connection, message_id: int) -> MessageRow | None:
    """One message by id, or None."""
    found = connection.execute(
        "SELECT ticket_id FROM message WHERE id = :id", {"id": message_id}
    ).fetchone()
    if found is None:
        return None
    return next((row for row in messages(connection, found[0]) if row.id == message_id), None)


def attachment_chunks(connection: sqlite3.Connection, sha256: str) -> Iterator[bytes]:
    """The content of an attachment, in pieces of at most 256 KiB."""
    for (chunk,) in connection.execute(
        "SELECT content FROM blob_chunk WHERE sha256 = :sha256 ORDER BY n", {"sha256": sha256}
    ):
        yield chunk


def _attachments(
    connection: sqlite3.Connection, ticket: int
) -> dict[int, tuple[AttachmentRow, ...]]:
    files: dict[int, tuple[AttachmentRow, ...]] = {}
    for found in connection.execute(
        "SELECT a.id, a.message_id, a.name, a.media_type, a.size, a.sha256 FROM attachment a"
        " JOIN message m ON m.id = a.message_id WHERE m.ticket_id = :ticket ORDER BY a.id",
        {"ticket": ticket},
    ):
        file = AttachmentRow(*found)
        files[file.message_id] = (*files.get(file.message_id, ()), file)
    return files


def draft(connection: sqlite3.Connection, operator: int, ticket: int, kind: str) -> DraftRow | None:
    """What the operator had typed and not sent, or None; `kind` is reply, note or forward."""
    return next(
        (row for row in drafts(connection, operator) if (row.ticket, row.kind) == (ticket, kind)),
        None,
    )


def drafts(connection: sqlite3.Connection, operator: int) -> list[DraftRow]:
    """All unsent texts of an operator, newest first."""
    return [
        DraftRow(*(*found[:7], read_kept(found[7])))
        for found in connection.execute(
            "SELECT d.ticket_id, d.kind, d.body, d.cursor, d.base_seq, d.at, t.subject,"
            " d.recipients"
            " FROM draft d JOIN ticket t ON t.id = d.ticket_id"
            " WHERE d.operator_id = :operator ORDER BY d.at DESC",
            {"operator": operator},
        )
    ]


def events(connection: sqlite3.Connection, ticket: int) -> list[EventRow]:
    """What happened to a ticket, in the order it was recorded."""
    return [
        EventRow(*found)
        for found in connection.execute(
            "SELECT e.seq, e.at, o.name, e.actor_id, b.name, e.envelope_id, v.action, e.ticket_id,"
            " e.subject, e.subject_id, e.field,"
            f" {_text_of('e.before')}, {_text_of('e.after')}, e.rule"
            " FROM event e LEFT JOIN operator o ON o.id = e.actor_id"
            " LEFT JOIN envelope v ON v.id = e.envelope_id"
            " LEFT JOIN operator b ON b.id = v.by_id"
            " WHERE e.ticket_id = :ticket ORDER BY e.seq",
            {"ticket": ticket},
        )
    ]


def _text_of(column: str) -> str:
    return (
        f"CASE WHEN {column} LIKE 'text:%' THEN (SELECT value FROM text_value"
        f" WHERE id = CAST(substr({column}, 6) AS INTEGER)) ELSE {column} END"
    )
