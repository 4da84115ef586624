"""`outbox mail`, `again`, `arrived`, `give-up`: replies on their way by mail."""

from functools import partial
from typing import Annotated

import typer

from supportdesk.cli.parameters import session_of, whole_number
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.domain.action import SendAgain, SettleDelivery
from supportdesk.domain.errors import NotFound
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.recipients import line_of
from supportdesk.i18n import gettext as _
from supportdesk.i18n.deliveries import delivery_text
from supportdesk.objects.tickets import Item, letter_object, recipient_objects
from supportdesk.store.read import letters
from supportdesk.store.read.rows import LetterRow

Letter = Annotated[
    int,
    typer.Argument(
        metavar="LETTER", parser=whole_number, help=_("Number of the letter, from outbox mail.")
    ),
]
LATEST = 100
"""Letters that --all lists."""


def add_to(group: typer.Typer) -> None:
    """Add the commands of this file to `outbox`."""
    group.command("mail", help=_("List replies that have not arrived, for all anybody knows."))(
        mail
    )
    group.command("again", help=_("Send a letter again that did not arrive."))(again)
    group.command("arrived", help=_("Say that a letter has arrived after all."))(arrived)
    group.command("give-up", help=_("Leave a letter undelivered; its text stays."))(give_up)


def mail(
    context: typer.Context,
    everybody: Annotated[
        bool, typer.Option("--everybody", help=_("Letters of all operators."))
    ] = False,
    sent: Annotated[
        bool, typer.Option("--all", help=_("The newest hundred of everybody, also those sent."))
    ] = False,
) -> None:
    """List letters; those somebody has to decide about stand first."""
    session = session_of(context)
    if sent:
        rows = session.ask(letters.latest, LATEST)
    elif everybody:
        rows = session.ask(letters.under_way)
    else:
        rows = session.ask(letters.under_way, session.actor().id)
    for row in rows:
        if session.as_json:
            session.output.item(_listed(row))
        else:
            _tell(session, row)
    if not rows and not session.as_json:
        session.output.say(_("Everything has arrived, for all anybody knows."))


def again(
    context: typer.Context,
    letter: Letter,
    to: Annotated[
        str,
        typer.Option("--to", metavar="ADDRESS", help=_("To this address instead of the failed.")),
    ] = "",
) -> None:
    """Send a letter once more to those who have not got it."""
    session = session_of(context)
    receipt = session.act(SendAgain(_message(session, letter), to))
    said = _("Letter {letter} is sent again.").format(letter=letter)
    tell_receipt(session, receipt, said)


def arrived(context: typer.Context, letter: Letter) -> None:
    """Take the operator's word that it arrived."""
    session = session_of(context)
    receipt = session.act(SettleDelivery(_message(session, letter), arrived=True))
    tell_receipt(session, receipt, _("Letter {letter} has arrived.").format(letter=letter))


def give_up(context: typer.Context, letter: Letter) -> None:
    """Leave it undelivered."""
    session = session_of(context)
    receipt = session.act(SettleDelivery(_message(session, letter), arrived=False))
    said = _("Letter {letter} is left undelivered. Back: supportdesk outbox again {letter}")
    tell_receipt(session, receipt, said.format(letter=letter))


def _message(session: Session, letter: int) -> int:
    """The message of a letter. Raises NotFound("letter.unknown")."""
    row = session.ask(letters.letter, letter)
    if row is None or row.message is None:
        raise NotFound("letter.unknown", letter=letter)
    return row.message


def _listed(row: LetterRow) -> Item:
    return {
        **letter_object(row),
        "subject": row.subject,
        "author": row.author,
        **recipient_objects(row.recipients),
    }


def _tell(session: Session, row: LetterRow) -> None:
    told = delivery_text(row, partial(local_text, zone=session.settings.zone))
    to = line_of(row.recipients.everybody)
    session.output.say(
        f"{row.id}. {ticket_name(row.ticket)} {row.author}, {to}: {told}. {row.subject}"
    )
