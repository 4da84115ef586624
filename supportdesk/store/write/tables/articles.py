"""Articles of the knowledge base, and where they were used."""

from typing import ClassVar

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from supportdesk.store.write.tables.synchronised import Synchronised


class Article(Synchronised, table=True):
    """An article in Markdown; `tags` is a JSON list.

    One that is read from a folder has the path of its file, and the digest of what was read.
    """

    __tablename__: ClassVar[str] = "article"
    id: int | None = Field(default=None, primary_key=True)
    source_id: str | None = Field(default=None, unique=True)
    title: str
    body: str
    language: str | None = None
    tags: str = "[]"
    public: bool = False
    url: str | None = None
    file: str | None = Field(default=None, unique=True)
    digest: str | None = None
    updated_at: int = Field(sa_type=BigInteger)
    withdrawn: bool = False


class TicketArticle(SQLModel, table=True):
    """Which article was used in answering which ticket (F134)."""

    __tablename__: ClassVar[str] = "ticket_article"
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    article_id: int = Field(primary_key=True, foreign_key="article.id", index=True)


class DraftArticle(SQLModel, table=True):
    """An article put into a text that is not sent yet; `kind` is reply or note."""

    __tablename__: ClassVar[str] = "draft_article"
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    kind: str = Field(primary_key=True)
    article_id: int = Field(primary_key=True, foreign_key="article.id")
