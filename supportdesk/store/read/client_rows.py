"""Rows about clients, as the store's readers hand them out; texts are as stored."""

from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class ClientNoteRow:
    """A signed note on a client, newest first."""

    id: int
    author: str | None
    at: int
    body: str


@dataclass(frozen=True, slots=True)
class EarlierTicket:
    """One line of a client's history, newest first."""

    number: int
    subject: str
    state: str
    category: int
    created_at: int
    updated_at: int


@dataclass(frozen=True, slots=True)
class PropertyRow:
    """A property that clients may have; those on a card have their value."""

    id: int
    name: str
    kind: str
    choices: tuple[str, ...]
    pinned: bool
    value: str | None = None


@dataclass(frozen=True, slots=True)
class ClientEventRow:
    """Something a client did elsewhere, newest first."""

    id: int
    at: int
    kind: str
    text: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class LookupRow:
    """What another system answered about a client at `answered_at`, or why not at `at`.

    `trouble` is a code with a detail behind a space (`domain.lookup`).
    """

    title: str
    at: int
    answered_at: int | None
    lines: tuple[str, ...]
    trouble: str | None


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation with its contract; `until` is the contract's last day, `2026-12-31`."""

    id: int
    name: str
    contract: str | None
    until: str | None
    hours: str | None
    timezone: str | None
    email: str | None
    phone: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A client of an organisation."""

    id: int
    name: str
    email: str | None
    phone: str | None
    open_tickets: int
    vip: bool


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """An organisation with its people and its tickets at work, newest first."""

    organisation: OrganisationRow
    people: tuple[PersonRow, ...]
    tickets: tuple[EarlierTicket, ...]
    people_count: int


@dataclass(frozen=True, slots=True)
class DuplicateRow:
    """A client who may be the same person; `because` names what is alike."""

    id: int
    name: str
    company: str | None
    email: str | None
    tickets: int
    likeness: float
    because: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One thing in a client's history: a ticket, what was said on it, a note, an event.

    `kind` is ticket, client, operator, note, system, client_note or client_event. `key` stands for
    its place: ask for what is older than that.
    """

    kind: str
    at: int
    ticket: int | None
    who: str | None
    text: str
    state: str | None
    key: tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class ClientCard:
    """The profile beside a ticket."""

    id: int
    uuid: str
    name: str
    company: str | None
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    language: str | None
    timezone: str | None
    vip: bool
    traits: tuple[tuple[str, str], ...]
    created_at: int
    open_tickets: int
    done_tickets: int
    notes: tuple[ClientNoteRow, ...]
    tickets: tuple[EarlierTicket, ...]
    """The newest twenty."""
    channel: str | None = None
    organisation: OrganisationRow | None = None
    properties: tuple[PropertyRow, ...] = ()
    """Those with a value; pinned ones first."""
    events: tuple[ClientEventRow, ...] = ()
    """The newest twenty."""
    event_count: int = 0
    """At most `MOST_COUNTED`; as many stand for more."""
    lookups: tuple[LookupRow, ...] = ()
    forgotten_at: int | None = None
    merged: tuple[int, ...] = ()
    """Numbers of the clients that were merged into this one."""
