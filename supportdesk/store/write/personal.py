"""Drafts and read marks: personal, without event and undo (law 5)."""

from sqlalchemy import Connection, delete, select, text

from supportdesk.domain.memory import AttachToDraft, KeepDraft, MarkSeen, SwitchDraft
from supportdesk.domain.recipients import NOBODY_ELSE, kept, read_kept
from supportdesk.store.write import draft_articles, draft_files
from supportdesk.store.write.tables import DRAFT

_KEEP = text(
    "INSERT INTO draft(operator_id, ticket_id, kind, body, cursor, base_seq, at, recipients)"
    " VALUES (:operator, :ticket, :kind, :body, :cursor, :base_seq, :at, :recipients)"
    " ON CONFLICT(operator_id, ticket_id, kind) DO UPDATE SET body = excluded.body,"
    " cursor = excluded.cursor, base_seq = excluded.base_seq, at = excluded.at,"
    " recipients = excluded.recipients"
)
_SEE = text(
    "INSERT INTO read_mark(operator_id, ticket_id, seen) VALUES (:operator, :ticket, :seen)"
    " ON CONFLICT(operator_id, ticket_id) DO UPDATE SET seen = excluded.seen"
)
_NOTICE = text(
    "INSERT INTO mark_number(operator_id, n) VALUES (:operator, 1)"
    " ON CONFLICT(operator_id) DO UPDATE SET n = mark_number.n + 1"
)


def keep_draft(connection: Connection, draft: KeepDraft, at: int) -> None:
    """Keep an unsent text; an empty one without files and recipients forgets the draft."""
    recipients = kept(draft.recipients)
    if not (draft.body or recipients) and not draft_files.has_any(
        connection, draft.operator, draft.ticket, draft.kind
    ):
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
            "recipients": recipients,
        },
    )


def keep_empty(connection: Connection, file: AttachToDraft, at: int) -> None:
    """A file without a text makes a draft of its own."""
    if draft_body(connection, file.operator, file.ticket, file.kind) is None:
        empty = KeepDraft(file.operator, file.ticket, file.kind, "", base_seq=file.base_seq)
        keep_draft(connection, empty, at)


def forget_empty(connection: Connection, operator: int, ticket: int, kind: str) -> None:
    """A draft whose last file was taken off is none without a text."""
    files = draft_files.has_any(connection, operator, ticket, kind)
    standing = standing_draft(connection, operator, ticket, kind)
    if standing is None or files or standing.body or standing.recipients != NOBODY_ELSE:
        return
    drop_draft(connection, operator, ticket, kind)


def switch_draft(connection: Connection, switched: SwitchDraft, at: int) -> None:
    """A text has become one of another kind; its files and articles go with it."""
    who, ticket, before = switched.operator, switched.ticket, switched.from_kind
    draft_files.change_kind(connection, who, ticket, before, switched.draft.kind)
    draft_articles.change_kind(connection, who, ticket, before, switched.draft.kind)
    drop_draft(connection, who, ticket, before)
    keep_draft(connection, switched.draft, at)


def draft_body(connection: Connection, operator: int, ticket: int, kind: str) -> str | None:
    """The unsent text that stands there, or None."""
    found: str | None = connection.execute(
        select(DRAFT.c.body).where(
            DRAFT.c.operator_id == operator, DRAFT.c.ticket_id == ticket, DRAFT.c.kind == kind
        )
    ).scalar_one_or_none()
    return found


def standing_draft(
    connection: Connection, operator: int, ticket: int, kind: str
) -> KeepDraft | None:
    """The unsent text that stands there with its recipients, or None."""
    found = connection.execute(
        select(DRAFT.c.body, DRAFT.c.cursor, DRAFT.c.base_seq, DRAFT.c.recipients).where(
            DRAFT.c.operator_id == operator, DRAFT.c.ticket_id == ticket, DRAFT.c.kind == kind
        )
    ).one_or_none()
    if found is None:
        return None
    body, cursor, base_seq, recipients = found
    return KeepDraft(operator, ticket, kind, body, cursor, base_seq, read_kept(recipients))


def drop_draft(connection: Connection, operator: int, ticket: int, kind: str) -> None:
    """Forget a draft, its files and the articles in it: it was sent, or emptied."""
    draft_files.drop(connection, operator, ticket, kind)
    draft_articles.drop(connection, operator, ticket, kind)
    connection.execute(
        delete(DRAFT).where(
            DRAFT.c.operator_id == operator, DRAFT.c.ticket_id == ticket, DRAFT.c.kind == kind
        )
    )


def mark_seen(connection: Connection, mark: MarkSeen) -> None:
    """The operator has seen the ticket up to a message; their other consoles will notice."""
    notice(connection, mark.operator)
    connection.execute(
        _SEE, {"operator": mark.operator, "ticket": mark.ticket, "seen": mark.message}
    )


def notice(connection: Connection, operator: int) -> None:
    """Let the consoles of an operator look again."""
    connection.execute(_NOTICE, {"operator": operator})
