"""`demo`: an invented desk to look around in, with clients who keep writing."""

import signal
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from supportdesk.address import Address
from supportdesk.cli.console_opening import run_console
from supportdesk.cli.parameters import session_of
from supportdesk.cli.progress import ProgressLine
from supportdesk.cli.session import Session, system_login
from supportdesk.domain.errors import Refused
from supportdesk.i18n import gettext as _
from supportdesk.store.read.connection import is_made

FEWEST_TICKETS = 1
USUAL_TICKETS = 640


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command("demo", help=_("Look around in an invented desk; nothing of yours is touched."))(
        demo
    )


def demo(
    context: typer.Context,
    *,
    seed: Annotated[
        int, typer.Option("--seed", help=_("The same number makes the same desk."))
    ] = 1,
    tickets: Annotated[
        int, typer.Option("--tickets", min=FEWEST_TICKETS, metavar="N", help=_("How many tickets."))
    ] = USUAL_TICKETS,
    console: Annotated[
        bool, typer.Option("--console/--no-console", help=_("Open it, or only build it."))
    ] = True,
) -> None:
    """Build an invented desk and open it; a temporary one unless `--store` names a new file."""
    session = session_of(context)
    if console and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Refused("console.no_terminal")
    if session.settings.sources["store"] == "flag":
        _show(session, session.settings.store, seed, tickets, console=console)
    elif console:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _end)
        with tempfile.TemporaryDirectory(prefix="supportdesk-demo-") as folder:
            _show(session, Path(folder) / "demo.desk", seed, tickets, console=True)
    else:
        folder = tempfile.mkdtemp(prefix="supportdesk-demo-")
        _show(session, Path(folder) / "demo.desk", seed, tickets, console=False)


def _end(number: int, _frame: FrameType | None) -> None:
    """The terminal is gone while the desk is built: leave, and nothing stays behind."""
    raise SystemExit(128 + number)


def _show(session: Session, store: Address, seed: int, tickets: int, *, console: bool) -> None:
    from supportdesk.demo.building import build_demo

    session.require_writing()
    if is_made(store):
        raise Refused("demo.exists", path=str(store))
    settings = replace(session.settings, store=store, link=None, operator=None)
    with closing(Session(settings, session.clock, session.output)) as demo_session:
        desk = demo_session.open(create=True, furnished=False)
        with ProgressLine(_("Building the demo desk, tickets:")) as line:
            built = build_demo(
                desk,
                seed=seed,
                now=session.clock(),
                me_login=system_login(),
                tickets=tickets,
                progress=line.tell,
            )
        if console:
            _run(demo_session, seed)
        elif session.as_json:
            session.output.item({"store": str(store), "tickets": built.tickets, "seed": seed})
        else:
            session.output.say(
                _(
                    "A demo desk with {tickets} tickets is built. Open it with:"
                    " supportdesk --store {store}"
                ).format(tickets=built.tickets, store=store)
            )


def _run(session: Session, seed: int) -> None:
    from supportdesk.demo.arrivals import Arrivals

    arrivals = Arrivals(session.desk, seed)
    arrivals.start()
    try:
        code = run_console(session, desk_name=_("Demo"))
    finally:
        arrivals.stop()
    raise typer.Exit(code)
