"""Operators, queues, organisations and clients."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from supportdesk.store.write.tables.synchronised import Synchronised


class Operator(Synchronised, table=True):
    """One of our people; `login` is the operating-system user mapped to them."""

    __tablename__: ClassVar[str] = "operator"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    login: str | None = Field(default=None, unique=True)
    role: str = "operator"
    email: str | None = None
    job: str | None = None
    signature: str | None = None
    active: bool = True
    status: str = Field(default="offline", sa_column_kwargs={"server_default": "offline"})
    status_since: int | None = Field(default=None, sa_type=BigInteger)
    queues: str = Field(default="", sa_column_kwargs={"server_default": ""})
    skills: str = Field(default="", sa_column_kwargs={"server_default": ""})
    caps: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """These three are as `domain.staffing` writes them."""
    starts: str | None = None
    """When the shift is planned to begin, `09:00` in the zone of the desk's calendar."""
    mail_notices: str = Field(default="", sa_column_kwargs={"server_default": ""})
    """What they are told of by mail, one word each: `domain.letter.NOTICES`."""


class Queue(Synchronised, table=True):
    """A queue of tickets; `line` is 1 for the first line."""

    __tablename__: ClassVar[str] = "queue"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    line: int = 1
    signature: str | None = None
    """Stands under replies in this queue instead of the operator's (F37)."""
    dealing: str = Field(default="off", sa_column_kwargs={"server_default": "off"})
    """How its tickets are dealt: off, balanced, round_robin (R3)."""
    take_back: int = Field(default=15, sa_column_kwargs={"server_default": "15"})
    """Business minutes after which an untouched ticket is taken back; 0 is never."""
    skills: str = Field(default="", sa_column_kwargs={"server_default": ""})


class Organisation(Synchronised, table=True):
    """A company clients belong to; `hours` are those of its contract, in its zone."""

    __tablename__: ClassVar[str] = "organisation"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    contract: str | None = None
    contract_until: str | None = None
    hours: str | None = None
    timezone: str | None = None
    email: str | None = None
    phone: str | None = None
    note: str | None = None


class Client(Synchronised, table=True):
    """A person who writes to us; `traits` is a JSON object of name → value.

    What was said of a client that was merged is the other one's; `merged_into` names one that is
    not merged itself.
    """

    __tablename__: ClassVar[str] = "client"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    language: str | None = None
    timezone: str | None = None
    vip: bool = False
    traits: str = "{}"
    created_at: int = Field(sa_type=BigInteger)
    channel: str | None = None
    """How the client prefers to be written to."""
    merged_into: int | None = Field(default=None, foreign_key="client.id")
    forgotten_at: int | None = Field(default=None, sa_type=BigInteger)


_CLIENTS = SQLModel.metadata.tables["client"]
Index("client_by_merge", _CLIENTS.c.merged_into, sqlite_where=text("merged_into IS NOT NULL"))


class ClientAddress(SQLModel, table=True):
    """An e-mail address, phone or bare name by which a client is recognised.

    `key` is normalised (case folded; digits only for phones) and unique within its kind. Those with
    the lowest `place` come first, among them by id: merging appends.
    """

    __tablename__: ClassVar[str] = "client_address"
    __table_args__ = (UniqueConstraint("kind", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    kind: str
    key: str
    shown: str
    place: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class ClientNote(SQLModel, table=True):
    """A dated, signed note on a client; `withdrawn` after an undo."""

    __tablename__: ClassVar[str] = "client_note"
    __table_args__ = (Index("client_note_by_time", "client_id", "at", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id")
    author_id: int | None = Field(default=None, foreign_key="operator.id")
    at: int = Field(sa_type=BigInteger)
    body: str
    withdrawn: bool = False
