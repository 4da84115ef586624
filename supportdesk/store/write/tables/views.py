"""Saved views, where each operator has put them, and what was opened last."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from supportdesk.store.write.tables.synchronised import Synchronised


class SavedView(Synchronised, table=True):
    """A question with a name; `columns` are words, `digit` its key in the console."""

    __tablename__: ClassVar[str] = "saved_view"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    query: str
    sort: str = ""
    group_by: str = ""
    columns: str = ""
    scope: str = "me"
    owner_id: int = Field(foreign_key="operator.id")
    role: str | None = None
    digit: int | None = None
    withdrawn: bool = False


class ViewPlace(SQLModel, table=True):
    """Where an operator has put a view: built-in ones by name, saved ones as `view-ID`."""

    __tablename__: ClassVar[str] = "view_place"
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    view: str = Field(primary_key=True)
    position: int
    hidden: bool = False


class OpenedTicket(SQLModel, table=True):
    """A ticket an operator has opened; the higher the number, the later."""

    __tablename__: ClassVar[str] = "opened_ticket"
    __table_args__ = (Index("opened_ticket_by_number", "operator_id", "number"),)
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    number: int = Field(sa_type=BigInteger)
