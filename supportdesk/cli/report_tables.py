"""A report as tables of texts, whatever they are then written as."""

from collections.abc import Iterator

from supportdesk.cli.times import local_text
from supportdesk.desk.report import Line, Report, Section
from supportdesk.domain.metric import Metric, Number
from supportdesk.i18n import gettext as _
from supportdesk.i18n.metric_names import line_title, metric_definition, metric_title
from supportdesk.records import dataclass
from supportdesk.texts.metrics import details, value

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
