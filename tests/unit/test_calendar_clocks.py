"""Business calendars against two other clocks: one of plain minutes, and a published library."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from workclock import Holidays, Schedule, WorkDay

from supportdesk.domain.calendar import Calendar, SpecialDay
from supportdesk.domain.working_hours import Shift, WorkingHours

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
ZONES = ("Europe/Kyiv", "Europe/Moscow", "Europe/Berlin", "America/Havana", "Australia/Lord_Howe")
CHANGES = (
    date(2026, 3, 8),
    date(2026, 3, 29),
    date(2026, 4, 5),
    date(2026, 10, 25),
    date(2025, 7, 1),
)

Spans = Sequence[tuple[int, int]]


class MinuteClock:
    """Looks at the clock on the wall every minute; it never goes back where clocks are set back."""

    def __init__(self, zone: ZoneInfo, week: Sequence[Spans], days: Mapping[date, Spans]) -> None:
        self.zone, self.week, self.days = zone, week, days

    def minutes(self, start: datetime, until: datetime) -> Iterator[tuple[datetime, bool]]:
        """Every minute from `start`, and whether it is worked."""
        moment, shown = start - 2 * DAY, datetime(1, 1, 1)  # noqa: DTZ001
        while moment < until:
            shown = max(shown, moment.astimezone(self.zone).replace(tzinfo=None))
            if moment >= start:
                yield moment, self._is_worked(shown)
            moment += MINUTE

    def _is_worked(self, shown: datetime) -> bool:
        return any(
            begin <= (shown - datetime.combine(day, time())) // MINUTE < end
            for day in (shown.date(), shown.date() - DAY)
            for begin, end in self.days.get(day, self.week[day.weekday()])
        )


edges = st.integers(0, 1439)


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    """Hours that begin on a day and last up to a day."""
    begin = draw(edges)
    end = draw(st.integers(1, 1440).filter(lambda minute: minute != begin))
    return begin, end if end > begin else end + 1440


weeks = st.lists(st.lists(spans(), max_size=2), min_size=7, max_size=7)
moments = st.builds(
    lambda day, minutes: datetime(day.year, day.month, day.day, tzinfo=UTC) + minutes * MINUTE,
    st.sampled_from(CHANGES),
    st.integers(-4 * 1440, 2 * 1440),
)


def of(zone: str, week: Sequence[Spans], days: Mapping[date, Spans]) -> Calendar:
    """The calendar with these hours."""
    shifts = [
        Shift(weekday, weekday, begin, end if end <= 1440 else end - 1440)
        for weekday, day in enumerate(week)
        for begin, end in day
    ]
    special = {day: SpecialDay(tuple(hours)) for day, hours in days.items()}
    return Calendar("Any", ZoneInfo(zone), WorkingHours(tuple(shifts)), special)


special_days = st.dictionaries(st.integers(-4, 4), st.lists(spans(), max_size=2), max_size=3)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(ZONES), weeks, special_days, moments, st.integers(1, 5 * 1440))
def test_it_agrees_with_a_clock_of_minutes(
    zone: str,
    week: list[list[tuple[int, int]]],
    special: dict[int, list[tuple[int, int]]],
    start: datetime,
    length: int,
) -> None:
    days = {start.date() + step * DAY: hours for step, hours in special.items()}
    calendar, clock = of(zone, week, days), MinuteClock(ZoneInfo(zone), week, days)
    end = start + length * MINUTE
    seen = list(clock.minutes(start, end))
    worked = [moment for moment, is_worked in seen if is_worked]
    assert calendar.between(start, end) == len(worked) * MINUTE
    for moment, is_worked in seen[:: max(1, length // 40)]:
        assert calendar.holds(moment) == is_worked, moment
    if worked:
        assert calendar.after(start, len(worked) * MINUTE) == worked[-1] + MINUTE
        half = len(worked) // 2
        assert calendar.after(start, (half + 1) * MINUTE) == worked[half] + MINUTE


exact = st.timedeltas(timedelta(), timedelta(days=400))


@settings(deadline=None)
@given(st.sampled_from(ZONES), weeks, moments, exact, exact)
def test_time_adds_up_and_comes_back(
    zone: str,
    week: list[list[tuple[int, int]]],
    start: datetime,
    first: timedelta,
    second: timedelta,
) -> None:
    assume(any(week))
    calendar = of(zone, week, {})
    middle, end = start + first, start + first + second
    whole = calendar.between(start, end)
    assert whole == calendar.between(start, middle) + calendar.between(middle, end)
    assert timedelta() <= whole <= end - start
    worked = first / 20
    due = calendar.after(start, worked)
    assert calendar.between(start, due) == worked
    assert not worked or calendar.between(start, due - timedelta(microseconds=1)) < worked


half_hours = st.sampled_from([time(h, m) for h in (0, 1, *range(5, 24)) for m in (0, 30)])
"""None that a change of clocks leaves out or shows twice: there the other library goes its way."""

months = st.sampled_from(("Europe/Kyiv", "Europe/Moscow", "Europe/Berlin"))
weekdays = st.sets(st.integers(0, 6), min_size=1)


@settings(deadline=None)
@given(
    months,
    st.lists(st.tuples(half_hours, half_hours, weekdays), min_size=1, max_size=3),
    st.sets(st.integers(0, 60), max_size=5),
    moments,
    st.timedeltas(timedelta(), 60 * DAY),
)
def test_it_agrees_with_a_published_library(
    zone: str,
    rules: list[tuple[time, time, set[int]]],
    holidays: set[int],
    start: datetime,
    length: timedelta,
) -> None:
    assume(all(begin != end for begin, end, _days in rules))
    if any(end < begin for begin, end, _days in rules):
        holidays = set()  # its holidays end at midnight, ours with the shift
    closed = [start.date() + number * DAY for number in holidays]
    other = Schedule(
        [*(WorkDay(*rule) for rule in rules), Holidays(closed)], time_zone=ZoneInfo(zone)
    )
    shifts = [
        Shift(day, day, begin.hour * 60 + begin.minute, end.hour * 60 + end.minute)
        for begin, end, days in rules
        for day in days
    ]
    ours = Calendar(
        "Any", ZoneInfo(zone), WorkingHours(tuple(shifts)), dict.fromkeys(closed, SpecialDay())
    )
    assert ours.between(start, start + length) == other.between(start, start + length)
    worked = length / 4
    assert ours.after(start, worked) == other.add(start, worked)
