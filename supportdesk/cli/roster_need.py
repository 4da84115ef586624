"""How many people are needed in each hour of the week, as people and scripts see it (F131)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import isinf

from supportdesk.cli.roster_load import (
    Item,
    Period,
    clock,
    days_asked,
    load_asked,
    percent,
    tell_nights,
    tell_week,
)
from supportdesk.cli.session import Session
from supportdesk.domain.duration import read_seconds
from supportdesk.domain.erlang import Service, people_needed
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.forecast import Forecast, forecast
from supportdesk.domain.load import HOURS, WEEKDAYS, Week, load_of
from supportdesk.domain.mail_workload import Workload, mail_needed
from supportdesk.domain.working_hours import DAYS, WorkingHours, parse_hours
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.weekday_names import weekday_names
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


def handling(session: Session, asked: Period, typed: str | None) -> float:
    """Seconds a ticket takes: as typed, else as counted on these tickets.

    Raises Invalid("roster.handling") and Refused("roster.no_handling").
    """
    if typed is not None:
        seconds = read_seconds(typed)
        if not 0 < seconds <= DAY:
            raise Invalid("roster.handling", value=typed)
        return seconds
    spent = session.ask(load.handling, asked.query, *asked.edges)
    if not spent.tickets:
        raise Refused("roster.no_handling")
    return spent.milliseconds / spent.tickets / 1000


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
    foreseen = forecast(days, (end - timedelta(microseconds=1)).date() + timedelta(days=1))
    whole = load_of(days)
    return Arrivals(foreseen.week, foreseen, whole.night_share if whole else 0.0)


def is_open_in(hours: WorkingHours) -> Callable[[int, int], bool]:
    """Whether any quarter of an hour of the week lies within the hours."""

    def is_open(weekday: int, hour: int) -> bool:
        begin = A_MONDAY + timedelta(days=weekday, hours=hour)
        return any(hours.holds(begin + timedelta(minutes=15 * part)) for part in range(4))

    return is_open


def tell_live(session: Session, found: Arrivals, seconds: float, wanted: Promise) -> None:
    """Erlang C for every hour the desk is open."""
    is_open = is_open_in(wanted.hours)
    week = [
        [
            people_needed(
                found.week[weekday][hour] if is_open(weekday, hour) else 0.0,
                seconds,
                wanted.level,
                wanted.within,
            )
            for hour in HOURS
        ]
        for weekday in WEEKDAYS
    ]
    if session.as_json:
        cells = [
            {**_cell(weekday, hour, found), **_service_object(week[weekday][hour])}
            for weekday in WEEKDAYS
            for hour in HOURS
        ]
        session.output.item({**_head(session, found, seconds, wanted), "need": cells})
        return
    said = _(
        "People needed so that {level} of clients are answered within {within} s, {each} s each."
    )
    session.output.say(
        said.format(level=percent(wanted.level), within=round(wanted.within), each=round(seconds))
    )
    _tell_forecast(session, found)
    tell_week(session, tuple(tuple(one.people for one in day) for day in week))
    weekday, hour = max(
        ((weekday, hour) for weekday in WEEKDAYS for hour in HOURS),
        key=lambda place: week[place[0]][place[1]].people,
    )
    most = week[weekday][hour]
    said = ngettext(
        "Most: {people} person, {day} {hour}: {level} answered in time, {wait} s on average,"
        " {occupied} occupied.",
        "Most: {people} people, {day} {hour}: {level} answered in time, {wait} s on average,"
        " {occupied} occupied.",
        most.people,
    )
    session.output.say(
        said.format(
            people=most.people,
            day=weekday_names()[weekday],
            hour=clock(hour),
            level=percent(most.level),
            wait=round(most.answer_seconds),
            occupied=percent(most.occupancy),
        )
    )
    tell_nights(session, found.night_share)


def tell_mail(session: Session, found: Arrivals, seconds: float, wanted: Promise) -> None:
    """The simulated week with as few people as will do."""
    is_open = is_open_in(wanted.hours)
    hours = round(wanted.within / 3600)
    done = mail_needed(found.week, seconds, wanted.level, hours, is_open)
    people = tuple(
        tuple(done.people[weekday] if is_open(weekday, hour) else 0 for hour in HOURS)
        for weekday in WEEKDAYS
    )
    if session.as_json:
        cells = [
            {
                **_cell(weekday, hour, found),
                "people": people[weekday][hour],
                "backlog_hours": round(done.backlog[weekday][hour], 2),
            }
            for weekday in WEEKDAYS
            for hour in HOURS
        ]
        head = {**_head(session, found, seconds, wanted), "in_time": round(done.in_time, 4)}
        session.output.item({**head, "need": cells})
        return
    said = _(
        "People needed so that {level} of mail is done within {within} open hours, {each} s each."
    )
    session.output.say(said.format(level=percent(wanted.level), within=hours, each=round(seconds)))
    _tell_forecast(session, found)
    session.output.table(
        [_("Day"), _("Tickets"), _("People"), _("Hours of work left in the evening")],
        [
            [
                name,
                f"{sum(found.week[weekday]):.1f}",
                str(max(people[weekday])),
                f"{done.backlog[weekday][-1]:.1f}",
            ]
            for weekday, name in enumerate(weekday_names())
        ],
    )
    _tell_mail_level(session, done)
    tell_nights(session, found.night_share)


def _tell_mail_level(session: Session, done: Workload) -> None:
    said = _("On the worst day {share} is done in time.")
    session.output.say(said.format(share=percent(done.in_time, 1)))


def _tell_forecast(session: Session, found: Arrivals) -> None:
    foreseen = found.foreseen
    if foreseen is None:
        session.output.say(_("For the load as it was, on average over the period."))
        return
    said = ngettext(
        "Forecast: the mean of the last {weeks} week.",
        "Forecast: the mean of the last {weeks} weeks.",
        foreseen.weeks,
    )
    session.output.say(said.format(weeks=foreseen.weeks))
    error = foreseen.error
    said = _(
        "Its error on the last 4 weeks: {hourly} of an hour's tickets, {daily} of a day's,"
        " {bias} in all."
    )
    session.output.say(
        said.format(
            hourly=percent(error.hourly),
            daily=percent(error.daily),
            bias=_signed(error.bias),
        )
    )


def _signed(share: float) -> str:
    """With + where it is too many, − where it is too few."""
    text = percent(abs(share))
    sign = "" if text == percent(0) else "+" if share > 0 else "−"
    return f"{sign}{text}"


def _head(session: Session, found: Arrivals, seconds: float, wanted: Promise) -> Item:
    foreseen = found.foreseen
    return {
        "channel": str(wanted.channel),
        "timezone": str(session.settings.zone),
        "hours": wanted.hours.written,
        "level": wanted.level,
        "within_seconds": wanted.within,
        "handling_seconds": round(seconds, 3),
        "night_share": round(found.night_share, 4),
        "forecast": None
        if foreseen is None
        else {
            "weeks": foreseen.weeks,
            "error": {
                "hourly": round(foreseen.error.hourly, 4),
                "daily": round(foreseen.error.daily, 4),
                "bias": round(foreseen.error.bias, 4),
            },
        },
    }


def _cell(weekday: int, hour: int, found: Arrivals) -> Item:
    return {
        "weekday": DAYS[weekday],
        "hour": hour,
        "arrivals": round(found.week[weekday][hour], 3),
    }


def _service_object(one: Service) -> Item:
    return {
        "people": one.people,
        "waits": round(one.waits, 4),
        "answer_seconds": None if isinf(one.answer_seconds) else round(one.answer_seconds, 2),
        "level": round(one.level, 4),
        "occupancy": round(one.occupancy, 4),
    }
