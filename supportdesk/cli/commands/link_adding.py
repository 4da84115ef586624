"""`link add`: try the token, keep it, and read the desk for the first time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Annotated

import typer

from supportdesk.cli.link_texts import tell_link
from supportdesk.cli.links import (
    adding_command,
    ask_secret,
    desk_server,
    keep_secret_of,
    links,
    require_place_of,
    secret_of,
    session_on,
    sync_once,
)
from supportdesk.cli.parameters import LinkName, session_of
from supportdesk.cli.progress import ProgressLine
from supportdesk.cli.session import Session, system_login
from supportdesk.cli.whose_token import owner_of
from supportdesk.domain.action import SaveOperator
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.moments import parse_past
from supportdesk.i18n import gettext as _
from supportdesk.remote.trouble import RemoteTrouble
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.links import (
    KINDS,
    OWN,
    TRACKER,
    Link,
    keep_link,
    links_file,
    require_name,
)
from supportdesk.settings.mail_accounts import ENVIRONMENT
from supportdesk.store.read.sendings import ALL


def add(
    context: typer.Context,
    name: LinkName,
    address: Annotated[
        str, typer.Argument(metavar="ADDRESS", help=_("Where its serve answers: https://…"))
    ],
    *,
    kind: Annotated[
        str,
        typer.Option("--kind", help=_("What answers there: supportdesk, or rt (Request Tracker).")),
    ] = OWN,
    user: Annotated[
        str, typer.Option("--user", help=_("Who one is there, where a password is asked for."))
    ] = "",
    history: Annotated[
        str,
        typer.Option(
            "--history",
            metavar="all|SINCE",
            help=_("From when on tickets that are done are kept: -90d, 2026-01-31."),
        ),
    ] = ALL,
    secret: Annotated[
        str | None,
        typer.Option("--secret", help=_("Where the token is: keyring, file, environment.")),
    ] = None,
) -> None:
    """Try the token, keep it, and read the desk for the first time."""
    session = session_of(context)
    require_name(name)
    kind = TRACKER if kind == "rt" else kind
    if kind not in KINDS:
        raise SettingTrouble("link.kind", wanted=kind)
    link = Link(name, address.rstrip("/"), kind, user)
    link = link if secret is None else replace(link, secret=secret)
    _require_new(session, link)
    since = _since(session, history)
    require_place_of(session, link, history)
    token = None if link.secret == ENVIRONMENT else ask_secret(name)
    given = secret_of(session, link) if token is None else token
    who = owner_of(session, link, given, again=adding_command(link, history))
    if token is not None:
        keep_secret_of(session, link, token)
    keep_link(links_file(session.settings.file), link)
    _begin(link, since)
    linked = session_on(session, link)
    try:
        if link.kind == OWN:
            linked.linked_desk().keep_operator(who.operator)
        with ProgressLine(_("Reading {name}").format(name=name)) as line, _going_on(session, name):
            sync_once(linked, line.tell)
        if link.kind != OWN:
            _lead(linked)
    finally:
        linked.close()
    tell_link(session, link)
    if not session.as_json:
        said = _("You are {who}. Open it: supportdesk --link {name}")
        session.output.say(said.format(who=who.name, name=name))


def _require_new(session: Session, link: Link) -> None:
    """Raise SettingTrouble where the link cannot be: it is there, or its address is none."""
    if link.name in links(session):
        raise SettingTrouble("link.taken", name=link.name)
    if link.store.exists():
        raise SettingTrouble("link.left_over", path=str(link.store))
    try:
        desk_server(session, link, "-")
    except RemoteTrouble as trouble:  # typed wrongly: nothing was asked of anybody
        raise SettingTrouble(trouble.code, **trouble.parameters) from trouble


@contextmanager
def _going_on(session: Session, name: str) -> Iterator[None]:
    """Say how to go on where the first reading is cut off: what was read is kept."""
    try:
        yield
    except (RemoteTrouble, KeyboardInterrupt):
        said = _("{name} is not read to its end. Go on: supportdesk --link {name} sync --once")
        if not session.as_json:
            session.output.warn(said.format(name=name))
        raise


def _since(session: Session, typed: str) -> str:
    """From when on done tickets are kept, as the link keeps it. Raises Invalid."""
    if typed.strip().casefold() == ALL:
        return ALL
    moment = parse_past(typed, session.clock(), session.settings.zone)
    return str(to_milliseconds(moment))


def _begin(link: Link, history: str) -> None:
    from supportdesk.desk.replica.beginning import begin_copy, begin_mirror

    link.store.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if link.kind == OWN:
        begin_copy(link.store, link.name, link.address, history)
    else:
        begin_mirror(link.store, link.kind, link.name, link.address, history)


def _lead(session: Session) -> None:
    """Be the admin of one's own store: what one may do there, the other help desk says."""
    me = session.actor()
    login = system_login()
    changed = SaveOperator(me.name, me.id, login, "admin", me.email or None, me.job, me.signature)
    session.desk.act(None, changed)
