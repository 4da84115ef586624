"""Why a ticket is due when it is, in lines: `sla explain N`, and w of the console (F87-F93)."""

from collections.abc import Iterator, Sequence

from supportdesk.desk.crew import why_text
from supportdesk.desk.explaining import Explanation, ShownClock
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.i18n import gettext as _
from supportdesk.i18n.clock_names import clock_name, condition_name, level_name
from supportdesk.i18n.work_names import time_text
from supportdesk.store.read.policies import Verdict
from supportdesk.texts.page import Page, Stamp


def tell_explanation(page: Page, told: Explanation, stamp: Stamp) -> None:
    """Which policy, which calendar, how each clock stands, when it is due; why nobody has it."""
    _tell_policies(page, told.verdicts)
    if told.policy is not None:
        _tell_calendar(page, told)
    if told.policy is not None or told.clocks:
        _tell_clocks(page, told.clocks, stamp)
    due = "—" if told.due is None else stamp(told.due)
    stands = level_name(told.level)
    page.say(_("The ticket is due: {due} ({stands})").format(due=due, stands=stands))
    if told.waits is not None:
        page.fact(_("Waits"), why_text(told.waits))


def _tell_policies(page: Page, verdicts: Sequence[Verdict]) -> None:
    """Which policies were looked at, in their order, up to the one that holds."""
    if not verdicts:
        page.say(_("There is no policy: no clock runs. See: supportdesk sla save --help"))
        return
    for place, one in enumerate(verdicts, 1):
        if one.holds:
            because = one.policy.query or _("it holds for every ticket")
            said = _("{place}. {policy} holds: {because}")
            page.say(said.format(place=place, policy=one.policy.name, because=because))
            return
        said = _("{place}. {policy} does not hold: not {failed}")
        failed = _(", not ").join(one.failed)
        page.say(said.format(place=place, policy=one.policy.name, failed=failed))
    page.say(_("No policy holds for this ticket: no clock runs."))


def _tell_calendar(page: Page, told: Explanation) -> None:
    calendar = told.calendar
    if calendar is None:
        page.say(_("Time counts at every hour: there is no calendar."))
        return
    said = _("Time counts in {calendar}: {hours} ({zone})")
    page.say(said.format(calendar=calendar.name, hours=calendar.hours, zone=calendar.zone))


def _tell_clocks(page: Page, found: Sequence[ShownClock], stamp: Stamp) -> None:
    """Each clock in a line, its pauses below."""
    if not found:
        page.say(_("The policy has no target for this priority, or nothing has begun."))
    for one in found:
        page.say(" · ".join(_parts(one, stamp)))
        for pause in one.pauses:
            start = stamp(to_milliseconds(pause.begin))
            end = _("now") if pause.end is None else stamp(to_milliseconds(pause.end))
            page.block(_("paused {start} to {end}").format(start=start, end=end))


def _parts(one: ShownClock, stamp: Stamp) -> Iterator[str]:
    row = one.row
    yield f"{clock_name(row.clock)}: {condition_name(one.state)}"
    yield _("from {moment}").format(moment=stamp(row.started_at))
    yield _("target {time}").format(time=time_text(row.target))
    if row.ended_at is not None:
        yield _("ended {moment}").format(moment=stamp(row.ended_at))
    elif row.due_at is not None:
        yield _("due {moment}").format(moment=stamp(row.due_at))
    if row.remaining is not None:
        yield _("{time} left").format(time=time_text(row.remaining))
    if row.breached_at is not None:
        yield _("overdue since {moment}").format(moment=stamp(row.breached_at))
