"""What the reads answer: flat, frozen rows. Times are integer milliseconds in UTC.

Texts are as stored: clean them (`domain.safe_text`) on the way to a reader.
"""

from typing import NamedTuple

from supportdesk.domain.recipients import NOBODY_ELSE, Recipients
from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class FieldRow:
    """What a ticket holds in a custom field (`domain.custom_field`)."""

    name: str
    title: str
    type: str
    value: str
    retired: bool


class TicketRow(NamedTuple):
    """A ticket as lists and headings show it; its number is its id.

    A list reads them by the page, and of all frozen kinds these are made fastest.
    """

    number: int
    uuid: str
    subject: str
    state: str
    category: int
    priority: int
    kind: str | None
    queue_id: int
    queue: str
    owner_id: int | None
    owner: str | None
    client_id: int
    client: str
    client_email: str | None
    channel: str
    language: str | None
    reason: str | None
    created_at: int
    updated_at: int
    solved_at: int | None
    closed_at: int | None
    wake_at: int | None
    due_at: int | None
    """The earliest running clock (R2); empty while all stand still."""
    risk_at: int | None
    """When the first of them warns."""
    waiting_since: int | None
    unanswered: int
    """Client messages since the last public answer (F4)."""
    messages: int
    replies: int
    unread: bool
    """A client message newer than what the asking operator has seen."""
    new_messages: int
    """Client messages since the asking operator's last look (F4)."""
    tags: tuple[str, ...]
    last_event: int
    """Change number of this ticket: pass it on as `Reply.base_seq`."""
    source_id: str | None
    follow_up_of: int | None
    vip: bool
    thanked: bool
    """The last public word is the client's thanks: nothing waits for an answer (R1)."""
    fields: tuple[FieldRow, ...] = ()
    """Custom fields with a value, in their order, retired ones last."""
    rating: int | None = None
    """How content its client said to be, 1 to 5 (F125)."""
    rated_at: int | None = None
    rating_comment: str | None = None


@dataclass(frozen=True, slots=True)
class AttachmentRow:
    """A file of a message, without its content."""

    id: int
    message_id: int
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter; `left_to` are the addresses it has not reached yet, with their marks."""

    id: int
    purpose: str
    message: int | None
    ticket: int
    state: str
    attempts: int
    because: str
    made_at: int
    sent_at: int | None
    mail_id: str
    account: str
    left_to: tuple[str, ...]
    recipients: Recipients
    operator_id: int | None
    """To whom a notice goes."""
    author_id: int | None
    at: int | None
    """When it is tried, or tried again."""
    subject: str
    author: str | None


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message, reply or note of a thread, oldest first."""

    id: int
    ticket: int
    kind: str
    author: str
    operator_id: int | None
    client_id: int | None
    sent_at: int
    body: str
    delivery: str
    release_at: int | None
    """While set and in the future the reply can still be recalled (F31)."""
    source_id: str
    attachments: tuple[AttachmentRow, ...]
    recipients: Recipients = NOBODY_ELSE
    """Who else it went to or came to; `bcc` are for our own people alone."""
    sender: str | None = None
    """The address of whoever wrote it who is not the ticket's client."""
    asks: bool = True
    """Of a client's message: whether it waits for an answer (R2)."""
    letter: LetterRow | None = None
    """How it leaves, where it does by mail."""


@dataclass(frozen=True, slots=True)
class OperatorRow:
    """One of our people."""

    id: int
    uuid: str
    name: str
    login: str | None
    role: str
    email: str | None
    job: str | None
    signature: str | None
    active: bool


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A queue and its line."""

    id: int
    uuid: str
    name: str
    line: int
    signature: str | None = None


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag, on how many tickets it stands, and the former names that go on meaning it."""

    name: str
    tickets: int
    synonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link as it is kept: `ticket` is a child, a duplicate … of `other` (`domain.link`)."""

    ticket: int
    kind: str
    other: int


@dataclass(frozen=True, slots=True)
class AlikeTicket:
    """A ticket of the same client that may be about the same; `likeness` is 0.6 to 1."""

    number: int
    subject: str
    state: str
    created_at: int
    likeness: float


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A saved reply with its text in each language."""

    id: int
    uuid: str
    title: str
    kind: str | None
    queue_id: int | None
    tags: tuple[str, ...]
    variants: tuple[tuple[str, str], ...]
    stage: str | None = None
    trait: str | None = None


@dataclass(frozen=True, slots=True)
class TemplateUses:
    """How a template has been used (F68); times in milliseconds."""

    uses: int = 0
    own: int = 0
    """Uses by the operator who asks."""
    distance: int = 0
    """Characters changed before sending, in all uses together."""
    length: int = 0
    """Characters inserted, in all uses together."""
    last_at: int | None = None

    @property
    def changed(self) -> float | None:
        """The share of the text that is changed before it is sent; None without any use."""
        return self.distance / self.length if self.length else None

    @property
    def mean_distance(self) -> float | None:
        """Characters changed in one use on average; None without any use."""
        return self.distance / self.uses if self.uses else None


@dataclass(frozen=True, slots=True)
class MacroRow:
    """A macro; `does` is JSON as `domain.macro` writes it."""

    id: int
    uuid: str
    name: str
    does: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    """An unsent text of one operator on one ticket."""

    ticket: int
    kind: str
    body: str
    cursor: int
    base_seq: int
    at: int
    subject: str
    recipients: Recipients = NOBODY_ELSE


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A text that waits for its time, or came back from there; `kind` is reply or forward.

    `at` is None for what came back; `because` says why, None where its operator took it back.
    """

    id: int
    ticket: int
    kind: str
    operator_id: int
    operator: str
    at: int | None
    because: str | None
    told: bool
    body: str
    recipients: Recipients
    subject: str
    client: str
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ViewRow:
    """A saved view: a question with a name (F2)."""

    id: int
    uuid: str
    name: str
    query: str
    sort: str
    group_by: str
    columns: tuple[str, ...]
    scope: str
    owner_id: int
    role: str | None
    digit: int | None


@dataclass(frozen=True, slots=True)
class EventRow:
    """One thing that happened; `before` and `after` are texts already looked up."""

    seq: int
    at: int
    actor: str | None
    actor_id: int | None
    by: str | None
    """Who did it as the actor, where that was somebody else."""
    envelope: str
    action: str | None
    ticket: int | None
    subject: str
    subject_id: int
    field: str
    before: str | None
    after: str | None
    rule: str | None
    """What made this change where no person asked for it alone: `deal:balanced`, `macro:7`."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Live numbers beside the views and queues: tickets at work, asleep ones apart (F1)."""

    mine: int
    unassigned: int
    everything: int
    waiting: int
    asleep: int
    queues: tuple[tuple[int, int], ...]
    """(queue id, tickets at work and awake)"""
    mine_unread: int


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A ticket found by its words, with the message that matched and where."""

    number: int
    message_id: int
    snippet: str
    marks: tuple[tuple[int, int], ...]
    """Start and end of each matched word in the snippet."""


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What a store says of itself, for `doctor` and the header."""

    tickets: int
    messages: int
    clients: int
    change: int
    overdue_work: int
    """Rows of due work that are late: nobody works for this store (law 6)."""
    oldest_overdue_at: int | None
