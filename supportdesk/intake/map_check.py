"""Whether a mapping file makes sense: one that names what does not exist is refused as a whole."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from supportdesk.domain.errors import Invalid
from supportdesk.domain.ticket import CLOSE_REASONS, HOLD_REASONS, STATES, Priority

TICKET_FIELDS = frozenset(
    (
        "id subject body client email phone company created closed state priority kind queue owner"
        " channel language answer answered answered_by tags vip"
    ).split()
)
TEMPLATE_FIELDS = frozenset("id title body kind tags language queue".split())
CHANGE_FIELDS = frozenset("at order by state owner queue priority kind tags emptied".split())
EMPTIED = frozenset({"owner", "kind"})
"""What a ticket may have none of."""

TRANSLATED = ("state", "priority", "kind", "language")
_TABLES = ("ticket", "template", "fields", "line", *TRANSLATED)
_LISTS = ("columns", "times", "missing", "vip", "robots")


def check_map(found: dict[str, Any], path: Path) -> None:
    """Raise Invalid("map.invalid") that names the first thing that cannot be."""
    for wrong in _wrongs(found):
        raise Invalid("map.invalid", path=str(path), field=wrong)


def states_of(value: str) -> tuple[str, str | None]:
    """The state and the reason that a value of `[state]` names."""
    state, _, reason = value.partition(" ")
    return state, reason or None


def _wrongs(found: dict[str, Any]) -> Iterator[str]:
    yield from _shapes(found)
    if not found.get("ticket") and not found.get("template"):
        yield "[ticket]"
    for section, known in (("ticket", TICKET_FIELDS), ("template", TEMPLATE_FIELDS)):
        for name, value in found.get(section, {}).items():
            if name not in known or not _is_field(value):
                yield f"{section}.{name}"
    is_log = "change" in found
    for value in found.get("state", {}).values():
        if not _is_state(value, is_log=is_log):
            yield f"state: {value}"
    for value in found.get("priority", {}).values():
        if value not in {priority.name.lower() for priority in Priority}:
            yield f"priority: {value}"
    if is_log:
        yield from _changes(found)


def _shapes(found: dict[str, Any]) -> Iterator[str]:
    """Tables hold names and texts, lists hold texts: nothing else can be made sense of."""
    tables = [name for name in _TABLES if not isinstance(found.get(name, {}), dict)]
    yield from tables
    yield from (name for name in _LISTS if not _is_texts(found.get(name, [])))
    for name in ("fields", *TRANSLATED):
        if name not in tables and not _is_texts([*found.get(name, {}).values()]):
            yield name
    if not all(_is_time_form(form) for form in found.get("times", [])):
        yield "times"
    if not isinstance(found.get("day", ""), str):
        yield "day"
    if not all(type(line) is int and line > 0 for line in found.get("line", {}).values()):
        yield "line"


def _changes(found: dict[str, Any]) -> Iterator[str]:
    """An entry needs its time, and the ticket it is about."""
    changes = found["change"]
    if not isinstance(changes, list) or not changes:
        yield "change"
        return
    if "id" not in found.get("ticket", {}):
        yield "ticket.id"
    for change in changes:
        if not isinstance(change, dict) or "at" not in change:
            yield "change.at"
            return
        for name, value in change.items():
            if name not in CHANGE_FIELDS or not _is_field(value):
                yield f"change.{name}"
        if not EMPTIED.issuperset(change.get("emptied", ())):
            yield "change.emptied"


def _is_state(value: str, *, is_log: bool) -> bool:
    state, reason = states_of(value)
    if reason is None:
        return state in STATES or (is_log and not state)
    reasons = {"hold": HOLD_REASONS, "closed": CLOSE_REASONS}
    return is_log and reason in reasons.get(state, ())


def _is_time_form(form: str) -> bool:
    """Whether strptime can make anything of it: a field named twice it cannot."""
    try:
        datetime.strptime("", form)  # noqa: DTZ007 - only the form is looked at
    except re.error:
        return False
    except ValueError as wrong:
        return "does not match" in str(wrong)
    return True


def _is_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def _is_field(value: object) -> bool:
    return isinstance(value, str) or _is_texts(value)
