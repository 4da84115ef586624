"""`client forget`: removing a person from the store at their wish (F160)."""

import sys
from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.carrying_out import CONSENT
from supportdesk.cli.failures import tell_line
from supportdesk.cli.parameters import Who, session_of
from supportdesk.cli.session import Session
from supportdesk.domain.action import ForgetClient
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Refused
from supportdesk.i18n import gettext as _
from supportdesk.i18n.forgotten_names import count_name
from supportdesk.i18n.refusals import sentence
from supportdesk.objects.receipts import receipt_object

STOP = "forget"


def add_to_group(group: typer.Typer) -> None:
    """Add the command of this file."""
    group.command("forget", help=_("Blank everything the store holds of a person."))(forget)


def forget(
    context: typer.Context,
    who: Who,
    yes: Annotated[bool, typer.Option("--yes", help=_("Do it without asking."))] = False,
) -> None:
    """Blank name, addresses, properties, notes, and every text on the person's tickets.

    Numbers, states and times stay, so that counts of the past do. It cannot be undone. The file
    is cleaned afterwards; copies of it made before are not.
    """
    session = session_of(context)
    card = choosing.client(session, who)
    receipt = _act(session, card.id, yes=yes)
    cleaned = session.desk.clean_file()
    if session.as_json:
        report: dict[str, object] = dict(receipt.counts)
        session.output.item({**receipt_object(receipt), "blanked": report, "clean": cleaned})
        return
    session.output.say(_("Client {number} is forgotten.").format(number=card.id))
    for name, count in receipt.counts:
        session.output.say(f"  {count_name(name)}: {count}")
    session.output.say(_("Backups made before still hold it: delete those too."))
    if not cleaned:
        session.output.warn(
            _("Others read the store just now: the log beside it is emptied when they close it.")
        )


def _act(session: Session, client: int, *, yes: bool) -> Receipt:
    confirmed = session.confirmed | ({STOP} if yes else frozenset())
    try:
        return session.act(ForgetClient(client), confirmed)
    except Refused as refusal:
        if not refusal.stops or not sys.stdin.isatty():
            raise
        for stop in refusal.stops:
            tell_line(sentence(f"stop.{stop.name}", stop.parameters, interface="cli"))
    question = _("Forget this person?")
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().casefold() not in CONSENT:
        tell_line(_("Nothing was changed."))
        raise typer.Exit(1)
    return session.act(ForgetClient(client), confirmed | {STOP})
