"""Arithmetic of days and clocks in one zone, right on the days when the clocks change."""

from datetime import UTC, date, datetime, time, timedelta


def at_clock(day: date, clock: time, now: datetime) -> datetime:
    """`clock` on `day` in the zone of `now`, in UTC; a time that summer time skips is moved on."""
    return datetime.combine(day, clock, now.tzinfo).astimezone(UTC)


def days_to(weekday: int, today: date) -> int:
    """Days to the next `weekday` (Monday is 0), from 1 to 7: never today."""
    return (weekday - today.weekday() - 1) % 7 + 1


def days_since(weekday: int, today: date) -> int:
    """Days since the last `weekday` (Monday is 0), from 0 to 6: today counts."""
    return (today.weekday() - weekday) % 7


def next_date(day: int, month: int, today: date) -> date:
    """The next `day`.`month`, today counts; the 29th of February waits for its year.

    Raises ValueError when no year has it.
    """
    for year in range(today.year, today.year + 9):
        if (day, month) == (29, 2) and year % 4:
            continue
        found = date(year, month, day)
        if found >= today:
            return found
    raise ValueError(day, month)


def months_later(day: date, months: int) -> date:
    """The same day of another month, or that month's last day; `months` may be negative."""
    month = day.year * 12 + day.month - 1 + months
    first = date(month // 12, month % 12 + 1, 1)
    following = date((month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
