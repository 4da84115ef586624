"""Carrying out a change of many tickets: asked first, with progress, stopped by Ctrl+C."""

import sys

import typer

from supportdesk.cli.failures import INTERRUPTED, tell_json, tell_line
from supportdesk.cli.progress import ProgressLine
from supportdesk.cli.session import Session
from supportdesk.domain.action import Bulk
from supportdesk.domain.envelope import Envelope, Receipt, new_id
from supportdesk.domain.errors import Refused
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext
from supportdesk.i18n.key_names import runnable

CONSENT = ("y", "yes", "д", "да", "т", "так")


def carry_out(session: Session, bulk: Bulk, *, dry_run: bool, yes: bool) -> tuple[Receipt, str]:
    """Do it, or say what would become of it; answers the receipt and what is to be said.

    Raises Refused("bulk.unconfirmed") where nobody can be asked, and ends the program where
    somebody says no or interrupts it.
    """
    now = session.clock()
    envelope = Envelope(new_id(now), session.actor().id, now, bulk, session.confirmed)
    if not bulk.steps:
        raise Refused("bulk.empty")
    if dry_run:
        return session.desk.rehearse(envelope), _("{tickets} would be changed; nothing was.")
    if not yes:
        _ask(len({step.ticket for step in bulk.steps}))
    receipt = session.settle(_to_its_end(session, envelope, bulk))
    return receipt, runnable(_("{tickets} changed. Back: supportdesk undo"))


def _ask(tickets: int) -> None:
    if not sys.stdin.isatty():
        raise Refused("bulk.unconfirmed", count=tickets)
    asked = ngettext("Change {count} ticket?", "Change {count} tickets?", tickets)
    print(f"{asked.format(count=tickets)} [y/N] ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().casefold() not in CONSENT:
        tell_line(_("Nothing was changed."))
        raise typer.Exit(1)


def _to_its_end(session: Session, envelope: Envelope, bulk: Bulk) -> Receipt:
    receipt = Receipt(envelope.id)
    try:
        with ProgressLine(_("changed")) as line:
            for receipt in session.desk.carry_out(envelope):
                line.tell(len(bulk.steps) - receipt.left, len(bulk.steps))
    except KeyboardInterrupt:
        _tell_interrupted(session, receipt)
        raise typer.Exit(INTERRUPTED) from None
    return receipt


def _tell_interrupted(session: Session, receipt: Receipt) -> None:
    """Where it stands; the rest waits in the store for a day."""
    said = _(
        "Stopped with {left} left. Go on: supportdesk redo · take back what was done: supportdesk"
        " undo"
    )
    message = runnable(said).format(left=receipt.left)
    if session.as_json:
        tell_json("bulk.interrupted", message, INTERRUPTED, parameters={"left": receipt.left})
    else:
        tell_line(message)
