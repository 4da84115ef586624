"""A query asked of one ticket: the twin of the store's SQL (law 7)."""

from dataclasses import dataclass
from functools import cached_property

from supportdesk.domain.query import And, Condition, Equals, Not, Or, Query, Within, Words
from supportdesk.domain.query_fields import ANY, CATEGORIES, PRIORITIES
from supportdesk.domain.words import Needle, found, needles, stems


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """A message of the ticket: who speaks (client, operator, note, system) and the words."""

    kind: str
    body: str


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
    owner_id: int | None
    owner: str | None
    owner_login: str | None
    client: str
    company: str | None
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
    replies: int
    reopens: int

    @cached_property
    def rows(self) -> tuple[dict[str, str], ...]:
        """The columns of the full-text index, a row for each message."""
        subject = stems(self.subject)
        return tuple(
            {"subject": subject, COLUMN_OF_KIND[message.kind]: stems(message.body)}
            for message in self.messages
        )

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


def matches(query: Query, ticket: TicketFacts) -> bool:
    """Whether the ticket is among the query's answers."""
    return _holds(query.condition, ticket, query.me)


def _holds(condition: Condition, ticket: TicketFacts, me: int | None) -> bool:
    match condition:
        case And(parts):
            return all(_holds(part, ticket, me) for part in parts)
        case Or(parts):
            return any(_holds(part, ticket, me) for part in parts)
        case Not(part):
            return not _holds(part, ticket, me)
        case Words():
            return _has_words(condition, ticket)
        case Within(name, low, high):
            return _is_within(_number(ticket, name), low, high)
        case Equals(name, values):
            return any(_equals(ticket, name, value, me) for value in values)


def term_needles(words: Words) -> list[tuple[Needle, ...]]:
    """What each term looks for; a term without any word looks for nothing that exists."""
    return [needles(term.text, term.is_prefix) for term in words.terms]


def named_number(words: Words) -> int | None:
    """The ticket number that a lone `123`, `#123` or `№123` may mean."""
    if len(words.terms) != 1 or words.column is not None:
        return None
    digits = words.terms[0].text.lstrip("#№")
    return int(digits) if digits.isdecimal() and len(digits) <= 15 else None


def _has_words(words: Words, ticket: TicketFacts) -> bool:
    wanted = term_needles(words)
    if words.column is not None:
        return any(_in_columns(wanted, [row.get(words.column, "")]) for row in ticket.rows)
    return (
        any(_in_columns(wanted, list(row.values())) for row in ticket.rows)
        or _in_columns(wanted, [ticket.client_words, ticket.note_words])
        or named_number(words) == ticket.number
    )


def _in_columns(wanted: list[tuple[Needle, ...]], columns: list[str]) -> bool:
    return all(any(found(needle, column) for column in columns) for needle in wanted)


def _is_within(value: int | None, low: int | None, high: int | None) -> bool:
    if value is None:
        return False
    return (low is None or value >= low) and (high is None or value < high)


def _number(ticket: TicketFacts, name: str) -> int | None:
    if name == "messages":
        return len(ticket.messages)
    value: int | None = getattr(ticket, name)
    return value


def _equals(ticket: TicketFacts, name: str, value: str | int | None, me: int | None) -> bool:
    match name:
        case "category":
            return CATEGORIES[ticket.category] == value
        case "priority":
            return PRIORITIES[ticket.priority] == value
        case "owner":
            return _is_owner(ticket, value, me)
        case "client":
            return bool(value) and _in_columns([needles(str(value))], [ticket.client_words])
        case "email" | "phone":
            addresses = ticket.emails if name == "email" else ticket.phones
            return _has_part(addresses, value, digits=name == "phone")
        case "attachment":
            return (
                bool(ticket.attachments) if value == ANY else _has_part(ticket.attachments, value)
            )
        case "tag":
            return not ticket.tags if value is None else same(value) in map(same, ticket.tags)
        case "queue" | "company":
            held: str | None = getattr(ticket, name)
            if held is None or value is None:
                return held is None and value is None
            return same(held) == same(value)
    return bool(getattr(ticket, name) == (None if value is None else same(value)))


def _is_owner(ticket: TicketFacts, value: str | int | None, me: int | None) -> bool:
    if value is None or ticket.owner_id is None:
        return value is None and ticket.owner_id is None
    if value == "me":
        return ticket.owner_id == me
    return is_named(str(value), ticket.owner or "", ticket.owner_login)


def is_named(wanted: str, name: str, login: str | None) -> bool:
    """Whether an operator may be called so: by login, whole name, or one word of it."""
    return same(wanted) in {same(name), same(login or ""), *(same(word) for word in name.split())}


def _has_part(values: tuple[str, ...], wanted: str | int | None, *, digits: bool = False) -> bool:
    if wanted is None:
        return not values
    part = address_part(str(wanted), digits=digits)
    return bool(part) and any(part in address_part(value, digits=digits) for value in values)


def address_part(text: str, *, digits: bool) -> str:
    """How a part of an address is compared: letters folded, of a phone the digits."""
    if digits:
        return "".join(letter for letter in text if letter.isdigit())
    return same(text)


def same(text: object) -> str:
    """Names are the same when they differ in case and spaces alone."""
    return " ".join(str(text).split()).casefold()
