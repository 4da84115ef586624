"""Business calendars in lines: `calendar list`, `calendar show`, and the console (F94)."""

from collections.abc import Sequence
from datetime import date, datetime

from supportdesk.domain.calendar import SpecialDay
from supportdesk.domain.working_hours import day_written
from supportdesk.i18n import gettext as _
from supportdesk.store.read.calendars import CalendarRow, calendar_of
from supportdesk.texts.page import Page


def tell_calendars(page: Page, rows: Sequence[CalendarRow]) -> None:
    """A line for each calendar."""
    if not rows:
        page.say(
            _(
                "There is no calendar: every hour counts. Make one: supportdesk calendar save"
                " NAME --zone Europe/Kyiv --hours 'mon-fri 9-18'"
            )
        )
        return
    page.table(
        [_("Number"), _("Default"), _("Time zone"), _("Special days"), _("Name"), _("Hours")],
        [
            [
                str(row.id),
                _("yes") if row.is_default else "-",
                row.zone,
                str(len(calendar_of(row).days)),
                row.name,
                row.hours,
            ]
            for row in rows
        ],
    )


def tell_calendar(page: Page, row: CalendarRow, now: datetime, *, past: bool) -> None:
    """A calendar for people, with the special days from today on; with `past` all of them."""
    calendar = calendar_of(row)
    page.fact(_("Name"), row.name)
    page.fact(_("Number"), row.id)
    page.fact(_("Time zone"), row.zone)
    page.fact(_("Hours"), row.hours)
    page.fact(_("The desk goes by it"), _("yes") if row.is_default else _("no"))
    page.fact(_("Now"), _("working time") if calendar.holds(now) else _("not working time"))
    today = now.astimezone(calendar.zone).date()
    days = [(day, said) for day, said in calendar.days.items() if past or day >= today]
    if days:
        page.table([_("Day"), _("Hours"), _("Name")], [_line(day, said) for day, said in days])


def _line(day: date, special: SpecialDay) -> list[str]:
    return [day.isoformat(), day_written(special.spans) or _("day off"), special.name or "-"]
