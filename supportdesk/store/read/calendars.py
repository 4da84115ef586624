"""Business calendars of the desk (F94)."""

from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from supportdesk.domain.calendar import Calendar
from supportdesk.domain.errors import Invalid
from supportdesk.domain.special_days import days_from
from supportdesk.domain.working_hours import parse_hours
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader

CALENDARS = """
SELECT c.id, c.uuid, c.name, c.zone, c.hours, c.days,
       c.id = coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'calendar'), 0)
  FROM calendar c
"""
"""Every calendar and whether it is the default, as `CalendarRow` has them."""


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """A calendar as it is kept; `hours` and `days` are texts."""

    id: int
    uuid: str
    name: str
    zone: str
    hours: str
    days: str
    is_default: bool


def calendars(connection: Reader) -> list[CalendarRow]:
    """All calendars by name."""
    return [
        calendar_row(found)
        for found in connection.execute(f"{CALENDARS} WHERE NOT withdrawn ORDER BY c.name, c.id")
    ]


def calendar_named(connection: Reader, wanted: str) -> CalendarRow | None:
    """The calendar with this name, else with this number, or None."""
    folded = " ".join(wanted.split()).casefold()
    rows = calendars(connection)
    named = (row for row in rows if row.name.casefold() == folded)
    return next(named, next((row for row in rows if str(row.id) == folded), None))


def calendar_row(found: tuple[Any, ...]) -> CalendarRow:
    """A row of `CALENDARS`."""
    number, uuid, name, zone, hours, days, is_default = found
    return CalendarRow(number, uuid, name, zone, hours, days, bool(is_default))


@lru_cache(maxsize=64)
def calendar_of(row: CalendarRow) -> Calendar:
    """The calendar that a row holds; the same row is read once, with all it has counted.

    Raises Invalid("timezone.unknown") where this machine does not know its zone.
    """
    try:
        zone = ZoneInfo(row.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as trouble:
        raise Invalid("timezone.unknown", wanted=row.zone) from trouble
    return Calendar(row.name, zone, parse_hours(row.hours), days_from(row.days))
