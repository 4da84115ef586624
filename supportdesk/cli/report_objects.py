"""A report for scripts: one JSON object, or the same numbers as rows of a CSV table."""

import csv
import io

from supportdesk.desk.report import Line, Report, Section
from supportdesk.domain.metric import Kind, Number
from supportdesk.domain.safe_text import clean_cell, clean_line
from supportdesk.objects.times import utc_text

COLUMNS = (
    *(
        "metric",
        "by",
        "line",
        "tickets",
        "n",
        "of",
        "share",
        "median",
        "p90",
        "longest",
        "total",
        "unit",
        "response",
    ),
)

Item = dict[str, object]


def report_object(report: Report, typed: str) -> Item:
    """The whole report; names are documented (`supportdesk report --help`) and stay."""
    period = report.asked.period
    return {
        "query": typed,
        "since": utc_text(period.since),
        "until": utc_text(period.until),
        "at": utc_text(period.now),
        "zone": str(report.asked.zone),
        "by": report.asked.by or None,
        "metrics": [metric_object(section) for section in report.sections],
    }


def csv_text(report: Report) -> str:
    """A row for each number: totals are by nothing, times are in seconds."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    compared = report.asked.compared
    writer.writerow((*COLUMNS, *(["period"] if compared else [])))
    for section in report.sections:
        lines = () if section.total is None else (section.total, *section.lines)
        for line in lines:
            for period, number in (("this", line.number), ("before", line.before)):
                if number is not None:
                    item: Item = {
                        "metric": section.metric.name,
                        "by": "" if line is section.total else report.asked.by,
                        "line": clean_cell(clean_line(line.name)),
                        **_number(section, number),
                        "unit": _unit(section.metric.kind),
                    }
                    row = ["" if (held := item.get(c)) is None else str(held) for c in COLUMNS]
                    writer.writerow([*row, *([period] if compared else [])])
    return text.getvalue()


def metric_object(section: Section) -> Item:
    """One metric with its total and its lines."""
    return {
        "metric": section.metric.name,
        "kind": str(section.metric.kind),
        "unit": _unit(section.metric.kind),
        "total": None if section.total is None else _line(section, section.total),
        "lines": [{"line": line.name or None, **_line(section, line)} for line in section.lines],
    }


def _line(section: Section, line: Line) -> Item:
    told = _number(section, line.number)
    return told if line.before is None else {**told, "before": _number(section, line.before)}


def _number(section: Section, number: Number) -> Item:
    """What the kind of a metric has; times in seconds, shares from 0 to 1."""
    kind = section.metric.kind
    if kind is Kind.COUNT:
        return {"tickets": number.tickets}
    if kind is Kind.RATE:
        rate = {"tickets": number.tickets, "n": number.n, "of": number.of or 0}
        shares = {"share": _part(number.share)}
        if section.metric.name == "csat":
            shares["response"] = _part(number.response)
        return {**rate, **shares}
    if kind is Kind.TIME:
        total = round((number.total or 0) / 1000)
        return {
            "tickets": number.tickets,
            "n": number.n,
            "share": _part(number.share),
            "total": total,
        }
    scale = 1000 if kind is Kind.LENGTH else 1
    told = {"median": number.median, "p90": number.p90, "longest": number.longest}
    return {
        "tickets": number.tickets,
        "n": number.n,
        **{name: None if held is None else held / scale for name, held in told.items()},
    }


def _part(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _unit(kind: Kind) -> str | None:
    return {Kind.LENGTH: "seconds", Kind.TIME: "seconds", Kind.AMOUNT: "changes"}.get(kind)
