"""`operators mail`: what an operator is told of by mail."""

from typing import Annotated

import typer

from supportdesk.cli.parameters import session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import find_operator
from supportdesk.domain.action import SetMailNotices
from supportdesk.domain.letter import NOTICES
from supportdesk.i18n import gettext as _
from supportdesk.store.read import operators

OFF = "off"


def add_to(group: typer.Typer) -> None:
    """Add the command of this file to `operators`."""
    group.command(
        "mail", help=_("What you are told of by mail: assigned, client_wrote, breached, off.")
    )(mail)


def mail(
    context: typer.Context,
    kinds: Annotated[
        list[str] | None,
        typer.Argument(metavar="KIND …", help=_("Without any, what holds is shown.")),
    ] = None,
    operator: Annotated[
        str | None, typer.Option("--operator", help=_("Somebody else; a lead may."))
    ] = None,
) -> None:
    """Show or set what an operator is told of by mail."""
    session = session_of(context)
    row = session.actor() if operator is None else find_operator(session.operators, operator)
    if kinds:
        wanted = tuple(kind.strip().lower() for kind in kinds)
        chosen = () if wanted == (OFF,) else wanted
        receipt = session.act(SetMailNotices(chosen, row.id))
        shown = " ".join(kind for kind in NOTICES if kind in chosen) or OFF
        said = _("{name} is told of by mail: {kinds}.").format(name=row.name, kinds=shown)
        tell_receipt(session, receipt, said)
        return
    held = session.ask(operators.mail_notices, row.id)
    if session.as_json:
        session.output.item({"operator": row.name, "kinds": list(held)})
    else:
        shown = " ".join(held) or OFF
        said = _("{name} is told of by mail: {kinds}.")
        session.output.say(said.format(name=row.name, kinds=shown))
