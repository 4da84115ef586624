"""`undo` and `redo`: exact, or refused with what came later (law 4)."""

from typing import Annotated
from uuid import UUID

import typer

from supportdesk.cli.parameters import session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.domain.action import Redo, Undo
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n.action_names import ACTIONS


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("undo", help=_("Take back what you did last."))(undo)
    app.command("redo", help=_("Do again what you took back last."))(redo)


def undo(
    context: typer.Context,
    envelope: Annotated[
        str | None,
        typer.Argument(
            metavar="ENVELOPE", help=_("Its `envelope`, as JSON answers name it; else the last.")
        ),
    ] = None,
) -> None:
    """Take back one's own newest action, or the one named."""
    session = session_of(context)
    receipt = session.act(Undo(None if envelope is None else _uuid(envelope)))
    _tell(session, receipt, _("Undone: {action}{tickets}."))


def redo(context: typer.Context) -> None:
    """Do again what one's own newest undo took back."""
    session = session_of(context)
    receipt = session.act(Redo())
    _tell(session, receipt, _("Done again: {action}{tickets}."))


def _tell(session: Session, receipt: Receipt, sentence: str) -> None:
    if receipt.bulk:
        from supportdesk.cli.bulk_receipts import tell_bulk

        action = _(ACTIONS.get(receipt.action, receipt.action))
        said = sentence.format(action=action, tickets=" · {tickets}")
        raise typer.Exit(tell_bulk(session, receipt, said, {}))
    tell_receipt(session, receipt, _said(sentence, receipt))


def _said(sentence: str, receipt: Receipt) -> str:
    numbers = ", ".join(ticket_name(number) for number in receipt.tickets)
    name = ACTIONS.get(receipt.action)
    action = receipt.action if name is None else _(name)
    return sentence.format(action=action, tickets=f" {numbers}" if numbers else "")


def _uuid(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as trouble:
        raise typer.BadParameter(_("{typed} is not an envelope").format(typed=typed)) from trouble
