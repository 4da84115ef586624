"""One cycle of a clock as a row of the store: what it should say, and what of the former stays."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta

from supportdesk.domain.calendar import Calendar
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.sla.clocks import Condition, Reading, reading, target_of
from supportdesk.domain.sla.policy import Policy
from supportdesk.domain.sla.timeline import Timeline, cycles
from supportdesk.domain.ticket import Priority
from supportdesk.records import dataclass
from supportdesk.store.write.rows import Stored

Key = tuple[str, int]
"""Which cycle of a ticket: its clock, and when it began (milliseconds)."""

_MILLISECOND = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the clocks of a ticket should say."""

    clocks: Mapping[Key, Stored] = field(default_factory=dict)
    without_target: frozenset[Key] = frozenset()
    """Cycles there are for which the policy has no target."""


NOTHING = Wanted()
"""The clocks of a ticket for which no policy holds."""


def wanted_clocks(
    timeline: Timeline, policy: Policy, priority: Priority, calendar: Calendar
) -> Wanted:
    """What the clocks of a ticket say under a policy."""
    found: dict[Key, Stored] = {}
    without = set()
    for cycle in cycles(timeline, hold_pauses=policy.hold_pauses):
        key = (str(cycle.clock), to_milliseconds(cycle.started))
        target = target_of(cycle.clock, timeline, policy, priority, calendar)
        if target is None:
            without.add(key)
        else:
            found[key] = _row(reading(cycle, target, calendar), policy)
    return Wanted(found, frozenset(without))


def standing(wanted: Stored, former: Stored | None, now: int, *, quietly: bool) -> Stored:
    """The row as it is to be kept: verdicts and alerts of the former one stay.

    `quietly` takes what is over by `now` for told.
    """
    row = dict(wanted)
    over = row["breached_at"]
    if quietly and over is None and row["due_at"] is not None and row["ended_at"] is None:
        over = row["due_at"] if row["due_at"] < now else None
    warned = row["warn_at"] if quietly and row["warn_at"] and row["warn_at"] <= now else None
    if former is not None:
        if former["ended_at"] is not None and former["ended_at"] == row["ended_at"]:
            return {name: former[name] for name in row} | {"warned_at": former["warned_at"]}
        over = former["breached_at"] or over
        warned = former["warned_at"] or warned
    row["breached_at"], row["warned_at"] = over, warned
    if over is not None:
        row["met"] = False
        if row["due_at"] is not None and row["ended_at"] is None:
            row["due_at"] = min(row["due_at"], over)
    return row


def _row(found: Reading, policy: Policy) -> Stored:
    cycle = found.cycle
    paused = found.condition is Condition.PAUSED
    return {
        "clock": str(cycle.clock),
        "started_at": to_milliseconds(cycle.started),
        "policy_id": policy.id,
        "target": found.target // _MILLISECOND,
        "due_at": _at(found.due),
        "warn_at": _at(found.warn),
        "paused_at": to_milliseconds(cycle.pauses[-1].begin) if paused else None,
        "remaining": None if found.left is None else found.left // _MILLISECOND,
        "ended_at": _at(cycle.ended),
        "met": _VERDICTS.get(found.condition),
        "breached_at": _at(found.breached) if cycle.ended is not None or paused else None,
    }


_VERDICTS = {Condition.MET: True, Condition.MISSED: False}


def _at(moment: datetime | None) -> int | None:
    return None if moment is None else to_milliseconds(moment)
