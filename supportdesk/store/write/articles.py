"""Articles being made, and those whose text stands in files; fields are set by changes."""

import json
from collections.abc import Sequence

from sqlalchemy import Connection, insert, select, update

from supportdesk.domain.action import ArticleFile
from supportdesk.store.write import article_index, rows
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import ARTICLE, TICKET_ARTICLE
from supportdesk.store.write.transaction import Transaction


def make_article(transaction: Transaction, source_id: str | None = None) -> int:
    """A new, empty article."""
    article = rows.insert_row(
        transaction.connection,
        ARTICLE,
        uuid=transaction.fresh_uuid(),
        source_id=source_id,
        title="",
        body="",
        tags="[]",
        public=False,
        updated_at=transaction.at,
        withdrawn=False,
    )
    article_index.add(transaction.connection, article)
    return article


def by_source(connection: Connection, source_id: str) -> int | None:
    """The article a source knows by this name, or None."""
    found: int | None = connection.execute(
        select(ARTICLE.c.id).where(ARTICLE.c.source_id == source_id)
    ).scalar_one_or_none()
    return found


def by_file(connection: Connection, path: str) -> Stored | None:
    """The article that was read from this file, or None."""
    return rows.one(connection, select(ARTICLE).where(ARTICLE.c.file == path))


def note_uses(transaction: Transaction, ticket: int, titles: Sequence[str]) -> None:
    """A ticket of the past was answered with the articles of these titles, if they are here."""
    if not titles:
        return
    known = transaction.connection.execute(
        select(ARTICLE.c.id).where(ARTICLE.c.title.in_(titles), ARTICLE.c.withdrawn.is_(False))
    )
    uses = [{"ticket_id": ticket, "article_id": article} for (article,) in known]
    if uses:
        transaction.connection.execute(insert(TICKET_ARTICLE), uses)


def touch(transaction: Transaction, article: int) -> None:
    """Note that an article has changed now."""
    transaction.connection.execute(
        update(ARTICLE).where(ARTICLE.c.id == article).values(updated_at=transaction.at)
    )


def take_file(transaction: Transaction, article: int, file: ArticleFile) -> None:
    """An article is now what its file says."""
    connection = transaction.connection
    article_index.drop(connection, article)
    connection.execute(
        update(ARTICLE)
        .where(ARTICLE.c.id == article)
        .values(
            title=file.title,
            body=file.body,
            language=file.language,
            tags=json.dumps(list(file.tags), ensure_ascii=False),
            public=file.public,
            url=file.url,
            file=file.path,
            digest=file.digest,
            updated_at=transaction.at,
            withdrawn=False,
        )
    )
    article_index.add(connection, article)
