"""`tokens`: what lets programs act for an operator over HTTP (`serve`)."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from supportdesk.cli.parameters import positive_number, session_of
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session, find_operator
from supportdesk.cli.times import local_text
from supportdesk.domain.access import ACT, NOTES, READ, digest, new_secret
from supportdesk.domain.action import AddToken, RevokeToken
from supportdesk.domain.roles import MAY_LEAD
from supportdesk.i18n import gettext as _
from supportdesk.objects.access import token_object
from supportdesk.store.read import access
from supportdesk.store.read.access import TokenRow

USUAL_DAYS = 365
"""How long a token opens when nothing else is said."""

NEVER = ("never", "none", "-")


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True)
    group.command("list", help=_("List tokens: your own; a lead sees those of everybody."))(
        list_tokens
    )
    group.command("add", help=_("Make a token; its secret is told this once."))(add_token)
    group.command("revoke", help=_("Let a token open nothing from now on."))(revoke_token)
    app.add_typer(
        group,
        name="tokens",
        help=_("Tokens of programs that come to supportdesk serve: list, add, revoke."),
        epilog=_(
            "Scopes: read; notes (what no client sees: private notes, forwards); act (what the"
            " role of an operator may do); admin (what only leads may, imports, tokens). None"
            " gives more than the operator's own role."
        ),
    )


def list_tokens(context: typer.Context) -> None:
    """List tokens, the newest first."""
    session = session_of(context)
    session.require_own()
    me = session.actor()
    rows = session.ask(access.every, None if me.role in MAY_LEAD else me.id)
    if session.as_json:
        for row in rows:
            session.output.item(token_object(row, session.now()))
    elif rows:
        headings = [_("Number"), _("Operator"), _("Scopes"), _("Until"), _("Used"), _("Name")]
        session.output.table(headings, [_cells(session, row) for row in rows])
    else:
        session.output.say(_("There are no tokens: supportdesk tokens add NAME makes one."))


def _cells(session: Session, row: TokenRow) -> list[str]:
    until = _("revoked") if row.revoked_at is not None else _time(session, row.expires_at)
    used = _time(session, row.used_at)
    return [str(row.id), row.operator, " ".join(row.scopes), until, used, row.name]


def _time(session: Session, at: int | None) -> str:
    return "-" if at is None else local_text(at, session.settings.zone)


def add_token(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("What it is for."))],
    *,
    who: Annotated[
        str | None,
        typer.Option("--for", metavar="WHO", help=_("As whom it acts: a login, e-mail, name.")),
    ] = None,
    scopes: Annotated[
        list[str] | None,
        typer.Option(
            "--scope",
            metavar="SCOPE",
            help=_("read, notes, act, admin; may be repeated; else the first three."),
        ),
    ] = None,
    expires: Annotated[
        str | None,
        typer.Option(
            "--expires", metavar="WHEN", help=_("90d, 2027-01-31, never; else in a year.")
        ),
    ] = None,
) -> None:
    """Make a token and tell its secret."""
    session = session_of(context)
    session.require_own()
    me = session.actor()
    row = me if who is None else find_operator(session.operators, who)
    until, secret = _end(session, expires), new_secret()
    wanted = tuple(scopes) if scopes else (READ, NOTES, ACT)
    receipt = session.act(AddToken(row.id, name, wanted, digest(secret), until))
    kept = session.ask(access.by_number, dict(receipt.counts)["token"])
    if session.as_json and kept is not None:
        session.output.item({"token": secret, **token_object(kept, session.now())})
        return
    session.output.say(secret)
    said = _(
        "This is told once. It acts as {name}; end it with: supportdesk tokens revoke {number}"
    )
    session.output.warn(said.format(name=row.name, number=dict(receipt.counts)["token"]))


def _end(session: Session, typed: str | None) -> datetime | None:
    """When a token ends; None for never."""
    if typed is None:
        return session.clock() + timedelta(days=USUAL_DAYS)
    if typed.strip().casefold() in NEVER:
        return None
    from supportdesk.domain.moments import parse_moment

    return parse_moment(typed, session.clock(), session.settings.zone)


def revoke_token(
    context: typer.Context,
    number: Annotated[
        int, typer.Argument(metavar="N", parser=positive_number, help=_("Number of the token."))
    ],
) -> None:
    """Revoke a token; programs that come with it are refused at once."""
    session = session_of(context)
    session.require_own()
    receipt = session.act(RevokeToken(number))
    tell_receipt(
        session, receipt, _("The token {number} opens nothing any more.").format(number=number)
    )
