"""`presence`: who is at work on which ticket at this moment (F75, F77)."""

from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.links import linked, look_who_is_there
from supportdesk.cli.parameters import session_of, ticket_number
from supportdesk.cli.session import Session
from supportdesk.cli.times import local_text
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.side_by_side import PRESENT_MS, WRITING
from supportdesk.i18n import gettext as _
from supportdesk.objects.times import utc_text
from supportdesk.store.read import presence as reads

Where = Annotated[
    int | None,
    typer.Argument(metavar="[N]", parser=ticket_number, help=_("Only on this ticket.")),
]


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("presence", help=_("Say who has which ticket open or writes on it."))(presence)


def presence(context: typer.Context, number: Where = None) -> None:
    """List who is there; of one ticket also who was, within a day, and whose place is kept.

    On a copy its desk is asked. Raises RemoteTrouble where it cannot be reached.
    """
    session = session_of(context)
    copy = linked(session.desk)
    if copy is not None and not session.read_only:
        look_who_is_there(session, copy)
    now = session.now()
    if number is None:
        found = list(session.ask(reads.others, None, now))
    else:
        choosing.ticket(session, number)
        found = session.ask(reads.last_seen, number)
    for row in found:
        _tell(session, row, now)
    claim = None if number is None else session.ask(reads.claim, number, now)
    if claim is not None and not session.as_json:
        said = _("{operator} keeps the place of the writer until {when}.")
        when = local_text(claim.until, session.settings.zone)
        session.output.say(said.format(operator=claim.operator, when=when))
    if not found and not session.as_json:
        session.output.say(_("Nobody is there."))


def _tell(session: Session, row: reads.Present, now: int) -> None:
    here = row.at > now - PRESENT_MS and row.doing != "gone"
    doing = row.doing if here else "gone"
    if session.as_json:
        session.output.item(
            {"operator": row.operator, "ticket": row.ticket, "doing": doing, "at": utc_text(row.at)}
        )
        return
    when = local_text(row.at, session.settings.zone)
    texts = {
        WRITING: _("{operator} writes on {number}"),
        "viewing": _("{operator} has {number} open"),
        "gone": _("{operator} has seen {number} last on {when}"),
    }
    said = texts.get(doing, texts["gone"])
    session.output.say(
        said.format(operator=row.operator, number=ticket_name(row.ticket), when=when)
    )
