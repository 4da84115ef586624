"""`export`: tickets out of the store, without a limit (F129)."""

import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from supportdesk.cli.export import Exporter
from supportdesk.cli.files import write_file
from supportdesk.cli.parameters import PASS_OPTIONS, session_of
from supportdesk.cli.questions import found_numbers
from supportdesk.cli.times import stamp
from supportdesk.i18n import gettext as _
from supportdesk.objects.json_lines import encode


class Format(StrEnum):
    """What an export looks like."""

    JSONL = "jsonl"
    CSV = "csv"
    MBOX = "mbox"


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(
        "export",
        help=_("Write the tickets a query names, with their messages; without a query all."),
        context_settings=PASS_OPTIONS,
    )(export)


def export(
    context: typer.Context,
    query: Annotated[
        list[str] | None, typer.Argument(metavar="QUERY", help=_("A query, as for list."))
    ] = None,
    *,
    form: Annotated[
        Format,
        typer.Option(
            "--format",
            help=_("jsonl can be imported again; csv is a table; mbox is mail."),
        ),
    ] = Format.JSONL,
    output: Annotated[
        str | None, typer.Option("--output", metavar="FILE", help=_("Else standard output."))
    ] = None,
    force: Annotated[
        bool,
        typer.Option("--force", help=_("Replace FILE; the former one is kept beside it.")),
    ] = False,
    notes: Annotated[
        bool,
        typer.Option(
            "--notes", help=_("Also write notes and forwards into an mbox or --messages.")
        ),
    ] = False,
    messages: Annotated[
        bool, typer.Option("--messages", help=_("With csv: a line for each message, its text too."))
    ] = False,
) -> None:
    """Export every ticket the query names, all as of one moment."""
    if messages and form is not Format.CSV:
        raise typer.BadParameter(_("--messages goes with --format csv; the others hold them all"))
    session = session_of(context)
    asked = " ".join(query or ())
    numbers = sorted(found_numbers(session, asked, unasked=""))
    pieces = _pieces(Exporter(session), form, notes=notes, whole=not asked, messages=messages)

    def write(file: BinaryIO) -> int:
        for piece in pieces(numbers):
            file.write(piece)
        return len(numbers)

    if output is None:
        sys.stdout.flush()
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    former = Path(f"{output}.before-{stamp(session.clock())}") if force else None
    count = write_file(path, write, former=former)
    if session.as_json:
        session.output.item({"exported": count, "file": output})
    else:
        session.output.say(
            _("Tickets exported to {file}: {count}.").format(file=output, count=count)
        )


def _pieces(
    exporter: Exporter, form: Format, *, notes: bool, whole: bool, messages: bool
) -> Callable[[list[int]], Iterator[bytes]]:
    """What turns ticket numbers into the bytes of the file; `whole` is an export of everything.

    The first line of a whole one names all our people: those without a ticket come back too.
    """

    def jsonl(numbers: list[int]) -> Iterator[bytes]:
        everybody = whole
        for conversation in exporter.conversations(numbers):
            line = encode(exporter.conversation_object(conversation, everybody=everybody))
            everybody = False
            yield line.encode("utf-8") + b"\n"

    def table(numbers: list[int]) -> Iterator[bytes]:
        from supportdesk.cli.csv_export import heading, ticket_columns, ticket_line

        columns = ticket_columns(exporter)
        yield heading(columns)
        for row in exporter.rows(numbers):
            yield ticket_line(row, columns)

    def spoken(numbers: list[int]) -> Iterator[bytes]:
        from supportdesk.cli.csv_export import MESSAGE_COLUMNS, heading, message_lines

        yield heading(MESSAGE_COLUMNS)
        for conversation in exporter.conversations(numbers):
            yield from message_lines(exporter, conversation, notes=notes)

    def mbox(numbers: list[int]) -> Iterator[bytes]:
        from supportdesk.cli.mbox_export import mbox_of

        for conversation in exporter.conversations(numbers):
            yield mbox_of(exporter, conversation, notes=notes)

    return {Format.JSONL: jsonl, Format.CSV: spoken if messages else table, Format.MBOX: mbox}[form]
