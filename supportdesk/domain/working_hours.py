"""The hours a contract promises, as one writes them: `mon-fri 9-18, sat 10-14` (F48, F55)."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from supportdesk.domain.errors import Invalid
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_NAMES = {
    **{name: number for number, name in enumerate(DAYS)},
    **{name: number for number, name in enumerate("пн вт ср чт пт сб вс".split())},
    "нд": 6,
}
_SHORT = {"24x7": "mon-sun 0-24", "8x5": "mon-fri 9-18", "12x7": "mon-sun 9-21"}
"""What people write for the usual contracts; 8×5 has an hour for lunch."""

_PART = pattern(
    r"(?P<first>[^\W\d_]{2,3})\.?(?:\s*-\s*(?P<last>[^\W\d_]{2,3})\.?)?\s+"
    r"(?P<begin>\d{1,2}(?::\d\d)?)\s*-\s*(?P<end>\d{1,2}(?::\d\d)?)"
)
_HOURS = pattern(r"(?P<begin>\d{1,2}(?::\d\d)?)\s*-\s*(?P<end>\d{1,2}(?::\d\d)?)")
_MINUTES_A_DAY = 24 * 60
_A_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 - any week will do: only its clock is read

Span = tuple[int, int]
"""Hours of one day: minutes since its midnight; what ends on the next day ends after 24:00."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Hours on days of the week: 0 is Monday; minutes since midnight, `end` may be the next day."""

    first: int
    last: int
    begin: int
    end: int

    @property
    def days(self) -> frozenset[int]:
        """The days on which it begins."""
        length = (self.last - self.first) % 7
        return frozenset((self.first + step) % 7 for step in range(length + 1))

    @property
    def span(self) -> Span:
        """Its hours, counted from the midnight of the day on which it begins."""
        return self.begin, self.end if self.end > self.begin else self.end + _MINUTES_A_DAY

    @property
    def written(self) -> str:
        """The shift as it is kept: `mon-fri 09:00-18:00`."""
        days = DAYS[self.first]
        if self.last != self.first:
            days = f"{days}-{DAYS[self.last]}"
        return f"{days} {_clock(self.begin)}-{_clock(self.end)}"


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """A week of hours in one zone."""

    shifts: tuple[Shift, ...]

    def holds(self, local: datetime) -> bool:
        """Whether a local moment lies within them."""
        minute = local.hour * 60 + local.minute
        yesterday = self.on((local - timedelta(days=1)).weekday())
        return any(begin <= minute < end for begin, end in self.on(local.weekday())) or any(
            begin <= minute + _MINUTES_A_DAY < end for begin, end in yesterday
        )

    def on(self, weekday: int) -> tuple[Span, ...]:
        """The hours that begin on a day of the week."""
        return tuple(shift.span for shift in self.shifts if weekday in shift.days)

    @property
    def written(self) -> str:
        """The hours as they are kept."""
        return ", ".join(shift.written for shift in self.shifts)


def parse_hours(typed: str) -> WorkingHours:
    """The hours a text means. Raises Invalid("hours.invalid")."""
    text = _plain(typed).replace("×", "x").replace("х", "x")
    shifts = tuple(_shifts(_SHORT.get(text.replace(" ", ""), text), typed))
    if not shifts:
        raise Invalid("hours.invalid", value=typed)
    return WorkingHours(shifts)


def parse_day(typed: str) -> tuple[Span, ...]:
    """The hours of one day as a text has them, `9-13, 14-18`; an empty one has none.

    Raises Invalid("hours.day").
    """
    text = _plain(typed)
    return tuple(_spans(text, typed)) if text else ()


def day_written(spans: Iterable[Span]) -> str:
    """Hours of one day as they are kept: `09:00-13:00, 14:00-18:00`."""
    return ", ".join(f"{_clock(begin)}-{_clock(_of_a_day(end))}" for begin, end in spans)


def _plain(typed: str) -> str:
    return typed.strip().casefold().replace("–", "-").replace("—", "-")


def _spans(text: str, typed: str) -> Iterator[Span]:
    for part in re.split(r"[,;]", text):
        found = _HOURS.fullmatch(part.strip())
        minutes = None if found is None else _begin_and_end(found)
        if minutes is None:
            raise Invalid("hours.day", value=typed)
        yield Shift(0, 0, *minutes).span


def _shifts(text: str, typed: str) -> Iterator[Shift]:
    for part in re.split(r"[,;]", text):
        found = _PART.fullmatch(part.strip())
        first = None if found is None else _NAMES.get(found["first"])
        last = None if found is None else _NAMES.get(found["last"] or found["first"])
        minutes = None if found is None else _begin_and_end(found)
        if first is None or last is None or minutes is None:
            raise Invalid("hours.invalid", value=typed)
        yield Shift(first, last, *minutes)


def _begin_and_end(found: re.Match[str]) -> Span | None:
    begin, end = _minutes(found["begin"]), _minutes(found["end"])
    if begin is None or end is None or begin in (end, _MINUTES_A_DAY):
        return None
    return begin, end


def _minutes(written: str) -> int | None:
    hours, _colon, minutes = written.partition(":")
    total = int(hours) * 60 + int(minutes or 0)
    return total if int(minutes or 0) < 60 and total <= _MINUTES_A_DAY else None


def _of_a_day(minutes: int) -> int:
    return minutes if minutes <= _MINUTES_A_DAY else minutes - _MINUTES_A_DAY


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def open_in(hours: WorkingHours) -> Callable[[int, int], float]:
    """How much of an hour of the week lies within the hours, by quarters; none is nothing."""

    def share(weekday: int, hour: int) -> float:
        begin = _A_MONDAY + timedelta(days=weekday, hours=hour)
        return sum(hours.holds(begin + timedelta(minutes=15 * part)) for part in range(4)) / 4

    return share
