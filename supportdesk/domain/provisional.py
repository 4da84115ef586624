"""Numbers of what was made here and is not yet known to the remote (remotes.md, rule 1).

They lie far above all numbers of a remote. What is made by the same sending gets the same numbers
each time it is done anew, so that what was done later may refer to it; once the remote has numbered
it, they are exchanged.
"""

from collections.abc import Mapping
from typing import Any

FIRST = 10**15
"""No store numbers its rows so high."""

MADE_HERE = 10**9
"""Tickets made on a desk that stands for a help desk of another kind are counted from here on:
they stay in its log, merged into the one that the remote has numbered."""

OF_A_SENDING = 10**9
OF_A_KIND = 10**7
"""Numbers that one sending has, and of those each kind of row."""

LAST = 10**17
"""Above are numbers of messages, which tell the time."""

KINDS = (
    *("ticket", "client", "template", "macro", "article", "operator", "queue", "saved_view"),
    *("calendar", "sla_policy", "outbox", "organisation", "custom_field", "client_property"),
    *("absence", "tag", "client_note", "recommendation", "time_entry", "client_address"),
)
"""Tables of what actions may name: no two of their rows have the same number. Never reordered."""

_OTHERS = 99

_NEW, _HERE = "new-", "here-"
"""Before the numbers of tickets that a desk of ours, or another help desk, has yet to number."""

_DIGITS = 19
"""No number that is kept has more digits."""


def first_number(sending: int, table: str) -> int:
    """The first number of the rows that a sending makes in a table."""
    kind = KINDS.index(table) if table in KINDS else _OTHERS
    return FIRST + sending * OF_A_SENDING + kind * OF_A_KIND


def sending_of(number: int) -> int:
    """The sending that has made what has this provisional number."""
    return (number - FIRST) // OF_A_SENDING


def is_provisional(number: int) -> bool:
    """Whether the remote does not know what has this number."""
    return FIRST <= number < LAST


def ticket_name(number: int | None) -> str:
    """A ticket by its number; one that was made here and is not numbered yet by its own.

    None, which is no ticket, is a dash.
    """
    if number is None:
        return "—"
    if MADE_HERE < number < FIRST:
        return f"{_HERE}{number - MADE_HERE}"
    return f"{_NEW}{sending_of(number)}" if is_provisional(number) else f"#{number}"


def ticket_word(number: int) -> str:
    """A ticket in a sentence that says that it is one: `17`, or `new-3`."""
    return ticket_name(number).removeprefix("#")


def number_typed(typed: str) -> int | None:
    """The ticket whose name was typed: `17`, `#17`, `new-3`, `here-3`; None for what is no name."""
    name = typed.strip().lstrip("#№").strip()
    own = name.removeprefix(_NEW).removeprefix(_HERE)
    if not (own.isascii() and own.isdigit() and len(own) < _DIGITS):
        return None
    if own == name:
        return int(own)
    if name.startswith(_HERE):
        return MADE_HERE + int(own)
    number = first_number(int(own), "ticket")
    return number if is_provisional(number) else None


def renumbered(plain: Any, numbers: Mapping[int, int]) -> Any:
    """Something as JSON with provisional numbers exchanged for those of the remote."""
    match plain:
        case bool():
            return plain
        case int() if is_provisional(plain):
            return numbers.get(plain, plain)
        case list():
            return [renumbered(one, numbers) for one in plain]
        case dict():
            return {name: renumbered(one, numbers) for name, one in plain.items()}
        case _:
            return plain
