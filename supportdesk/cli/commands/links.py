"""`link`: the copies of other desks that are kept here; and, with two tickets, what links those."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from supportdesk.cli.commands.linking import link as link_tickets
from supportdesk.cli.links import (
    ask_secret,
    desk_server,
    following_lock,
    keep_secret_of,
    link_named,
    links,
    secret_of,
    sync_once,
)
from supportdesk.cli.parameters import session_of
from supportdesk.cli.progress import ProgressLine
from supportdesk.cli.session import Session, system_login
from supportdesk.cli.times import local_text
from supportdesk.domain.access import ACT, NOTES, READ
from supportdesk.domain.action import SaveOperator
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import NotFound, Refused, StoreTrouble
from supportdesk.domain.moments import parse_past
from supportdesk.i18n import gettext as _
from supportdesk.i18n.refusals import sentence
from supportdesk.objects.times import utc_text_or_none
from supportdesk.records import dataclass
from supportdesk.remote.trouble import RemoteTrouble
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.links import (
    KINDS,
    OWN,
    TRACKER,
    Link,
    keep_link,
    links_file,
    remove_link,
    require_name,
)
from supportdesk.settings.mail_accounts import ENVIRONMENT, SECRET_PLACES
from supportdesk.store.read import sendings
from supportdesk.store.read.connection import open_file
from supportdesk.store.read.sendings import ALL, OPEN, STOPPED, LinkRow

if TYPE_CHECKING:
    from supportdesk.remote.own_desk.asking import Whoami

Name = Annotated[str, typer.Argument(metavar="NAME", help=_("Name of the link: team."))]

NEEDED = frozenset({READ, NOTES, ACT})
"""What the token of a link has to open."""


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


def add(
    context: typer.Context,
    name: Name,
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
    token = None if link.secret == ENVIRONMENT else ask_secret(name)
    given = secret_of(session, link) if token is None else token
    who = _who(session, link, given)
    if token is not None:
        keep_secret_of(session, link, token)
    keep_link(links_file(session.settings.file), link)
    _begin(link, since)
    linked = _session_of(session, link)
    try:
        if link.kind == OWN:
            linked.linked_desk().keep_operator(who.operator)
        with ProgressLine(_("Reading {name}").format(name=name)) as line, _going_on(session, name):
            sync_once(linked, line.tell)
        if link.kind != OWN:
            _lead(linked)
    finally:
        linked.close()
    _tell(session, link, *_state(link))
    if not session.as_json:
        said = _("You are {who}. Open it: supportdesk --link {name}")
        session.output.say(said.format(who=who.name, name=name))


def _require_new(session: Session, link: Link) -> None:
    """Raise SettingTrouble where the link cannot be: it is there, or its address is none."""
    if link.secret not in SECRET_PLACES:
        raise SettingTrouble("link.secret", wanted=link.secret, allowed=SECRET_PLACES)
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


def list_links(context: typer.Context) -> None:
    """One line, or one object, a link."""
    session = session_of(context)
    known = links(session)
    for link in known.values():
        _tell(session, link, *_state(link))
    if not known and not session.as_json:
        session.output.say(_("No link. Add one: supportdesk link add NAME ADDRESS"))


def status(context: typer.Context, name: Name) -> None:
    """Say how far it is, and what waits or was stopped."""
    session = session_of(context)
    link = link_named(session, name)
    _tell(session, link, *_state(link))


def token(context: typer.Context, name: Name) -> None:
    """Try another token and keep it; it has to be for the same operator."""
    session = session_of(context)
    link = link_named(session, name)
    given = ask_secret(name)
    who = _who(session, link, given)
    row = _state(link)[0]
    if link.kind == OWN and row is not None and row.operator_id != who.operator:
        raise Refused("link.other_operator", name=name, who=who.name)
    keep_secret_of(session, link, given)
    if session.as_json:
        session.output.item({"link": name, "operator": who.operator, "name": who.name})
    else:
        session.output.say(_("Kept. You are {who}.").format(who=who.name))


def remove(context: typer.Context, name: Name) -> None:
    """Forget it; what has not left yet stops that once."""
    session = session_of(context)
    link = link_named(session, name)
    waiting = sum(count for state, count in _state(link)[1].items() if state in OPEN)
    _require_unfollowed(session, link)
    if waiting and "unsent" not in session.confirmed:
        from supportdesk.domain.errors import Stop

        stop = Stop("unsent", {"count": waiting, "name": name})
        raise Refused("link.unsent", stops=[stop], name=name)
    from supportdesk.desk.replica.beginning import remove_copy

    remove_copy(link.store)
    remove_link(links_file(session.settings.file), name)
    keep_secret_of(session, link, None)
    if session.as_json:
        session.output.item({"removed": name})
    else:
        session.output.say(_("Removed: {name} and its copy.").format(name=name))


def _require_unfollowed(session: Session, link: Link) -> None:
    """Raise Refused("link.in_use") while a console or `sync` follows its desk."""
    if not link.store.exists():
        return
    lock = following_lock(_session_of(session, link), patience=0)
    with ExitStack() as held:
        held.callback(lock.close)
        try:
            held.enter_context(lock)
        except StoreTrouble:
            raise Refused("link.in_use", name=link.name) from None


@dataclass(frozen=True, slots=True)
class _Who:
    """Whom a token is for; their number at a desk of ours."""

    name: str
    operator: int = 0


def _who(session: Session, link: Link, secret: str) -> _Who:
    """Whose token it is. Raises RemoteTrouble, SettingTrouble("link.scopes")."""
    if link.kind != OWN:
        return asyncio.run(_who_there(session, link, secret))
    who = asyncio.run(_who_at_desk(session, link, secret))
    missing = NEEDED - who.scopes
    if missing:
        raise SettingTrouble("link.scopes", name=link.name, scopes=" ".join(sorted(missing)))
    return _Who(who.name, who.operator)


async def _who_at_desk(session: Session, link: Link, secret: str) -> "Whoami":
    server = desk_server(session, link, secret)
    try:
        return await server.whoami()
    finally:
        await server.close()


async def _who_there(session: Session, link: Link, secret: str) -> _Who:
    from supportdesk.cli.followers import sign_in

    remote = await sign_in(session, link, secret)
    try:
        found = await remote.whoami()
        return _Who(found.name or found.rid)
    finally:
        await remote.close()


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


def _session_of(session: Session, link: Link) -> Session:
    settings = replace(session.settings, store=link.store, link=link.name)
    return Session(settings, session.clock, session.output, session.confirmed)


def _state(link: Link) -> tuple[LinkRow | None, dict[str, int]]:
    """How far a copy is, and how many doings there are by state; read past the desk."""
    try:
        reader = open_file(link.store)
    except NotFound:
        return None, {}
    try:
        return sendings.link(reader), sendings.counts(reader)
    finally:
        reader.close()


def link_object(link: Link, row: LinkRow | None, counts: dict[str, int]) -> dict[str, object]:
    """A link as scripts see it."""
    return {
        "link": link.name,
        "kind": link.kind,
        "address": link.address,
        "operator": None if row is None else row.operator_id,
        "store": str(link.store),
        "complete": row is not None and row.complete,
        "change": row.change if row is not None and row.kind == OWN else None,
        "last": None if row is None else row.total,
        "synced": None if row is None else utc_text_or_none(row.synced_at),
        "failing_since": None if row is None else utc_text_or_none(row.failing_since),
        "trouble": row.trouble.get("code") if row is not None else None,
        "waiting": sum(n for state, n in counts.items() if state in OPEN and state != STOPPED),
        "stopped": counts.get(STOPPED, 0),
    }


def _tell(session: Session, link: Link, row: LinkRow | None, counts: dict[str, int]) -> None:
    item = link_object(link, row, counts)
    if session.as_json:
        session.output.item(item)
        return
    say = session.output.say
    say(f"{link.name}  {link.address}")
    if row is None:
        say(_("  It has no copy here: supportdesk link remove {name}").format(name=link.name))
        return
    for said in _lines(session, row, item):
        say(f"  {said}")


def _lines(session: Session, row: LinkRow, item: dict[str, object]) -> Sequence[str]:
    zone = session.settings.zone
    lines = []
    if not row.complete:
        lines.append(_("Read so far: {part} of {whole}").format(part=row.progress, whole=row.total))
    elif row.synced_at is not None:
        when = local_text(row.synced_at, zone)
        lines.append(_("As its desk was {when}").format(when=when))
    if row.failing_since is not None:
        why = sentence(str(row.trouble["code"]), row.trouble.get("parameters", {}), interface="cli")
        when = local_text(row.failing_since, zone)
        lines.append(_("Not reached since {when}: {why}").format(when=when, why=why))
    if item["waiting"]:
        lines.append(_("On their way: {count}").format(count=item["waiting"]))
    if item["stopped"]:
        lines.append(_("Stopped: {count}").format(count=item["stopped"]))
    return lines
