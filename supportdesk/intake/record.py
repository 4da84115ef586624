"""What the readers of files yield: plain records that know nothing of a store.

Texts are as the source has them; only what no text can hold (lone surrogates) is replaced.
"""

from datetime import UTC, datetime
from uuid import UUID

from supportdesk.domain.action import ClientReference, NewAttachment
from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.domain.mail_nature import Bounce, Nature
from supportdesk.domain.recipients import NOBODY_ELSE, Recipients
from supportdesk.records import dataclass

SKIP_REASONS = (
    "operator.twice",
    "file.missing",
    "file.unreadable",
    "file.unknown",
    "file.unpacks_too_far",
    "mail.empty",
    "mail.too_large",
    "mail.too_slow",
    "mail.no_headers",
    "table.unreadable",
    "table.no_map",
    "table.templates",
    "table.wrong_map",
    "row.invalid",
    "row.no_text",
    "row.no_time",
    "row.no_ticket",
    "log.empty",
    "log.not_xml",
    "log.document_type",
    "log.too_large",
    "line.not_json",
    "line.invalid",
    "line.too_large",
    "template.invalid",
    "json.not_json",
    "json.unreasonable",
    "json.too_large",
    "json.invalid",
    "template.refused",
    "macro.refused",
    "view.refused",
    "policy.refused",
    "ticket.other_account",
    "item.refused",
    "item.failed",
)
"""Every reason an item may be left out for; the edges turn them into sentences."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """An item that was left out: `where` is FILE:N (message, row or line N), or the file."""

    where: str
    reason: str
    """One of `SKIP_REASONS`."""
    detail: str = ""
    """What exactly, such as the name of a column or the code of a refusal; no customer's text."""


@dataclass(frozen=True, slots=True)
class MailHead:
    """What a mail says before its text: enough to thread it and to know its author."""

    source_id: str
    """The Message-ID without its angle brackets; without one `sha256:` and a digest."""
    references: tuple[str, ...]
    """What it answers (References, then In-Reply-To), oldest first."""
    subject: str
    sent_at: datetime
    author: ClientReference
    """The address is None where the source hides it beyond recovery."""
    recipients: tuple[ClientReference, ...]
    list_id: str | None
    """The mailing list it came through, as its own fields say."""
    nature: Nature
    """What wrote it, as its head tells."""
    place: str
    charset: str | None = None
    """The charset its text claims to be in."""
    kind: str | None = None
    """Whose words it is (client, operator, note, system), where our own export says so."""
    wants_no_answer: bool = False
    """An automatic answer would go to a program, to a list, or to nobody."""

    @property
    def auto(self) -> bool:
        """Sent by a machine: an automatic answer, a bounce."""
        return self.nature in (Nature.AUTOMATIC, Nature.BOUNCE)


@dataclass(frozen=True, slots=True)
class KeptHead:
    """What is kept of a `MailHead` until it is known which mails belong together."""

    source_id: str
    subject: str
    sent_at: datetime
    author: ClientReference
    recipients: tuple[ClientReference, ...]
    auto: bool
    kind: str | None
    place: str


@dataclass(frozen=True, slots=True)
class MailRecord:
    """A whole mail: its head, its readable text and its files."""

    head: MailHead
    body: str
    attachments: tuple[NewAttachment, ...] = ()
    recipients: Recipients = NOBODY_ELSE
    """Who got a copy; of what our own export forwarded, also whom it went to."""
    bounce: Bounce | None = None
    """What it says of a mail that came back; None for every other mail."""

    @property
    def nature(self) -> Nature:
        """What wrote it, as its head and its parts tell."""
        return self.head.nature if self.bounce is None else Nature.BOUNCE


@dataclass(frozen=True, slots=True)
class PropertyRecord:
    """The value of a property on a client, with what the property may hold."""

    name: str
    value: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class ClientEventRecord:
    """Something a client did elsewhere; `source_id` names it."""

    kind: str
    at: datetime
    text: str
    details: tuple[tuple[str, str], ...]
    source_id: str | None


@dataclass(frozen=True, slots=True)
class OperatorRecord:
    """One of our people, as a source names them."""

    name: str
    addresses: tuple[str, ...] = ()
    login: str | None = None
    role: str = "operator"
    job: str | None = None
    signature: str | None = None
    robot: bool = False
    """A program of the source: an operator who does not work here."""


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """One entry of a `TicketRecord`'s log; people and queues in `values` by their names.

    `values` are fields as `HistoricChange` has them, with `owner` and `queue` for ids.
    """

    source_id: str
    at: datetime
    by: str | None
    values: tuple[tuple[str, str | None], ...]

    @property
    def row(self) -> str:
        """Names the row it stands in, which may hold several."""
        return self.source_id.partition("+")[0]


@dataclass(frozen=True, slots=True)
class SpokenRecord:
    """One message of a `TicketRecord`; `kind` is client, operator, note or system."""

    source_id: str
    kind: str
    author: ClientReference
    sent_at: datetime
    body: str
    attachments: tuple[NewAttachment, ...] = ()
    delivery: str | None = None
    operator: str | None = None
    """Name of the operator of the record's `operators` who wrote it."""
    recipients: Recipients = NOBODY_ELSE


@dataclass(frozen=True, slots=True)
class NoteRecord:
    """A signed note on a client's card; `author` is one of the record's `operators`."""

    author: str | None
    at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """What a ticket is to the one whose source id is `other`; kinds are those of `domain.link`."""

    kind: str
    other: str


@dataclass(frozen=True, slots=True)
class RatingRecord:
    """How content the client of a ticket was, 1 to 5, and when they said so."""

    score: int
    at: datetime
    comment: str = ""


@dataclass(frozen=True, slots=True)
class TicketRecord:
    """One whole ticket with its thread, from a table or from our own JSON Lines.

    `state` None means that it follows from who spoke last.
    """

    source_id: str
    subject: str
    client: ClientReference
    messages: tuple[SpokenRecord, ...]
    created_at: datetime
    place: str
    updated_at: datetime | None = None
    wake_at: datetime | None = None
    solved_at: datetime | None = None
    closed_at: datetime | None = None
    state: str | None = None
    reason: str | None = None
    priority: int = 1
    kind: str | None = None
    queue: str | None = None
    queue_line: int = 1
    """The line the queue serves, for a queue that is new."""
    owner: str | None = None
    tags: tuple[str, ...] = ()
    channel: str = "import"
    language: str | None = None
    company: str | None = None
    vip: bool = False
    traits: tuple[tuple[str, str], ...] = ()
    uuid: UUID | None = None
    operators: tuple[OperatorRecord, ...] = ()
    """The people of ours it names: its owner and the authors of its messages."""
    client_notes: tuple[NoteRecord, ...] = ()
    articles: tuple[str, ...] = ()
    """Titles of articles it was answered with."""
    links: tuple[LinkRecord, ...] = ()
    field_definitions: tuple[FieldDefinition, ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    """Custom fields by name, as written."""
    client_fields: tuple[tuple[str, str], ...] = ()
    """More about the client that a message cannot tell: further e-mails, language, time zone."""
    client_properties: tuple[PropertyRecord, ...] = ()
    client_events: tuple[ClientEventRecord, ...] = ()
    organisation: tuple[tuple[str, str], ...] = ()
    """What the contract of the client's company says, by the names of `EditOrganisation`."""
    changes: tuple[ChangeRecord, ...] = ()
    """Its log; state, owner, queue and so on are then what it began with."""
    queue_lines: tuple[tuple[str, int], ...] = ()
    """The lines that queues of its log serve, where they are new."""
    rating: RatingRecord | None = None


@dataclass(frozen=True, slots=True)
class TemplateRecord:
    """One saved reply; `variants` are (language, text)."""

    source_id: str
    title: str
    variants: tuple[tuple[str, str], ...]
    place: str
    kind: str | None = None
    queue: str | None = None
    tags: tuple[str, ...] = ()


LATEST = datetime(2200, 1, 1, tzinfo=UTC)
"""A moment from then on is a mistake; the order of messages has no room for it."""


def usable_moment(moment: datetime) -> datetime:
    """`moment` in UTC. Raises ValueError for one that no calendar or no store can hold."""
    try:
        found = moment.astimezone(UTC)
    except OverflowError as beyond:
        raise ValueError(str(beyond)) from beyond
    if found >= LATEST:
        raise ValueError("too late")
    return found


def whole_text(text: str) -> str:
    """`text` with lone surrogates replaced: everything else can be stored as it is."""
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
