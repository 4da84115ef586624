"""`outbox`: what waits for its time to be sent, and what came back from there."""

from typing import Annotated

import typer

from supportdesk.cli.commands import letters
from supportdesk.cli.parameters import session_of, whole_number
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.domain.action import CancelSending, PostponeSending
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.provisional import ticket_name, ticket_word
from supportdesk.domain.recipients import line_of
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.key_names import runnable
from supportdesk.i18n.returns import why_returned
from supportdesk.objects.tickets import Item, recipient_objects
from supportdesk.objects.times import utc_text_or_none
from supportdesk.store.read import outbox, sendings
from supportdesk.store.read.rows import OutboxRow

Entry = Annotated[
    int,
    typer.Argument(
        metavar="ENTRY", parser=whole_number, help=_("Number of the entry, from the list.")
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command("list", help=_("List what waits, and what came back unsent."))(list_entries)
    group.command("at", help=_("Send an entry at another time; also one that came back."))(at)
    group.command("cancel", help=_("Do not send an entry: it is a draft again."))(cancel)
    letters.add_to(group)
    app.add_typer(
        group,
        name="outbox",
        help=_("Replies planned for later, and those on their way by mail."),
    )


def list_entries(
    context: typer.Context,
    everybody: Annotated[
        bool, typer.Option("--everybody", help=_("What waits of all operators."))
    ] = False,
) -> None:
    """List what waits by its time; what came back unsent stands first."""
    session = session_of(context)
    if everybody:
        rows = session.ask(outbox.everybodys)
    else:
        rows = session.ask(outbox.of_operator, session.actor().id)
    for row in rows:
        if session.as_json:
            session.output.item(entry_object(row))
        else:
            _tell(session, row)
    if not session.as_json:
        _tell_rest(session, bool(rows))


def _tell_rest(session: Session, something_waits: bool) -> None:
    """Say where the rest of what the console's outbox shows is listed, or that nothing waits."""
    counts = session.ask(sendings.counts)
    on_way = sum(counts.get(state, 0) for state in sendings.OPEN)
    if on_way:
        said = ngettext(
            "{count} thing done here has not arrived: supportdesk sync list",
            "{count} things done here have not arrived: supportdesk sync list",
            on_way,
        )
        session.output.say(runnable(said).format(count=on_way))
    elif not something_waits:
        session.output.say(_("Nothing waits."))


def at(
    context: typer.Context,
    entry: Entry,
    when: Annotated[
        list[str], typer.Argument(metavar="WHEN", help=_("2h, tomorrow 9:00, mon, 2026-03-01."))
    ],
) -> None:
    """Change the time of an entry."""
    from supportdesk.domain.moments import parse_moment

    session = session_of(context)
    zone = session.settings.zone
    moment = parse_moment(" ".join(when), session.clock(), zone)
    receipt = session.act(PostponeSending(entry, moment))
    said = _("Entry {entry} is planned for {when}.")
    shown = local_text(to_milliseconds(moment), zone)
    tell_receipt(session, receipt, said.format(entry=entry, when=shown))


def cancel(context: typer.Context, entry: Entry) -> None:
    """Take an entry out of the outbox."""
    session = session_of(context)
    receipt = session.act(CancelSending(entry))
    said = _("Entry {entry} is not sent; its text is a draft on ticket {number}.")
    tell_receipt(session, receipt, said.format(entry=entry, number=ticket_word(receipt.tickets[0])))


def entry_object(row: OutboxRow) -> Item:
    """An entry as scripts see it: without `at` it came back, and `because` says why."""
    return {
        "entry": row.id,
        "ticket": row.ticket,
        "kind": row.kind,
        "operator": row.operator,
        "at": utc_text_or_none(row.at),
        "because": row.because,
        "subject": row.subject,
        **recipient_objects(row.recipients),
        "body": row.body,
        "attachments": list(row.files),
    }


def _tell(session: Session, row: OutboxRow) -> None:
    kind = _("Forward") if row.kind == "forward" else _("Reply")
    when = _("not sent: {why}").format(why=why_returned(row.because))
    if row.at is not None:
        when = local_text(row.at, session.settings.zone)
    session.output.say(
        f"{row.id}. {kind} {ticket_name(row.ticket)}, {row.operator}, {when}, {row.subject}:"
    )
    everybody = line_of(row.recipients.everybody)
    if everybody:
        session.output.say("  " + _("Beside the client: {people}").format(people=everybody))
    session.output.block(row.body)
