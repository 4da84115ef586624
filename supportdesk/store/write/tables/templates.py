"""Saved replies and their variants."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from supportdesk.store.write.tables.synchronised import Synchronised


class Template(Synchronised, table=True):
    """A saved reply; its text stands in the variants, one a language. `tags` is a JSON list."""

    __tablename__: ClassVar[str] = "template"
    id: int | None = Field(default=None, primary_key=True)
    source_id: str | None = Field(default=None, unique=True)
    title: str
    kind: str | None = None
    queue_id: int | None = Field(default=None, foreign_key="queue.id")
    tags: str = "[]"
    withdrawn: bool = False
    stage: str | None = None
    trait: str | None = None


class TemplateVariant(SQLModel, table=True):
    """The text of a template in one language."""

    __tablename__: ClassVar[str] = "template_variant"
    template_id: int = Field(primary_key=True, foreign_key="template.id")
    language: str = Field(primary_key=True)
    body: str


class TemplateUse(SQLModel, table=True):
    """A template in a reply that was sent: how much of its text was changed before (F68)."""

    __tablename__: ClassVar[str] = "template_use"
    __table_args__ = (
        Index("template_use_by_operator", "template_id", "operator_id", "withdrawn", "at"),
    )
    message_id: int = Field(primary_key=True, foreign_key="message.id", sa_type=BigInteger)
    template_id: int = Field(primary_key=True, foreign_key="template.id")
    operator_id: int = Field(foreign_key="operator.id")
    at: int = Field(sa_type=BigInteger)
    distance: int
    """Characters put in, taken out or replaced."""
    length: int
    """Characters of the text as it was inserted."""
    withdrawn: bool = False
    """The reply was taken back."""


class TemplateTally(SQLModel, table=True):
    """What an operator's uses of a template come to: the picker reads few rows."""

    __tablename__: ClassVar[str] = "template_tally"
    __table_args__ = {"sqlite_with_rowid": False}  # rows of a template lie together
    template_id: int = Field(primary_key=True, foreign_key="template.id")
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    uses: int
    distance: int
    length: int
    last_at: int = Field(sa_type=BigInteger)
