"""What the columns of rows from another desk may hold: what a desk of ours writes, and reads here.

What no screen can show would stay, for a desk tells of a row when it changes. A column that has a
form of its own (a list in JSON, caps by line) holds it as it will be read.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any

from supportdesk.domain import client_property
from supportdesk.domain.action import Forward, Reply, SaveMacro
from supportdesk.domain.custom_field import FieldType
from supportdesk.domain.desk_options import checked_option
from supportdesk.domain.errors import Invalid
from supportdesk.domain.link import LinkKind
from supportdesk.domain.macro import Macro
from supportdesk.domain.provisional import FIRST
from supportdesk.domain.roles import ROLES
from supportdesk.domain.sla.policy import LONGEST_TARGET, targets_from, targets_text
from supportdesk.domain.special_days import days_from
from supportdesk.domain.staffing import (
    Mode,
    Status,
    caps_text,
    checked_start,
    read_caps,
    read_queues,
)
from supportdesk.domain.ticket import STATES, Category, MessageKind, Priority
from supportdesk.domain.views import Scope
from supportdesk.domain.wire_reading import FIRST_MOMENT, LAST_MOMENT, read_action
from supportdesk.domain.working_hours import parse_hours

LONGEST = 1_000_000
"""Characters of a value in a form of its own."""

LONGEST_NUMBER = 20
"""Characters of a number that an event says."""

_OPTION = "option."

_OURS: Mapping[tuple[str, str], Collection[object]] = {
    ("ticket", "state"): STATES.keys(),
    ("ticket", "category"): frozenset(Category),
    ("ticket", "priority"): frozenset(Priority),
    ("ticket_link", "kind"): frozenset(LinkKind),
    ("ticket_span", "state"): STATES.keys(),
    ("message", "kind"): frozenset(MessageKind),
    ("operator", "role"): ROLES,
    ("operator", "status"): frozenset(Status),
    ("queue", "dealing"): frozenset(Mode),
    ("custom_field", "type"): frozenset(FieldType),
    ("client_property", "kind"): frozenset(client_property.KINDS),
    ("saved_view", "scope"): frozenset(Scope),
}
"""Columns that hold one of our own words or numbers."""

_MOMENTS = (
    *("at", "created_at", "wake_at", "due_at", "solved_at", "closed_at", "waiting_since"),
    *("rated_at", "revoked_at"),
)
_NUMBERS = (
    *("owner_id", "queue_id", "client_id", "follow_up_of", "rating"),
    *(f"link:{kind}" for kind in LinkKind),
)
"""What events of a ticket say in numbers; what they say in moments, any event does."""

_TEXT = "text:"
"""Begins what an event says where a text stands for its value, whose number follows."""

_DIGITS = 19
"""Of the number of a text, at most."""


def are_of_ours(table: str, row: Mapping[str, Any]) -> bool:
    """Whether a row holds what a desk of ours writes; each value fits its column already."""
    return all(_is_of_ours(table, name, value) for name, value in row.items()) and (
        (table != "event" or _is_event(row)) and (table != "setting" or _can(_setting(row)))
    )


def _is_of_ours(table: str, column: str, value: Any) -> bool:
    known = _OURS.get((table, column))
    read = _FORMS.get((table, column))
    if value is None:
        return True
    if known is not None:
        return value in known
    if read is not None:
        return _can(partial(read, value))
    if (table, column) == ("sla_policy", "out_of_hours"):
        return bool(0 <= value <= LONGEST_TARGET // timedelta(milliseconds=1))
    if column.endswith(("_at", "_since")) or column == "at":
        return bool(FIRST_MOMENT <= value < LAST_MOMENT)
    if column in ("id", "seq") and isinstance(value, int) and table != "message":
        return 0 < value < FIRST
    return True


def _is_event(row: Mapping[str, Any]) -> bool:
    """Whether an event says of its field what that can be."""
    subject, field = row["subject"], row["field"]
    begins, _, number = field.partition(":")
    if subject == "ticket" and begins == "link" and field not in _NUMBERS:
        return False
    if subject == "ticket" and begins == "article" and not _is_number(number, 0, FIRST):
        return False
    return all(
        value is None or _is_told(subject, field, value) for value in (row["before"], row["after"])
    )


def _is_told(subject: str, field: str, value: str) -> bool:
    """Whether a value is one of its field; no text stands for what has a form of its own."""
    if field in _MOMENTS:
        return _is_number(value, FIRST_MOMENT, LAST_MOMENT)
    if field == "priority":
        return _is_number(value, min(Priority), max(Priority) + 1)
    if (subject, field) == ("message", "ticket_id") or (subject == "ticket" and field in _NUMBERS):
        return _is_number(value, 0, FIRST)
    if (subject, field) == ("ticket", "state"):
        return value in STATES
    return not value.startswith(_TEXT) or _is_reference(value.removeprefix(_TEXT))


def _is_reference(number: str) -> bool:
    return number.isascii() and number.isdigit() and len(number) <= _DIGITS


def _is_number(written: str, least: int, end: int) -> bool:
    fits = len(written) <= LONGEST_NUMBER and _can(partial(int, written))
    return fits and least <= int(written) < end


def _can(read: Callable[[], object]) -> bool:
    """Whether something can be read."""
    try:
        read()
    except (Invalid, *_UNREADABLE):
        return False
    return True


_UNREADABLE = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError)
"""What reading trusted texts raises where they are not what they should be."""


def _setting(row: Mapping[str, Any]) -> Callable[[], object]:
    """Reads a setting: an option is such as may be set; one that nobody knows is not read."""
    name, value = row["name"], row["value"]

    def read() -> None:
        if name.startswith(_OPTION):
            try:
                checked_option(name.removeprefix(_OPTION), value)
            except Invalid as wrong:
                if wrong.code != "option.unknown":
                    raise

    return read


def _json(kept: str) -> Any:
    if len(kept) > LONGEST:
        raise ValueError
    found = json.loads(kept)
    json.dumps(found, ensure_ascii=False).encode()  # half a character has no bytes
    return found


def _texts(kept: str) -> None:
    _require(isinstance(found := _json(kept), list) and _are_texts(found))


def _texts_by_name(kept: str) -> None:
    _require(isinstance(found := _json(kept), dict) and _are_texts(found.values()))


def _are_texts(found: Iterable[object]) -> bool:
    return all(isinstance(one, str) for one in found)


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError


def _macro(kept: str) -> None:
    does = {"do": Macro.__name__, "with": _json(kept)}
    read_action({"do": SaveMacro.__name__, "with": {"name": "", "does": does}})


def _days(kept: str) -> None:
    days = days_from(kept) if _json(kept) else {}
    _require(_are_texts(day.name for day in days.values()))


def _targets(kept: str) -> None:
    _json(kept)
    targets_text(targets_from(kept))


def _queues(kept: str) -> None:
    _require(all(0 < queue < FIRST for queue in read_queues(kept)))


def _caps(kept: str) -> None:
    caps_text(read_caps(kept))


def _start(kept: str) -> None:
    _require(checked_start(kept) == kept)


def _sending(kept: str) -> None:
    """What waits to be sent; nothing once it has left."""
    if kept:
        asked = json.loads(kept)
        _require(isinstance(read_action(asked), Reply | Forward))
        _require({"body", "recipients", "attachments"} <= asked["with"].keys())


_FORMS: Mapping[tuple[str, str], Callable[[str], object]] = {
    ("article", "tags"): _texts,
    ("calendar", "days"): _days,
    ("calendar", "hours"): parse_hours,
    ("client", "traits"): _texts_by_name,
    ("client_event", "details"): _texts_by_name,
    ("client_property", "choices"): _texts,
    ("custom_field", "choices"): _texts,
    ("custom_field", "former"): _texts,
    ("macro", "does"): _macro,
    ("operator", "caps"): _caps,
    ("operator", "queues"): _queues,
    ("operator", "starts"): _start,
    ("outbox", "action"): _sending,
    ("sla_policy", "targets"): _targets,
    ("template", "tags"): _texts,
}
"""Columns that hold something in a form of its own, and what reads it."""
