"""Commands about business calendars (F94)."""

from datetime import date

from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day with hours of its own, `9-13`; without any it is closed."""

    day: date
    hours: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class SaveCalendar:
    """Make a calendar, or change what is named of the one with id `calendar`.

    A new one needs a zone and hours. `days` become special, or change; days in `usual` are like
    any other again. The first calendar of a desk becomes its default.
    """

    name: str
    calendar: int | None = None
    zone: str | None = None
    hours: str | None = None
    """Of a week, as people write them: `mon-fri 9-18`."""
    days: tuple[CalendarDay, ...] = ()
    usual: tuple[date, ...] = ()
    default: bool | None = None
    """Whether the desk goes by it; None leaves it."""


@dataclass(frozen=True, slots=True)
class RemoveCalendar:
    """Take a calendar away that nothing goes by."""

    calendar: int
