"""Fields that a desk adds to its tickets (F23): what they are, and which values they take.

A value is kept as one text: words on one line, a choice as its field spells it, a whole number in
decimal, a day as 2026-03-01, `yes` or `no`.
"""

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum

from supportdesk.domain.errors import Invalid
from supportdesk.domain.query_fields import BY_ANY_NAME, SPECIAL
from supportdesk.domain.views import COLUMNS
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

LONGEST_NAME = 40
LONGEST_TEXT = 500
LONGEST_NUMBER = 15
"""Digits of a whole number: what the question language takes."""

MOST_FIELDS = 100
MOST_CHOICES = 200

YES, NO = "yes", "no"
MEANINGS = {
    **dict.fromkeys(("yes", "y", "true", "1", "on", "да", "так", "д", "т"), YES),
    **dict.fromkeys(("no", "n", "false", "0", "off", "нет", "ні", "н"), NO),
}
"""What a yes or a no is typed as."""

OF_A_TICKET = ("reason", "field", "fields", "owner_id", "queue_id", "tags")
"""Words that mean something else where fields are set."""

_NAME = pattern(r"[^\W\d_]\w*")


class FieldType(StrEnum):
    """What values a field takes."""

    TEXT = "text"
    SELECT = "select"
    INT = "int"
    DATE = "date"
    BOOL = "bool"


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """A field as it is defined; `name` is what queries and commands call it, `title` its heading.

    `former` choices can no longer be set, but are kept where they stand.
    """

    name: str
    title: str
    type: str
    choices: tuple[str, ...] = ()
    former: tuple[str, ...] = ()
    retired: bool = False
    """Not offered any more; tickets keep its values, and queries find them."""


def checked(definition: FieldDefinition) -> FieldDefinition:
    """The definition as it is kept. Raises Invalid for one that cannot be."""
    name = definition.name.strip().casefold()
    if not _NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise Invalid("field.name", name=definition.name)
    if name in {*BY_ANY_NAME, *SPECIAL, *OF_A_TICKET, *COLUMNS}:
        raise Invalid("field.name_taken", name=name)
    if definition.type not in list(FieldType):
        raise Invalid("field.type_unknown", name=name, wanted=definition.type, allowed=_TYPES)
    title = _words(definition.title) or name
    if len(title) > LONGEST_NAME:
        raise Invalid("field.title_too_long", name=name, limit=LONGEST_NAME)
    return FieldDefinition(name, title, definition.type, _checked_choices(name, definition))


def _checked_choices(name: str, definition: FieldDefinition) -> tuple[str, ...]:
    choices = tuple(_words(choice) for choice in definition.choices)
    folded = {choice.casefold() for choice in choices}
    wants_some = definition.type == FieldType.SELECT
    sound = len(folded) == len(choices) <= MOST_CHOICES and "" not in folded
    fits = all(len(choice) <= LONGEST_TEXT for choice in choices) and not folded & EMPTY
    if not (sound and fits) or wants_some != bool(choices):
        raise Invalid("field.choices", name=name)
    return choices


EMPTY = frozenset({"none", "nobody", "-"})
"""What takes a value away, and asks for tickets without one."""

_TYPES = tuple(FieldType)


def read_value(
    definition: FieldDefinition, typed: str, day: Callable[[str], date] = date.fromisoformat
) -> str | None:
    """What is typed, as it is kept; None for what takes the value away.

    `day` reads a day as people write it; it raises ValueError or Invalid. Raises
    Invalid("field.value").
    """
    words = _words(typed)
    if not words or words.casefold() in EMPTY:
        return None
    match definition.type:
        case FieldType.TEXT:
            value = words if len(words) <= LONGEST_TEXT else None
        case FieldType.SELECT:
            value = next((c for c in definition.choices if c.casefold() == words.casefold()), None)
        case FieldType.INT:
            value = _whole(words)
        case FieldType.DATE:
            value = _day(words, day)
        case _:
            value = MEANINGS.get(words.casefold())
    if value is None:
        allowed: Sequence[str] = definition.choices
        raise Invalid(
            "field.value",
            because=definition.type,
            field=definition.name,
            value=words[:80],
            allowed=allowed,
        )
    return value


def number_of(type_: str, value: str) -> int | None:
    """What comparisons go by: the number, or the day counted from 0001-01-01; else None."""
    if type_ == FieldType.INT:
        return int(value)
    return date.fromisoformat(value).toordinal() if type_ == FieldType.DATE else None


def _words(typed: str) -> str:
    return " ".join(typed.split())


def _whole(words: str) -> str | None:
    digits = words.replace(" ", "").replace("−", "-")
    unsigned = digits.lstrip("+-")
    if not (unsigned.isascii() and unsigned.isdecimal() and len(unsigned) <= LONGEST_NUMBER):
        return None
    return str(int(digits)) if len(digits) - len(unsigned) <= 1 else None


def _day(words: str, day: Callable[[str], date]) -> str | None:
    try:
        return day(words).isoformat()
    except (ValueError, Invalid):
        return None
