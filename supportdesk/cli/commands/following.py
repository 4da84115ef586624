"""`follow`, `unfollow`: being told of a ticket without owning it (F21)."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.parameters import Number, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.domain.action import ChangeFollowers
from supportdesk.domain.provisional import ticket_word
from supportdesk.i18n import gettext as _
from supportdesk.store.read import followers

Who = Annotated[
    str, typer.Argument(metavar="WHO", help=_("A login, e-mail or name; you, when left out."))
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("follow", help=_("Follow a ticket: be told when its client writes."))(follow)
    app.command("unfollow", help=_("Follow a ticket no more."))(unfollow)


def follow(context: typer.Context, number: Number, who: Who = "me") -> None:
    """Begin to follow a ticket, or have somebody else follow it."""
    _change(context, number, who, begins=True)


def unfollow(context: typer.Context, number: Number, who: Who = "me") -> None:
    """End to follow a ticket."""
    _change(context, number, who, begins=False)


def _operator(session: Session, who: str) -> int:
    """Raises BadParameter for nobody."""
    found = choosing.owner(session, who)
    if found is None:
        raise typer.BadParameter(_("name an operator, or nobody at all for yourself"))
    return found


def _change(context: typer.Context, number: int, who: str, *, begins: bool) -> None:
    session = session_of(context)
    choosing.ticket(session, number)
    one = (_operator(session, who),)
    action = ChangeFollowers(number, add=one) if begins else ChangeFollowers(number, remove=one)
    receipt = session.act(action)
    names = [held.name for held in session.ask(followers.of_ticket, number)]
    said = _("Ticket {number} is followed by {names}.") if names else _("Nobody follows {number}.")
    tell_receipt(session, receipt, said.format(number=ticket_word(number), names=", ".join(names)))
