"""`report`: every metric of a query's tickets in a period, as text or a file (F119-F130)."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from supportdesk.cli.completing import complete_query
from supportdesk.cli.files import write_file
from supportdesk.cli.hoisting import USUAL_LIMIT
from supportdesk.cli.parameters import PASS_OPTIONS, Limit, session_of
from supportdesk.cli.questions import read_query
from supportdesk.cli.session import Session
from supportdesk.cli.ticket_list import tell_numbers
from supportdesk.desk.report import HANDLING, Asked, Report, metrics_for, period_asked, report
from supportdesk.desk.report import tickets as behind
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.metric import LINES, METRICS
from supportdesk.domain.moments import parse_boundary
from supportdesk.domain.period import Period
from supportdesk.i18n import gettext as _
from supportdesk.objects.json_lines import encode

LAST_DAYS = "-30d"


class Format(StrEnum):
    """What a report is written as."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    MARKDOWN = "markdown"
    HTML = "html"


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(
        "report",
        help=_("Measure the tickets a query names in a period: how many, how fast, how well."),
        epilog=_(
            "Metrics, for --metric and --tickets: {names}. Lines, for --by: {lines}; hour is the"
            " hour of the day. Lengths are medians with the 90th percentile, rates say of how many."
            " Queue, kind, tag and priority are those a ticket has now. Nothing is shown of a past"
            " moment that is told of the present alone; handling time is for leads. In JSON and"
            " CSV times are seconds and shares go from 0 to 1."
        ).format(names=", ".join(METRICS), lines=", ".join(LINES)),
        context_settings=PASS_OPTIONS,
    )(show)


def show(
    context: typer.Context,
    query: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="QUERY",
            help=_("A query, as for list; without one all tickets."),
            autocompletion=complete_query,
        ),
    ] = None,
    *,
    since: Annotated[
        str, typer.Option("--since", metavar="DAY", help=_("From that day on: -7d, 2026-03-01."))
    ] = LAST_DAYS,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help=_("To the end of that day."))
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="LINES", help=_("A line for each of these."))
    ] = None,
    metric: Annotated[
        list[str] | None,
        typer.Option("--metric", metavar="NAME", help=_("Only this metric; may be repeated.")),
    ] = None,
    trend: Annotated[
        bool, typer.Option("--trend", help=_("Also the period just as long before."))
    ] = False,
    tickets: Annotated[
        str | None,
        typer.Option("--tickets", metavar="METRIC", help=_("List the tickets behind a number.")),
    ] = None,
    line: Annotated[
        str | None,
        typer.Option("--line", metavar="NAME", help=_("With --by: those behind this line.")),
    ] = None,
    limit: Limit = USUAL_LIMIT,
    form: Annotated[
        Format, typer.Option("--format", help=_("html is one file with charts, for a browser."))
    ] = Format.TEXT,
    output: Annotated[
        str | None, typer.Option("--output", metavar="FILE", help=_("Else standard output."))
    ] = None,
) -> None:
    """Tell or write the report, or the tickets behind one of its numbers."""
    session = session_of(context)
    typed = " ".join(query or ())
    asked = Asked(
        read_query(session, typed),
        _period(session, since, until),
        session.settings.zone,
        _lines(by),
        _metrics(session, [tickets] if tickets is not None else metric or []),
        trend,
    )
    if asked.query.limit is not None:
        raise Invalid("report.limit", limit=asked.query.limit)
    if (line is None) != (by is None) and (line or tickets):
        raise typer.BadParameter(_("--line and --by go together with --tickets"))
    if tickets is not None:
        if output is not None or trend or metric or form is not Format.TEXT:
            raise typer.BadParameter(_("--tickets goes with a query, days, --by and --line alone"))
        tell_numbers(session, session.ask(behind, asked, line), limit)
        return
    if line is not None:
        raise typer.BadParameter(_("--line and --by go together with --tickets"))
    _tell(session, session.ask(report, asked), typed, form, output)


def _tell(session: Session, told: Report, typed: str, form: Format, output: str | None) -> None:
    """To standard output, or whole into a file that is not there yet."""
    if output is None:
        shown = Format.JSON if session.as_json and form is Format.TEXT else form
        sys.stdout.write(_written(told, typed, shown, session.output.width()))
        return
    content = _written(told, typed, form, 100).encode("utf-8", "replace")
    count = write_file(Path(output), lambda file: file.write(content), former=None)
    if session.as_json:
        session.output.item({"file": output, "bytes": count})
    else:
        session.output.say(_("The report is in {file}.").format(file=output))


def _written(told: Report, typed: str, form: Format, width: int) -> str:
    from supportdesk.cli import report_documents, report_objects

    match form:
        case Format.JSON:
            return encode(report_objects.report_object(told, typed)) + "\n"
        case Format.CSV:
            return report_objects.csv_text(told)
        case Format.MARKDOWN:
            return report_documents.markdown(told, typed)
        case Format.HTML:
            return report_documents.page(told, typed)
    return report_documents.text(told, typed, width)


def _period(session: Session, since: str, until: str | None) -> Period:
    """The days asked for. Raises Invalid("moment.unknown") and Invalid("report.period")."""
    now, zone = session.clock(), session.settings.zone
    begin = to_milliseconds(parse_boundary(since, now, zone)[0])
    end = session.now() + 1
    if until is not None:
        end = to_milliseconds(max(parse_boundary(until, now, zone)))
    if begin >= end:
        raise Invalid("report.period", since=since, until=until or "now")
    return session.ask(period_asked, begin, end, session.now(), zone)


def _lines(wanted: str | None) -> str:
    if wanted is not None and wanted not in LINES:
        raise Invalid("report.lines", wanted=wanted, allowed=", ".join(LINES))
    return wanted or ""


def _metrics(session: Session, wanted: list[str]) -> tuple[str, ...]:
    """Those asked for, else all that one may see: time of others is for leads (F42)."""
    for name in wanted:
        if name not in METRICS:
            raise Invalid("report.metric", wanted=name, allowed=", ".join(METRICS))
    me = session.me()
    seen = metrics_for(None if me is None else me.role)
    if HANDLING in wanted and HANDLING not in seen:
        raise Refused("time.not_own")
    return tuple(name for name in METRICS if name in (wanted or seen))
