"""All that a query can ask about one ticket, as plain facts."""

from functools import cached_property

from supportdesk.domain.words import stems
from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """A message of the ticket: who speaks (client, operator, note, system) and the words."""

    kind: str
    body: str


@dataclass(frozen=True, slots=True)
class Person:
    """An operator as a ticket names them."""

    id: int
    name: str
    login: str | None = None


@dataclass(frozen=True, slots=True)
class EventFacts:
    """One thing that happened to the ticket, and when (milliseconds).

    `what` is one of `query_fields.EVENTS`, or empty for a change no question names. What stood
    before and after, by name; None is nothing, and so it is where a change has no values.
    """

    what: str
    at: int
    actor: Person | None = None
    before: str | Person | None = None
    after: str | Person | None = None


@dataclass(frozen=True, slots=True)
class FieldFacts:
    """What the ticket holds in a custom field; `number` is what comparisons go by."""

    value: str | None = None
    number: int | None = None


@dataclass(frozen=True)
class TicketFacts:
    """All that a query can ask about a ticket; moments in milliseconds."""

    number: int
    state: str
    category: int
    priority: int
    kind: str | None
    queue: str
    line: int
    owner: Person | None
    first_owner: Person | None
    client: str
    company: str | None
    vip: str
    """`yes` or `no`."""
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    other_addresses: tuple[str, ...]
    client_notes: tuple[str, ...]
    tags: tuple[str, ...]
    """Every name that means a tag of the ticket: synonyms too."""
    channel: str
    lang: str | None
    subject: str
    messages: tuple[MessageFacts, ...]
    attachments: tuple[str, ...]
    created: int
    updated: int
    solved: int | None
    closed: int | None
    wake: int | None
    waiting: int | None
    due: int | None
    replies: int
    reopens: int
    events: tuple[EventFacts, ...]
    thanked: str = "no"
    """`yes` where the last public word is the client's thanks."""
    rating: int | None = None
    rated: int | None = None
    followers: tuple[Person, ...] = ()
    is_withdrawn: bool = False
    silence: int = 0
    """Our last public word, else its beginning."""
    risk: int | None = None
    """When the first of its clocks warns."""
    fields: tuple[tuple[str, FieldFacts], ...] = ()
    """Custom fields by name, those with a value."""
    deliveries: tuple[str, ...] = ()
    """How far its messages have travelled."""
    file_texts: tuple[str, ...] = ()
    """The words of the files of each message that has any (F149)."""

    def field(self, asked: str) -> FieldFacts:
        """What stands in the custom field that a query calls `field.NAME`."""
        wanted = asked.partition(".")[2]
        return next((held for name, held in self.fields if name == wanted), FieldFacts())

    @cached_property
    def rows(self) -> tuple[dict[str, str], ...]:
        """The columns of the full-text index, a row for each message."""
        subject = stems(self.subject)
        return tuple(
            {"subject": subject, COLUMN_OF_KIND[message.kind]: stems(message.body)}
            for message in self.messages
        )

    @cached_property
    def file_rows(self) -> tuple[str, ...]:
        """The rows of the index of attached files."""
        return tuple(map(stems, self.file_texts))

    @cached_property
    def client_words(self) -> str:
        """The words a client is found by."""
        shown = (*self.emails, *self.phones, *self.other_addresses)
        return stems(" ".join((self.client, *shown)))

    @cached_property
    def note_words(self) -> str:
        """The words of the notes on the client."""
        return stems(" ".join(self.client_notes))


COLUMN_OF_KIND = {"client": "client", "operator": "reply", "note": "note", "system": "note"}
"""The column of the full-text index that holds what a kind of message says."""
