"""Macros, and what an unsent reply was made of."""

from typing import ClassVar

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from supportdesk.store.write.tables.synchronised import Synchronised


class StoredMacro(Synchronised, table=True):
    """A macro; `does` is JSON of its steps."""

    __tablename__: ClassVar[str] = "macro"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    does: str
    withdrawn: bool = False


class DraftSource(SQLModel, table=True):
    """What went into an operator's reply on a ticket: a template, or a macro that waits for it.

    `text` is the template's text as inserted, or what the macro does beside the reply.
    """

    __tablename__: ClassVar[str] = "draft_source"
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id", sa_type=BigInteger)
    kind: str = Field(primary_key=True)
    source_id: int = Field(primary_key=True)
    text: str
