"""Drafts and read marks: personal, without event and undo (law 5)."""

from sqlalchemy import Connection, delete, select, text

from supportdesk.domain.memory import KeepDraft, MarkSeen
from supportdesk.store.write.tables import DRAFT

_KEEP = text(
    "INSERT INTO draft(operator_id, ticket_id, kind, body, cursor, base_seq, at)"
    " VALUES (:operator, :ticket, :kind, :body, :cursor, :base_seq, :at)"
    " ON CONFLICT(operator_id, ticket_id, kind) DO UPDATE SET body = excluded.body,"
    " cursor = excluded.cursor, base_seq = excluded.base_seq, at = excluded.at"
)
_SEE = text(
    "INSERT INTO read_mark(operator_id, ticket_id, seen) VALUES (:operator, :ticket, :seen)"
    " ON CONFLICT(operator_id, ticket_id) DO UPDATE SET seen = excluded.seen"
)


def keep_draft(connection: Connection, draft: KeepDraft, at: int) -> None:
    """Keep an unsent text; an empty one forgets the draft."""
    if not draft.body:
        drop_draft(connection, draft.operator, draft.ticket, draft.kind)
        return
    connection.execute(
        _KEEP,
        {
            "operator": draft.operator,
            "ticket": draft.ticket,
            "kind": draft.kind,
            "body": draft.body,
            "cursor": draft.cursor,
            "base_seq": draft.base_seq,
            "at": at,
        },
    )


def draft_body(connection: Connection, operator: int, ticket: int, kind: str) -> str | None:
    """The unsent text that stands there, or None."""
    found: str | None = connection.execute(
        select(DRAFT.c.body).where(
            DRAFT.c.operator_id == operator, DRAFT.c.ticket_id == ticket, DRAFT.c.kind == kind
        )
    ).scalar_one_or_none()
    return found


def drop_draft(connection: Connection, operator: int, ticket: int, kind: str) -> None:
    """Forget a draft: it was sent, or emptied."""
    connection.execute(
        delete(DRAFT).where(
            DRAFT.c.operator_id == operator, DRAFT.c.ticket_id == ticket, DRAFT.c.kind == kind
        )
    )


def text_sent(connection: Connection, written_on: int, kind: str, seen: MarkSeen) -> None:
    """A text has become a message: its draft is gone; its writer has seen what stands before."""
    drop_draft(connection, seen.operator, written_on, kind)
    mark_seen(connection, seen)


def mark_seen(connection: Connection, mark: MarkSeen) -> None:
    """The operator has seen the ticket up to a message."""
    connection.execute(
        _SEE, {"operator": mark.operator, "ticket": mark.ticket, "seen": mark.message}
    )
