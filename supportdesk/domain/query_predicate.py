"""A query asked of one ticket: the twin of the store's SQL (law 7)."""

from collections.abc import Sequence

from supportdesk.domain.query import (
    And,
    Condition,
    Equals,
    Happened,
    Not,
    Or,
    Query,
    Within,
    Words,
    top_words,
)
from supportdesk.domain.query_fields import (
    ANY,
    CATEGORIES,
    PRIORITIES,
    VALUED_EVENTS,
    deliveries,
)
from supportdesk.domain.ticket_facts import EventFacts, Person, TicketFacts
from supportdesk.domain.words import Needle, found, needles

CUSTOM = "field."
"""Fields that a desk has added begin with it."""


def matches(query: Query, ticket: TicketFacts) -> bool:
    """Whether the ticket is among the query's answers; a withdrawn one by its number alone."""
    words = top_words(query.condition)
    is_named = words is not None and named_number(words) == ticket.number
    return (is_named or not ticket.is_withdrawn) and _holds(query.condition, ticket, query.me)


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
        case Happened(parts):
            return any(_happened(event, parts, me) for event in ticket.events)
        case Within(name, low, high):
            return _is_within(_number(ticket, name), low, high)
        case Equals(name, values) if name.startswith(CUSTOM):
            return _has_value(ticket.field(name).value, values)
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
        or any(_in_columns(wanted, [row]) for row in ticket.file_rows)
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
    if name.startswith(CUSTOM):
        return ticket.field(name).number
    value: int | None = getattr(ticket, name)
    return value


def _equals(ticket: TicketFacts, name: str, value: str | int | None, me: int | None) -> bool:
    match name:
        case "category" | "priority":
            return _word(ticket, name) == value
        case "mail":
            return any(one in ticket.deliveries for one in deliveries(str(value)))
        case "owner" | "first_owner":
            return _is_person(getattr(ticket, name), value, me)
        case "follower":
            return any(_is_person(one, value, me) for one in ticket.followers or (None,))
        case "client":
            return bool(value) and _in_columns([needles(str(value))], [ticket.client_words])
        case "email" | "phone":
            addresses = ticket.emails if name == "email" else ticket.phones
            return _has_part(addresses, value, digits=name == "phone")
        case "attachment":
            return _has_attachment(ticket, value)
        case "tag":
            return not ticket.tags if value is None else same(value) in map(same, ticket.tags)
    held = getattr(ticket, name)
    if held is None or value is None:
        return held is None and value is None
    return same(held) == same(value)


def _word(ticket: TicketFacts, name: str) -> str:
    """The word for a category or priority."""
    return CATEGORIES[ticket.category] if name == "category" else PRIORITIES[ticket.priority]


def _has_value(held: str | None, values: Sequence[str | int | None]) -> bool:
    if held is None:
        return None in values
    return any(value is not None and same(held) == same(value) for value in values)


def _has_attachment(ticket: TicketFacts, value: str | int | None) -> bool:
    """By a part of its name, or by words that stand in the files of one message."""
    if value == ANY:
        return bool(ticket.attachments)
    if _has_part(ticket.attachments, value) or value is None:
        return _has_part(ticket.attachments, value)
    wanted = [needles(str(value))]
    return any(wanted[0]) and any(_in_columns(wanted, [row]) for row in ticket.file_rows)


def _happened(event: EventFacts, parts: Sequence[Equals | Within], me: int | None) -> bool:
    """Whether this one event is all that was asked for."""
    for part in parts:
        match part:
            case Within(_, low, high):
                held = _is_within(event.at, low, high)
            case Equals("event", values):
                held = event.what in values
            case Equals("by", values):
                held = any(_is_person(event.actor, value, me) for value in values)
            case Equals(name, values):
                side = event.before if name == "from" else event.after
                held = event.what in VALUED_EVENTS and any(
                    _is_side(side, value, me) for value in values
                )
        if not held:
            return False
    return True


def _is_side(side: str | Person | None, value: str | int | None, me: int | None) -> bool:
    if isinstance(side, str):
        return value is not None and same(side) == same(value)
    return _is_person(side, value, me)


def _is_person(person: Person | None, value: str | int | None, me: int | None) -> bool:
    if value is None or person is None:
        return value is None and person is None
    if value == "me":
        return person.id == me
    return is_named(str(value), person.name, person.login)


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
