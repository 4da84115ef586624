"""What is wrong with a roster, and what it costs, as people and scripts see it (F132)."""

from supportdesk.cli.roster_load import Item
from supportdesk.cli.session import Session
from supportdesk.desk.loads import Period, night_share_of
from supportdesk.desk.roster_file import in_order, written
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.roster import Roster, Violation, Work, violations, worked
from supportdesk.objects.times import utc_text
from supportdesk.texts.rosters import in_all, tell_roster, violation_text

NIGHT_STOP = "night_shift"
"""What `--confirm` passes: night shifts though little comes at night."""


def night_share(session: Session, asked: Period, known: float | None) -> float | None:
    """The share of tickets at night, of those that are known or asked for; None passes nights."""
    if NIGHT_STOP in session.confirmed:
        return None
    if known is not None:
        return known
    return session.ask(night_share_of, asked, session.settings.zone)


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
    tell_roster(session.output, roster, wrong, work)
    return len(wrong)


def _checked(roster: Roster, share: float | None, wrong: list[Violation], work: list[Work]) -> Item:
    total = in_all(work)
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
