"""How many people each hour of the week needs, in lines: `roster need`, the console (F131)."""

from supportdesk.desk.needs import Arrivals, Channel, Handled, Need
from supportdesk.domain.load import HOURS, WEEKDAYS
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.decimals import decimal
from supportdesk.i18n.weekday_names import weekday_names
from supportdesk.texts.loads import clock, percent, tell_nights, tell_week
from supportdesk.texts.page import Page


def tell_need(page: Page, need: Need) -> None:
    """What is promised, what follows from what, the week, and how clients fare then."""
    _tell_promise(page, need)
    _tell_handling(page, need.each)
    _tell_forecast(page, need.found)
    if need.workload is None:
        tell_week(page, need.people)
        _tell_most(page, need)
    else:
        _tell_days(page, need)
    tell_nights(page, need.found.night_share)


def _tell_promise(page: Page, need: Need) -> None:
    wanted = need.wanted
    within = wanted.within
    said = _("People needed so that {level} of clients are answered within {within} s.")
    if wanted.channel is Channel.MAIL:
        said = _("People needed so that {level} of mail is done within {within} open hours.")
        within /= 3600
    page.say(said.format(level=percent(wanted.level), within=round(within)))


def _tell_handling(page: Page, each: Handled) -> None:
    said = {
        "typed": _("A ticket takes {seconds} s, as you say."),
        "counted": _("A ticket takes {seconds} s, as was counted."),
        "open": _("A ticket takes {seconds} s: so long was it open as somebody's."),
    }
    page.say(said[each.source].format(seconds=round(each.seconds)))


def _tell_forecast(page: Page, found: Arrivals) -> None:
    foreseen = found.foreseen
    if foreseen is None:
        page.say(_("For the load as it was, on average over the period."))
        return
    said = ngettext(
        "Forecast: the mean of the last {weeks} week.",
        "Forecast: the mean of the last {weeks} weeks.",
        foreseen.weeks,
    )
    page.say(said.format(weeks=foreseen.weeks))
    error = foreseen.error
    said = _(
        "Its error on the last 4 weeks: {hourly} of an hour's tickets, {daily} of a day's,"
        " {bias} in all."
    )
    page.say(
        said.format(
            hourly=percent(error.hourly), daily=percent(error.daily), bias=_signed(error.bias)
        )
    )


def _signed(share: float) -> str:
    """With + where it is too many, − where it is too few."""
    text = percent(abs(share))
    sign = "" if text == percent(0) else "+" if share > 0 else "−"
    return f"{sign}{text}"


def _tell_most(page: Page, need: Need) -> None:
    """The hour of a live week that needs most people, and how its clients fare."""
    weekday, hour = max(
        ((weekday, hour) for weekday in WEEKDAYS for hour in HOURS),
        key=lambda place: need.people[place[0]][place[1]],
    )
    most = need.services[weekday][hour]
    said = ngettext(
        "Most: {people} person, {day} {hour}: {level} answered in time, {wait} s on average,"
        " {occupied} occupied.",
        "Most: {people} people, {day} {hour}: {level} answered in time, {wait} s on average,"
        " {occupied} occupied.",
        most.people,
    )
    page.say(
        said.format(
            people=most.people,
            day=weekday_names()[weekday],
            hour=clock(hour),
            level=percent(most.level),
            wait=round(most.answer_seconds),
            occupied=percent(most.occupancy),
        )
    )


def _tell_days(page: Page, need: Need) -> None:
    """A line for each day of mail, and how the worst of them fares."""
    if need.workload is None:
        return
    page.table(
        [_("Day"), _("Tickets"), _("People"), _("Hours of work left in the evening")],
        [
            [
                name,
                decimal(sum(need.found.week[weekday])),
                str(max(need.people[weekday])),
                decimal(need.workload.backlog[weekday][-1]),
            ]
            for weekday, name in enumerate(weekday_names())
        ],
    )
    said = _("On the worst day {share} is done in time.")
    page.say(said.format(share=percent(need.workload.in_time, 1)))
