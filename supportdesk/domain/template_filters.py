"""What `{{ value | filter }}` may do: pure functions on one value, none of which can blow it up.

A filter gives None when it can make nothing of its value; the placeholder is then unresolved.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

from supportdesk.domain import grammar
from supportdesk.domain.template_context import Value
from supportdesk.domain.template_words import (
    supported,
    unknown_directive,
    written_date,
    written_moment,
)
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

LONGEST_TEXT = 10_000
"""Characters of any value on its way through filters."""

_SPAN = pattern(r"\s*([+-]?\d{1,4})\s*([mhdw])\s*")
_NUMBER = pattern(r"\s*([+-]?\d{1,15})\s*")
_CLOCK_UNITS = {"m": "minutes", "h": "hours"}
_CALENDAR_UNITS = {"d": "days", "w": "weeks"}

Arguments = tuple[Value, ...]


@dataclass(slots=True)
class Rendering:
    """One rendering: what filters need to know of it, and what it found wanting."""

    language: str
    now: datetime
    unresolved: dict[str, None] = field(default_factory=dict)
    nominative: dict[str, None] = field(default_factory=dict)
    """Names left in the nominative because their form is unknown (F60)."""


Work = Callable[[Rendering, Value, Arguments], Value | None]


class TextTooLong(Exception):
    """A value grew over `LONGEST_TEXT` characters."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter: its work, how many arguments it takes, and whether a first one makes sense."""

    work: Work
    fewest: int = 0
    most: int = 0
    accepts: Callable[[Value], bool] = lambda _argument: True


def written(value: Value, language: str) -> str:
    """A value as it stands in the text."""
    if isinstance(value, datetime):
        return written_moment(value, language)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _on_text(work: Callable[[str], str]) -> Filter:
    return Filter(lambda rendering, value, _: work(written(value, rendering.language)))


def _on_texts(work: Callable[..., str], count: int) -> Filter:
    def apply(rendering: Rendering, value: Value, arguments: Arguments) -> str:
        return work(*(written(each, rendering.language) for each in (value, *arguments)))

    return Filter(apply, count, count)


def _title(text: str) -> str:
    return re.sub(r"\S+", lambda word: word.group()[0].upper() + word.group()[1:], text)


def _capitalize(text: str) -> str:
    return text[:1].upper() + text[1:].lower()


def _append(text: str, other: str) -> str:
    _require_room(len(text) + len(other))
    return text + other


def _prepend(text: str, other: str) -> str:
    return _append(other, text)


def _replace(text: str, old: str, new: str) -> str:
    _require_room(len(text) + text.count(old) * (len(new) - len(old)))
    return text.replace(old, new)


def _require_room(length: int) -> None:
    if length > LONGEST_TEXT:
        raise TextTooLong


def _number(value: Value) -> int | None:
    """A whole number, also one written as text; None for anything else."""
    if isinstance(value, int):
        return int(value)
    found = _NUMBER.fullmatch(value) if isinstance(value, str) else None
    return int(found.group(1)) if found else None


def _truncate(rendering: Rendering, value: Value, arguments: Arguments) -> str | None:
    text = written(value, rendering.language)
    length = _number(arguments[0])
    if length is None:
        return None
    ending = written(arguments[1], rendering.language) if len(arguments) > 1 else "…"
    return text if len(text) <= length else text[: max(0, length - len(ending))] + ending


def _size(_rendering: Rendering, value: Value, _arguments: Arguments) -> int | None:
    return len(value) if isinstance(value, str) else None


def _date(rendering: Rendering, value: Value, arguments: Arguments) -> str | None:
    """Format a moment; a text that is none (an answer like "tomorrow") stays as it is."""
    moment = rendering.now if value in {"now", "today"} else value
    if not isinstance(moment, datetime):
        return written(value, rendering.language)
    return written_date(moment, written(arguments[0], rendering.language), rendering.language)


def _plus(_rendering: Rendering, value: Value, arguments: Arguments) -> Value | None:
    """Move a moment by `2d`, `3h`, `30m` or `1w`, or add a number to a number.

    Days and weeks keep the local time of day over a change of the clocks; hours and minutes are
    real time.
    """
    if not isinstance(value, datetime):
        one, other = _number(value), _number(arguments[0])
        return None if one is None or other is None else one + other
    found = _SPAN.fullmatch(str(arguments[0]))
    if found is None:
        return None
    count, unit = int(found.group(1)), found.group(2)
    try:
        if unit in _CALENDAR_UNITS:
            return value + timedelta(**{_CALENDAR_UNITS[unit]: count})
        moved = value.astimezone(UTC) + timedelta(**{_CLOCK_UNITS[unit]: count})
        return moved.astimezone(value.tzinfo)
    except OverflowError:
        return None


def _accepts_plus(argument: Value) -> bool:
    return _number(argument) is not None or bool(_SPAN.fullmatch(str(argument)))


def _forms(argument: Value) -> list[str]:
    return [form.strip() for form in str(argument).split(",")]


def _accepts_forms(argument: Value) -> bool:
    forms = _forms(argument)
    return len(forms) in {2, 3} and all(forms)


def _plural(_rendering: Rendering, value: Value, arguments: Arguments) -> str | None:
    """The form beside a number; beside words ("несколько") the last one."""
    if not _accepts_forms(arguments[0]):
        return None
    forms = _forms(arguments[0])
    number = _number(value)
    return forms[-1] if number is None else grammar.plural(number, forms)


def _declined(form: Callable[[str, str], str | None]) -> Filter:
    def apply(rendering: Rendering, value: Value, _arguments: Arguments) -> str:
        name = written(value, rendering.language)
        found = form(name, supported(rendering.language))
        if found is None:
            rendering.nominative[name] = None
        return name if found is None else found

    return Filter(apply)


def _pass_on(_rendering: Rendering, value: Value, _arguments: Arguments) -> Value:
    return value


DEFAULT = "default"
"""The one filter that is also asked when there is no value."""

FILTERS: Mapping[str, Filter] = MappingProxyType(
    {
        DEFAULT: Filter(_pass_on, 1, 1),
        "date": Filter(_date, 1, 1, lambda argument: unknown_directive(str(argument)) is None),
        "plus": Filter(_plus, 1, 1, _accepts_plus),
        "plural": Filter(_plural, 1, 1, _accepts_forms),
        "vocative": _declined(grammar.vocative),
        "dative": _declined(grammar.dative),
        "lower": _on_text(str.lower),
        "downcase": _on_text(str.lower),
        "upcase": _on_text(str.upper),
        "title": _on_text(_title),
        "capitalize": _on_text(_capitalize),
        "strip": _on_text(str.strip),
        "truncate": Filter(_truncate, 1, 2, lambda argument: (_number(argument) or 0) > 0),
        "replace": _on_texts(_replace, 2),
        "append": _on_texts(_append, 1),
        "prepend": _on_texts(_prepend, 1),
        "size": Filter(_size),
    }
)
