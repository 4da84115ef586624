"""The clocks of a ticket as people and scripts see them (F88 to F93)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text, utc_text, utc_text_or_none
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.sla.timeline import Pause, cycles
from supportdesk.i18n import gettext as _
from supportdesk.i18n.clock_names import clock_name, condition_name
from supportdesk.i18n.work_names import time_text
from supportdesk.store.read import clocks, policies
from supportdesk.store.read.clocks import ClockRow
from supportdesk.store.read.policies import Verdict
from supportdesk.store.read.rows import TicketRow

Item = dict[str, object]


@dataclass(frozen=True, slots=True)
class ShownClock:
    """A cycle of a clock with its pauses, and how it stands now."""

    row: ClockRow
    state: str
    """running, paused, breached, met, missed or stopped."""
    pauses: tuple[Pause, ...] = ()


def shown_clocks(session: Session, row: TicketRow) -> list[ShownClock]:
    """Every cycle of every clock of a ticket, in the order of time."""
    known = session.ask(clocks.clocks_of, row.number)
    if not known:
        return []
    timeline = session.ask(clocks.timeline_of, row.number, row.created_at)
    hold_pauses = session.ask(policies.hold_pauses, known[-1].policy)
    pauses = {
        (str(cycle.clock), to_milliseconds(cycle.started)): cycle.pauses
        for cycle in cycles(timeline, hold_pauses=hold_pauses)
    }
    return [
        ShownClock(one, _state(one, session.now()), pauses.get((one.clock, one.started_at), ()))
        for one in known
    ]


def clock_object(shown: ShownClock) -> Item:
    """A cycle as scripts see it; lengths in seconds of working time."""
    row = shown.row
    return {
        "clock": row.clock,
        "state": shown.state,
        "started": utc_text(row.started_at),
        "target_seconds": row.target // 1000,
        "due": utc_text_or_none(row.due_at),
        "remaining_seconds": None if row.remaining is None else row.remaining // 1000,
        "pauses": [
            {
                "from": utc_text(to_milliseconds(pause.begin)),
                "to": None if pause.end is None else utc_text(to_milliseconds(pause.end)),
            }
            for pause in shown.pauses
        ],
        "ended": utc_text_or_none(row.ended_at),
        "met": row.met,
        "warned": utc_text_or_none(row.warned_at),
        "breached": utc_text_or_none(row.breached_at),
        "policy": row.policy,
    }


def _state(row: ClockRow, now: int) -> str:
    if row.ended_at is not None:
        return {True: "met", False: "missed", None: "stopped"}[row.met]
    if row.breached_at is not None or (row.due_at is not None and row.due_at < now):
        return "breached"
    return "paused" if row.paused_at is not None else "running"


def tell_policies(session: Session, verdicts: Sequence[Verdict]) -> None:
    """Which policies were looked at, in their order, up to the one that holds."""
    if not verdicts:
        session.output.say(_("There is no policy: no clock runs. See: supportdesk sla save --help"))
        return
    for place, one in enumerate(verdicts, 1):
        if one.holds:
            because = one.policy.query or _("it holds for every ticket")
            said = _("{place}. {policy} holds: {because}")
            session.output.say(said.format(place=place, policy=one.policy.name, because=because))
            return
        said = _("{place}. {policy} does not hold: not {failed}")
        failed = _(", not ").join(one.failed)
        session.output.say(said.format(place=place, policy=one.policy.name, failed=failed))
    session.output.say(_("No policy holds for this ticket: no clock runs."))


def tell_clocks(session: Session, found: Sequence[ShownClock]) -> None:
    """Each clock in a line, its pauses below."""
    zone = session.settings.zone
    if not found:
        session.output.say(_("The policy has no target for this priority, or nothing has begun."))
    for one in found:
        session.output.say(" · ".join(_parts(one, zone)))
        for pause in one.pauses:
            start = local_text(to_milliseconds(pause.begin), zone)
            end = _("now") if pause.end is None else local_text(to_milliseconds(pause.end), zone)
            session.output.block(_("paused {start} to {end}").format(start=start, end=end))


def _parts(one: ShownClock, zone: tzinfo) -> Iterator[str]:
    row = one.row
    yield f"{clock_name(row.clock)}: {condition_name(one.state)}"
    yield _("from {moment}").format(moment=local_text(row.started_at, zone))
    yield _("target {time}").format(time=time_text(row.target))
    if row.ended_at is not None:
        yield _("ended {moment}").format(moment=local_text(row.ended_at, zone))
    elif row.due_at is not None:
        yield _("due {moment}").format(moment=local_text(row.due_at, zone))
    if row.remaining is not None:
        yield _("{time} left").format(time=time_text(row.remaining))
    if row.breached_at is not None:
        yield _("overdue since {moment}").format(moment=local_text(row.breached_at, zone))
