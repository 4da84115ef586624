"""Reading what a foreign object holds: texts, numbers, moments; a wrong one is named."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from supportdesk.intake.record import usable_moment, whole_text

Found = dict[str, Any]
"""An object of an export."""

MOST_NAMED = 500
LONGEST_NAME = 80


class NoPlace(Counter[tuple[str, str, str]]):
    """How often something had no place here: (kind of object, its field, one of `WHY`).

    Names come from the export: long ones are cut, and beyond so many all others count as one.
    """

    def __setitem__(self, what: tuple[str, str, str], times: int) -> None:
        """Count what is named so."""
        kind, name, why = what
        short = whole_text(kind)[:LONGEST_NAME], whole_text(name)[:LONGEST_NAME], why
        if short not in self and len(self) >= MOST_NAMED:
            short = ("…", "", why)
        super().__setitem__(short, times if short == what else self[short] + times)


WHY = (
    "field",
    "value",
    "no_definition",
    "rules",
    "policy",
    "condition",
    "personal",
    "inactive",
    "placeholder",
    "macro_action",
    "no_ticket",
    "not_fetched",
    "deleted",
    "kind",
)
"""Why something has no place; the edges turn them into sentences."""

LARGEST_NUMBER = (1 << 63) - 1


class WrongItem(ValueError):
    """A field of an object is not what it should be; its name is the argument."""


def text(found: Found, name: str) -> str:
    """A text, or a number as written; empty for none."""
    value = found.get(name)
    if value is None:
        return ""
    if isinstance(value, bool | dict | list):
        raise WrongItem(name)
    return whole_text(str(value))


def number(found: Found, name: str) -> int | None:
    """A whole number, also one written as text."""
    value = found.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 20:
        value = int(value)
    if type(value) is not int or not 0 <= value <= LARGEST_NUMBER:
        raise WrongItem(name)
    return value


def identity(found: Found, name: str = "id") -> int:
    """The number an object is known by. Raises WrongItem where there is none."""
    value = number(found, name)
    if value is None:
        raise WrongItem(name)
    return value


def moment(found: Found, name: str) -> datetime | None:
    """A moment in ISO 8601; one without a zone is in UTC."""
    value = found.get(name)
    if not value:
        return None
    if not isinstance(value, str):
        raise WrongItem(name)
    try:
        read = datetime.fromisoformat(value)
        return usable_moment(read if read.tzinfo else read.replace(tzinfo=UTC))
    except ValueError as wrong:
        raise WrongItem(name) from wrong


def required_moment(found: Found, name: str) -> datetime:
    """A moment that has to be there."""
    value = moment(found, name)
    if value is None:
        raise WrongItem(name)
    return value


def inner(found: Found, name: str) -> Found:
    """An object within; an empty one for none."""
    value = found.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise WrongItem(name)
    return value


def objects(found: Found, name: str) -> list[Found]:
    """A list of objects."""
    value = found.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise WrongItem(name)
    return value


def texts(found: Found, name: str) -> tuple[str, ...]:
    """A list of texts."""
    value = found.get(name) or []
    if not isinstance(value, list) or not all(isinstance(one, str | int) for one in value):
        raise WrongItem(name)
    return tuple(whole_text(str(one)) for one in value)


def flat(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Names with values that say something; a list as its words."""
    for name, value in found.items():
        if isinstance(value, list):
            yield whole_text(name), ", ".join(whole_text(str(one)) for one in value)
        elif value not in (None, "", {}) and not isinstance(value, dict):
            yield whole_text(name), whole_text(str(value))


def note_rest(
    no_place: NoPlace, kind: str, found: Found, used: Collection[str], why: str = "field"
) -> None:
    """Count the fields of an object that say something and are not `used`."""
    for name, value in found.items():
        if name not in used and value not in (None, "", [], {}, False):
            no_place[kind, name, why] += 1


def file_line(found: Found, name: str, size: str, address: str) -> str:
    """One file of a message that stays where it is: its name, its size and its address."""
    count = number(found, size)
    told = "" if count is None else f" ({count} B)"
    return f"[{text(found, name) or 'file'}{told}] {text(found, address)}".strip()


def slug(name: str) -> str:
    """Words as one tag."""
    return "-".join(name.casefold().split())


def with_files(body: str, lines: list[str]) -> str:
    """The text of a message, its files listed under it."""
    return "\n".join([body.rstrip(), "", *lines]).lstrip("\n") if lines else body
