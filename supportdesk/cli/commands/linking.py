"""`merge`, `split`, `unlink`, `duplicates`: two tickets at once; `link` stands in `links`."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.parameters import Number, session_of, ticket_number
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.domain.action import LinkTicket, MergeTicket, SplitMessage, UnlinkTicket
from supportdesk.domain.errors import NotFound
from supportdesk.domain.provisional import ticket_name, ticket_word
from supportdesk.i18n import gettext as _
from supportdesk.i18n.link_names import LINKED
from supportdesk.objects.times import utc_text
from supportdesk.store.read import links, threads
from supportdesk.store.read.rows import AlikeTicket

Other = Annotated[
    int, typer.Argument(metavar="M", parser=ticket_number, help=_("Number of the other ticket."))
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("merge", help=_("Merge a ticket into another: its messages move there."))(merge)
    app.command("split", help=_("Begin a new ticket with a message of a client."))(split)
    app.command("unlink", help=_("Take away every link between two tickets."))(unlink)
    app.command("duplicates", help=_("List the client's tickets that may be the same request."))(
        duplicates
    )


def merge(
    context: typer.Context,
    number: Number,
    into: Annotated[
        int,
        typer.Argument(
            metavar="INTO", parser=ticket_number, help=_("Number of the ticket that stays.")
        ),
    ],
) -> None:
    """Merge a ticket into another; answers to its number go there from then on."""
    session = session_of(context)
    choosing.ticket(session, number)
    choosing.ticket(session, into)
    receipt = session.act(MergeTicket(number, into))
    said = _("Ticket {number} is merged into ticket {into}.").format(
        number=ticket_word(number), into=ticket_word(into)
    )
    tell_receipt(session, receipt, said)


def split(
    context: typer.Context,
    number: Number,
    *,
    message: Annotated[
        int | None,
        typer.Option(
            "--message",
            metavar="K",
            min=1,
            help=_("Which message, as `show` numbers them; else the client's last."),
        ),
    ] = None,
    subject: Annotated[
        str | None, typer.Option("--subject", help=_("What it is about; else as before."))
    ] = None,
    queue: Annotated[str | None, typer.Option("--queue", help=_("Name of the queue."))] = None,
    kind: Annotated[str | None, typer.Option("--kind", help=_("Kind of request."))] = None,
) -> None:
    """Begin a new ticket with what a client said; the message stays where it was, too."""
    session = session_of(context)
    choosing.ticket(session, number)
    receipt = session.act(
        SplitMessage(
            message=_message(session, number, message),
            subject=subject,
            queue=None if queue is None else choosing.queue(session, queue).id,
            kind=kind,
        )
    )
    said = _("Ticket {new} is made, a child of ticket {number}.")
    tell_receipt(
        session,
        receipt,
        said.format(new=ticket_word(receipt.tickets[0]), number=ticket_word(number)),
    )


def link(
    context: typer.Context,
    number: Number,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=_("What M is to N: parent, problem; N is a duplicate or follow-up of M."),
        ),
    ],
    other: Other,
) -> None:
    """Link a ticket to another; a link of the same kind is replaced."""
    session = session_of(context)
    choosing.ticket(session, number)
    choosing.ticket(session, other)
    kind = kind.strip().casefold().replace("-", "_")
    receipt = session.act(LinkTicket(number, kind, other))
    linked = _(LINKED[kind]).format(tickets=ticket_name(other))
    said = _("Ticket {number}: {linked}.").format(number=ticket_word(number), linked=linked)
    tell_receipt(session, receipt, said)


def unlink(context: typer.Context, number: Number, other: Other) -> None:
    """Take away the links between two tickets, whichever has them."""
    session = session_of(context)
    choosing.ticket(session, number)
    choosing.ticket(session, other)
    receipt = session.act(UnlinkTicket(number, other))
    said = _("Tickets {number} and {other} are not linked any more.")
    tell_receipt(
        session, receipt, said.format(number=ticket_word(number), other=ticket_word(other))
    )


def duplicates(context: typer.Context, number: Number) -> None:
    """List what may be the same request: of one client, a similar subject, within 30 days."""
    session = session_of(context)
    choosing.ticket(session, number)
    found = session.ask(links.alike, number)
    if session.as_json:
        for other in found:
            session.output.item(alike_object(other))
        return
    session.output.table(
        [_("Number"), _("State"), _("Created"), _("Alike"), _("Subject")],
        [
            [
                ticket_name(other.number),
                other.state,
                local_text(other.created_at, session.settings.zone),
                f"{other.likeness:.0%}",
                other.subject,
            ]
            for other in found
        ],
    )


def alike_object(other: AlikeTicket) -> dict[str, object]:
    """A ticket that may be the same request; `likeness` is 0.6 to 1."""
    return {
        "number": other.number,
        "subject": other.subject,
        "state": other.state,
        "created": utc_text(other.created_at),
        "likeness": round(other.likeness, 3),
    }


def _message(session: Session, number: int, place: int | None) -> int:
    """The message in this place, or the client's last. Raises NotFound("split.no_message")."""
    messages = session.ask(threads.messages, number)
    if place is None:
        messages = tuple(message for message in messages if message.kind == "client")[-1:]
        place = 1
    if place > len(messages):
        raise NotFound("split.no_message", number=number, wanted=place)
    return messages[place - 1].id
