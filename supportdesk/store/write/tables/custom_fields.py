"""Fields that a desk adds to its tickets, and what tickets hold in them."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel


class CustomField(SQLModel, table=True):
    """A field of tickets. `choices` and `former` are JSON lists; a retired one keeps its values."""

    __tablename__: ClassVar[str] = "custom_field"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    title: str
    type: str
    choices: str = "[]"
    former: str = "[]"
    """Choices that can no longer be set."""
    position: int = 0
    retired: bool = False


class FieldValue(SQLModel, table=True):
    """What a ticket holds in a field; `word` and `number` are what queries compare."""

    __tablename__: ClassVar[str] = "field_value"
    __table_args__ = (
        Index("field_value_by_word", "field_id", "word", "ticket_id"),
        Index("field_value_by_number", "field_id", "number", "ticket_id"),
        {"sqlite_with_rowid": False},  # read with every ticket: its values lie together
    )
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    field_id: int = Field(primary_key=True, foreign_key="custom_field.id")
    value: str
    word: str
    number: int | None = Field(default=None, sa_type=BigInteger)
