"""The articles that stand in texts which are not sent yet (F134)."""

from sqlalchemy import Connection, delete, select, text

from supportdesk.domain.memory import PutArticle
from supportdesk.store.write.tables import DRAFT_ARTICLE

_PUT = text(
    "INSERT INTO draft_article(operator_id, ticket_id, kind, article_id)"
    " VALUES (:operator, :ticket, :kind, :article) ON CONFLICT DO NOTHING"
)
_CHANGE_KIND = (
    text(
        "INSERT INTO draft_article(operator_id, ticket_id, kind, article_id)"
        " SELECT operator_id, ticket_id, CAST(:after AS VARCHAR), article_id FROM draft_article"
        " WHERE operator_id = :operator AND ticket_id = :ticket AND kind = :before"
        " ON CONFLICT DO NOTHING"
    ),
    text(
        "DELETE FROM draft_article"
        " WHERE operator_id = :operator AND ticket_id = :ticket AND kind = :before"
    ),
)


def put(connection: Connection, memory: PutArticle) -> None:
    """An article stands in a text that is not sent yet, or does no more."""
    if memory.put:
        values = {
            "operator": memory.operator,
            "ticket": memory.ticket,
            "kind": memory.kind,
            "article": memory.article,
        }
        connection.execute(_PUT, values)
        return
    connection.execute(
        delete(DRAFT_ARTICLE).where(
            DRAFT_ARTICLE.c.operator_id == memory.operator,
            DRAFT_ARTICLE.c.ticket_id == memory.ticket,
            DRAFT_ARTICLE.c.kind == memory.kind,
            DRAFT_ARTICLE.c.article_id == memory.article,
        )
    )


def articles(connection: Connection, operator: int, ticket: int, kind: str) -> list[int]:
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


def change_kind(
    connection: Connection, operator: int, ticket: int, before: str, after: str
) -> None:
    """The articles of a text that has become one of another kind go with it."""
    values = {"operator": operator, "ticket": ticket, "before": before, "after": after}
    for statement in _CHANGE_KIND:
        connection.execute(statement, values)


def drop(connection: Connection, operator: int, ticket: int, kind: str) -> None:
    """Forget what was put into a text: it was sent, or emptied."""
    connection.execute(
        delete(DRAFT_ARTICLE).where(
            DRAFT_ARTICLE.c.operator_id == operator,
            DRAFT_ARTICLE.c.ticket_id == ticket,
            DRAFT_ARTICLE.c.kind == kind,
        )
    )
