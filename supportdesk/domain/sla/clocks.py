"""What a policy makes of a ticket's cycles: when each is due, and whether it was met (R2).

Pauses are subtracted as working time: a clock that stands still keeps what is left of its target.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from supportdesk.domain.calendar import Calendar
from supportdesk.domain.errors import Invalid
from supportdesk.domain.sla.policy import FROM_ARRIVAL, Clock, Policy, warned_before
from supportdesk.domain.sla.timeline import Cycle, Timeline, cycles
from supportdesk.domain.ticket import Priority
from supportdesk.records import dataclass


class Condition(StrEnum):
    """How a cycle stands."""

    RUNNING = "running"
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    """Ended too late, or its time was over when it was paused or stopped."""
    STOPPED = "stopped"
    """Ended with its ticket, in time, without what it asked for."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A cycle by its clock. `due` is empty while it stands still; then `left` of the target is.

    `breached` is the moment at which its time was over, once that is certain: it has ended or
    been paused since. A running one is over as soon as it is later than `due`.
    """

    cycle: Cycle
    target: timedelta
    condition: Condition
    due: datetime | None = None
    left: timedelta | None = None
    warn: datetime | None = None
    """When one is warned that it is due, while it runs."""
    breached: datetime | None = None


def readings(
    timeline: Timeline, policy: Policy, priority: Priority, calendar: Calendar
) -> list[Reading]:
    """Every cycle for which the policy has a target at this priority."""
    found = []
    for cycle in cycles(timeline, hold_pauses=policy.hold_pauses):
        target = target_of(cycle.clock, timeline, policy, priority, calendar)
        if target is not None:
            found.append(reading(cycle, target, calendar))
    return found


def target_of(
    clock: Clock, timeline: Timeline, policy: Policy, priority: Priority, calendar: Calendar
) -> timedelta | None:
    """The working time a clock is given on a ticket, with what is added out of hours (F95)."""
    target = policy.targets.get((priority, clock))
    if target is None or clock not in FROM_ARRIVAL or not policy.out_of_hours:
        return target
    return target if calendar.holds(timeline.created) else target + policy.out_of_hours


def reading(cycle: Cycle, target: timedelta, calendar: Calendar) -> Reading:
    """One cycle against its target: what was in time, what is left, when it is due."""
    left, begin = target, cycle.started
    for pause in cycle.pauses:
        if begin < pause.begin:
            due = due_after(calendar, begin, left)
            if due is not None and due < pause.begin:
                return _late(cycle, target, due, is_still=True)
            left -= calendar.between(begin, pause.begin)
        if pause.end is None:
            return Reading(cycle, target, Condition.PAUSED, left=left)
        begin = pause.end
    due = due_after(calendar, begin, left)
    if cycle.ended is None:
        return Reading(
            cycle, target, Condition.RUNNING, due, warn=_warn(calendar, begin, left, target)
        )
    if due is not None and due < cycle.ended:
        return _late(cycle, target, due, is_still=False)
    condition = Condition.MET if cycle.done else Condition.STOPPED
    return Reading(cycle, target, condition, due)


def due_after(calendar: Calendar, begin: datetime, left: timedelta) -> datetime | None:
    """When `left` working time is over; None where the calendar has no more."""
    try:
        return calendar.after(begin, left)
    except Invalid:
        return None


def _late(cycle: Cycle, target: timedelta, due: datetime, *, is_still: bool) -> Reading:
    """A cycle whose time was over at `due`: running on, standing still, or ended."""
    if cycle.ended is not None:
        return Reading(cycle, target, Condition.MISSED, due, breached=due)
    paused = is_still and cycle.pauses[-1].end is None
    if paused:
        return Reading(cycle, target, Condition.PAUSED, left=timedelta(), breached=due)
    return Reading(cycle, target, Condition.RUNNING, due, breached=due)


def _warn(
    calendar: Calendar, begin: datetime, left: timedelta, target: timedelta
) -> datetime | None:
    before = warned_before(target)
    return None if before is None else due_after(calendar, begin, max(left - before, timedelta()))
