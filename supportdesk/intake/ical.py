"""Days out of iCalendar files, as far as calendars of holidays have them (RFC 5545, F94).

Events of whole days with a beginning and an end, yearly repetition, exceptions; what has a time of
day is left out and counted. Nothing else is guessed: a file that says more is refused by its line.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import field
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from supportdesk.domain.errors import Invalid, NotFound
from supportdesk.intake.ical_rule import occurrences
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

LARGEST_FILE = 2_000_000
"""Bytes."""
MOST_EVENTS = 10_000
LONGEST_EVENT = 366
"""Days."""
LONGEST_NAME = 100
MOST_STEPS = 100_000
"""Days of all events together: what a file of holidays stays far below."""

_PROPERTY = pattern(
    r"(?P<name>[A-Za-z0-9-]+)(?P<parameters>(?:;[A-Za-z0-9-]+=(?:\"[^\"]*\"|[^\";:,]*)"
    r"(?:,(?:\"[^\"]*\"|[^\";:,]*))*)*):(?P<value>.*)",
    re.DOTALL,
)
_DAY = pattern(r"(\d{4})(\d\d)(\d\d)(?:T\d{6}Z?)?", re.ASCII)
_DURATION = pattern(r"\+?P(?:(\d{1,3})W|(\d{1,4})D)(?:T0[HMS])?")
_ESCAPED = pattern(r"\\([\\;,nN])")


@dataclass(frozen=True, slots=True)
class FoundDays:
    """Days with their names, and how many events with a time of day were left out."""

    days: dict[date, str]
    timed: int


@dataclass(slots=True)
class _Property:
    line: int
    name: str
    parameters: str
    value: str

    @property
    def is_of_days(self) -> bool:
        return "VALUE=DATE;" in f"{self.parameters.upper()};" or len(self.value) == 8


@dataclass(slots=True)
class _Event:
    line: int
    properties: dict[str, list[_Property]] = field(default_factory=lambda: defaultdict(list))

    def first(self, name: str) -> _Property | None:
        return next(iter(self.properties.get(name, ())), None)

    def text(self, name: str) -> str:
        found = self.first(name)
        return "" if found is None else found.value

    def days(self, name: str) -> list[date]:
        return [
            _day(found, part)
            for found in self.properties.get(name, ())
            if found.is_of_days
            for part in found.value.split(",")
        ]


def read_ical(path: Path, years: Collection[int], *, only: bool) -> FoundDays:
    """The days of a file; what repeats every year, in `years`; with `only`, nothing else either.

    Raises NotFound("calendar.file_missing"), Invalid("file.unreadable"), Invalid("ical.broken") and
    Invalid("ical.rule") with the line.
    """
    events = list(islice(_events(_text(path)), MOST_EVENTS + 1))
    if len(events) > MOST_EVENTS:
        raise _broken(events[-1].line, "many")
    return _found(events, years, only=only)


def _found(events: list[_Event], years: Collection[int], *, only: bool) -> FoundDays:
    days: dict[date, str] = {}
    timed = steps = 0
    moved = defaultdict(set)
    for event in events:
        moved[event.text("UID")].update(event.days("RECURRENCE-ID"))
    for event in events:
        start = event.first("DTSTART")
        if start is None:
            raise _broken(event.line, "start")
        if event.text("STATUS").upper() == "CANCELLED":
            continue
        if not start.is_of_days:
            timed += 1
            continue
        name = _name(event.text("SUMMARY"))
        for day in _days_of(event, _day(start, start.value), years, moved[event.text("UID")]):
            steps += 1
            if steps > MOST_STEPS:
                raise _broken(event.line, "many")
            if not only or day.year in years:
                days.setdefault(day, name)
    return FoundDays(days, timed)


def _days_of(
    event: _Event, start: date, years: Collection[int], moved: set[date]
) -> Iterator[date]:
    """The days of an event, of each time it takes place."""
    rule = event.first("RRULE")
    found = [start] if rule is None else occurrences(rule.value, rule.line, start, years)
    left_out = set(event.days("EXDATE"))
    if event.first("RECURRENCE-ID") is None:
        left_out |= moved
    length = _length(event, start)
    for first in [*found, *event.days("RDATE")]:
        if first not in left_out:
            yield from (_later(event, first, step) for step in range(length))


def _later(event: _Event, first: date, days: int) -> date:
    try:
        return first + timedelta(days=days)
    except OverflowError as trouble:
        raise _broken(event.line, "day") from trouble


def _length(event: _Event, start: date) -> int:
    """How many days an event lasts; its end is the day after."""
    end, duration = event.first("DTEND"), event.first("DURATION")
    length = 1
    if end is not None:
        length = max(1, (_day(end, end.value) - start).days)
        if _day(end, end.value) < start:
            raise _broken(end.line, "end")
    elif duration is not None:
        said = _DURATION.fullmatch(duration.value.strip().upper())
        if said is None:
            raise _broken(duration.line, "duration")
        length = max(1, int(said[1] or 0) * 7 + int(said[2] or 0))
    if length > LONGEST_EVENT:
        raise _broken(event.line, "long")
    return length


def _events(text: str) -> Iterator[_Event]:
    """The events of a file, one after another."""
    inside: list[str] = []
    event: _Event | None = None
    last = 0
    for said in _properties(text):
        last = said.line
        if said.name == "BEGIN":
            inside.append(said.value.upper())
            if inside == ["VCALENDAR", "VEVENT"]:
                event = _Event(said.line)
        elif said.name == "END":
            if not inside or inside.pop() != said.value.upper():
                raise _broken(said.line, "nesting")
            if event is not None and len(inside) == 1:
                yield event
                event = None
        elif not inside or inside[0] != "VCALENDAR":
            raise _broken(said.line, "format")
        elif event is not None and len(inside) == 2:
            event.properties[said.name].append(said)
    if inside or not last:
        raise _broken(last, "nesting")


def _properties(text: str) -> Iterator[_Property]:
    for line, content in _unfolded(text):
        found = _PROPERTY.fullmatch(content)
        if found is None:
            raise _broken(line, "format")
        yield _Property(line, found["name"].upper(), found["parameters"], found["value"].strip())


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Lines as they were before they were folded, each with the number of its first one."""
    number, parts = 0, [""]
    for place, line in enumerate(re.split(r"\r\n|\n|\r", text), start=1):
        if line[:1] in (" ", "\t") and number:
            parts.append(line[1:])
            continue
        if whole := "".join(parts).strip():
            yield number, whole
        number, parts = place, [line]
    if whole := "".join(parts).strip():
        yield number, whole


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_FILE + 1)
    except FileNotFoundError as missing:
        raise NotFound("calendar.file_missing", path=str(path)) from missing
    except OSError as trouble:
        raise Invalid("file.unreadable", path=str(path), reason=trouble.strerror) from trouble
    if len(content) > LARGEST_FILE:
        raise _broken(0, "size")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise _broken(content[: trouble.start].count(b"\n") + 1, "text") from trouble


def _day(found: _Property, written: str) -> date:
    said = _DAY.fullmatch(written.strip())
    try:
        return date(*map(int, said.groups())) if said else date.fromisoformat("")
    except ValueError as trouble:
        raise _broken(found.line, "day") from trouble


def _name(summary: str) -> str:
    plain = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], summary)
    return " ".join(plain.split())[:LONGEST_NAME]


def _broken(line: int, because: str) -> Invalid:
    return Invalid("ical.broken", line=line, because=because)
