"""Business calendars: made, changed and removed by leads (F94)."""

from collections.abc import Sequence
from datetime import date

from supportdesk.desk.clients import require_zone
from supportdesk.desk.desk_options import THE_DESK
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import CalendarDay, RemoveCalendar, SaveCalendar
from supportdesk.domain.calendar import SpecialDay
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.domain.special_days import days_from, days_text
from supportdesk.domain.working_hours import parse_day, parse_hours
from supportdesk.store.read.calendars import CalendarRow
from supportdesk.store.write import calendars
from supportdesk.store.write.change import change
from supportdesk.store.write.policies import present_policies
from supportdesk.store.write.rows import Stored

LONGEST_NAME = 60
LONGEST_DAY_NAME = 100
MOST_DAYS = 2_000


def save_calendar(submission: Submission, action: SaveCalendar) -> Receipt:
    """Make a calendar, or change one.

    Raises Invalid for what no calendar can be, Refused("calendar.name_taken"), NotFound.
    """
    transaction = submission.transaction
    name = _clean_name(action.name)
    zone, hours = _checked(action)
    others = calendars.present_calendars(transaction.connection)
    former = _kept_days(others, action.calendar)
    days = _days_after(former, action)
    if action.calendar is None:
        calendar = calendars.make_calendar(transaction)
        transaction.record("calendar", calendar, "present", None, "1")
    else:
        calendar = action.calendar
    for field, value in (("name", name), ("zone", zone), ("hours", hours), ("days", days)):
        if value is not None:
            change(transaction, "calendar", calendar, field, value)
    _require_apart(calendars.present_calendars(transaction.connection), calendar)
    _set_default(submission, calendar, action.default, is_first=not others)
    return Receipt(transaction.envelope, calendar=calendar)


def remove_calendar(submission: Submission, action: RemoveCalendar) -> Receipt:
    """Take a calendar away. Raises Refused("calendar.in_use") where something goes by it."""
    transaction = submission.transaction
    _kept_days(calendars.present_calendars(transaction.connection), action.calendar)
    _require_unused(submission, action.calendar)
    change(transaction, "calendar", action.calendar, "present", None)
    return Receipt(transaction.envelope, calendar=action.calendar)


def require_sound(submission: Submission, events: Sequence[Stored]) -> None:
    """Raise Refused where an undo leaves two calendars of one name, or takes one that is used."""
    connection = submission.transaction.connection
    touched = {event["subject_id"] for event in events if event["subject"] == "calendar"}
    for calendar in sorted(touched):
        present = calendars.present_calendars(connection)
        if calendar in {row.id for row in present}:
            _require_apart(present, calendar)
        else:
            _require_unused(submission, calendar)


def _require_unused(submission: Submission, calendar: int) -> None:
    row = calendars.kept_calendar(submission.transaction.connection, calendar)
    if row.is_default:
        raise Refused("calendar.in_use", name=row.name, because="default")
    for policy in present_policies(submission.transaction.connection):
        if policy.calendar == calendar:
            raise Refused("calendar.in_use", name=row.name, because="policy", policy=policy.name)


def _set_default(
    submission: Submission, calendar: int, default: bool | None, *, is_first: bool
) -> None:
    row = calendars.kept_calendar(submission.transaction.connection, calendar)
    wanted = is_first if default is None and not row.is_default else default
    if wanted:
        change(submission.transaction, "desk", THE_DESK, "calendar", str(calendar))
    elif wanted is False and row.is_default:
        change(submission.transaction, "desk", THE_DESK, "calendar", None)


def _require_apart(present: Sequence[CalendarRow], calendar: int) -> None:
    names = [row.name for row in present if row.id == calendar]
    for row in present:
        if row.id != calendar and row.name.casefold() == names[0].casefold():
            raise Refused("calendar.name_taken", name=row.name)


def _clean_name(typed: str) -> str:
    name = " ".join(typed.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise Invalid("calendar.name", limit=LONGEST_NAME)
    return name


def _checked(action: SaveCalendar) -> tuple[str | None, str | None]:
    """Zone and hours as they are kept; None for what stays."""
    if action.calendar is None and not (action.zone and action.hours):
        raise Invalid("calendar.incomplete", name=action.name)
    if action.zone is not None:
        require_zone(action.zone)
    return action.zone, None if action.hours is None else parse_hours(action.hours).written


def _kept_days(present: Sequence[CalendarRow], calendar: int | None) -> str:
    """The special days that there are. Raises NotFound("calendar.missing")."""
    if calendar is None:
        return calendars.NO_DAYS
    for row in present:
        if row.id == calendar:
            return row.days
    raise NotFound("calendar.missing", number=calendar)


def _days_after(former: str, action: SaveCalendar) -> str | None:
    """The special days as they will be kept; None where they stay."""
    if not (action.days or action.usual):
        return None
    days = days_from(former)
    for day in action.usual:
        if days.pop(day, None) is None:
            raise NotFound("calendar.day_missing", day=day.isoformat(), name=action.name)
    days.update(dict(map(_special, action.days)))
    if len(days) > MOST_DAYS:
        raise Invalid("calendar.too_many_days", limit=MOST_DAYS)
    return days_text(days)


def _special(said: CalendarDay) -> tuple[date, SpecialDay]:
    name = " ".join(said.name.split())
    if len(name) > LONGEST_DAY_NAME:
        raise Invalid("calendar.day_name", day=said.day.isoformat(), limit=LONGEST_DAY_NAME)
    return said.day, SpecialDay(parse_day(said.hours), name)
