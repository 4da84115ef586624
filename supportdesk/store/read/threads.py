"""The messages of a ticket, its files and its events."""

from collections.abc import Iterator, Sequence
from typing import Any

from supportdesk.domain.recipients import read_kept
from supportdesk.domain.ticket import BY_MAIL
from supportdesk.store.read import event_rows, letters, recipients
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.recipients import NOBODY, Addressed
from supportdesk.store.read.rows import (
    AttachmentRow,
    DraftRow,
    EventRow,
    LetterRow,
    MessageRow,
)

MESSAGE_COLUMNS = """
SELECT id, ticket_id, kind, author, operator_id, client_id, id >> 20, body, delivery, release_at,
       source_id, attachments, recipients, asks
"""
"""What `message_rows` is made from; more columns may follow."""

_MESSAGES = f"{MESSAGE_COLUMNS} FROM message WHERE ticket_id = :ticket AND NOT withdrawn"


def messages(connection: Reader, ticket: int, limit: int = 100_000) -> tuple[MessageRow, ...]:
    """The newest `limit` messages of a ticket, oldest first."""
    found = connection.execute(
        f"{_MESSAGES} ORDER BY id DESC LIMIT :limit", {"ticket": ticket, "limit": limit}
    ).fetchall()
    found.reverse()
    return message_rows(connection, found)


def messages_after(
    connection: Reader, ticket: int, after: int, limit: int
) -> tuple[MessageRow, ...]:
    """The messages of a ticket behind the one with id `after`, oldest first, at most `limit`."""
    found = connection.execute(
        f"{_MESSAGES} AND id > :after ORDER BY id LIMIT :limit",
        {"ticket": ticket, "after": after, "limit": limit},
    )
    return message_rows(connection, found.fetchall())


def attachment(connection: Reader, number: int) -> tuple[AttachmentRow, str] | None:
    """A file by its number, and the kind of its message; None for no such file."""
    found = connection.execute(
        "SELECT a.id, a.message_id, a.name, a.media_type, a.size, a.sha256, m.kind"
        " FROM attachment a JOIN message m ON m.id = a.message_id"
        " WHERE a.id = :number AND NOT m.withdrawn",
        {"number": number},
    ).fetchone()
    return None if found is None else (AttachmentRow(*found[:6]), found[6])


def message_rows(connection: Reader, found: Sequence[tuple[Any, ...]]) -> tuple[MessageRow, ...]:
    """Messages with their files and recipients, from rows that begin with `MESSAGE_COLUMNS`."""
    files: dict[int, tuple[AttachmentRow, ...]] = {}
    people: dict[int, Addressed] = {}
    for ticket in {row[1] for row in found if row[11]}:
        files |= _attachments(connection, ticket)
    for ticket in {row[1] for row in found if row[12]}:
        people |= recipients.of_ticket(connection, ticket)
    mailed: dict[int, LetterRow] = {}
    for ticket in {row[1] for row in found if row[8] in BY_MAIL}:
        mailed |= letters.of_messages(connection, ticket)
    return tuple(
        _message_row(row, files.get(row[0], ()), people.get(row[0], NOBODY), mailed.get(row[0]))
        for row in found
    )


def _message_row(
    found: tuple[Any, ...],
    files: tuple[AttachmentRow, ...],
    people: Addressed,
    letter: LetterRow | None,
) -> MessageRow:
    asks = bool(found[13])
    values = (*found[:11], files, people.recipients, people.sender, asks, letter)
    return MessageRow(*values)


def message(connection: Reader, message_id: int) -> MessageRow | None:
    """One message by id, or None."""
    found = connection.execute(
        "SELECT ticket_id FROM message WHERE id = :id", {"id": message_id}
    ).fetchone()
    if found is None:
        return None
    return next((row for row in messages(connection, found[0]) if row.id == message_id), None)


def attachment_chunks(connection: Reader, sha256: str) -> Iterator[bytes]:
    """The content of an attachment, in pieces of at most 256 KiB."""
    for (chunk,) in connection.execute(
        "SELECT content FROM blob_chunk WHERE sha256 = :sha256 ORDER BY n", {"sha256": sha256}
    ):
        yield chunk


def has_content(connection: Reader, sha256: str) -> bool:
    """Whether the content of an attachment is here: a copy fetches it when it is wanted."""
    asked = "SELECT 1 FROM blob WHERE sha256 = :sha256"
    return connection.execute(asked, {"sha256": sha256}).fetchone() is not None


def without_content(connection: Reader, largest: int, most: int) -> list[AttachmentRow]:
    """Files of tickets at work whose content is not here, up to so many bytes, newest first."""
    found = connection.execute(
        "SELECT a.id, a.message_id, a.name, a.media_type, a.size, a.sha256 FROM attachment a"
        " JOIN message m ON m.id = a.message_id JOIN ticket t ON t.id = m.ticket_id"
        " WHERE t.category < 4 AND a.size <= :largest AND NOT m.withdrawn"
        " AND NOT EXISTS (SELECT 1 FROM blob b WHERE b.sha256 = a.sha256)"
        " ORDER BY a.message_id DESC LIMIT :most",
        {"largest": largest, "most": most},
    )
    return [AttachmentRow(*row) for row in found]


def _attachments(connection: Reader, ticket: int) -> dict[int, tuple[AttachmentRow, ...]]:
    files: dict[int, tuple[AttachmentRow, ...]] = {}
    for found in connection.execute(
        "SELECT a.id, a.message_id, a.name, a.media_type, a.size, a.sha256 FROM attachment a"
        " JOIN message m ON m.id = a.message_id WHERE m.ticket_id = :ticket ORDER BY a.id",
        {"ticket": ticket},
    ):
        file = AttachmentRow(*found)
        files[file.message_id] = (*files.get(file.message_id, ()), file)
    return files


def draft(connection: Reader, operator: int, ticket: int, kind: str) -> DraftRow | None:
    """What the operator had typed and not sent, or None; `kind` is reply, note or forward."""
    return next(
        (row for row in drafts(connection, operator) if (row.ticket, row.kind) == (ticket, kind)),
        None,
    )


def drafts(connection: Reader, operator: int) -> list[DraftRow]:
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


def events(connection: Reader, ticket: int) -> list[EventRow]:
    """What happened to a ticket, in the order it was recorded."""
    found = connection.execute(
        f"{event_rows.WITH_TEXTS} WHERE e.ticket_id = :ticket ORDER BY e.seq", {"ticket": ticket}
    )
    return [EventRow(*row) for row in found]
