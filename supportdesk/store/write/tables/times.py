"""Time spent on tickets: counted by consoles, and entered by hand."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel


class TimeSpent(SQLModel, table=True):
    """What consoles have counted, by quarters of an hour; `quarter` is when one begins."""

    __tablename__: ClassVar[str] = "time_spent"
    __table_args__ = (
        Index("time_spent_by_operator", "operator_id", "quarter"),
        {"sqlite_with_rowid": False},  # read with every ticket: its rows lie together
    )
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    work: str = Field(primary_key=True)
    quarter: int = Field(primary_key=True, sa_type=BigInteger)
    milliseconds: int = Field(sa_type=BigInteger)


class TimeEntry(SQLModel, table=True):
    """Time added by hand, or taken off; `in_all` corrects everything before it."""

    __tablename__: ClassVar[str] = "time_entry"
    __table_args__ = (
        Index("time_entry_by_ticket", "ticket_id", "operator_id"),
        Index("time_entry_by_time", "at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    operator_id: int = Field(foreign_key="operator.id")
    work: str
    at: int = Field(sa_type=BigInteger)
    milliseconds: int = Field(sa_type=BigInteger)
    reason: str
    author_id: int | None = Field(default=None, foreign_key="operator.id")
    in_all: bool = False
    withdrawn: bool = False
