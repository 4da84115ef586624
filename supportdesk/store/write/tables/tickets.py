"""Tickets, their tags, the one order of R1 and the counters."""

from typing import ClassVar

from sqlalchemy import BigInteger, Column, Computed, Index, text
from sqlmodel import Field, SQLModel

from supportdesk.store.write.tables.synchronised import Synchronised

NEVER = 1 << 62
"""Sorts after every moment: the place of an empty time in the one order of R1."""


class Ticket(Synchronised, table=True):
    """A ticket; its id is its number.

    `waiting_since` is the oldest client message that asks for an answer and has none, `unanswered`
    the number of such messages (F4). `thanked`: the last public word is a client's thanks (R1).
    `urgent`, `due_key` and `waiting_key` spell the one order of R1.
    """

    __tablename__: ClassVar[str] = "ticket"
    id: int | None = Field(default=None, primary_key=True)
    source_id: str | None = Field(default=None, unique=True)
    subject: str
    state: str
    category: int
    priority: int = 1
    kind: str | None = None
    queue_id: int = Field(foreign_key="queue.id")
    owner_id: int | None = Field(default=None, foreign_key="operator.id")
    client_id: int = Field(foreign_key="client.id")
    channel: str
    language: str | None = None
    reason: str | None = None
    created_at: int = Field(sa_type=BigInteger)
    updated_at: int = Field(sa_type=BigInteger)
    solved_at: int | None = Field(default=None, sa_type=BigInteger)
    closed_at: int | None = Field(default=None, sa_type=BigInteger)
    wake_at: int | None = Field(default=None, sa_type=BigInteger)
    due_at: int | None = Field(default=None, sa_type=BigInteger)
    """The earliest running clock (R2); empty while all stand still."""
    risk_at: int | None = Field(default=None, sa_type=BigInteger)
    """When the first of them warns that it is due."""
    sla_policy_id: int | None = Field(default=None, foreign_key="sla_policy.id")
    waiting_since: int | None = Field(default=None, sa_type=BigInteger)
    unanswered: int = 0
    messages: int = 0
    replies: int = 0
    client_messages: int = 0
    reopens: int = 0
    last_client_message: int | None = Field(default=None, sa_type=BigInteger)
    thanked: bool = False
    rating: int | None = None
    """How content its client said to be, 1 to 5, `rated_at`, and what they added (F125)."""
    rated_at: int | None = Field(default=None, sa_type=BigInteger)
    rating_comment: str | None = None
    last_event: int = Field(default=0, sa_type=BigInteger)
    follow_up_of: int | None = Field(default=None, foreign_key="ticket.id")
    urgent: int = Field(
        default=None,
        sa_column=Column(
            BigInteger,
            Computed("CASE WHEN priority = 3 THEN 0 ELSE 1 END", persisted=False),
            nullable=False,
        ),
    )
    due_key: int = Field(
        default=None,
        sa_column=Column(
            BigInteger, Computed(f"coalesce(due_at, {NEVER})", persisted=False), nullable=False
        ),
    )
    waiting_key: int = Field(
        default=None,
        sa_column=Column(
            BigInteger,
            Computed(f"coalesce(waiting_since, {NEVER})", persisted=False),
            nullable=False,
        ),
    )


_TICKETS = SQLModel.metadata.tables["ticket"]
_IN_ORDER = ("urgent", "due_key", "waiting_key", "id", "wake_at", "category")
_ORDER = [_TICKETS.c[name] for name in _IN_ORDER]
_AT_WORK = text("category < 4")
Index("ticket_by_queue", _TICKETS.c.queue_id, *_ORDER, sqlite_where=_AT_WORK)
Index(
    "ticket_by_owner",
    *(_TICKETS.c.owner_id, *_ORDER, _TICKETS.c.last_client_message),
    sqlite_where=_AT_WORK,
)
Index("ticket_by_order", *_ORDER, sqlite_where=_AT_WORK)
Index(
    "ticket_asleep", _TICKETS.c.wake_at, sqlite_where=text("category < 4 AND wake_at IS NOT NULL")
)
Index("ticket_waiting", _TICKETS.c.updated_at, sqlite_where=text("category = 2"))
Index("ticket_thanked", _TICKETS.c.id, sqlite_where=text("thanked"))
Index(
    "ticket_withdrawn",
    *(_TICKETS.c.reason, _TICKETS.c.id),
    sqlite_where=text("reason = 'withdrawn'"),
)
Index(
    "ticket_rated",
    *(_TICKETS.c.rated_at, _TICKETS.c.rating),
    sqlite_where=text("rating IS NOT NULL"),
)
Index("ticket_by_client", _TICKETS.c.client_id, _TICKETS.c.id)
Index("ticket_by_client_time", _TICKETS.c.client_id, _TICKETS.c.created_at, _TICKETS.c.id)
Index("ticket_by_update", _TICKETS.c.updated_at, _TICKETS.c.id)
Index("ticket_by_creation", _TICKETS.c.created_at, _TICKETS.c.id)
Index(
    "ticket_by_follow_up",
    _TICKETS.c.follow_up_of,
    sqlite_where=text("follow_up_of IS NOT NULL"),
)


class TicketFollower(SQLModel, table=True):
    """An operator who follows a ticket: told of its client's messages without owning it (F21)."""

    __tablename__: ClassVar[str] = "ticket_follower"
    operator_id: int = Field(foreign_key="operator.id", primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", primary_key=True, index=False)


Index("ticket_follower_by_ticket", SQLModel.metadata.tables["ticket_follower"].c.ticket_id)


class Tag(SQLModel, table=True):
    """A tag, once for the whole store; `synonym_of` is the tag that it means since a renaming.

    That tag is none that means another.
    """

    __tablename__: ClassVar[str] = "tag"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    synonym_of: int | None = None


class TicketTag(SQLModel, table=True):
    """Which ticket has which tag."""

    __tablename__: ClassVar[str] = "ticket_tag"
    __table_args__ = (Index("ticket_tag_by_tag", "tag_id", "ticket_id"),)
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    tag_id: int = Field(primary_key=True, foreign_key="tag.id")


class TicketLink(SQLModel, table=True):
    """What a ticket is to another one, at most one of a kind; follow-ups stand in the ticket."""

    __tablename__: ClassVar[str] = "ticket_link"
    __table_args__ = (Index("ticket_link_by_other", "other_id", "kind"),)
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    kind: str = Field(primary_key=True)
    other_id: int = Field(foreign_key="ticket.id")


class TicketSpan(SQLModel, table=True):
    """How long a ticket was in one state, queue, ownership and sleep; the last is open-ended."""

    __tablename__: ClassVar[str] = "ticket_span"
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    number: int = Field(primary_key=True)
    from_at: int = Field(sa_type=BigInteger)
    to_at: int | None = Field(default=None, sa_type=BigInteger)
    state: str
    category: int
    queue_id: int
    owner_id: int | None = None
    asleep: bool = Field(default=False, sa_column_kwargs={"server_default": "0"})


_SPANS = SQLModel.metadata.tables["ticket_span"]
Index(
    "ticket_span_at_work",
    *(_SPANS.c[name] for name in ("to_at", "from_at", "category", "queue_id", "owner_id")),
    *(_SPANS.c.asleep, _SPANS.c.ticket_id),
    sqlite_where=_AT_WORK,
)


class TicketCount(SQLModel, table=True):
    """How many tickets share owner, queue, category and sleep (1: asleep).

    Owner 0 is nobody; -1 stands for all owners together: what the views of queues count.
    """

    __tablename__: ClassVar[str] = "ticket_count"
    __table_args__ = {"sqlite_with_rowid": False}  # read with every change: rows lie together
    owner_id: int = Field(primary_key=True)
    queue_id: int = Field(primary_key=True)
    category: int = Field(primary_key=True)
    asleep: int = Field(primary_key=True)
    n: int = 0
