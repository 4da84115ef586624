"""A roster held against the rules, in lines: `roster check`, and the console (F132)."""

from collections.abc import Sequence

from supportdesk.domain.roster import Roster, Violation, Work
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.decimals import decimal, with_mark
from supportdesk.texts.loads import percent
from supportdesk.texts.page import Page


def tell_roster(
    page: Page, roster: Roster, wrong: Sequence[Violation], work: Sequence[Work]
) -> None:
    """Who works how much, and every rule that is broken."""
    said = _("Roster from {first} to {last}, {zone}.")
    page.say(said.format(first=roster.first, last=roster.last, zone=roster.zone))
    page.table(
        [_("Shifts"), _("Nights"), _("Hours"), _("At night"), _("Cost"), _("Person")],
        [_work_cells(one) for one in (*work, in_all(work))],
    )
    for one in wrong:
        page.say(violation_text(one, roster))
    if wrong:
        said = ngettext("{count} rule is broken.", "{count} rules are broken.", len(wrong))
        page.say(said.format(count=len(wrong)))
    elif roster.need is None:
        page.say(_("No rule is broken. Coverage was not looked at: no need is named."))
    else:
        page.say(_("No rule is broken."))


def violation_text(one: Violation, roster: Roster) -> str:
    """One violation in a sentence."""
    begin, end = (
        f"{moment.astimezone(roster.zone):%Y-%m-%d %H:%M}" for moment in (one.begin, one.end)
    )
    have, need = one.have or 0.0, one.need or 0.0
    texts = {
        "overlap": _("{person}: two shifts at once from {begin} to {end}."),
        "rest": _("{person}: {have} h of rest from {begin} to {end}, {need} h are needed."),
        "two_nights": _("{person}: two nights running, {begin} to {end}."),
        "day_off": _("{person}: a shift on a day off, {begin} to {end}."),
        "coverage": _("{begin} to {end}: {have} there, {need} needed."),
        "night_shift": _(
            "{person}: a night shift from {begin} to {end} is not justified, {share} of tickets"
            " come at night, under {limit}. To have it all the same: --confirm night_shift"
        ),
    }
    return texts[one.rule].format(
        person=one.person,
        begin=begin,
        end=end,
        have=decimal(have) if one.rule == "rest" else with_mark(f"{have:g}"),
        need=f"{need:g}",
        share=percent(have, 1),
        limit=percent(need),
    )


def _work_cells(one: Work) -> list[str]:
    return [
        str(one.shifts),
        str(one.nights),
        decimal(one.hours),
        decimal(one.night_hours),
        decimal(one.cost, 2),
        one.person,
    ]


def in_all(work: Sequence[Work]) -> Work:
    """The work of everybody together."""
    return Work(
        _("In all"),
        sum(one.shifts for one in work),
        sum(one.nights for one in work),
        sum(one.hours for one in work),
        sum(one.night_hours for one in work),
        sum(one.cost for one in work),
    )
