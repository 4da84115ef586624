"""Drafts and read marks: personal, without event and undo (law 5)."""

from sqlalchemy import Connection, delete, select, text

from supportdesk.domain.memory import KeepDraft, MarkSeen, PutArticle
from supportdesk.store.write.tables import DRAFT, DRAFT_ARTICLE

_KEEP = text(
    "INSERT INTO draft(operator_id, ticket_id, kind, body, cursor, base_seq, at)"
    " VALUES (:operator, :ticket, :kind, :body, :cursor, :base_seq, :at)"
    " ON CONFLICT(operator_id, ticket_id, kind) DO UPDATE SET body = excluded.body,"
    " cursor = excluded.cursor, base_seq = excluded.base_seq, at = excluded.at"
)
_PUT_ARTICLE = text(
    "INSERT INTO draft_article(operator_id, ticket_id, kind, article_id)"
    " VALUES (:operator, :ticket, :kind, :article) ON CONFLICT DO NOTHING"
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
    """Forget a draft and what was put into it: it was sent, or emptied."""
    for table in (DRAFT, DRAFT_ARTICLE):
        connection.execute(
            delete(table).where(
                table.c.operator_id == operator, table.c.ticket_id == ticket, table.c.kind == kind
            )
        )


def put_article(connection: Connection, put: PutArticle) -> None:
    """An article stands in a text that is not sent yet (F134), or does no more."""
    if not put.put:
        connection.execute(
            delete(DRAFT_ARTICLE).where(
                DRAFT_ARTICLE.c.operator_id == put.operator,
                DRAFT_ARTICLE.c.ticket_id == put.ticket,
                DRAFT_ARTICLE.c.kind == put.kind,
                DRAFT_ARTICLE.c.article_id == put.article,
            )
        )
        return
    connection.execute(
        _PUT_ARTICLE,
        {
            "operator": put.operator,
            "ticket": put.ticket,
            "kind": put.kind,
            "article": put.article,
        },
    )


def articles_put(connection: Connection, operator: int, ticket: int, kind: str) -> list[int]:
    """The articles that were put into an unsent text."""
    found = connection.execute(
        select(DRAFT_ARTICLE.c.article_id)
        .where(
            DRAFT_ARTICLE.c.operator_id == operator,
            DRAFT_ARTICLE.c.ticket_id == ticket,
            DRAFT_ARTICLE.c.kind == kind,
        )
        .order_by(DRAFT_ARTICLE.c.article_id)
    )
    return [int(article) for (article,) in found]


def text_sent(connection: Connection, written_on: int, kind: str, seen: MarkSeen) -> None:
    """A text has become a message: its draft is gone; its writer has seen what stands before."""
    drop_draft(connection, seen.operator, written_on, kind)
    mark_seen(connection, seen)


def mark_seen(connection: Connection, mark: MarkSeen) -> None:
    """The operator has seen the ticket up to a message."""
    connection.execute(
        _SEE, {"operator": mark.operator, "ticket": mark.ticket, "seen": mark.message}
    )
