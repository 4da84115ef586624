"""A report as a document: plain lines, Markdown, or one HTML file that needs nothing else.

Names of queues, tags and people are hostile: cleaned everywhere, and escaped for what they are
written into (trust.md).
"""

import html

from supportdesk.cli.columns import laid_out
from supportdesk.cli.report_chart import chart
from supportdesk.cli.report_tables import Row, Table, headline, tables
from supportdesk.desk.report import Report
from supportdesk.domain.metric import TIME_LINES
from supportdesk.domain.safe_text import clean_line
from supportdesk.i18n import gettext as _
from supportdesk.i18n import language
from supportdesk.patterns import pattern

_MARKDOWN_SIGNS = pattern(r"([\\`*_{}\[\]()<>#+\-.!|~&:@/])")

_STYLE = """
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d0d5db; --bar: #2f6f9f; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e4e7eb; --paper: #15181c; --line: #3a4048; --bar: #6aaedb; }
}
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: var(--ink);
  background: var(--paper); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin: 2rem 0 .25rem; }
p { margin: .25rem 0 .75rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
section { break-inside: avoid-page; }
svg { display: block; margin: .5rem 0; max-width: 100%; height: auto; }
svg rect { fill: var(--bar); } svg text { fill: var(--ink); font: 11px system-ui, sans-serif; }
svg line { stroke: var(--line); }
@media print { body { margin: 0; max-width: none; } }
"""


def text(report: Report, typed: str, width: int) -> str:
    """Plain lines for people and screen readers."""
    lines = [*_opening(report, typed)]
    for table in tables(report):
        lines += ["", table.title, *([table.meaning] if table.meaning else [])]
        lines += laid_out(table.headings, table.rows, width)
    return "\n".join(lines) + "\n"


def markdown(report: Report, typed: str) -> str:
    """Tables of Markdown; no sign of a name means anything there."""
    title, *more = (_marked(line) for line in _opening(report, typed))
    lines = [f"# {title}", *(piece for line in more for piece in ("", line))]
    for table in tables(report):
        lines += ["", f"## {_marked(table.title)}", ""]
        lines += [_marked(table.meaning), ""] if table.meaning else []
        lines += [_cells(table.headings), "|" + "---|" * len(table.headings)]
        lines += [_cells(row) for row in table.rows]
    return "\n".join(lines) + "\n"


def page(report: Report, typed: str) -> str:
    """One HTML file: nothing is fetched, nothing runs, charts are drawn in it."""
    title, *more = (_shown(line) for line in _opening(report, typed))
    return (
        f'<!DOCTYPE html>\n<html lang="{_shown(language())}">\n<head>\n<meta charset="utf-8">\n'
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        + "".join(f"<p>{line}</p>\n" for line in more)
        + "".join(_html_table(table, report.asked.by) for table in tables(report))
        + "</body>\n</html>\n"
    )


def _opening(report: Report, typed: str) -> list[str]:
    """Title, period and query."""
    zone = _("Times are of {zone}.").format(zone=report.asked.zone)
    lines = [_("Report"), f"{headline(report)}. {zone}"]
    return [*lines, *([_("Tickets: {query}").format(query=clean_line(typed))] if typed else [])]


def _html_table(table: Table, by: str) -> str:
    head = "".join(f'<th scope="col">{_shown(cell)}</th>' for cell in table.headings)
    rows = "".join(
        "<tr>" + "".join(f"<td>{_shown(cell)}</td>" for cell in row) + "</tr>\n"
        for row in table.rows
    )
    drawn = "" if table.section is None else chart(table, upright=by in TIME_LINES)
    meaning = f"<p>{_shown(table.meaning)}</p>\n" if table.meaning else ""
    return (
        f"<section>\n<h2>{_shown(table.title)}</h2>\n{meaning}{drawn}"
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</section>\n"
    )


def _cells(row: Row) -> str:
    return "| " + " | ".join(_marked(cell) for cell in row) + " |"


def _marked(cell: str) -> str:
    return _MARKDOWN_SIGNS.sub(r"\\\1", clean_line(cell))


def _shown(cell: str) -> str:
    return html.escape(clean_line(cell))
