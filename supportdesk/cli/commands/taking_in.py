"""`intake`: one mail from standard input, for the pipe of a mail server.

It ends with the codes of sysexits: 0 only once the mail is in the store, 75 when the server has to
keep it and try again.
"""

import sys
from typing import Annotated

import typer

from supportdesk.cli.failures import TEMPORARY, TOO_LARGE
from supportdesk.cli.mailboxes import accounts
from supportdesk.cli.parameters import session_of
from supportdesk.cli.session import Session
from supportdesk.domain.errors import DeskError
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence
from supportdesk.settings.fields import SettingTrouble

PIPE = "pipe"
"""The name of the mailbox of what comes without an account."""

_CHUNK = 1 << 20


def add_to(app: typer.Typer) -> None:
    """Add the command of this file."""
    app.command(
        "intake",
        help=_(
            "Take one mail in from standard input, as a mail server pipes it. Ends with 0 once it"
            " is in the store, 75 if the server has to try again, 69 for one that is too large."
        ),
    )(intake)


def intake(
    context: typer.Context,
    *,
    account: Annotated[
        str | None, typer.Option("--account", help=_("The mail account it came to, for its queue."))
    ] = None,
    queue: Annotated[
        str | None, typer.Option("--queue", help=_("The queue of a new ticket instead."))
    ] = None,
) -> None:
    """Take the mail in; whatever stands in the way of the store is temporary."""
    session = session_of(context)
    from supportdesk.intake.live import LARGEST_LIVE_MAIL

    raw = _read(LARGEST_LIVE_MAIL)
    if raw is None:
        _tell_trouble(session, "mail.too_large", _("The mail is too large."), TOO_LARGE)
        raise typer.Exit(TOO_LARGE)
    try:
        _take(session, raw, account, queue)
    except (DeskError, SettingTrouble) as trouble:
        said = sentence(trouble.code, trouble.parameters, interface="cli")
        _tell_trouble(session, trouble.code, said, TEMPORARY)
        raise typer.Exit(TEMPORARY) from None


def _take(session: Session, raw: bytes, account: str | None, queue: str | None) -> None:
    from supportdesk.cli.choosing import queue as queue_named
    from supportdesk.intake.live import LiveIntake, LiveMail

    session.require_writing()
    session.require_own()
    known = accounts(session)
    if account is not None and account not in known:
        raise SettingTrouble("mail.unknown", name=account, allowed=tuple(known))
    wanted = known[account].queue if account is not None else None
    if queue is not None:
        wanted = queue_named(session, queue).name
    own = [one.address for one in known.values()]
    taking = LiveIntake(session.desk, own, wanted)
    outcome = taking.take(LiveMail(raw, account or PIPE, "-"))
    if session.as_json:
        session.output.item(
            {
                "came": str(outcome.came),
                "ticket": outcome.ticket,
                "kept": outcome.number,
                "reason": outcome.reason or None,
            }
        )


def _read(most: int) -> bytes | None:
    """Standard input to its end; None for more than this."""
    parts, size = [], 0
    while part := sys.stdin.buffer.read(_CHUNK):
        size += len(part)
        if size > most:
            return None
        parts.append(part)
    return b"".join(parts)


def _tell_trouble(session: Session, code: str, message: str, status: int) -> None:
    from supportdesk.cli.failures import tell_json, tell_line

    if session.as_json:
        tell_json(code, message, status)
    else:
        tell_line(message)
