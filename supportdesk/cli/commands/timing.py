"""`time`: the time operators have spent on tickets (F42)."""

import csv
import io
import sys
from enum import StrEnum
from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.parameters import Number, session_of, ticket_number
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.time_lists import entry_object, sought, sum_objects, tell_sums
from supportdesk.domain.action import AddTime, CorrectTime
from supportdesk.domain.duration import read_duration
from supportdesk.domain.provisional import ticket_word
from supportdesk.domain.safe_text import clean_cell, clean_line
from supportdesk.domain.time_spent import OTHER
from supportdesk.i18n import gettext as _
from supportdesk.i18n.work_names import time_text, work_name
from supportdesk.objects.json_lines import encode
from supportdesk.store.read import times

COLUMNS = ("ticket", "operator", "work", "at", "seconds", "source", "reason", "author")


class Format(StrEnum):
    """What an export looks like."""

    CSV = "csv"
    JSON = "json"


Some = Annotated[
    int | None,
    typer.Argument(metavar="[N]", parser=ticket_number, help=_("A ticket; else every one.")),
]
Who = Annotated[
    str | None,
    typer.Option("--operator", metavar="WHO", help=_("Whose time; leads: all, or anybody's.")),
]
Since = Annotated[
    str | None, typer.Option("--since", metavar="DAY", help=_("From that day on: -7d, 2026-03-01."))
]
Until = Annotated[
    str | None, typer.Option("--until", metavar="DAY", help=_("To the end of that day."))
]
Length = Annotated[str, typer.Argument(metavar="TIME", help=_("15m, 1h30, 1:30."))]
Reason = Annotated[str, typer.Option("--reason", help=_("Why it is entered by hand."))]
Work = Annotated[
    str, typer.Option("--work", help=_("Kind of work: reading, reply, forward, note, call, other."))
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    time = typer.Typer(no_args_is_help=True)
    time.command("show", help=_("Show the time spent: one's own; a lead sees everybody's."))(show)
    time.command("add", help=_("Add time that no console counted."))(add)
    time.command("correct", help=_("Say what one kind of work on a ticket took in all."))(correct)
    time.command("export", help=_("Write every entry, as a table or as JSON."))(export)
    app.add_typer(
        time,
        name="time",
        help=_("Time spent on tickets: show, add, correct, export."),
        epilog=_(
            "The console counts from key to key, at most a minute between two; less than three"
            " seconds on a ticket do not count. If it is killed, at most the last minute is lost."
            " Off: supportdesk config set time_tracking off"
        ),
    )


def show(
    context: typer.Context,
    number: Some = None,
    *,
    operator: Who = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Show how long each kind of work took, ticket by ticket."""
    session = session_of(context)
    if number is not None:
        choosing.ticket(session, number)
    rows = session.ask(times.entries, sought(session, number, operator, since, until))
    if session.as_json:
        for item in sum_objects(rows):
            session.output.item(item)
        return
    tell_sums(session, rows)


def add(
    context: typer.Context,
    number: Number,
    length: Length,
    *,
    reason: Reason,
    work: Work = OTHER,
    operator: Who = None,
) -> None:
    """Add time."""
    session = session_of(context)
    action = AddTime(number, read_duration(length), reason, work, _whose(session, operator))
    said = _("Ticket {number}: {time} more ({work}).")
    _do(session, action, said)


def correct(
    context: typer.Context,
    number: Number,
    length: Length,
    *,
    reason: Reason,
    work: Work = OTHER,
    operator: Who = None,
) -> None:
    """Correct time."""
    session = session_of(context)
    action = CorrectTime(number, read_duration(length), reason, work, _whose(session, operator))
    said = _("Ticket {number}: {time} in all ({work}).")
    _do(session, action, said)


def export(
    context: typer.Context,
    number: Some = None,
    *,
    form: Annotated[Format, typer.Option("--format", help=_("csv or json."))] = Format.CSV,
    operator: Who = None,
    since: Since = None,
    until: Until = None,
) -> None:
    """Write entries to standard output: counted ones by quarters of an hour."""
    session = session_of(context)
    rows = session.ask(times.entries, sought(session, number, operator, since, until))
    items = [entry_object(row) for row in rows]
    if form is Format.JSON or session.as_json:
        for item in items:
            print(encode(item))
        return
    table = io.StringIO(newline="")
    writer = csv.writer(table, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(item[column]) for column in COLUMNS] for item in items)
    sys.stdout.write(table.getvalue())


def _do(session: Session, action: AddTime | CorrectTime, said: str) -> None:
    receipt = session.act(action)
    spent, work = time_text(action.milliseconds), work_name(action.work)
    tell_receipt(
        session, receipt, said.format(number=ticket_word(action.ticket), time=spent, work=work)
    )


def _whose(session: Session, who: str | None) -> int | None:
    return None if who is None else choosing.owner(session, who)


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else clean_cell(clean_line(str(value)))
