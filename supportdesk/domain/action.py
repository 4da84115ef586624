"""The closed list of what can be asked of the desk (law 1): commands and facts.

Commands are guarded by rules and roles and can be undone; facts are recorded as they happened,
with their own time. Numbers that name rows (`ticket`, `client`, `owner`…) are the store's ids;
a ticket's id is its number.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ClientReference:
    """A client as a message names them: found by address, else by name, else made new.

    An `address` is an e-mail as written; without one only the exact same name is the same person.
    """

    name: str
    address: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class NewAttachment:
    """A file that comes with a message: content is stored once per distinct bytes."""

    name: str
    media_type: str
    content: bytes


# Commands about one ticket


@dataclass(frozen=True, slots=True)
class CreateTicket:
    """A new ticket, from a call or by hand; `body` is what the client said.

    `queue` None means the first queue of the lowest line.
    """

    client: ClientReference
    subject: str
    body: str
    queue: int | None = None
    kind: str | None = None
    priority: int = 1
    tags: tuple[str, ...] = ()
    channel: str = "manual"
    language: str | None = None
    attachments: tuple[NewAttachment, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiveMessage:
    """A live message of a client: into `ticket`, or a new ticket when None.

    `source_id` makes it idempotent (a Message-ID, or any other stable name of the message).
    """

    client: ClientReference
    subject: str
    body: str
    source_id: str
    ticket: int | None = None
    queue: int | None = None
    channel: str = "email"
    attachments: tuple[NewAttachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """A public answer; leaves after the undo-send window (F31).

    `base_seq` is the change number the operator had seen when the composer opened: anything newer
    on the ticket by somebody else stops the reply once (F76). `then_state` is set with it.
    """

    ticket: int
    body: str
    base_seq: int
    attachments: tuple[NewAttachment, ...] = ()
    then_state: str | None = None
    then_reason: str | None = None
    then_kind: str | None = None


@dataclass(frozen=True, slots=True)
class AddNote:
    """A private note on a ticket; no client ever sees it (F71)."""

    ticket: int
    body: str
    attachments: tuple[NewAttachment, ...] = ()


@dataclass(frozen=True, slots=True)
class SetState:
    """Move a ticket to another state (R1).

    `reason` is for hold and closed, `kind` for a ticket that is solved without one.
    """

    ticket: int
    state: str
    reason: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class SetPriority:
    """Set how urgent a ticket is (0 low … 3 critical)."""

    ticket: int
    priority: int


@dataclass(frozen=True, slots=True)
class SetKind:
    """Say what kind of request a ticket is."""

    ticket: int
    kind: str | None


@dataclass(frozen=True, slots=True)
class SetSubject:
    """Reword the subject of a ticket."""

    ticket: int
    subject: str


@dataclass(frozen=True, slots=True)
class Assign:
    """Give a ticket to an operator, or to nobody; taking it is assigning it to oneself."""

    ticket: int
    owner: int | None


@dataclass(frozen=True, slots=True)
class MoveToQueue:
    """Move a ticket to another queue; the owner stays."""

    ticket: int
    queue: int


@dataclass(frozen=True, slots=True)
class ChangeTags:
    """Add and remove tags of one ticket in one step."""

    ticket: int
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Snooze:
    """Put a ticket to sleep until `until` (F9); None wakes it now."""

    ticket: int
    until: datetime | None


# Commands about clients, templates and the desk itself


@dataclass(frozen=True, slots=True)
class EditClient:
    """Change fields and traits of a client; a value of None (or empty) removes it.

    Fields: name, phone, email (adds an address), company, language, timezone, vip.
    """

    client: int
    fields: tuple[tuple[str, str | None], ...] = ()
    traits: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class AddClientNote:
    """A dated, signed note on the client (F51)."""

    client: int
    body: str


@dataclass(frozen=True, slots=True)
class SaveTemplate:
    """Make a template, or change the one with id `template`; variants are (language, body)."""

    title: str
    variants: tuple[tuple[str, str], ...]
    template: int | None = None
    kind: str | None = None
    queue: int | None = None
    tags: tuple[str, ...] = ()
    source_id: str | None = None
    """A stable name from where it was imported; the same name changes the same template."""


@dataclass(frozen=True, slots=True)
class SaveOperator:
    """Make an operator, or change the one with id `operator`.

    `login` is the operating-system user who is this operator.
    """

    name: str
    operator: int | None = None
    login: str | None = None
    role: str = "operator"
    email: str | None = None
    job: str | None = None
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class SaveQueue:
    """Make a queue, or change the one with id `queue`; `line` is 1 for the first line."""

    name: str
    line: int = 1
    queue: int | None = None


@dataclass(frozen=True, slots=True)
class Undo:
    """Take back the command with envelope id `envelope`; None means one's own newest.

    Exact, or refused with the name of the later event (law 4).
    """

    envelope: UUID | None = None


@dataclass(frozen=True, slots=True)
class Redo:
    """Do again what one's own newest undo took back."""


# Facts


@dataclass(frozen=True, slots=True)
class HistoricMessage:
    """A message of the past, as a source recorded it.

    `author_operator` is set when one of our people wrote it; otherwise it is `author`, a client
    (or, for notes and system lines of an unknown author, only a name).
    """

    source_id: str
    kind: str
    author: ClientReference
    sent_at: datetime
    body: str
    author_operator: int | None = None
    attachments: tuple[NewAttachment, ...] = ()
    references: tuple[str, ...] = ()
    """Source ids of the messages this one answers, oldest first."""
    delivery: str | None = None
    """How far a reply had travelled, where the source says so; never `queued`."""


@dataclass(frozen=True, slots=True)
class HistoricClientNote:
    """A note of the past on a client's card; the same one twice is kept once."""

    author_operator: int | None
    at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class HistoricTicket:
    """A conversation of the past: a new ticket, or more messages for the one `ticket` names.

    Without `state` it follows from who spoke last: nobody of ours → new, a client → open, one of
    ours → waiting. `source_id` names the conversation in its source.
    """

    source_id: str
    subject: str
    client: ClientReference
    messages: tuple[HistoricMessage, ...]
    created_at: datetime
    ticket: int | None = None
    queue: int | None = None
    state: str | None = None
    reason: str | None = None
    priority: int = 1
    kind: str | None = None
    owner: int | None = None
    tags: tuple[str, ...] = ()
    channel: str = "email"
    language: str | None = None
    updated_at: datetime | None = None
    wake_at: datetime | None = None
    solved_at: datetime | None = None
    """When it was solved or closed; without them a done ticket was done at its last change."""
    closed_at: datetime | None = None
    company: str | None = None
    vip: bool = False
    traits: tuple[tuple[str, str], ...] = ()
    client_notes: tuple[HistoricClientNote, ...] = ()
    uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """A batch of conversations of the past, in one transaction.

    Keep a batch small enough for 50 ms (law 2): about 50 messages.
    """

    tickets: tuple[HistoricTicket, ...]


@dataclass(frozen=True, slots=True)
class RecordDelivery:
    """What became of a reply after its undo-send window: it is now `delivery`."""

    message: int
    delivery: str


Command = (
    CreateTicket
    | ReceiveMessage
    | Reply
    | AddNote
    | SetState
    | SetPriority
    | SetKind
    | SetSubject
    | Assign
    | MoveToQueue
    | ChangeTags
    | Snooze
    | EditClient
    | AddClientNote
    | SaveTemplate
    | SaveOperator
    | SaveQueue
    | Undo
    | Redo
)
Fact = RecordHistory | RecordDelivery
Action = Command | Fact
