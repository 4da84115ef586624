"""When tickets come: by hour and weekday on the clock of one zone (R8, F131)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, tzinfo

from supportdesk.records import dataclass

QUARTER = 900_000
"""Milliseconds. Tickets are counted by quarters of an hour: every zone's clock is off by some."""

HOURS, WEEKDAYS = range(24), range(7)
NIGHT_BEGINS, NIGHT_ENDS = 22, 6
"""The night of R8, on the local clock."""

NIGHT_SHIFT_SHARE = 0.05
"""Of all tickets; with fewer at night a night shift is not justified (R8)."""

Days = dict[date, list[int]]
"""How many tickets came in each of the 24 hours of a day; days without any are left out."""

Week = tuple[tuple[float, ...], ...]
"""A number for each weekday (Monday first) and hour."""


def days_of(quarters: Iterable[tuple[int, int]], zone: tzinfo) -> Days:
    """Tickets by day and hour, of their numbers by quarter of an hour since 1970, UTC."""
    days: Days = {}
    for quarter, tickets in quarters:
        local = datetime.fromtimestamp(quarter * QUARTER / 1000, UTC).astimezone(zone)
        day = local.date()
        if day not in days:
            days[day] = [0] * len(HOURS)
        days[day][local.hour] += tickets
    return days


def is_night(hour: int) -> bool:
    """Whether an hour of the clock belongs to the night."""
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS


@dataclass(frozen=True, slots=True)
class Load:
    """The tickets of a period, by weekday and hour."""

    first: date
    last: date
    tickets: tuple[tuple[int, ...], ...]
    """Weekday (Monday first) × hour."""

    @property
    def total(self) -> int:
        """All of them."""
        return sum(map(sum, self.tickets))

    def of_hour(self, hour: int) -> int:
        """Tickets that came in this hour of any day."""
        return sum(day[hour] for day in self.tickets)

    def days(self, weekday: int) -> int:
        """How many days of the period are this weekday."""
        length = (self.last - self.first).days + 1
        return length // 7 + ((weekday - self.first.weekday()) % 7 < length % 7)

    @property
    def means(self) -> Week:
        """Tickets an hour, on average over the days of the period."""
        return tuple(
            tuple(n / max(1, self.days(weekday)) for n in self.tickets[weekday])
            for weekday in WEEKDAYS
        )

    @property
    def night_share(self) -> float:
        """The share of tickets that came at night; none of none."""
        night = sum(self.of_hour(hour) for hour in HOURS if is_night(hour))
        return night / self.total if self.total else 0.0

    @property
    def justifies_nights(self) -> bool:
        """Whether enough comes at night for a night shift."""
        return self.night_share >= NIGHT_SHIFT_SHARE


def load_of(days: Days, first: date | None = None, last: date | None = None) -> Load | None:
    """The load of a period; without its ends, from the first day with a ticket to the last."""
    if not days:
        return None
    first, last = first or min(days), last or max(days)
    cells = [[0] * len(HOURS) for _ in WEEKDAYS]
    for day, hours in days.items():
        for hour in HOURS:
            cells[day.weekday()][hour] += hours[hour]
    return Load(first, last, tuple(map(tuple, cells)))


def days_between(first: date, last: date) -> Iterable[date]:
    """Every day from the first to the last."""
    return (first + timedelta(days=step) for step in range((last - first).days + 1))
