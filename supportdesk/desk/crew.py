"""Who could be dealt what at a moment, and why a ticket waits (R3).

Asked by a pass inside its transaction, and by whoever wants to know on a connection of theirs.
"""

from datetime import UTC, datetime, timedelta

from supportdesk.domain.assignment import DUE_SOON, Crew, Dealt, Left, deal
from supportdesk.domain.calendar import ALWAYS, Calendar
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.rebalancing import Move, moves
from supportdesk.i18n.staffing_names import waiting_reason
from supportdesk.store.read import dealing
from supportdesk.store.read.calendars import CALENDARS, calendar_of, calendar_row
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.dealing import Ask

_SOON = timedelta(milliseconds=DUE_SOON)
_DAY = timedelta(days=1)
_DEFAULT = (
    f"{CALENDARS} WHERE NOT withdrawn"
    " AND c.id = (SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'calendar')"
)


def working_calendar(ask: Ask) -> Calendar:
    """The calendar the desk goes by; every hour counts where it has none."""
    found = next(iter(ask(_DEFAULT, {})), None)
    return ALWAYS if found is None else calendar_of(calendar_row(tuple(found)))


def read_crew(ask: Ask, now: int) -> Crew:
    """Everybody as they are at `now` (milliseconds), with the caps of the desk."""
    calendar, moment = working_calendar(ask), from_milliseconds(now)
    people = dealing.people(ask, now, lambda starts: is_about_now(calendar, starts, moment))
    return Crew(people, dealing.caps(ask), dealing.last_owner(ask, now))


def is_about_now(calendar: Calendar, starts: str, now: datetime) -> bool:
    """Whether a planned start, `09:00` in the calendar's zone, is a quarter of an hour off at most.

    A day without working time has no start.
    """
    hour, minute = (int(part) for part in starts.split(":"))
    local = now.astimezone(calendar.zone)
    for days in (-1, 0, 1):
        midnight = (local + timedelta(days=days)).replace(hour=0, minute=0, second=0, microsecond=0)
        start = midnight.replace(hour=hour, minute=minute).astimezone(UTC)
        if start - _SOON <= now < start + _SOON:
            return bool(calendar.between(midnight, midnight + _DAY))
    return False


def outcomes(connection: Reader, now: int) -> list[Dealt | Left]:
    """What a pass would make of each waiting ticket at `now` (milliseconds); nothing changes."""
    ask = dealing.on(connection)
    return list(deal(dealing.waiting(ask), read_crew(ask, now)))


def rebalanced(connection: Reader, now: int) -> list[Move]:
    """What would move from those over their cap at `now` (milliseconds); nothing changes."""
    ask = dealing.on(connection)
    return list(moves(read_crew(ask, now), lambda person: dealing.owned(ask, person.id)))


def why_waiting(connection: Reader, number: int, now: int) -> Dealt | Left | None:
    """Why nobody has a ticket, or who gets it next; None for one that is not to be dealt."""
    ask = dealing.on(connection)
    ticket = dealing.one_waiting(ask, number)
    return None if ticket is None else read_crew(ask, now).deal(ticket)


def why_text(found: Dealt | Left) -> str:
    """Why nobody has a ticket, in words."""
    if isinstance(found, Dealt):
        return waiting_reason("next", name=found.person.name)
    return waiting_reason(
        found.reason, needs=found.needs, load=found.load, cap=found.cap, name=found.name
    )
