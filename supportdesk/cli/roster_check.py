"""What is wrong with a roster, and what it costs, as people and scripts see it (F132)."""

from supportdesk.cli.roster_file import in_order, written
from supportdesk.cli.roster_load import Item, Period, days_asked, percent
from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text, utc_text
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.load import load_of
from supportdesk.domain.roster import Roster, Violation, Work, night_of, shifts, violations, worked
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext

NIGHT_STOP = "night_shift"
"""What `--confirm` passes: night shifts though little comes at night."""


def night_share(session: Session, asked: Period, known: float | None) -> float | None:
    """The share of tickets at night, of those that are known or asked for; None passes nights."""
    if NIGHT_STOP in session.confirmed:
        return None
    if known is not None:
        return known
    found = load_of(days_asked(session, asked), asked.first, asked.last)
    return 0.0 if found is None else found.night_share


def has_nights(roster: Roster) -> bool:
    """Whether anybody works at night."""
    return any(night_of(one) for person in roster.people for one in shifts(person))


def tell_plan(session: Session, roster: Roster, share: float | None, text: str) -> int:
    """The planned roster as a file, and apart from it what is wrong with it still."""
    wrong = violations(roster, share)
    if session.as_json:
        planned = [
            {"person": person.name, "shifts": [written(piece) for piece in in_order(person)]}
            for person in roster.people
        ]
        item = _checked(roster, share, wrong, worked(roster))
        session.output.item({**item, "planned": planned})
        return len(wrong)
    for line in text.splitlines():
        session.output.say(line)
    for one in wrong:
        session.output.warn(violation_text(one, roster))
    return len(wrong)


def tell_check(session: Session, roster: Roster, share: float | None) -> int:
    """Tell everything; return how many violations there are."""
    wrong, work = violations(roster, share), worked(roster)
    if session.as_json:
        session.output.item(_checked(roster, share, wrong, work))
        return len(wrong)
    said = _("Roster from {first} to {last}, {zone}.")
    session.output.say(said.format(first=roster.first, last=roster.last, zone=roster.zone))
    session.output.table(
        [_("Shifts"), _("Nights"), _("Hours"), _("At night"), _("Cost"), _("Person")],
        [_work_cells(one) for one in (*work, _sum(work))],
    )
    for one in wrong:
        session.output.say(violation_text(one, roster))
    if wrong:
        said = ngettext("{count} rule is broken.", "{count} rules are broken.", len(wrong))
        session.output.say(said.format(count=len(wrong)))
    elif roster.need is None:
        session.output.say(_("No rule is broken. Coverage was not looked at: no need is named."))
    else:
        session.output.say(_("No rule is broken."))
    return len(wrong)


def violation_text(one: Violation, roster: Roster) -> str:
    """One violation in a sentence."""
    begin, end = (
        local_text(to_milliseconds(moment), roster.zone) for moment in (one.begin, one.end)
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
        have=f"{have:.1f}" if one.rule == "rest" else f"{have:g}",
        need=f"{need:g}",
        share=percent(have, 1),
        limit=percent(need),
    )


def _work_cells(one: Work) -> list[str]:
    return [
        str(one.shifts),
        str(one.nights),
        f"{one.hours:.1f}",
        f"{one.night_hours:.1f}",
        f"{one.cost:.2f}",
        one.person,
    ]


def _sum(work: list[Work]) -> Work:
    return Work(
        _("In all"),
        sum(one.shifts for one in work),
        sum(one.nights for one in work),
        sum(one.hours for one in work),
        sum(one.night_hours for one in work),
        sum(one.cost for one in work),
    )


def _checked(roster: Roster, share: float | None, wrong: list[Violation], work: list[Work]) -> Item:
    total = _sum(work)
    return {
        "from": roster.first.isoformat(),
        "until": roster.last.isoformat(),
        "timezone": str(roster.zone),
        "night_share": None if share is None else round(share, 4),
        "coverage_checked": roster.need is not None,
        "hours": round(total.hours, 2),
        "night_hours": round(total.night_hours, 2),
        "cost": round(total.cost, 2),
        "people": [_work_object(one) for one in work],
        "violations": [_violation_object(one) for one in wrong],
    }


def _work_object(one: Work) -> Item:
    return {
        "person": one.person,
        "shifts": one.shifts,
        "nights": one.nights,
        "hours": round(one.hours, 2),
        "night_hours": round(one.night_hours, 2),
        "cost": round(one.cost, 2),
    }


def _violation_object(one: Violation) -> Item:
    return {
        "rule": one.rule,
        "person": one.person or None,
        "from": utc_text(to_milliseconds(one.begin)),
        "until": utc_text(to_milliseconds(one.end)),
        "have": None if one.have is None else round(one.have, 4),
        "need": one.need,
    }
