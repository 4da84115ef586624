"""What operators do and when, what was dealt to them, and when they are away."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel


class OperatorSpan(SQLModel, table=True):
    """How long an operator had one status; the last one is open-ended."""

    __tablename__: ClassVar[str] = "operator_span"
    __table_args__ = (Index("operator_span_by_time", "from_at", "to_at"),)
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    number: int = Field(primary_key=True)
    from_at: int = Field(sa_type=BigInteger)
    to_at: int | None = Field(default=None, sa_type=BigInteger)
    status: str


class DealtTicket(SQLModel, table=True):
    """An automatic assignment and whether it came back; `event` is the seq that tells of it.

    Ids grow with time: whose newest is smallest has waited longest.
    """

    __tablename__: ClassVar[str] = "dealt"
    __table_args__ = (
        Index("dealt_by_ticket", "ticket_id", "id"),
        Index("dealt_by_operator", "operator_id", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    operator_id: int = Field(foreign_key="operator.id")
    at: int = Field(sa_type=BigInteger)
    event: int = Field(sa_type=BigInteger)
    why: str
    taken_back_at: int | None = Field(default=None, sa_type=BigInteger)
    """It lay untouched."""
    given_back_at: int | None = Field(default=None, sa_type=BigInteger)
    """Its owner was taken off by hand."""


class Absence(SQLModel, table=True):
    """When an operator is away, and who stands in for them (F85); `withdrawn` after an undo."""

    __tablename__: ClassVar[str] = "absence"
    __table_args__ = (Index("absence_by_operator", "operator_id", "until_at"),)
    id: int | None = Field(default=None, primary_key=True)
    operator_id: int = Field(foreign_key="operator.id")
    from_at: int = Field(sa_type=BigInteger)
    until_at: int = Field(sa_type=BigInteger)
    substitute_id: int | None = Field(default=None, foreign_key="operator.id")
    withdrawn: bool = False


class StandIn(SQLModel, table=True):
    """A ticket that somebody else has because of an absence; it returns at the end of that."""

    __tablename__: ClassVar[str] = "stand_in"
    absence_id: int = Field(primary_key=True, foreign_key="absence.id")
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
