"""What people are needed for: what will come, how long one takes, what is promised (F131)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from supportdesk.cli.roster_load import (
    Period,
    days_asked,
    load_asked,
)
from supportdesk.cli.session import Session
from supportdesk.domain.duration import read_seconds
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.forecast import Forecast, forecast
from supportdesk.domain.load import Week, load_of
from supportdesk.domain.working_hours import WorkingHours, parse_hours
from supportdesk.store.read import load

LONGEST_MAIL = 240
DAY = 86_400
A_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001 - any week will do: only its clock is read


class Channel(StrEnum):
    """Whether clients wait on the line, or for a letter."""

    MAIL = "mail"
    LIVE = "live"


USUAL_WITHIN = {Channel.MAIL: "8h", Channel.LIVE: "20s"}


@dataclass(frozen=True, slots=True)
class Promise:
    """What clients are promised, and when the desk is open for it; times in seconds."""

    channel: Channel
    level: float
    within: float
    hours: WorkingHours


@dataclass(frozen=True, slots=True)
class Handled:
    """Seconds a ticket takes, and how that is known: `typed`, `counted` or `open`."""

    seconds: float
    source: str


@dataclass(frozen=True, slots=True)
class Arrivals:
    """What comes in a week, foreseen or as it was."""

    week: Week
    foreseen: Forecast | None
    night_share: float


def promise(channel: Channel, level: int, within: str | None, hours: str) -> Promise:
    """What was typed. Raises Invalid("roster.level", "roster.within", "hours.invalid")."""
    if not 1 <= level <= 99:
        raise Invalid("roster.level", value=level)
    typed = within or USUAL_WITHIN[channel]
    seconds = read_seconds(typed)
    whole_hours = seconds % 3600 == 0 and 1 <= seconds / 3600 <= LONGEST_MAIL
    if not (whole_hours if channel is Channel.MAIL else 0 < seconds <= DAY):
        raise Invalid("roster.within", value=typed)
    return Promise(channel, level / 100, seconds, parse_hours(hours))


def handling(session: Session, asked: Period, typed: str | None, channel: Channel) -> Handled:
    """What a ticket takes: as typed, else as counted; of a call, else as long as it was open.

    Raises Invalid("roster.handling") and Refused("roster.no_handling").
    """
    if typed is not None:
        seconds = read_seconds(typed)
        if not 0 < seconds <= DAY:
            raise Invalid("roster.handling", value=typed)
        return Handled(seconds, "typed")
    spent, source = session.ask(load.handling, asked.query, *asked.edges), "counted"
    if not spent.tickets and channel is Channel.LIVE:
        spent, source = session.ask(load.owned, asked.query, *asked.edges), "open"
    if not spent.tickets:
        raise Refused("roster.no_handling")
    return Handled(spent.milliseconds / spent.tickets / 1000, source)


def arrivals(session: Session, asked: Period, *, observed: bool) -> Arrivals:
    """What will come in a week, or what came on average over the period.

    Raises Refused("forecast.too_few") and NotFound("roster.no_tickets").
    """
    if observed:
        was = load_asked(session, asked)
        return Arrivals(was.means, None, was.night_share)
    zone = session.settings.zone
    end = asked.until or datetime.combine(
        session.clock().astimezone(zone), datetime.min.time(), zone
    )
    days = days_asked(session, Period(asked.query, asked.since, end))
    foreseen = forecast(days, end.date())
    whole = load_of(days)
    return Arrivals(foreseen.week, foreseen, whole.night_share if whole else 0.0)


def open_in(hours: WorkingHours) -> Callable[[int, int], float]:
    """How much of an hour of the week lies within the hours, by quarters; none is nothing."""

    def share(weekday: int, hour: int) -> float:
        begin = A_MONDAY + timedelta(days=weekday, hours=hour)
        return sum(hours.holds(begin + timedelta(minutes=15 * part)) for part in range(4)) / 4

    return share
