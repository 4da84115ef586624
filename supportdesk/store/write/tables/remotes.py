"""A store that is kept as another desk is: what it is linked to, and what is on its way there."""

from typing import ClassVar

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel


class RemoteLink(SQLModel, table=True):
    """What this store is linked to: one row, or none for a desk of its own.

    `cursor` is the place up to which the remote was read, `history` from when on (`all`, or a
    moment in milliseconds), `trouble` why it cannot be reached (a code and its parameters as JSON),
    since `failing_since`. Times in milliseconds.
    """

    __tablename__: ClassVar[str] = "remote_link"
    id: int = Field(primary_key=True)
    kind: str
    name: str
    address: str
    history: str
    operator_id: int | None = None
    cursor: str = ""
    complete: bool = False
    progress: int = Field(default=0, sa_type=BigInteger)
    total: int = Field(default=0, sa_type=BigInteger)
    synced_at: int | None = Field(default=None, sa_type=BigInteger)
    failing_since: int | None = Field(default=None, sa_type=BigInteger)
    trouble: str = ""
    lease: int | None = Field(default=None, sa_type=BigInteger)


class RemoteSending(SQLModel, table=True):
    """Something done here that the remote has to hear of.

    `key` names it for ever there; `what` is the name of the action, or of the intent it comes to;
    `action` and `confirmed` as JSON; `base` is what was known of the remote when it was done.
    `state` is one of `queued`, `sending`, `unknown`, `stopped`, `sent`, `withdrawn`; `because` why
    it is not sent (a code and its parameters as JSON); `effect` what it made there.
    """

    __tablename__: ClassVar[str] = "remote_sending"
    number: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    actor_id: int | None = None
    at: int = Field(sa_type=BigInteger)
    what: str
    action: str
    confirmed: str = "[]"
    base: str = ""
    ticket_id: int | None = Field(default=None, sa_type=BigInteger, index=True)
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    event: int | None = Field(default=None, sa_type=BigInteger)
    state: str = "queued"
    because: str = ""
    attempts: int = 0
    next_at: int | None = Field(default=None, sa_type=BigInteger)
    sent_at: int | None = Field(default=None, sa_type=BigInteger)
    effect: str = ""


class OverlayStep(SQLModel, table=True):
    """One step back from what is shown to what the remote is known to hold, newest first."""

    __tablename__: ClassVar[str] = "overlay_step"
    id: int | None = Field(default=None, primary_key=True)
    statement: str
    sending: int
    about: str
    """What it is bound up with, as the overlay names it."""


class RemoteBase(SQLModel, table=True):
    """What a ticket's field held at the remote when it was last read."""

    __tablename__: ClassVar[str] = "remote_base"
    ticket_id: int = Field(primary_key=True)
    field: str = Field(primary_key=True)
    value: str | None = None
