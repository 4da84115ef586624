"""What a report measures: the one table of metrics (R8, law 13).

Every metric is made of facts: a ticket, a moment, whose it is, and a value. A number of a report is
a summary of facts, and the tickets of those facts are the tickets behind it.
"""

from enum import StrEnum

from supportdesk.records import dataclass


class Kind(StrEnum):
    """How the facts of a metric are summarised."""

    COUNT = "count"
    """Tickets, each once."""
    RATE = "rate"
    """Those of the facts that hit, of all that count."""
    LENGTH = "length"
    """Milliseconds: median, 90th percentile and the longest; never the mean (R8)."""
    AMOUNT = "amount"
    """Numbers: median, 90th percentile and the most."""
    TIME = "time"
    """Milliseconds added up, with the share of the whole."""


class Moment(StrEnum):
    """When the facts are taken."""

    PERIOD = "period"
    """They happened from the beginning of the period to before its end."""
    END = "end"
    """They were so when the period ended, or are so now where it has not."""
    NOW = "now"
    """They are so now; a period that is over has none."""


class Group(StrEnum):
    """What metrics are read together."""

    FLOW = "flow"
    """What comes, leaves and lies there."""
    SPEED = "speed"
    PROMISES = "promises"
    """What was in time."""
    QUALITY = "quality"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Metric:
    """One row of the table of metrics."""

    name: str
    kind: Kind
    moment: Moment = Moment.PERIOD
    group: Group = Group.QUALITY
    by_fact: bool = False
    """A rate of facts, not of tickets: a ticket has several cycles of a clock."""


METRICS = {
    metric.name: metric
    for metric in (
        Metric("arrivals", Kind.COUNT, group=Group.FLOW),
        Metric("departures", Kind.COUNT, group=Group.FLOW),
        Metric("backlog", Kind.COUNT, Moment.END, group=Group.FLOW),
        Metric("asleep", Kind.COUNT, Moment.END, group=Group.FLOW),
        Metric("load", Kind.COUNT, Moment.END, group=Group.FLOW),
        Metric("waiting", Kind.LENGTH, Moment.NOW, group=Group.SPEED),
        Metric("first_response", Kind.LENGTH, group=Group.SPEED),
        Metric("next_reply", Kind.LENGTH, group=Group.SPEED),
        Metric("resolution", Kind.LENGTH, group=Group.SPEED),
        Metric("reopened", Kind.RATE),
        Metric("one_touch", Kind.RATE),
        Metric("no_reply", Kind.RATE),
        Metric("handovers", Kind.AMOUNT),
        Metric("csat", Kind.RATE),
        Metric("rated", Kind.RATE),
        Metric("night", Kind.RATE, group=Group.FLOW),
        Metric("first_response_met", Kind.RATE, by_fact=True, group=Group.PROMISES),
        Metric("next_reply_met", Kind.RATE, by_fact=True, group=Group.PROMISES),
        Metric("update_met", Kind.RATE, by_fact=True, group=Group.PROMISES),
        Metric("resolution_met", Kind.RATE, by_fact=True, group=Group.PROMISES),
        Metric("handling", Kind.TIME, group=Group.WORK),
    )
}
"""Every metric a report has, in its order."""

LINES = ("queue", "operator", "kind", "tag", "priority", "day", "week", "hour")
"""What a report can be drawn up by; hour is the hour of the day."""

TIME_LINES = ("day", "week", "hour")

NIGHT_BEGINS, NIGHT_ENDS = 22, 6
"""Local hours (R8)."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a report; what its kind does not have is None. Lengths are milliseconds."""

    tickets: int = 0
    """How many tickets stand behind it."""
    n: int = 0
    """Facts measured, or those that hit."""
    of: int | None = None
    """What a rate is of."""
    median: float | None = None
    p90: int | None = None
    longest: int | None = None
    total: int | None = None
    share: float | None = None
    """From 0 to 1; of nothing there is none."""
    response: float | None = None
    """Of CSAT: the share of the tickets solved that were rated, from 0 to 1."""
