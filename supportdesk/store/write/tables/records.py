"""Envelopes, events, kept texts, due work and settings."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class StoredEnvelope(SQLModel, table=True):
    """An accepted envelope: makes submitting idempotent and undo findable.

    `undone_by` names the undo (or, on an undo, the redo) that took it back; `bulk_id` is the bulk
    it was a step of.
    """

    __tablename__: ClassVar[str] = "envelope"
    __table_args__ = (Index("envelope_by_actor", "actor_id", "number"),)
    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    actor_id: int | None = Field(default=None, foreign_key="operator.id")
    at: int = Field(sa_type=BigInteger)
    action: str
    receipt: str
    undone_by: str | None = Field(default=None, index=True)
    bulk_id: int | None = Field(default=None, foreign_key="bulk.id")
    by_id: int | None = Field(default=None, foreign_key="operator.id")
    """Who did it as the actor, where that was somebody else."""


Index(
    "envelope_by_bulk",
    SQLModel.metadata.tables["envelope"].c.bulk_id,
    SQLModel.metadata.tables["envelope"].c.number,
    sqlite_where=text("bulk_id IS NOT NULL"),
)


class Event(SQLModel, table=True):
    """What happened, never edited (law 3). Texts are referred to (`text:ID`), never held."""

    __tablename__: ClassVar[str] = "event"
    __table_args__ = (
        Index("event_by_ticket", "ticket_id", "seq"),
        Index("event_by_envelope", "envelope_id"),
    )
    seq: int | None = Field(default=None, primary_key=True)
    at: int = Field(sa_type=BigInteger)
    envelope_id: str
    actor_id: int | None = Field(default=None, foreign_key="operator.id")
    subject: str
    """What it is about: ticket, message, client, client_note, template, article, operator, queue,
    tag, saved_view, outbox, custom_field …"""
    subject_id: int = Field(sa_type=BigInteger)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    field: str
    before: str | None = None
    after: str | None = None
    rule: str | None = None


class TextValue(SQLModel, table=True):
    """A customer's or operator's text that an event refers to; blanked when one is forgotten."""

    __tablename__: ClassVar[str] = "text_value"
    __table_args__ = (Index("text_value_by_subject", "subject", "subject_id"),)
    id: int | None = Field(default=None, primary_key=True)
    subject: str
    subject_id: int = Field(sa_type=BigInteger)
    value: str


class DueWork(SQLModel, table=True):
    """What time brings (law 6): claimed under a lease, done once, kept until done."""

    __tablename__: ClassVar[str] = "due_work"
    __table_args__ = (UniqueConstraint("kind", "ref"), Index("due_work_by_time", "at"))
    id: int | None = Field(default=None, primary_key=True)
    at: int = Field(sa_type=BigInteger)
    kind: str
    ref: int = Field(sa_type=BigInteger)
    lease: int | None = Field(default=None, sa_type=BigInteger)
    """Until then somebody is working on it; afterwards anybody may claim it."""


class Setting(SQLModel, table=True):
    """A shared fact about the store: the stemmer's version, the name of the desk, its language."""

    __tablename__: ClassVar[str] = "setting"
    name: str = Field(primary_key=True)
    value: str
