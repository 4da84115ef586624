"""A report: every metric of the tickets of a query in a period, by lines (R8, F119-F130)."""

from collections.abc import Callable, Mapping
from datetime import tzinfo

from supportdesk.domain.errors import NotFound
from supportdesk.domain.metric import METRICS, TIME_LINES, Kind, Metric, Number
from supportdesk.domain.period import (
    DAY,
    Period,
    before,
    buckets,
    day_began,
    day_name,
    period_of,
    week_name,
)
from supportdesk.domain.query import Query
from supportdesk.domain.ticket import Priority
from supportdesk.domain.time_spent import SEES_ALL_TIMES
from supportdesk.records import dataclass
from supportdesk.store.read import desk_lists, reports
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.reports import Key

NOTHING = ""
"""The name of the line of tickets that have no queue, tag, kind… at all."""


HANDLING = "handling"
"""The metric not everybody may see."""

A_YEAR = 366 * DAY


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked of."""

    query: Query
    period: Period
    zone: tzinfo
    by: str = ""
    metrics: tuple[str, ...] = tuple(METRICS)
    compared: bool = False
    """Whether the period before stands beside."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a metric: its name, empty for what has none, and its numbers."""

    name: str
    number: Number
    before: Number | None = None
    """Of the period before, if that was asked for."""


@dataclass(frozen=True, slots=True)
class Section:
    """One metric; `total` is None where it is not told of such a period."""

    metric: Metric
    total: Line | None
    lines: tuple[Line, ...] = ()
    """By what was asked for; none where that says nothing of this metric."""


@dataclass(frozen=True, slots=True)
class Report:
    """Every metric asked for, as of the period's `now`."""

    asked: Asked
    sections: tuple[Section, ...]


def period_asked(connection: Reader, begin: int, end: int, now: int, zone: tzinfo) -> Period:
    """A period (milliseconds) in a zone; no years before the first ticket, each with its days."""
    first = min(reports.first_created(connection) or end, end) - 1
    since = begin if first - begin < A_YEAR else day_began(first, zone)
    return period_of(since, end, now, zone)


def metrics_for(role: str | None) -> tuple[str, ...]:
    """Those a role may see: time of others is for leads (F42)."""
    return tuple(one for one in METRICS if one != HANDLING or role in SEES_ALL_TIMES)


def report(connection: Reader, asked: Asked) -> Report:
    """Measure everything."""
    names = _names(connection, asked.by)
    return Report(
        asked, tuple(_section(connection, asked, METRICS[one], names) for one in asked.metrics)
    )


def tickets(connection: Reader, asked: Asked, line: str | None) -> list[int]:
    """The tickets behind the total of the only metric asked for, or behind its line of that name.

    Raises NotFound("report.line").
    """
    (metric,) = asked.metrics
    if line is None:
        return reports.tickets_behind(connection, metric, asked.query, asked.period)
    names = _names(connection, asked.by)
    measured = reports.numbers(connection, metric, asked.query, asked.period, asked.by)
    keys = _keys(asked, METRICS[metric], measured, {}, names)
    wanted = NOTHING if line.casefold() == "none" else line
    for key in keys:
        if names(key).casefold() == wanted.casefold():
            return reports.tickets_behind(
                connection, metric, asked.query, asked.period, by=asked.by, key=key
            )
    raise NotFound("report.line", wanted=line)


def _section(
    connection: Reader, asked: Asked, metric: Metric, names: Callable[[Key], str]
) -> Section:
    if not reports.is_told(metric.name, asked.period):
        return Section(metric, None)

    def measured(period: Period, by: str) -> dict[Key, Number]:
        return reports.numbers(connection, metric.name, asked.query, period, by)

    former = before(asked.period, asked.zone) if asked.compared else None
    was = {} if former is None else measured(former, "")
    total = _line("", None, measured(asked.period, ""), None if former is None else was)
    if not asked.by or not reports.is_told(metric.name, asked.period, asked.by):
        return Section(metric, total)
    is_time = asked.by in ("day", "week")
    found = measured(asked.period, asked.by)
    then = None if former is None or is_time else measured(former, asked.by)
    keys = _keys(asked, metric, found, then or {}, names)
    return Section(metric, total, tuple(_line(names(key), key, found, then) for key in keys))


def _line(
    name: str, key: Key, found: Mapping[Key, Number], then: Mapping[Key, Number] | None
) -> Line:
    return Line(name, found.get(key, Number()), None if then is None else then.get(key, Number()))


def _keys(
    asked: Asked,
    metric: Metric,
    found: Mapping[Key, Number],
    then: Mapping[Key, Number],
    names: Callable[[Key], str],
) -> list[Key]:
    """Lines in their order: time as it goes, without gaps; all else by size, then name."""
    if asked.by in TIME_LINES:
        every = buckets(asked.period, asked.by)
        return [one for one in every if metric.name != "backlog" or one in found]
    keys = {*found, *then}
    return sorted(keys, key=lambda key: (-size(metric, found.get(key, Number())), names(key)))


def size(metric: Metric, number: Number) -> float:
    """What lines are ordered by, and how long their bars are."""
    match metric.kind:
        case Kind.COUNT:
            return number.tickets
        case Kind.RATE:
            return number.share or 0
        case Kind.TIME:
            return number.total or 0
    return number.median or 0


def _names(connection: Reader, by: str) -> Callable[[Key], str]:
    """What the keys of lines are called, as kept: texts are not cleaned here."""
    match by:
        case "queue":
            known = {row.id: row.name for row in desk_lists.queues(connection)}
        case "operator":
            known = {row.id: row.name for row in desk_lists.operators(connection)}
        case "tag":
            known = dict(connection.execute("SELECT id, name FROM tag").fetchall())
        case "priority":
            known = {int(one): one.name.lower() for one in Priority}
        case "day":
            return lambda key: day_name(int(key or 0))
        case "week":
            return lambda key: week_name(int(key or 0))
        case "hour":
            return lambda key: f"{int(key or 0):02d}:00"
        case _:
            return lambda key: str(key or "")
    return lambda key: "" if key is None else known.get(int(key), str(key))
