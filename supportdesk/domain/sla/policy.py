"""A policy: for which tickets it holds, and how soon what has to be done (R2, F87, F92, F95)."""

import json
from collections.abc import Mapping
from dataclasses import field
from datetime import timedelta
from enum import StrEnum

from supportdesk.domain.errors import Invalid
from supportdesk.domain.ticket import Priority
from supportdesk.records import dataclass

SHORTEST_TARGET = timedelta(minutes=1)
LONGEST_TARGET = timedelta(days=366)
LONGEST_NAME = 60

LEAST_WARNING = timedelta(minutes=15)
WARNED_AT = 4
"""A warning comes when a quarter of the target is left, and 15 minutes at least."""


class Clock(StrEnum):
    """What is measured on a ticket."""

    FIRST_RESPONSE = "first_response"
    NEXT_REPLY = "next_reply"
    UPDATE = "update"
    RESOLUTION = "resolution"


FROM_ARRIVAL = frozenset({Clock.FIRST_RESPONSE, Clock.RESOLUTION})
"""Clocks that begin with the ticket itself: it may have come out of hours (F95)."""

Targets = Mapping[tuple[Priority, Clock], timedelta]
"""Working time in which it has to be done; a pair that is not there has no clock."""


@dataclass(frozen=True, slots=True)
class Policy:
    """One row of the ordered list: the first policy whose query holds is that of a ticket.

    `calendar` is the one in which time counts; None is the desk's own. Waiting for the
    client always pauses; a ticket on hold only where `hold_pauses` says so.
    """

    id: int
    name: str
    query: str
    targets: Targets = field(default_factory=dict)
    calendar: int | None = None
    hold_pauses: bool = False
    out_of_hours: timedelta = timedelta()
    """What a ticket that comes out of hours gets in addition, until answer and resolution."""


def warned_before(target: timedelta) -> timedelta | None:
    """Working time before due at which one is warned; None where there is no time for it."""
    before = max(target / WARNED_AT, LEAST_WARNING)
    return before if before < target else None


def checked_targets(targets: Targets) -> Targets:
    """The targets in the order they are shown. Raises Invalid("sla.target")."""
    for (priority, clock), target in targets.items():
        if not SHORTEST_TARGET <= target <= LONGEST_TARGET:
            raise Invalid("sla.target", priority=priority.name.lower(), clock=str(clock))
    return {
        (priority, clock): targets[priority, clock]
        for priority in sorted(Priority, reverse=True)
        for clock in Clock
        if (priority, clock) in targets
    }


def targets_text(targets: Targets) -> str:
    """The targets as they are kept: milliseconds of working time by priority and clock."""
    kept: dict[str, dict[str, int]] = {}
    for (priority, clock), target in checked_targets(targets).items():
        kept.setdefault(priority.name.lower(), {})[str(clock)] = target // timedelta(milliseconds=1)
    return json.dumps(kept, separators=(",", ":"))


def targets_from(text: str) -> Targets:
    """The targets that `targets_text` has written."""
    return {
        (Priority[priority.upper()], Clock(clock)): timedelta(milliseconds=target)
        for priority, by_clock in json.loads(text).items()
        for clock, target in by_clock.items()
    }
