"""Request Tracker's odd values: numbers as texts, dates that are no dates, ids in addresses."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from supportdesk.remote.facts import Person
from supportdesk.remote.trouble import Broken

NOBODY = "Nobody"
_UNSET_YEAR = 1970
"""What is not set is the beginning of 1970."""


def record(value: Any) -> Mapping[str, Any]:
    """A JSON object. Raises Broken for anything else."""
    if not isinstance(value, dict):
        raise Broken("shape")
    return value


def records(value: Any) -> tuple[Mapping[str, Any], ...]:
    """The JSON objects of a list. Raises Broken for anything else."""
    if not isinstance(value, list):
        raise Broken("shape")
    return tuple(record(item) for item in value)


def text(value: Any) -> str:
    """A text, or a number as text (ids are either); nothing for anything else."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode("utf-8")
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else ""


def number(value: Any) -> int:
    """A whole number, written as one or as text. Raises Broken for anything else."""
    written = text(value)
    if not (written.isascii() and written.isdigit() and len(written) < 19):
        raise Broken("shape")
    return int(written)


def moment(value: Any) -> datetime | None:
    """A time in UTC; None for one that is not set. Raises Broken for what is no time."""
    if not isinstance(value, str) or not value:
        return None
    try:
        read = datetime.fromisoformat(value)
    except ValueError:
        raise Broken("shape") from None
    if read.tzinfo is None:
        raise Broken("shape")
    return None if read.year <= _UNSET_YEAR else read.astimezone(UTC)


def set_moment(value: Any) -> datetime:
    """A time that is always set. Raises Broken where it is not."""
    read = moment(value)
    if read is None:
        raise Broken("shape")
    return read


def named(value: Any) -> str:
    """The name of a referred object: as asked for, else what it is called by."""
    found = record(value)
    return text(found.get("Name")) or text(found.get("id"))


def person(value: Any) -> Person | None:
    """A user as lists tell of them; None for nobody and for groups."""
    found = record(value)
    rid = text(found.get("Name")) or text(found.get("id"))
    if found.get("type", "user") != "user" or rid in (NOBODY, ""):
        return None
    return Person(rid, text(found.get("RealName")) or rid, text(found.get("EmailAddress")))


def custom_fields(value: Any) -> dict[str, tuple[str, ...]]:
    """Custom fields by name, with those of their values that are texts."""
    return {
        text(field.get("name")): tuple(filter(None, map(text, field.get("values") or ())))
        for field in records(value or [])
    }


def linked_ticket(uri: str) -> str:
    """The id at the end of a ticket's internal address; empty for another address."""
    before, _, last = uri.rpartition("/ticket/")
    return last if before and last.isascii() and last.isdigit() else ""


def literal(words: str) -> str:
    """A text as TicketSQL takes it."""
    escaped = words.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
