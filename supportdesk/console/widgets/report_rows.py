"""What stands in the lines of a report: metrics in groups, and their lines below them (R8)."""

from collections.abc import Iterator
from itertools import groupby

from supportdesk.console import text
from supportdesk.desk.report import Line, Report, Section
from supportdesk.domain.metric import Group
from supportdesk.i18n import gettext as _
from supportdesk.i18n.metric_names import group_title, metric_definition, metric_title
from supportdesk.records import dataclass
from supportdesk.texts.metrics import details, value


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A number of a report, or without a value the heading of a group."""

    label: str
    value: str = ""
    before: str = ""
    """The same of the period before, where that was asked for."""
    details: str = ""
    """Of how many it is, and how far it goes."""
    meaning: str = ""
    """What is counted, in a sentence."""
    metric: str = ""
    line: str | None = None
    """The line it is of, as the report names it; None is the whole."""
    opens: bool = False
    """Whether there are tickets behind it to list."""

    @property
    def is_heading(self) -> bool:
        """Whether it only says what follows."""
        return not self.metric


def report_rows(report: Report) -> list[ReportRow]:
    """Every number in its group; what is not told of such a period is left out."""
    told = [section for section in report.sections if section.total is not None]
    in_groups = sorted(told, key=lambda section: list(Group).index(section.metric.group))
    rows: list[ReportRow] = []
    for group, sections in groupby(in_groups, key=lambda section: section.metric.group):
        rows.append(ReportRow(group_title(group)))
        for section in sections:
            rows += _rows_of(section)
    return rows


def _rows_of(section: Section) -> Iterator[ReportRow]:
    if section.total is not None:
        yield _row(section, section.total, metric_title(section.metric.name), None)
    for line in section.lines:
        yield _row(section, line, text.line(line.name or _("none"), 60), line.name or "none")


def _row(section: Section, line: Line, label: str, name: str | None) -> ReportRow:
    metric = section.metric
    return ReportRow(
        label,
        value(metric, line.number),
        "" if line.before is None else value(metric, line.before),
        details(metric, line.number),
        metric_definition(metric.name),
        metric.name,
        name,
        line.number.tickets > 0,
    )
