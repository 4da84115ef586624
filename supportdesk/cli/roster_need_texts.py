"""How many people are needed in each hour of the week, as people and scripts see it (F131)."""

from math import isinf

from supportdesk.cli.roster_load import Item, clock, percent, tell_nights, tell_week
from supportdesk.cli.roster_need import Arrivals, Handled, Promise, open_in
from supportdesk.cli.session import Session
from supportdesk.domain.erlang import Service, people_needed
from supportdesk.domain.load import HOURS, WEEKDAYS
from supportdesk.domain.mail_workload import Workload, mail_needed
from supportdesk.domain.working_hours import DAYS
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.weekday_names import weekday_names


def tell_live(session: Session, found: Arrivals, each: Handled, wanted: Promise) -> None:
    """Erlang C for every hour the desk is open."""
    opened = open_in(wanted.hours)
    week = [
        [
            people_needed(
                found.week[weekday][hour] if opened(weekday, hour) else 0.0,
                each.seconds,
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
        session.output.item({**_head(session, found, each, wanted), "need": cells})
        return
    said = _("People needed so that {level} of clients are answered within {within} s.")
    session.output.say(said.format(level=percent(wanted.level), within=round(wanted.within)))
    _tell_handling(session, each)
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


def tell_mail(session: Session, found: Arrivals, each: Handled, wanted: Promise) -> None:
    """The simulated week with as few people as will do."""
    opened = open_in(wanted.hours)
    hours = round(wanted.within / 3600)
    done = mail_needed(found.week, each.seconds, wanted.level, hours, opened)
    people = tuple(
        tuple(done.people[weekday] if opened(weekday, hour) else 0 for hour in HOURS)
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
        head = {**_head(session, found, each, wanted), "in_time": round(done.in_time, 4)}
        session.output.item({**head, "need": cells})
        return
    said = _("People needed so that {level} of mail is done within {within} open hours.")
    session.output.say(said.format(level=percent(wanted.level), within=hours))
    _tell_handling(session, each)
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


def _tell_handling(session: Session, each: Handled) -> None:
    said = {
        "typed": _("A ticket takes {seconds} s, as you say."),
        "counted": _("A ticket takes {seconds} s, as was counted."),
        "open": _("A ticket takes {seconds} s: so long was it open as somebody's."),
    }
    session.output.say(said[each.source].format(seconds=round(each.seconds)))


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


def _head(session: Session, found: Arrivals, each: Handled, wanted: Promise) -> Item:
    foreseen = found.foreseen
    return {
        "channel": str(wanted.channel),
        "timezone": str(session.settings.zone),
        "hours": wanted.hours.written,
        "level": wanted.level,
        "within_seconds": wanted.within,
        "handling_seconds": round(each.seconds, 3),
        "handling_source": each.source,
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
