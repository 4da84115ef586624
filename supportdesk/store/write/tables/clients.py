"""What a desk knows of its clients beyond name and address: properties, events, lookups."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel


class ClientProperty(SQLModel, table=True):
    """A property clients may have; `choices` is a JSON list, pinned ones stand first."""

    __tablename__: ClassVar[str] = "client_property"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    kind: str = "text"
    choices: str = "[]"
    pinned: bool = False
    withdrawn: bool = False


class ClientPropertyValue(SQLModel, table=True):
    """The value of a property on one client."""

    __tablename__: ClassVar[str] = "client_property_value"
    client_id: int = Field(primary_key=True, foreign_key="client.id")
    property_id: int = Field(primary_key=True, foreign_key="client_property.id")
    value: str


class ClientEvent(SQLModel, table=True):
    """Something a client did elsewhere; `details` is a JSON object of name → value."""

    __tablename__: ClassVar[str] = "client_event"
    __table_args__ = (Index("client_event_by_time", "client_id", "at", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id")
    at: int = Field(sa_type=BigInteger)
    kind: str
    body: str = ""
    details: str = "{}"
    source_id: str | None = Field(default=None, unique=True)


class Recommendation(SQLModel, table=True):
    """How likely a client said to be to recommend us, 0 to 10 (F126)."""

    __tablename__: ClassVar[str] = "recommendation"
    __table_args__ = (
        Index("recommendation_by_time", "at", "id"),
        Index("recommendation_by_client", "client_id", "at"),
    )
    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id")
    score: int
    at: int = Field(sa_type=BigInteger)
    comment: str = ""
    withdrawn: bool = False


class ClientLookup(SQLModel, table=True):
    """What another system answered about a client last, under the title of its block.

    `lines` is a JSON list of texts; `trouble` says why the last attempt at `at` failed, and then
    the lines are those of `answered_at`.
    """

    __tablename__: ClassVar[str] = "client_lookup"
    client_id: int = Field(primary_key=True, foreign_key="client.id")
    title: str = Field(primary_key=True)
    at: int = Field(sa_type=BigInteger)
    answered_at: int | None = Field(default=None, sa_type=BigInteger)
    lines: str = "[]"
    trouble: str | None = None
