"""Who gets a message beside the client, and what waits for its time to be sent."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel


class MessageRecipient(SQLModel, table=True):
    """Somebody a message went to or came to: `place` is to, cc, bcc; or of its writer:
    from, a third party, and own, the client at another address than their first.
    """

    __tablename__: ClassVar[str] = "message_recipient"
    __table_args__ = (Index("message_recipient_by_key", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True, sa_type=BigInteger)
    place: str
    address: str
    key: str
    """The address as it is compared."""
    name: str


class Outbox(SQLModel, table=True):
    """A reply or forward that waits for its time, or came back from there (F32).

    `state` is waiting, returned (the text is here, not yet taken up again), kept (it is a draft
    again) or sent. `action` is what will be done, as JSON; empty once it is sent.
    """

    __tablename__: ClassVar[str] = "outbox"
    __table_args__ = (
        Index("outbox_by_operator", "operator_id", "state", "told"),
        Index("outbox_by_ticket", "ticket_id", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    uuid: str
    operator_id: int = Field(foreign_key="operator.id")
    ticket_id: int = Field(foreign_key="ticket.id")
    kind: str
    action: str
    confirmed: str
    """Guards the operator has passed, one a word."""
    made_at: int = Field(sa_type=BigInteger)
    at: int | None = Field(default=None, sa_type=BigInteger)
    state: str
    because: str | None = None
    """Why it came back unsent."""
    told: bool = True
    """Whether the operator knows that it came back."""
    message_id: int | None = Field(default=None, foreign_key="message.id", sa_type=BigInteger)
