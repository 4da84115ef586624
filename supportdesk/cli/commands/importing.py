"""`import`: mails, tables, event logs and our own JSON Lines into the store."""

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import replace
from datetime import UTC
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from supportdesk.cli.failures import INTERRUPTED, NOT_FOUND
from supportdesk.cli.looking_again import look_again
from supportdesk.cli.parameters import session_of
from supportdesk.cli.progress import ProgressLine
from supportdesk.cli.session import Session
from supportdesk.domain.errors import Invalid
from supportdesk.i18n import gettext as _
from supportdesk.i18n.import_texts import KINDS, kind_text, no_place_text, reason_text
from supportdesk.intake.importer import import_files
from supportdesk.intake.report import HELPDESKS, ImportOptions, ImportReport

SHOWN_SKIPPED = 20
SHOWN_NO_PLACE = 60

Paths = Annotated[
    list[Path],
    typer.Argument(
        metavar="PATH…",
        help=_(
            "mbox, .eml, Maildir, CSV or TSV, event logs in CSV, TSV or XES, .jsonl (also .gz), or"
            " a folder of them"
        ),
    ),
]
Map = Annotated[
    str | None,
    typer.Option(
        "--map",
        metavar="NAME|FILE",
        help=_(
            "What the columns of a table or log mean: a built-in map or a file; without it chosen"
            " by the headings."
        ),
    ),
]
Helpdesk = Annotated[
    str | None,
    typer.Option(
        "--from",
        metavar="HELPDESK",
        help=_("The files are an export of this help desk: zendesk, freshdesk."),
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(
        "import",
        help=_(
            "Bring in mails, tables, event logs and exports; what is known already is left alone."
            " Nothing is sent to anybody. Times without a zone are read in --timezone, else in UTC."
        ),
    )(bring_in)


def bring_in(
    context: typer.Context,
    paths: Paths,
    *,
    operators: Annotated[
        Path | None,
        typer.Option(
            "--operators",
            metavar="FILE",
            help=_("Who our people are: lines like Ann Lee <ann@example.org>, CSV or TOML."),
        ),
    ] = None,
    map_name: Map = None,
    queue: Annotated[
        str | None,
        typer.Option("--queue", metavar="NAME", help=_("The queue for what is new.")),
    ] = None,
    helpdesk: Helpdesk = None,
    account: Annotated[
        str | None,
        typer.Option(
            "--account",
            metavar="NAME",
            help=_("With --from freshdesk: whose export it is, for more than one account."),
        ),
    ] = None,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help=_("Only report what would come in; change nothing.")),
    ] = False,
) -> None:
    """Import files and report what became of every item."""
    asked = session_of(context)
    if helpdesk is not None and helpdesk not in HELPDESKS:
        raise Invalid("import.unknown_helpdesk", wanted=helpdesk, known=sorted(HELPDESKS))
    if helpdesk is not None and map_name is not None:
        raise Invalid("import.map_of_export", wanted=helpdesk)
    if account is not None:
        account = _account(helpdesk, account)
    with _rehearsal(asked) if dry_run else nullcontext(asked) as session:
        settings = session.settings
        zone = UTC if settings.timezone is None else settings.zone
        desk = session.open(create=True)
        session.require_own()
        me = session.actor().id
        options = ImportOptions(operators, map_name, queue, zone, me, helpdesk, account)
        gc.freeze()  # what is loaded by now stays: the collector need not look at it again
        gc.enable()
        with ProgressLine(_("Importing, items:")) as line:
            report = import_files(
                desk,
                paths,
                options,
                lambda _path, done, whole, items: line.tell(done, whole, items),
            )
        if report.kinds_new["policy"] and not dry_run:
            look_again(desk)
    if asked.as_json:
        asked.output.item({**report_object(report), "dry_run": dry_run})
    else:
        _tell_all(asked, report, options, dry_run=dry_run)
    if report.interrupted:
        raise typer.Exit(INTERRUPTED)
    if any(item.reason == "file.missing" for item in report.skipped):
        raise typer.Exit(NOT_FOUND)


def _account(helpdesk: str | None, named: str) -> str:
    """The account as names of tickets hold it. Raises Invalid where it has no place or no form."""
    if helpdesk != "freshdesk":
        raise Invalid("import.account_unasked")
    account = named.strip().casefold().removesuffix(".freshdesk.com")
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", account) or account == "canned":
        raise Invalid("import.account_unclear", wanted=named)
    return account


@contextmanager
def _rehearsal(asked: Session) -> Iterator[Session]:
    """A session on a copy of the store that is thrown away: what it would be, exactly."""
    from supportdesk.store.write.backup import back_up

    with TemporaryDirectory(prefix="supportdesk-") as folder:
        copy = Path(folder) / "copy.sqlite"
        if asked.file().exists():
            back_up(asked.file(), copy)
        session = Session(
            replace(asked.settings, store=copy), asked.clock, asked.output, asked.confirmed
        )
        try:
            yield session
        finally:
            session.close()


def _tell_all(
    session: Session, report: ImportReport, options: ImportOptions, *, dry_run: bool
) -> None:
    if dry_run:
        session.output.say(_("This is what would come in; nothing was changed."))
    tell_report(session, report)
    if options.helpdesk is not None:
        _tell_kinds(session, report)
        _tell_no_place(session, report)
        return
    session.output.fact(_("New tickets"), report.tickets_new)
    _tell_not_understood(session, report)
    _propose(session, report)


def _tell_kinds(session: Session, report: ImportReport) -> None:
    """How many of every kind came in."""
    lines = [
        [kind_text(kind), str(read), str(report.kinds_new[kind])]
        for kind in KINDS
        if (read := report.kinds_read[kind])
    ]
    if lines:
        session.output.table([_("What"), _("In the export"), _("New")], lines)
    session.output.fact(_("New clients"), report.clients_new)


def _tell_no_place(session: Session, report: ImportReport) -> None:
    """What stays behind, and why."""
    held = {what: times for what, times in report.no_place.items() if times}
    if not held:
        return
    session.output.say(_("These have no place here and stay behind:"))
    lines = [
        [str(times), " ".join(filter(None, (kind, field))), no_place_text(why)]
        for (kind, field, why), times in sorted(held.items())
    ]
    session.output.table([_("Times"), _("What"), _("Why")], lines[:SHOWN_NO_PLACE])
    more = len(lines) - SHOWN_NO_PLACE
    if more > 0:
        session.output.say(_("  … and {more} more; --json lists all.").format(more=more))


def report_object(report: ImportReport) -> dict[str, object]:
    """The report as scripts see it."""
    return {
        "read": report.read,
        "new": report.new,
        "known": report.known,
        "skipped": [
            {"where": item.where, "reason": item.reason, "detail": item.detail}
            for item in report.skipped
        ],
        "tickets_new": report.tickets_new,
        "templates_new": report.templates_new,
        "not_understood": [
            {"field": field, "value": value, "rows": rows}
            for (field, value), rows in sorted(report.not_understood.items())
        ],
        "kinds": [
            {"kind": kind, "read": read, "new": report.kinds_new[kind]}
            for kind in KINDS
            if (read := report.kinds_read[kind])
        ],
        "clients_new": report.clients_new,
        "no_place": [
            {"kind": kind, "field": field, "why": why, "count": times}
            for (kind, field, why), times in sorted(report.no_place.items())
            if times
        ],
        "interrupted": report.interrupted,
        "proposed_operators": [
            {"name": one.name, "email": one.address, "answered": one.answered}
            for one in report.proposals
        ],
    }


def tell_report(session: Session, report: ImportReport) -> None:
    """How many items were read, new, known and left out, and why."""
    output = session.output
    if report.interrupted:
        output.warn(_("Interrupted: what is listed is kept; run it again to go on."))
    output.say(
        _("Read {read}, new {new}, known {known}, left out {skipped}.").format(
            read=report.read, new=report.new, known=report.known, skipped=len(report.skipped)
        )
    )
    for item in report.skipped[:SHOWN_SKIPPED]:
        detail = f" ({item.detail})" if item.detail else ""
        output.say(f"  {item.where}: {reason_text(item.reason)}{detail}")
    more = len(report.skipped) - SHOWN_SKIPPED
    if more > 0:
        output.say(_("  … and {more} more; --json lists all.").format(more=more))


def _tell_not_understood(session: Session, report: ImportReport) -> None:
    if not report.not_understood:
        return
    output = session.output
    output.say(_("The mapping has no words for these values; they changed nothing:"))
    for (field, value), rows in report.not_understood.most_common(SHOWN_SKIPPED):
        output.say(f"  {field}: {value} ({rows})")
    more = len(report.not_understood) - SHOWN_SKIPPED
    if more > 0:
        output.say(_("  … and {more} more; --json lists all.").format(more=more))


def _propose(session: Session, report: ImportReport) -> None:
    if not report.proposals:
        return
    output = session.output
    output.say(_("These people answer others often. If they are yours, write them into a file"))
    output.say(_("and import again into a new store with --operators FILE:"))
    for one in report.proposals:
        address = f" <{one.address}>" if one.address else ""
        times = _("{answered} answered").format(answered=one.answered)
        output.say(f"  {one.name}{address}    # {times}")
