"""Facts: what has happened elsewhere, recorded with its own time."""

from datetime import datetime
from uuid import UUID

from supportdesk.domain.action.parts import ClientReference, NewAttachment
from supportdesk.domain.recipients import NOBODY_ELSE, Recipients
from supportdesk.records import dataclass


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
    recipients: Recipients = NOBODY_ELSE
    """Who else it went to or came to."""


@dataclass(frozen=True, slots=True)
class HistoricClientNote:
    """A note of the past on a client's card; the same one twice is kept once."""

    author_operator: int | None
    at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class HistoricChange:
    """One entry of a ticket's log: from `at` on it was as `values` say; what they leave out stays.

    `values` are fields of the ticket as events name them (`state`, `owner_id`, `queue_id`,
    `priority`, `kind`, `reason`, `tag:NAME`), None for nothing. Tags that are named are all that
    the log gives the ticket from then on.
    """

    source_id: str
    """Names the entry within its ticket: the same one twice is kept once."""
    at: datetime
    actor: int | None = None
    values: tuple[tuple[str, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class HistoricTicket:
    """A conversation of the past: a new ticket, or more messages for the one `ticket` names.

    Without `state` it follows from who spoke last: nobody of ours → new, a client → open, one of
    ours → waiting. `source_id` names the conversation in its source. With `changes` everything
    else is what the ticket began with, `new` where nothing is said; entries that a known ticket
    does not have yet are put where they belong in its time.
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
    fields: tuple[tuple[str, str], ...] = ()
    """Custom fields by name, with values as `domain.custom_field` keeps them."""
    articles: tuple[str, ...] = ()
    """Titles of articles it was answered with; those that the store does not have are left out."""
    changes: tuple[HistoricChange, ...] = ()
    number: int | None = None
    """The number it gets where that is free; None for the next one."""


@dataclass(frozen=True, slots=True)
class RecordHistory:
    """A batch of conversations of the past, in one transaction.

    Keep a batch small enough for 50 ms (law 2): about 50 messages, or 100 entries of logs.
    """

    tickets: tuple[HistoricTicket, ...]


@dataclass(frozen=True, slots=True)
class HistoricLink:
    """What a ticket was to another one; kinds are those of `domain.link`."""

    ticket: int
    kind: str
    other: int


@dataclass(frozen=True, slots=True)
class RecordLinks:
    """A batch of links of the past; a ticket that has one of the kind already keeps it."""

    links: tuple[HistoricLink, ...]


@dataclass(frozen=True, slots=True)
class RecordDelivery:
    """What became of a reply after its undo-send window: it is now `delivery`."""

    message: int
    delivery: str


@dataclass(frozen=True, slots=True)
class RecordSending:
    """What became of one attempt to send a letter, address by address.

    `later` are tried again at `again`; `unknown` may have it or not. `said` is one line in the
    words of the server, or a code of `domain.letter`. Only the attempt that is under way counts.
    """

    letter: int
    attempt: int
    sent: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    said: str = ""
    again: datetime | None = None


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Tell a client that their new ticket is there, as is due; an empty text tells nothing."""

    ticket: int
    body: str
    author: str = ""


@dataclass(frozen=True, slots=True)
class PlanNotices:
    """Look at what has happened since the last time: have operators told who asked for it."""


@dataclass(frozen=True, slots=True)
class RecordBounce:
    """What a mail server told of a letter after it was sent.

    `mail_ids` are the Message-IDs found in the report, of which one is the letter's. `arrived` is
    a report of success; of the others those that are not `permanent` only say that it takes
    longer. `source_id` names the report: the same one twice is recorded once.
    """

    mail_ids: tuple[str, ...]
    source_id: str
    permanent: bool = True
    said: str = ""
    arrived: bool = False


@dataclass(frozen=True, slots=True)
class HistoricClientEvent:
    """Something a client did elsewhere: visited a page, bought, cancelled (F49).

    `kind` is one word; `details` are names with values, such as page, source, city, browser.
    """

    client: int
    kind: str
    at: datetime
    text: str = ""
    details: tuple[tuple[str, str], ...] = ()
    source_id: str | None = None
    """The name a source gives it: the same one twice is kept once."""


@dataclass(frozen=True, slots=True)
class RecordClientEvents:
    """A batch of what clients did, at most a few hundred."""

    events: tuple[HistoricClientEvent, ...]
