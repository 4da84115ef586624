"""Fields of articles, and which of them a ticket was answered with."""

from sqlalchemy import delete, insert, select

from supportdesk.store.write import article_index, rows
from supportdesk.store.write.fields import Field, column, presence
from supportdesk.store.write.tables import TICKET_ARTICLE
from supportdesk.store.write.transaction import Transaction


def _words(name: str) -> Field:
    """A column whose words are found: the index follows."""

    def write(transaction: Transaction, article: int, _detail: str, value: str | None) -> None:
        connection = transaction.connection
        article_index.drop(connection, article)
        rows.write_column(connection, "article", article, name, value or "")
        article_index.add(connection, article)

    return Field(column("article", name), write, is_text=True)


def _write_presence(
    transaction: Transaction, article: int, _detail: str, value: str | None
) -> None:
    connection = transaction.connection
    article_index.drop(connection, article)
    rows.write_column(connection, "article", article, "withdrawn", value is None)
    article_index.add(connection, article)


def _read_use(transaction: Transaction, ticket: int, article: str) -> str | None:
    found = rows.one(
        transaction.connection,
        select(TICKET_ARTICLE).where(
            TICKET_ARTICLE.c.ticket_id == ticket, TICKET_ARTICLE.c.article_id == int(article)
        ),
    )
    return "1" if found else None


def _write_use(transaction: Transaction, ticket: int, article: str, value: str | None) -> None:
    connection = transaction.connection
    if value is not None:
        connection.execute(insert(TICKET_ARTICLE).values(ticket_id=ticket, article_id=int(article)))
    else:
        connection.execute(
            delete(TICKET_ARTICLE).where(
                TICKET_ARTICLE.c.ticket_id == ticket, TICKET_ARTICLE.c.article_id == int(article)
            )
        )


FIELDS = {
    ("article", "title"): _words("title"),
    ("article", "tags"): _words("tags"),
    ("article", "body"): _words("body"),
    ("article", "present"): Field(presence("article").read, _write_presence),
    ("ticket", "article"): Field(_read_use, _write_use),
}
