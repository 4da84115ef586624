"""Commands on many tickets: how far each has come, and the steps that are still to be done."""

from typing import ClassVar

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel


class StoredBulk(SQLModel, table=True):
    """An envelope about many tickets. Its steps that are done are envelopes of their own.

    `action` is what it does, or what it takes back. `cursor` says how far the steps have been
    written down, `is_planned` that all have; `at` is when it was last gone on with.
    """

    __tablename__: ClassVar[str] = "bulk"
    id: int | None = Field(default=None, primary_key=True)
    envelope_id: str = Field(unique=True)
    actor_id: int | None = Field(default=None, foreign_key="operator.id")
    at: int = Field(sa_type=BigInteger)
    action: str
    takes_back: int | None = Field(default=None, foreign_key="bulk.id")
    """The bulk an undo takes back; of a redo the undo."""
    cursor: int = 0
    is_planned: bool = False
    window: int = 0
    """Milliseconds for which its replies are held back after its last step (F31)."""


class BulkStep(SQLModel, table=True):
    """A step to be done, as JSON. It is gone with the transaction that does it.

    `stops` names the guards that wait for a confirmation; empty for one that can be done.
    """

    __tablename__: ClassVar[str] = "bulk_step"
    __table_args__ = (Index("bulk_step_by_bulk", "bulk_id", "stops", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    bulk_id: int = Field(foreign_key="bulk.id")
    ticket_id: int | None = None
    action: str
    stops: str = ""
