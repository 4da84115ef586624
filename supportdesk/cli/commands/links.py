"""`link`: the copies of other desks that are kept here; and, with two tickets, what links those."""

import os
from contextlib import ExitStack
from dataclasses import replace
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from supportdesk.cli.commands.link_adding import add
from supportdesk.cli.commands.linking import link as link_tickets
from supportdesk.cli.link_texts import state_of, tell_link
from supportdesk.cli.links import (
    ask_secret,
    following_lock,
    keep_secret_of,
    link_named,
    links,
    require_place_of,
    secret_of,
    session_on,
    token_command,
)
from supportdesk.cli.parameters import LinkName, session_of
from supportdesk.cli.session import Session
from supportdesk.cli.whose_token import owner_of
from supportdesk.domain.errors import Refused, Stop, StoreTrouble
from supportdesk.i18n import gettext as _
from supportdesk.settings.fields import FIELDS, SettingTrouble
from supportdesk.settings.keeping import keep_setting
from supportdesk.settings.links import OWN, Link, keep_link, links_file, remove_link
from supportdesk.settings.mail_accounts import ENVIRONMENT
from supportdesk.settings.secrets import LINK, variable_of
from supportdesk.settings.settings import load_settings
from supportdesk.store.read.sendings import OPEN


class _LinkGroup(TyperGroup):
    """`link N KIND M` links tickets; the other words are about copies of desks."""

    def parse_args(self, context: Any, arguments: list[str]) -> list[str]:
        """Read the arguments of the group."""
        known = {*self.commands, "--help"}
        if arguments and arguments[0] not in known:
            arguments = ["tickets", *arguments]
        parsed: list[str] = super().parse_args(context, arguments)
        return parsed


def add_to(app: typer.Typer) -> None:
    """Add the commands of this file."""
    group = typer.Typer(no_args_is_help=True, cls=_LinkGroup)
    group.command("tickets", help=_("Link a ticket: parent, duplicate, problem or follow-up."))(
        link_tickets
    )
    group.command("add", help=_("Keep a copy of another desk; its token is asked for."))(add)
    group.command("list", help=_("List the links."))(list_links)
    group.command("status", help=_("How far a copy is, and what has not left it."))(status)
    group.command("token", help=_("Give another token: asked for, or standard input."))(token)
    group.command("remove", help=_("Forget a link, its token and its copy."))(remove)
    app.add_typer(
        group,
        name="link",
        help=_("Copies of other desks: add, list, status, token, remove; or link two tickets."),
    )


def list_links(context: typer.Context) -> None:
    """One line, or one object, a link."""
    session = session_of(context)
    known = links(session)
    for link in known.values():
        tell_link(session, link)
    if not known and not session.as_json:
        session.output.say(_("No link. Add one: supportdesk link add NAME ADDRESS"))


def status(context: typer.Context, name: LinkName) -> None:
    """Say how far it is, and what waits or was stopped."""
    session = session_of(context)
    link = link_named(session, name)
    tell_link(session, link)


def token(
    context: typer.Context,
    name: LinkName,
    secret: Annotated[
        str | None,
        typer.Option("--secret", help=_("Where it is from now on: keyring, file, environment.")),
    ] = None,
) -> None:
    """Try another token and keep it; it has to be for the same operator."""
    session = session_of(context)
    before = link_named(session, name)
    link = before if secret is None else replace(before, secret=secret)
    if before.secret == link.secret == ENVIRONMENT:
        raise SettingTrouble("link.set_outside", name=name, variable=variable_of(f"{LINK}{name}"))
    again = f"supportdesk link token {name}" if link == before else token_command(link)
    require_place_of(session, link)
    given = secret_of(session, link) if link.secret == ENVIRONMENT else ask_secret(name)
    who = owner_of(session, link, given, again=again)
    row = state_of(link)[0]
    if link.kind == OWN and row is not None and row.operator_id != who.operator:
        raise Refused("link.other_operator", name=name, who=who.name)
    if link != before:
        _forget_token(session, before)
    keep_secret_of(session, link, given)
    keep_link(links_file(session.settings.file), link)
    if session.as_json:
        session.output.item({"link": name, "operator": who.operator, "name": who.name})
    else:
        session.output.say(_("Kept. You are {who}.").format(who=who.name))


def remove(context: typer.Context, name: LinkName) -> None:
    """Forget it; what has not left yet stops that once."""
    session = session_of(context)
    link = link_named(session, name)
    waiting = sum(count for state, count in state_of(link)[1].items() if state in OPEN)
    _require_unfollowed(session, link)
    if waiting and "unsent" not in session.confirmed:
        stop = Stop("unsent", {"count": waiting, "name": name})
        raise Refused("link.unsent", stops=[stop], name=name)
    from supportdesk.desk.replica.beginning import remove_copy

    is_forgotten = _forget_token(session, link)
    remove_copy(link.store)
    remove_link(links_file(session.settings.file), name)
    was_usual = _forget_setting(session, name)
    if session.as_json:
        unset = {"unset": "link"} if was_usual else {}
        left = {} if is_forgotten else {"left": "token"}
        session.output.item({"removed": name, **unset, **left})
        return
    session.output.say(_("Removed: {name} and its copy.").format(name=name))
    if was_usual:
        session.output.say(_("It was the setting `link`, which is taken out as well."))
    if not is_forgotten:
        said = _(
            "The keyring cannot be used now, and may hold its token still. Take that out there:"
            " keyring del supportdesk link:{name}"
        )
        session.output.warn(said.format(name=name))
    variable = FIELDS["link"].variable
    if os.environ.get(variable) == name:
        session.output.warn(_("{variable} names it still; unset it.").format(variable=variable))


def _forget_token(session: Session, link: Link) -> bool:
    """Forget its token while the link still leads to it; return whether that could be done.

    A machine without a keyring keeps no link for it. Raises SettingTrouble for the file of secrets.
    """
    try:
        keep_secret_of(session, link, None)
    except SettingTrouble as trouble:
        if trouble.code != "link.no_keyring":
            raise
        return False
    return True


def _forget_setting(session: Session, name: str) -> bool:
    """Take the setting `link` out where it is this one; return whether it was."""
    file = session.settings.file
    if load_settings(file, {}, {}).link != name:
        return False
    keep_setting(file, "link", None)
    return True


def _require_unfollowed(session: Session, link: Link) -> None:
    """Raise Refused("link.in_use") while a console or `sync` follows its desk."""
    if not link.store.exists():
        return
    lock = following_lock(session_on(session, link), patience=0)
    with ExitStack() as held:
        held.callback(lock.close)
        try:
            held.enter_context(lock)
        except StoreTrouble:
            raise Refused("link.in_use", name=link.name) from None
