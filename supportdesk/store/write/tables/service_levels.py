"""Policies of service levels, and the clocks of tickets (R2)."""

from typing import ClassVar

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from supportdesk.store.write.tables.synchronised import Synchronised


class SlaPolicy(Synchronised, table=True):
    """A policy of the ordered list; `targets` are those of `store.read.policies`."""

    __tablename__: ClassVar[str] = "sla_policy"
    id: int | None = Field(default=None, primary_key=True)
    position: int
    name: str
    query: str
    targets: str = "{}"
    calendar_id: int | None = Field(default=None, foreign_key="calendar.id")
    """None is the calendar the desk goes by."""
    hold_pauses: bool = False
    out_of_hours: int = Field(default=0, sa_type=BigInteger)
    withdrawn: bool = False


class SlaClock(SQLModel, table=True):
    """One cycle of a clock of a ticket, computed anew with every change of the ticket.

    `met` is empty until there is a verdict; a breach is never erased. While it stands still
    `due_at` is empty and what is left of the target is kept.
    """

    __tablename__: ClassVar[str] = "sla_clock"
    __table_args__ = (UniqueConstraint("ticket_id", "clock", "started_at"),)
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    clock: str
    started_at: int = Field(sa_type=BigInteger)
    policy_id: int = Field(foreign_key="sla_policy.id")
    target: int = Field(sa_type=BigInteger)
    due_at: int | None = Field(default=None, sa_type=BigInteger)
    warn_at: int | None = Field(default=None, sa_type=BigInteger)
    paused_at: int | None = Field(default=None, sa_type=BigInteger)
    remaining: int | None = Field(default=None, sa_type=BigInteger)
    ended_at: int | None = Field(default=None, sa_type=BigInteger)
    met: bool | None = None
    warned_at: int | None = Field(default=None, sa_type=BigInteger)
    breached_at: int | None = Field(default=None, sa_type=BigInteger)
