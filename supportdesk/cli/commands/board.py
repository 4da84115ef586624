"""`board`: how many tickets stand where, now or at a moment of the past (F117, F128, F153)."""

import sys
import time
from typing import Annotated

import typer

from supportdesk.cli import choosing
from supportdesk.cli.board_difference import difference_object, tell_difference
from supportdesk.cli.board_texts import board_object, tell_board
from supportdesk.cli.hoisting import USUAL_LIMIT
from supportdesk.cli.parameters import Limit, session_of
from supportdesk.cli.session import Session
from supportdesk.cli.ticket_list import tell_numbers
from supportdesk.desk.board import NUMBERS, OF_NOW, view
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import Invalid, NotFound
from supportdesk.domain.moments import parse_past
from supportdesk.i18n import gettext as _
from supportdesk.i18n.board_names import number_named
from supportdesk.store.read import board, connection

KNOWN = (*NUMBERS, "load")
"""The numbers whose tickets can be listed."""

LOOK_SECONDS = 0.25
"""How often a watched board looks for changes: a look costs microseconds."""

REST_SECONDS = 1.0
"""The least time between two boards that are told."""

MINUTE_SECONDS = 60.0
"""A board without a change is told again after this time: its clocks have moved on."""


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(
        "board",
        help=_(
            "Show how many tickets stand where: by queue and operator, now or at any moment of the"
            " past."
        ),
        epilog=_(
            "For every queue, and all together: new, active, waiting and paused tickets, which"
            " make the backlog; of them those nobody owns (unassigned) and sleeping ones; now also"
            " since when somebody waits for an answer, what is due within an hour, and what is"
            " past its time (breached). For every operator the load: new and open tickets that do"
            " not sleep. Numbers for --tickets: {names}; or as they are headed."
        ).format(names=", ".join(KNOWN)),
    )(show)


def show(
    context: typer.Context,
    *,
    at: Annotated[
        str | None,
        typer.Option(
            "--at", metavar="TIME", help=_("As it was: -2h, yesterday, 2026-03-01 14:00.")
        ),
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(
            "--compare", metavar="TIME", help=_("What differs between --at and this moment.")
        ),
    ] = None,
    watch: Annotated[
        bool, typer.Option("--watch", help=_("Tell it again with every change; Ctrl+C ends it."))
    ] = False,
    tickets: Annotated[
        str | None,
        typer.Option("--tickets", metavar="NUMBER", help=_("List the tickets behind a number.")),
    ] = None,
    queue: Annotated[
        str | None, typer.Option("--queue", metavar="NAME", help=_("Of this queue alone."))
    ] = None,
    operator: Annotated[
        str | None, typer.Option("--operator", metavar="WHO", help=_("Of this operator alone."))
    ] = None,
    limit: Limit = USUAL_LIMIT,
) -> None:
    """Tell the board, or the tickets behind one of its numbers."""
    session = session_of(context)
    past = _past(session, at)
    if compare is not None:
        if past is None or tickets is not None or watch:
            raise typer.BadParameter(_("--compare goes with --at alone"))
        _compare(session, past, _past(session, compare))
    elif tickets is not None:
        found = session.ask(
            board.numbers_behind,
            _number(tickets, past),
            now=session.now(),
            at=past,
            queue=None if queue is None else choosing.queue(session, queue).id,
            operator=None if operator is None else _operator(session, operator),
        )
        tell_numbers(session, found, limit)
    elif queue is not None or operator is not None:
        raise typer.BadParameter(_("--queue and --operator go with --tickets"))
    elif watch:
        if past is not None:
            raise typer.BadParameter(_("--watch looks at the present: leave --at out"))
        _watch(session)
    else:
        _tell(session, past)


def _past(session: Session, written: str | None) -> int | None:
    """The moment somebody looks back to. Raises Invalid("moment.…")."""
    if written is None:
        return None
    return to_milliseconds(parse_past(written, session.clock(), session.settings.zone))


def _number(wanted: str, past: int | None) -> str:
    """The number that a name or a heading means; raises Invalid where there is none."""
    name = number_named(wanted)
    if name not in KNOWN:
        raise Invalid("board.number", wanted=wanted, allowed=", ".join(KNOWN))
    if name in OF_NOW and past is not None:
        raise Invalid("board.present", wanted=wanted)
    return name


def _operator(session: Session, wanted: str) -> int:
    found = choosing.owner(session, wanted)
    if found is None:
        raise NotFound("operator.missing", wanted=wanted)
    return found


def _tell(session: Session, at: int | None) -> None:
    told = session.ask(view, session.now(), session.settings.zone, at)
    if session.as_json:
        session.output.item(board_object(told))
    else:
        tell_board(session.output, told, session.settings.zone)
    sys.stdout.flush()


def _compare(session: Session, at: int, other: int | None) -> None:
    now, zone = session.now(), session.settings.zone
    boards = (session.ask(view, now, zone, at), session.ask(view, now, zone, other))
    if session.as_json:
        session.output.item(difference_object(*boards))
    else:
        tell_difference(session.output, *boards, zone)


def _watch(session: Session) -> None:
    """Tell the board now and after every change, at most once a second."""
    seen, told_at = -1, 0.0
    while True:
        version = session.ask(connection.data_version)
        passed = time.monotonic() - told_at
        if (version != seen and passed >= REST_SECONDS) or passed >= MINUTE_SECONDS:
            seen, told_at = version, time.monotonic()
            _tell(session, None)
        time.sleep(LOOK_SECONDS)
