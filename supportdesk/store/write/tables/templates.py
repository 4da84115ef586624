"""Saved replies and their variants."""

from typing import ClassVar

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


class TemplateVariant(SQLModel, table=True):
    """The text of a template in one language."""

    __tablename__: ClassVar[str] = "template_variant"
    template_id: int = Field(primary_key=True, foreign_key="template.id")
    language: str = Field(primary_key=True)
    body: str
