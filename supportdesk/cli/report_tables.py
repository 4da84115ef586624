"""A report as tables of texts, whatever they are then written as."""

from collections.abc import Iterator
from dataclasses import dataclass

from supportdesk.cli.times import local_text
from supportdesk.desk.report import Line, Report, Section
from supportdesk.domain.metric import Kind, Metric, Number
from supportdesk.i18n import gettext as _
from supportdesk.i18n.board_names import UNKNOWN
from supportdesk.i18n.metric_names import line_title, metric_definition, metric_title
from supportdesk.i18n.work_names import time_text

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it is of, what that means, headings and rows; names are not cleaned."""

    title: str
    meaning: str
    headings: Row
    rows: tuple[Row, ...]
    section: Section | None = None
    """The metric whose lines it has; None for the table of all totals."""


def headline(report: Report) -> str:
    """Which period a report is of: its last minute is named, not what comes after it."""
    asked = report.asked
    return _("From {since} to {until}").format(
        since=local_text(asked.period.since, asked.zone),
        until=local_text(asked.period.until, asked.zone),
    )


def tables(report: Report) -> Iterator[Table]:
    """All totals, then each metric by lines."""
    also = (_("Before"),) if report.asked.compared else ()
    told = [section for section in report.sections if section.total is not None]
    yield Table(
        _("In all"),
        "",
        (_("Metric"), _("Value"), *also, _("Of that")),
        tuple(
            _row(section.metric, metric_title(section.metric.name), section.total, len(also))
            for section in told
            if section.total is not None
        ),
    )
    by = report.asked.by
    for section in told:
        if by and section.lines:
            compared = any(line.before is not None for line in section.lines)
            yield Table(
                metric_title(section.metric.name),
                metric_definition(section.metric.name),
                (line_title(by), _("Value"), *(also if compared else ()), _("Of that")),
                tuple(
                    _row(section.metric, line.name or _("none"), line, int(compared))
                    for line in section.lines
                ),
                section,
            )


def _row(metric: Metric, name: str, line: Line, compared: int) -> Row:
    then = () if not compared else (value(metric, line.before or Number()),)
    return (name, value(metric, line.number), *then, details(metric, line.number))


def value(metric: Metric, number: Number) -> str:
    """The number itself: tickets, a share, a median or a time."""
    match metric.kind:
        case Kind.COUNT:
            return str(number.tickets)
        case Kind.RATE:
            return _share(number)
        case Kind.TIME:
            return time_text(number.total or 0)
        case Kind.AMOUNT:
            return UNKNOWN if number.median is None else f"{number.median:g}"
    return UNKNOWN if number.median is None else time_text(round(number.median))


def details(metric: Metric, number: Number) -> str:
    """What is to be known beside it: of how many, and how far it goes."""
    match metric.kind:
        case Kind.RATE if metric.name == "csat" and number.of is not None:
            return _("{n} of {of} · {response} of those solved were rated").format(
                n=number.n, of=number.of, response=_part(number.response)
            )
        case Kind.RATE if number.of is not None:
            return _("{n} of {of}").format(n=number.n, of=number.of)
        case Kind.TIME if number.share is not None:
            return _share(number)
        case Kind.LENGTH if number.p90 is not None and number.longest is not None:
            return _spread(time_text(number.p90), time_text(number.longest), number.n)
        case Kind.AMOUNT if number.p90 is not None and number.longest is not None:
            return _spread(str(number.p90), str(number.longest), number.n)
    return ""


def _spread(p90: str, longest: str, n: int) -> str:
    said = _("{n} measured · 90 % within {p90} · most {longest}")
    return said.format(p90=p90, longest=longest, n=n)


def _share(number: Number) -> str:
    return _part(number.share)


def _part(share: float | None) -> str:
    return UNKNOWN if share is None else f"{100 * share:.1f} %"
