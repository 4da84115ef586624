"""How many people the hours of a week need: what will come, how long one takes, what is promised.

Mail is simulated with its backlog, live channels follow Erlang C (F131).
"""

from datetime import UTC, datetime, timedelta, tzinfo
from enum import StrEnum

from supportdesk.desk.loads import Period, days_asked, load_asked
from supportdesk.domain.duration import read_seconds
from supportdesk.domain.erlang import Service, people_needed
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.forecast import Forecast, forecast
from supportdesk.domain.load import HOURS, WEEKDAYS, Week, load_of
from supportdesk.domain.mail_workload import Workload, mail_needed
from supportdesk.domain.query import And, Query
from supportdesk.domain.working_hours import WorkingHours, open_in, parse_hours
from supportdesk.records import dataclass
from supportdesk.store.read import load
from supportdesk.store.read.calendars import calendar_of, calendars
from supportdesk.store.read.connection import Reader

USUAL_LEVEL = 80
ALWAYS = "24x7"
LONGEST_MAIL = 240
DAY = 86_400


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


def handling(connection: Reader, asked: Period, typed: str | None, channel: Channel) -> Handled:
    """What a ticket takes: as typed, else as counted; of a call, else as long as it was open.

    Raises Invalid("roster.handling") and Refused("roster.no_handling").
    """
    if typed is not None:
        seconds = read_seconds(typed)
        if not 0 < seconds <= DAY:
            raise Invalid("roster.handling", value=typed)
        return Handled(seconds, "typed")
    spent, source = load.handling(connection, asked.query, *asked.edges), "counted"
    if not spent.tickets and channel is Channel.LIVE:
        spent, source = load.owned(connection, asked.query, *asked.edges), "open"
    if not spent.tickets:
        raise Refused("roster.no_handling")
    return Handled(spent.milliseconds / spent.tickets / 1000, source)


def arrivals(
    connection: Reader, asked: Period, now: datetime, zone: tzinfo, *, observed: bool
) -> Arrivals:
    """What will come in a week, or what came on average over the period.

    Raises Refused("forecast.too_few") and NotFound("roster.no_tickets").
    """
    if observed:
        was = load_asked(connection, asked, zone)
        return Arrivals(was.means, None, was.night_share)
    end = asked.until or datetime.combine(now.astimezone(zone), datetime.min.time(), zone)
    days = days_asked(connection, Period(asked.query, asked.since, end), zone)
    foreseen = forecast(days, end.date())
    whole = load_of(days)
    return Arrivals(foreseen.week, foreseen, whole.night_share if whole else 0.0)


@dataclass(frozen=True, slots=True)
class Need:
    """How many people each hour of a week needs, and what that follows from."""

    found: Arrivals
    each: Handled
    wanted: Promise
    people: tuple[tuple[int, ...], ...]
    """Weekday (Monday first) × hour."""
    services: tuple[tuple[Service, ...], ...] = ()
    """How clients fare then, on live channels."""
    workload: Workload | None = None
    """How mail fares."""


def need(found: Arrivals, each: Handled, wanted: Promise) -> Need:
    """As few people as will do."""
    opened = open_in(wanted.hours)
    if wanted.channel is Channel.MAIL:
        hours = round(wanted.within / 3600)
        done = mail_needed(found.week, each.seconds, wanted.level, hours, opened)
        people = tuple(
            tuple(done.people[weekday] if opened(weekday, hour) else 0 for hour in HOURS)
            for weekday in WEEKDAYS
        )
        return Need(found, each, wanted, people, workload=done)
    services = tuple(
        tuple(
            people_needed(
                found.week[weekday][hour] if opened(weekday, hour) else 0.0,
                each.seconds,
                wanted.level,
                wanted.within,
            )
            for hour in HOURS
        )
        for weekday in WEEKDAYS
    )
    people = tuple(tuple(one.people for one in day) for day in services)
    return Need(found, each, wanted, people, services)


COMING = 6
"""Hours a board looks ahead."""


@dataclass(frozen=True, slots=True)
class UsualNeed:
    """What mail needs by the usual promise, in the hours and the zone of the desk's calendar."""

    need: Need
    zone: tzinfo

    def coming(self, now: datetime) -> tuple[tuple[datetime, int], ...]:
        """The hour that runs and those after it, each with the people it needs."""
        begin = now.astimezone(self.zone).replace(minute=0, second=0, microsecond=0)
        hours = [
            (begin.astimezone(UTC) + timedelta(hours=step)).astimezone(self.zone)
            for step in range(COMING)
        ]
        return tuple((hour, self.need.people[hour.weekday()][hour.hour]) for hour in hours)


def usual_need(connection: Reader, now: datetime, zone: tzinfo) -> UsualNeed:
    """As `roster need` says it without options; `zone` is that of a desk without a calendar.

    Raises Refused("forecast.too_few") and Refused("roster.no_handling").
    """
    calendar = next((one for one in calendars(connection) if one.is_default), None)
    if calendar is not None:
        zone = calendar_of(calendar).zone
    wanted = promise(Channel.MAIL, USUAL_LEVEL, None, calendar.hours if calendar else ALWAYS)
    asked = Period(Query(And(())), None, None)
    each = handling(connection, asked, None, Channel.MAIL)
    found = arrivals(connection, asked, now, zone, observed=False)
    return UsualNeed(need(found, each, wanted), zone)
