"""Every table of the store (SQLModel). Times are integer milliseconds in UTC.

Rows that a remote help desk may own too carry `uuid`, `origin`, `remote_id` and `remote_version`.
The names of columns are those of the read side; the full-text tables stand in `search_index`.
"""

from typing import ClassVar

from sqlalchemy import (
    BigInteger,
    Column,
    Computed,
    Index,
    Integer,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

NEVER = 1 << 62
"""Sorts after every moment: the place of an empty time in the one order of R1."""


class Synchronised(SQLModel):
    """What a row needs to be known to a remote help desk."""

    uuid: str = Field(unique=True)
    origin: str = "local"
    remote_id: str | None = None
    remote_version: str | None = None


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


class Queue(Synchronised, table=True):
    """A queue of tickets; `line` is 1 for the first line."""

    __tablename__: ClassVar[str] = "queue"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    line: int = 1


class Organisation(Synchronised, table=True):
    """A company clients belong to."""

    __tablename__: ClassVar[str] = "organisation"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class Client(Synchronised, table=True):
    """A person who writes to us; `traits` is a JSON object of name → value."""

    __tablename__: ClassVar[str] = "client"
    id: int | None = Field(default=None, primary_key=True)
    name: str
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id", index=True)
    language: str | None = None
    timezone: str | None = None
    vip: bool = False
    traits: str = "{}"
    created_at: int = Field(sa_type=BigInteger)


class ClientAddress(SQLModel, table=True):
    """An e-mail address, phone or bare name by which a client is recognised.

    `key` is normalised (case folded; digits only for phones) and unique within its kind.
    """

    __tablename__: ClassVar[str] = "client_address"
    __table_args__ = (UniqueConstraint("kind", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    kind: str
    key: str
    shown: str


class ClientNote(SQLModel, table=True):
    """A dated, signed note on a client; `withdrawn` after an undo."""

    __tablename__: ClassVar[str] = "client_note"
    id: int | None = Field(default=None, primary_key=True)
    client_id: int = Field(foreign_key="client.id", index=True)
    author_id: int | None = Field(default=None, foreign_key="operator.id")
    at: int = Field(sa_type=BigInteger)
    body: str
    withdrawn: bool = False


class Ticket(Synchronised, table=True):
    """A ticket; its id is its number.

    `waiting_since` is the oldest client message without a public answer, `unanswered` the number
    of such messages (F4). `urgent`, `due_key` and `waiting_key` spell the one order of R1.
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
    waiting_since: int | None = Field(default=None, sa_type=BigInteger)
    unanswered: int = 0
    messages: int = 0
    replies: int = 0
    reopens: int = 0
    last_client_message: int | None = Field(default=None, sa_type=BigInteger)
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


_ORDER = ("urgent", "due_key", "waiting_key", "id")
_AWAKE = text("category < 4 AND wake_at IS NULL")
_TICKETS = SQLModel.metadata.tables["ticket"]
Index("ticket_by_queue", _TICKETS.c.queue_id, *_ORDER, sqlite_where=_AWAKE)
Index("ticket_by_owner", _TICKETS.c.owner_id, *_ORDER, sqlite_where=_AWAKE)
Index("ticket_by_order", *(_TICKETS.c[name] for name in _ORDER), sqlite_where=_AWAKE)
Index("ticket_asleep", _TICKETS.c.wake_at, sqlite_where=text("category < 4 AND wake_at NOT NULL"))
Index("ticket_waiting", _TICKETS.c.updated_at, sqlite_where=text("category = 2"))
Index("ticket_by_client", _TICKETS.c.client_id, _TICKETS.c.id)
Index("ticket_by_update", _TICKETS.c.updated_at, _TICKETS.c.id)
Index("ticket_by_creation", _TICKETS.c.created_at, _TICKETS.c.id)


class Message(SQLModel, table=True):
    """A message, reply or note. The id is `sent_ms << 20 | n`: ids are in order of time.

    The body is the text as it came; it is cleaned on its way to a reader.
    """

    __tablename__: ClassVar[str] = "message"
    __table_args__ = (Index("message_by_ticket", "ticket_id", "id"),)
    id: int = Field(
        sa_column=Column(
            BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
        )
    )
    uuid: str
    source_id: str = Field(unique=True)
    remote_id: str | None = None
    ticket_id: int = Field(foreign_key="ticket.id")
    kind: str
    operator_id: int | None = Field(default=None, foreign_key="operator.id")
    client_id: int | None = Field(default=None, foreign_key="client.id")
    author: str
    """The author's name as it stood on the message."""
    body: str
    delivery: str
    release_at: int | None = Field(default=None, sa_type=BigInteger)
    withdrawn: bool = False
    attachments: int = 0


class MessageReference(SQLModel, table=True):
    """A source id that a message answers, whether or not that message is here.

    Replies to the same absent message belong to one conversation.
    """

    __tablename__: ClassVar[str] = "message_reference"
    source_id: str = Field(primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)


class Attachment(SQLModel, table=True):
    """A named file of a message; its bytes are the blob with that digest."""

    __tablename__: ClassVar[str] = "attachment"
    id: int | None = Field(default=None, primary_key=True)
    message_id: int = Field(foreign_key="message.id", index=True, sa_type=BigInteger)
    name: str
    media_type: str
    size: int
    sha256: str = Field(foreign_key="blob.sha256")


class Blob(SQLModel, table=True):
    """Distinct content, stored once, in chunks."""

    __tablename__: ClassVar[str] = "blob"
    sha256: str = Field(primary_key=True)
    size: int


class BlobChunk(SQLModel, table=True):
    """The n-th 256 KiB of a blob."""

    __tablename__: ClassVar[str] = "blob_chunk"
    sha256: str = Field(primary_key=True, foreign_key="blob.sha256")
    n: int = Field(primary_key=True)
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Tag(SQLModel, table=True):
    """A tag, once for the whole store."""

    __tablename__: ClassVar[str] = "tag"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)


class TicketTag(SQLModel, table=True):
    """Which ticket has which tag."""

    __tablename__: ClassVar[str] = "ticket_tag"
    __table_args__ = (Index("ticket_tag_by_tag", "tag_id", "ticket_id"),)
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    tag_id: int = Field(primary_key=True, foreign_key="tag.id")


class Template(Synchronised, table=True):
    """A saved reply; its text stands in the variants, one a language. `tags` is a JSON list."""

    __tablename__: ClassVar[str] = "template"
    id: int | None = Field(default=None, primary_key=True)
    source_id: str | None = Field(default=None, unique=True)
    title: str
    kind: str | None = None
    queue_id: int | None = Field(default=None, foreign_key="queue.id")
    tags: str = "[]"
    withdrawn: bool = False


class TemplateVariant(SQLModel, table=True):
    """The text of a template in one language."""

    __tablename__: ClassVar[str] = "template_variant"
    template_id: int = Field(primary_key=True, foreign_key="template.id")
    language: str = Field(primary_key=True)
    body: str


class Draft(SQLModel, table=True):
    """An unsent text of one operator on one ticket; `kind` is reply or note."""

    __tablename__: ClassVar[str] = "draft"
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    kind: str = Field(primary_key=True)
    body: str
    cursor: int = 0
    base_seq: int = Field(default=0, sa_type=BigInteger)
    at: int = Field(sa_type=BigInteger)


class ReadMark(SQLModel, table=True):
    """The newest message of a ticket an operator has seen."""

    __tablename__: ClassVar[str] = "read_mark"
    operator_id: int = Field(primary_key=True, foreign_key="operator.id")
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    seen: int = Field(sa_type=BigInteger)


class StoredEnvelope(SQLModel, table=True):
    """An accepted envelope: makes submitting idempotent and undo findable.

    `undone_by` names the undo in force; `undoes` is set on undo envelopes themselves.
    """

    __tablename__: ClassVar[str] = "envelope"
    __table_args__ = (Index("envelope_by_actor", "actor_id", "number"),)
    number: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    actor_id: int | None = Field(default=None, foreign_key="operator.id")
    at: int = Field(sa_type=BigInteger)
    action: str
    receipt: str
    undoes: str | None = None
    undone_by: str | None = None


class Event(SQLModel, table=True):
    """What happened, never edited (law 3). Texts are referred to (`text:ID`), never held."""

    __tablename__: ClassVar[str] = "event"
    __table_args__ = (
        Index("event_by_ticket", "ticket_id", "seq"),
        Index("event_by_envelope", "envelope_id"),
        {"sqlite_autoincrement": True},
    )
    seq: int | None = Field(default=None, primary_key=True)
    at: int = Field(sa_type=BigInteger)
    envelope_id: str
    actor_id: int | None = Field(default=None, foreign_key="operator.id")
    subject: str
    """What the event is about: ticket, message, client, client_note, template, operator, queue."""
    subject_id: int = Field(sa_type=BigInteger)
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    field: str
    before: str | None = None
    after: str | None = None
    rule: str | None = None


class TextValue(SQLModel, table=True):
    """A customer's or operator's text that an event refers to; blanked when one is forgotten."""

    __tablename__: ClassVar[str] = "text_value"
    id: int | None = Field(default=None, primary_key=True)
    subject: str
    subject_id: int = Field(sa_type=BigInteger)
    value: str


class TicketSpan(SQLModel, table=True):
    """How long a ticket was in one state, queue and ownership; the last one is open-ended."""

    __tablename__: ClassVar[str] = "ticket_span"
    __table_args__ = (Index("ticket_span_by_time", "from_at", "to_at"),)
    ticket_id: int = Field(primary_key=True, foreign_key="ticket.id")
    number: int = Field(primary_key=True)
    from_at: int = Field(sa_type=BigInteger)
    to_at: int | None = Field(default=None, sa_type=BigInteger)
    state: str
    category: int
    queue_id: int
    owner_id: int | None = None


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


class TicketCount(SQLModel, table=True):
    """How many tickets share queue, category, owner (0: nobody) and sleep (1: asleep)."""

    __tablename__: ClassVar[str] = "ticket_count"
    queue_id: int = Field(primary_key=True)
    category: int = Field(primary_key=True)
    owner_id: int = Field(primary_key=True)
    asleep: int = Field(primary_key=True)
    n: int = 0


class Setting(SQLModel, table=True):
    """A shared fact about the store: the stemmer's version, the name of the desk, its language."""

    __tablename__: ClassVar[str] = "setting"
    name: str = Field(primary_key=True)
    value: str


OPERATOR = SQLModel.metadata.tables["operator"]
QUEUE = SQLModel.metadata.tables["queue"]
ORGANISATION = SQLModel.metadata.tables["organisation"]
CLIENT = SQLModel.metadata.tables["client"]
CLIENT_ADDRESS = SQLModel.metadata.tables["client_address"]
CLIENT_NOTE = SQLModel.metadata.tables["client_note"]
TICKET = SQLModel.metadata.tables["ticket"]
MESSAGE = SQLModel.metadata.tables["message"]
MESSAGE_REFERENCE = SQLModel.metadata.tables["message_reference"]
ATTACHMENT = SQLModel.metadata.tables["attachment"]
BLOB = SQLModel.metadata.tables["blob"]
BLOB_CHUNK = SQLModel.metadata.tables["blob_chunk"]
TAG = SQLModel.metadata.tables["tag"]
TICKET_TAG = SQLModel.metadata.tables["ticket_tag"]
TEMPLATE = SQLModel.metadata.tables["template"]
TEMPLATE_VARIANT = SQLModel.metadata.tables["template_variant"]
DRAFT = SQLModel.metadata.tables["draft"]
READ_MARK = SQLModel.metadata.tables["read_mark"]
ENVELOPE = SQLModel.metadata.tables["envelope"]
EVENT = SQLModel.metadata.tables["event"]
TEXT_VALUE = SQLModel.metadata.tables["text_value"]
TICKET_SPAN = SQLModel.metadata.tables["ticket_span"]
DUE_WORK = SQLModel.metadata.tables["due_work"]
TICKET_COUNT = SQLModel.metadata.tables["ticket_count"]
SETTING = SQLModel.metadata.tables["setting"]
