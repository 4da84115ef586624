"""Business calendars: the hours that count, in one zone, with their special days (R2, F94).

Hours are what the clocks on the wall show in the zone. A shift belongs to the day on which it
begins, so that a holiday takes away the night which begins on it, not the one which ends on it.
Where clocks change, a time that is there twice is its first one, and a time that is left out is
the moment of the change.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from supportdesk.domain.errors import Invalid
from supportdesk.domain.working_hours import Span, WorkingHours, parse_hours
from supportdesk.records import dataclass

WEEK = timedelta(days=7)
YEARS_WITHOUT_WORK = 4
"""After so many years without an hour of work there will be none."""

_MONDAY = datetime(1, 1, 1, tzinfo=UTC)
_ZERO = timedelta()
_WEEKS_WITHOUT_WORK = YEARS_WITHOUT_WORK * 53


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day with its own hours; without any it is closed."""

    spans: tuple[Span, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class _Week:
    """The working time of seven days of UTC: when it begins and ends each time, in order."""

    begins: tuple[datetime, ...]
    ends: tuple[datetime, ...]
    total: timedelta


@dataclass(frozen=True)
class Calendar:
    """When time counts: `hours` of a week in `zone`, and the `days` that have their own."""

    name: str
    zone: ZoneInfo
    hours: WorkingHours
    days: Mapping[date, SpecialDay] = field(default_factory=dict, hash=False)
    _weeks: dict[int, _Week] = field(default_factory=dict, init=False, repr=False, compare=False)

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Working time in [start, end); nothing where that is no time."""
        start, end = start.astimezone(UTC), end.astimezone(UTC)
        if end <= start:
            return _ZERO
        first, last = _number(start), _number(end)
        if first == last:
            return self._until(last, end) - self._until(first, start)
        whole = sum((self._week(number).total for number in range(first, last)), _ZERO)
        return whole - self._until(first, start) + self._until(last, end)

    def after(self, start: datetime, worked: timedelta) -> datetime:
        """The earliest moment by which `worked` working time has passed since `start`; in UTC.

        Raises Invalid("calendar.never") where no more working time comes.
        """
        start = start.astimezone(UTC)
        if worked <= _ZERO:
            return start
        number, idle = _number(start), 0
        left = worked + self._until(number, start)
        try:
            while left > (week := self._week(number)).total:
                left -= week.total
                idle = 0 if week.total else idle + 1
                if idle > _WEEKS_WITHOUT_WORK:
                    raise Invalid("calendar.never", calendar=self.name)
                number += 1
        except OverflowError as beyond:
            raise Invalid("calendar.never", calendar=self.name) from beyond
        for begin, end in zip(week.begins, week.ends, strict=True):
            if left <= end - begin:
                return begin + left
            left -= end - begin
        raise AssertionError(left)

    def holds(self, moment: datetime) -> bool:
        """Whether a moment is working time."""
        moment = moment.astimezone(UTC)
        week = self._week(_number(moment))
        place = bisect_right(week.begins, moment)
        return place > 0 and moment < week.ends[place - 1]

    def _until(self, number: int, moment: datetime) -> timedelta:
        """Working time of a week before a moment of it."""
        worked = _ZERO
        week = self._week(number)
        for begin, end in zip(week.begins, week.ends, strict=True):
            if moment <= begin:
                break
            worked += min(end, moment) - begin
        return worked

    def _week(self, number: int) -> _Week:
        week = self._weeks.get(number)
        if week is None:
            week = self._weeks[number] = self._counted(number)
        return week

    def _counted(self, number: int) -> _Week:
        """A week from Monday 00:00 UTC: shifts overlap, and cross its ends."""
        monday = _MONDAY + number * WEEK
        begins: list[datetime] = []
        ends: list[datetime] = []
        for begin, end in sorted(self._shifts_about(monday)):
            begin, end = max(begin, monday), min(end, monday + WEEK)  # noqa: PLW2901
            if end <= begin:
                continue
            if ends and begin <= ends[-1]:
                ends[-1] = max(ends[-1], end)
            else:
                begins.append(begin)
                ends.append(end)
        total = sum((end - begin for begin, end in zip(begins, ends, strict=True)), _ZERO)
        return _Week(tuple(begins), tuple(ends), total)

    def _shifts_about(self, monday: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The shifts of every local day that may touch the week, wherever its zone lies."""
        for step in range(-2, 8):
            day = monday.date() + timedelta(days=step)
            special = self.days.get(day)
            spans = self.hours.on(day.weekday()) if special is None else special.spans
            for begin, end in spans:
                yield at_minute(day, begin, self.zone), at_minute(day, end, self.zone)


def at_minute(day: date, minute: int, zone: tzinfo) -> datetime:
    """The moment, in UTC, at which clocks in `zone` first show `minute` of `day` or a later one."""
    shown = datetime(day.year, day.month, day.day) + timedelta(minutes=minute)  # noqa: DTZ001
    moment = shown.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == shown:
        return moment
    return _change_before(moment, shown.replace(tzinfo=zone, fold=1).astimezone(UTC), zone)


def _change_before(after: datetime, before: datetime, zone: tzinfo) -> datetime:
    """When the offset of a zone changes between two moments of UTC, to the second."""
    offset = before.astimezone(zone).utcoffset()

    def has_changed(seconds: int) -> bool:
        return (before + timedelta(seconds=seconds)).astimezone(zone).utcoffset() != offset

    seconds = range((after - before) // timedelta(seconds=1) + 1)
    return before + timedelta(seconds=bisect_left(seconds, True, key=has_changed))


def _number(moment: datetime) -> int:
    return (moment - _MONDAY) // WEEK


ALWAYS = Calendar("always", ZoneInfo("UTC"), parse_hours("24x7"))
"""Every hour counts: the calendar of a desk that has none."""
