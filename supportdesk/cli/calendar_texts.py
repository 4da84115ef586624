"""Calendars as people and scripts see them."""

from supportdesk.cli.session import Session
from supportdesk.domain.errors import NotFound
from supportdesk.domain.working_hours import day_written
from supportdesk.store.read import calendars
from supportdesk.store.read.calendars import CalendarRow, calendar_of


def chosen_calendar(session: Session, wanted: str) -> CalendarRow:
    """The calendar with this name or number. Raises NotFound("calendar.missing")."""
    row = session.ask(calendars.calendar_named, wanted)
    if row is None:
        raise NotFound("calendar.missing", wanted=wanted)
    return row


def calendar_object(session: Session, row: CalendarRow) -> dict[str, object]:
    """A calendar with all its special days; a day without hours is closed."""
    calendar = calendar_of(row)
    return {
        "number": row.id,
        "name": row.name,
        "zone": row.zone,
        "hours": row.hours,
        "default": row.is_default,
        "open": calendar.holds(session.clock()),
        "days": [
            {"date": day.isoformat(), "hours": day_written(special.spans), "name": special.name}
            for day, special in calendar.days.items()
        ],
        "uuid": row.uuid,
    }
