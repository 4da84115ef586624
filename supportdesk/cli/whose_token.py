"""Whose token a link has, as the desk it leads to says; told apart is what is wrong with it."""

import asyncio
from typing import TYPE_CHECKING

from supportdesk.cli.links import desk_server
from supportdesk.cli.session import Session
from supportdesk.domain.access import ACT, NOTES, READ
from supportdesk.records import dataclass
from supportdesk.remote.trouble import RemoteTrouble, SignedOut
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.links import OWN, Link

if TYPE_CHECKING:
    from supportdesk.remote.own_desk.asking import Whoami

NEEDED = frozenset({READ, NOTES, ACT})
"""What the token of a link has to open."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a token is for; their number at a desk of ours."""

    name: str
    operator: int = 0


def owner_of(session: Session, link: Link, secret: str, again: str) -> Owner:
    """Whose token it is; `again` is the command that another one is given with.

    Raises RemoteTrouble, SettingTrouble("link.scopes").
    """
    try:
        return _owner(session, link, secret, again)
    except SignedOut:
        because = "given" if link.kind == OWN else "given_elsewhere"
        raise RemoteTrouble(
            "remote.signed_out", because=because, address=link.address, name=link.name, again=again
        ) from None


def _owner(session: Session, link: Link, secret: str, again: str) -> Owner:
    if link.kind != OWN:
        return asyncio.run(_owner_there(session, link, secret))
    who = asyncio.run(_owner_at_desk(session, link, secret))
    missing = " ".join(sorted(NEEDED - who.scopes))
    if missing:
        raise SettingTrouble("link.scopes", name=link.name, scopes=missing, again=again)
    return Owner(who.name, who.operator)


async def _owner_at_desk(session: Session, link: Link, secret: str) -> "Whoami":
    server = desk_server(session, link, secret)
    try:
        return await server.whoami()
    finally:
        await server.close()


async def _owner_there(session: Session, link: Link, secret: str) -> Owner:
    from supportdesk.cli.followers import sign_in

    remote = await sign_in(session, link, secret)
    try:
        found = await remote.whoami()
        return Owner(found.name or found.rid)
    finally:
        await remote.close()
