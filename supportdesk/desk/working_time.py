"""When people work: the calendar by which take-backs and planned starts are reckoned."""

from datetime import UTC, datetime, timedelta

from supportdesk.domain.assignment import DUE_SOON
from supportdesk.domain.calendar import ALWAYS, Calendar
from supportdesk.store.read.dealing import Ask

_SOON = timedelta(milliseconds=DUE_SOON)


def working_calendar(_ask: Ask) -> Calendar:
    """The calendar of the desk."""
    return ALWAYS


def is_about_now(calendar: Calendar, starts: str, now: datetime) -> bool:
    """Whether a planned start, `09:00` in the calendar's zone, is a quarter of an hour off at most.

    A day without working time has no start.
    """
    hour, minute = (int(part) for part in starts.split(":"))
    for days in (-1, 0, 1):
        day = now.astimezone(calendar.zone) + timedelta(days=days)
        start = day.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(UTC)
        if start - _SOON <= now < start + _SOON:
            midnight = day.replace(hour=0, minute=0, second=0, microsecond=0)
            return bool(calendar.between(midnight, midnight + timedelta(days=1)))
    return False
