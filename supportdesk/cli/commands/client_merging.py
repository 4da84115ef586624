"""`client merge` and `client duplicates`: two cards of one person (F52)."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.parameters import Who, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.domain.action import MergeClients
from supportdesk.i18n import gettext as _
from supportdesk.i18n.duplicate_names import reasons
from supportdesk.i18n.key_names import runnable
from supportdesk.store.read import client_duplicates
from supportdesk.store.read.client_rows import DuplicateRow

Into = Annotated[
    str, typer.Argument(metavar="INTO", help=_("The client that stays: number, e-mail, name."))
]


def add_to_group(group: typer.Typer) -> None:
    """Add the commands of this file."""
    group.command("merge", help=_("Make one client of two; nothing is lost, undo separates."))(
        merge
    )
    group.command("duplicates", help=_("List who may be the same person as a client."))(duplicates)


def merge(context: typer.Context, who: Who, into: Into) -> None:
    """Give tickets, addresses, notes and events of WHO to INTO."""
    session = session_of(context)
    source, target = choosing.client(session, who), choosing.client(session, into)
    receipt = session.act(MergeClients(source.id, target.id))
    said = _("Client {number} is merged into client {into}. Back: supportdesk undo")
    tell_receipt(session, receipt, runnable(said).format(number=source.id, into=target.id))


def duplicates(context: typer.Context, who: Who) -> None:
    """List clients of the same name, phone or beginning of the e-mail, the most alike first."""
    session = session_of(context)
    card = choosing.client(session, who)
    found = session.ask(client_duplicates.duplicates, card.id)
    if session.as_json:
        for row in found:
            session.output.item(duplicate_object(row))
    elif found:
        session.output.table(
            [_("Number"), _("Alike"), _("Because of"), _("Tickets"), _("E-mail"), _("Name")],
            [
                [
                    str(row.id),
                    f"{row.likeness:.0%}",
                    reasons(row.because),
                    str(row.tickets),
                    row.email or "-",
                    row.name,
                ]
                for row in found
            ],
        )
    else:
        session.output.say(_("Nobody looks like the same person."))


def duplicate_object(row: DuplicateRow) -> dict[str, object]:
    """A client who may be the same person; `because` lists phone, name, email."""
    return {
        "number": row.id,
        "name": row.name,
        "company": row.company,
        "email": row.email,
        "tickets": row.tickets,
        "likeness": row.likeness,
        "because": row.because.split(),
    }
