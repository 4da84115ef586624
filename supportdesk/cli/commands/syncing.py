"""`sync`: keep the copy of a desk as it is, and see to what was done here and has not left."""

import os
import sys
import threading
from typing import Annotated, Any

import typer

from supportdesk.cli.due_worker import told_to_stop
from supportdesk.cli.failures import DONE, REFUSED, REMOTE, REMOTE_TROUBLE
from supportdesk.cli.links import follow, follow_beside, link_of, plan_of, sync_once
from supportdesk.cli.parameters import session_of, whole_number
from supportdesk.cli.progress import ProgressLine
from supportdesk.cli.sending_lines import SendingTexts
from supportdesk.cli.session import Session
from supportdesk.desk.sending_decisions import Decides, Way
from supportdesk.domain.errors import Refused
from supportdesk.domain.provisional import ticket_name
from supportdesk.i18n import gettext as _
from supportdesk.i18n.sending_texts import STEPS, what_text
from supportdesk.objects.sendings import sending_object
from supportdesk.store.read import sendings
from supportdesk.store.read.crossings import crossings
from supportdesk.store.read.sendings import OPEN, QUEUED, STOPPED, UNKNOWN

NICENESS = 10
"""How far a process beside a console stands back."""

Entry = Annotated[
    int,
    typer.Argument(metavar="ENTRY", parser=whole_number, help=_("Number of the entry.")),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(invoke_without_command=True)
    group.callback(
        help=_(
            "Keep the copy of a desk (--link) as it is; list, again, arrived, choose, discard: what"
            " has not left."
        )
    )(sync)
    group.command("list", help=_("List what was done here and has not arrived there."))(
        list_entries
    )
    group.command("again", help=_("Send what was stopped, past its stops."))(again)
    group.command("discard", help=_("Do not send it; its text is a draft again."))(discard)
    group.command("arrived", help=_("It has arrived, says whoever has looked there."))(arrived)
    group.command("choose", help=_("Say which state of the other desk is meant."))(choose)
    app.add_typer(group, name="sync")


def sync(
    context: typer.Context,
    *,
    once: Annotated[
        bool,
        typer.Option(
            "--once", help=_("Read what is new, send what waits, and end; 1 if some was stopped.")
        ),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=_("Only say what would be sent."))
    ] = False,
    beside: Annotated[bool, typer.Option("--beside", hidden=True)] = False,
) -> None:
    """Follow the desk until Ctrl+C; or once."""
    if context.invoked_subcommand is not None:
        return
    session = session_of(context)
    if beside:
        _follow_beside(session)
        return
    link = link_of(session)
    if dry_run:
        _tell_plan(session)
        return
    session.require_writing()
    if once:
        raise typer.Exit(_sync_once(session))
    with told_to_stop() as stop:
        if not session.as_json:
            said = _("Following {name}; Ctrl+C ends it.").format(name=link.name)
            session.output.say(said)
            sys.stdout.flush()
        follow(session, stop)


def _follow_beside(session: Session) -> None:
    """Follow the desk while the console stands that has begun this process."""
    session.require_writing()
    with told_to_stop() as stop:
        _end_with_parent(stop)
        follow_beside(session, stop)


def _end_with_parent(stop: threading.Event) -> None:
    """Stop once whoever has begun this process is gone, or says so by closing the line.

    Where somebody works at a console, its keys come first.
    """
    os.nice(NICENESS)

    def wait() -> None:
        sys.stdin.read()
        stop.set()

    threading.Thread(target=wait, daemon=True).start()


def _sync_once(session: Session) -> int:
    """Do so, tell of it, and return the exit code: what is refused or waits is no success."""
    name = link_of(session).name
    before = _asked(session)
    with ProgressLine(_("Reading {name}").format(name=name)) as line:
        came_of_it = sync_once(session, line.tell)
    counts = session.ask(sendings.counts)
    stopped = max(0, _asked(session) - before)
    waiting = sum(counts.get(state, 0) for state in OPEN)
    status = REFUSED if stopped else _status_of_waiting(session)
    if session.as_json:
        session.output.item(
            {
                "taken": came_of_it.taken,
                "sent": came_of_it.sent,
                "stopped": stopped,
                "left": waiting,
            }
        )
        return status
    said = _("Sent: {sent}, stopped: {stopped}, not sent yet: {left}.")
    session.output.say(said.format(sent=came_of_it.sent, stopped=stopped, left=waiting))
    if waiting:
        see = _("See: supportdesk --link {name} sync list")
        session.output.say(see.format(name=name))
    return status


def _asked(session: Session) -> int:
    """How much waits for an operator."""
    counts = session.ask(sendings.counts)
    return counts.get(STOPPED, 0) + counts.get(UNKNOWN, 0)


def _status_of_waiting(session: Session) -> int:
    """The exit code where the desk could not do what was sent, and it is tried again later."""
    rows = session.ask(sendings.in_states, (QUEUED,))
    is_put_off = any(str(row.because.get("code")).startswith(REMOTE) for row in rows)
    return REMOTE_TROUBLE if is_put_off else DONE


def _tell_plan(session: Session) -> None:
    """What would be sent, in its order, and what is held up."""
    steps = plan_of(session)
    for step in steps:
        named = "" if step.ticket is None else ticket_name(step.ticket)
        if session.as_json:
            held = {name: getattr(step, name) for name in ("step", "entry", "ticket")}
            more = {name: getattr(step, name) for name in ("what", "field", "value", "because")}
            session.output.item({**held, **{name: found for name, found in more.items() if found}})
        else:
            parts = (str(step.entry or "-"), _(STEPS[step.step]), what_text(step.what, named))
            session.output.say("  ".join((*parts, *filter(None, (step.field, step.value)))))
    if not steps and not session.as_json:
        session.output.say(_("Nothing waits to be sent."))


def list_entries(context: typer.Context) -> None:
    """The oldest first; what is stopped says why, and what to do."""
    session = session_of(context)
    link_of(session)
    rows = session.ask(sendings.in_states, OPEN)
    held = session.ask(sendings.held_up)
    texts = SendingTexts(session)
    for row in rows:
        behind = held.get(row.number)
        crossed = session.ask(crossings, row)
        if session.as_json:
            session.output.item(sending_object(row, behind, crossed))
        else:
            texts.tell(row, behind, crossed)
    if not rows and not session.as_json:
        session.output.say(_("Nothing waits to be sent."))


def again(context: typer.Context, entry: Entry) -> None:
    """Send it past its stops, whoever has read what is there now."""
    _decide(session_of(context), entry, Way.AGAIN, _("Entry {number} is sent with the next sync."))


def arrived(context: typer.Context, entry: Entry) -> None:
    """Say that it has arrived, whoever has looked there."""
    _decide(session_of(context), entry, Way.ARRIVED, _("Entry {number} has arrived."))


def discard(context: typer.Context, entry: Entry) -> None:
    """Let go of it."""
    _decide(session_of(context), entry, Way.DISCARD, _("Entry {number} is not sent."))


def choose(
    context: typer.Context,
    entry: Entry,
    state: Annotated[str, typer.Argument(metavar="STATE", help=_("A state of the other desk."))],
) -> None:
    """Say which state is meant."""
    session = session_of(context)
    _deciding(session).choose(entry, state)
    _done(session, entry, _("Entry {number} is sent with the next sync."))


def _decide(session: Session, entry: int, way: Way, said: str) -> None:
    drafts = _deciding(session).decide(entry, way)
    if drafts:
        said = _("Entry {number} is not sent; its text is a draft again.")
    _done(session, entry, said, drafts=list(drafts))


def _deciding(session: Session) -> Decides:
    """The desk of which something can be decided. Raises Refused("link.no_copy")."""
    session.require_writing()
    if isinstance(session.desk, Decides):
        return session.desk
    raise Refused("link.no_copy", path=str(session.settings.store))


def _done(session: Session, entry: int, said: str, **more: Any) -> None:
    if session.as_json:
        session.output.item({"entry": entry, **more})
    else:
        session.output.say(said.format(number=entry))
