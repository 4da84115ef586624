"""Calendars as people and scripts see them."""

from datetime import date

from supportdesk.cli.session import Session
from supportdesk.domain.calendar import SpecialDay
from supportdesk.domain.errors import NotFound
from supportdesk.domain.working_hours import day_written
from supportdesk.i18n import gettext as _
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


def tell_calendar(session: Session, row: CalendarRow, *, past: bool) -> None:
    """A calendar for people, with the special days from today on; with `past` all of them."""
    calendar, output = calendar_of(row), session.output
    output.fact(_("Name"), row.name)
    output.fact(_("Number"), row.id)
    output.fact(_("Time zone"), row.zone)
    output.fact(_("Hours"), row.hours)
    output.fact(_("The desk goes by it"), _("yes") if row.is_default else _("no"))
    now = session.clock()
    output.fact(_("Now"), _("working time") if calendar.holds(now) else _("not working time"))
    today = now.astimezone(calendar.zone).date()
    days = [(day, said) for day, said in calendar.days.items() if past or day >= today]
    if days:
        output.table([_("Day"), _("Hours"), _("Name")], [_line(day, said) for day, said in days])


def _line(day: date, special: SpecialDay) -> list[str]:
    return [day.isoformat(), day_written(special.spans) or _("day off"), special.name or "-"]
