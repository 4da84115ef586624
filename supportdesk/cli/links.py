"""Links of this person: their tokens, their copies, and keeping those as their desks are."""

import asyncio
import logging
import os
import shlex
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from supportdesk.address import Address
from supportdesk.cli.session import Session
from supportdesk.desk.desk import Desk
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import NotFound, Refused, StoreTrouble
from supportdesk.i18n import gettext as _
from supportdesk.settings.fields import SettingTrouble
from supportdesk.settings.links import OWN, Link, links_file, read_links
from supportdesk.settings.mail_accounts import SECRET_PLACES, SECRETS_FILE
from supportdesk.settings.secrets import (
    LINK,
    keep_secret,
    read_secret,
    require_place,
    secrets_file,
)
from supportdesk.store.read import sendings
from supportdesk.store.read.sendings import ALL, Because
from supportdesk.store.write.lock import StoreLock

if TYPE_CHECKING:
    from supportdesk.cli.followers import Follower, PlannedStep, Round
    from supportdesk.desk.replica.linked_desk import LinkedDesk
    from supportdesk.remote.own_desk.asking import DeskServer

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 3.0
"""How long the end of the program waits for an answer that is under way."""

LOOK_SECONDS, AGAIN_SECONDS = 0.2, 5.0
"""Between looks at the process that follows, and before another is begun."""


def links(session: Session) -> dict[str, Link]:
    """This person's links by name. Raises SettingTrouble."""
    return read_links(links_file(session.settings.file))


def link_named(session: Session, name: str) -> Link:
    """The link of this name. Raises NotFound("link.missing"), SettingTrouble."""
    found = links(session).get(name)
    if found is None and _is_setting(session, name):
        raise NotFound("link.missing", name=name, because="setting")
    if found is None:
        raise NotFound("link.missing", name=name)
    return found


def _is_setting(session: Session, name: str) -> bool:
    settings = session.settings
    return settings.link == name and settings.sources["link"] == "file"


def secret_of(session: Session, link: Link) -> str:
    """The token or password of a link. Raises SettingTrouble."""
    file = secrets_file(session.settings.file)
    with _of_link(session, link):
        return read_secret(link.secret, f"{LINK}{link.name}", file, os.environ)


def keep_secret_of(session: Session, link: Link, secret: str | None) -> None:
    """Keep the token or password of a link; None forgets it. Raises SettingTrouble."""
    with _of_link(session, link):
        keep_secret(link.secret, f"{LINK}{link.name}", secrets_file(session.settings.file), secret)


def require_place_of(session: Session, link: Link, history: str = ALL) -> None:
    """Raise the SettingTrouble that keeping a token would, before anybody is asked for it.

    It names the command that keeps it elsewhere; `history` is what was asked of a new link.
    """
    if link.secret not in SECRET_PLACES:
        raise SettingTrouble("link.secret", wanted=link.secret, allowed=SECRET_PLACES)
    with _of_link(session, link, history):
        require_place(link.secret, f"{LINK}{link.name}", secrets_file(session.settings.file))


def adding_command(link: Link, history: str = ALL) -> str:
    """The command that adds this link, as it would be typed."""
    usual = Link(link.name, link.address)
    options = {"kind": "--kind", "user": "--user", "secret": "--secret"}
    words = ["supportdesk", "link", "add", link.name, link.address]
    for field, option in options.items():
        if getattr(link, field) != getattr(usual, field):
            words += [option, getattr(link, field)]
    return shlex.join([*words, *(("--history", history) if history != ALL else ())])


def token_command(link: Link) -> str:
    """The command that keeps another token of a link that is there, in the place it names."""
    return shlex.join(["supportdesk", "link", "token", link.name, "--secret", link.secret])


@contextmanager
def _of_link(session: Session, link: Link, history: str = ALL) -> Iterator[None]:
    """What is said of passwords of mail accounts is another thing to do for a link."""
    try:
        yield
    except SettingTrouble as trouble:
        if trouble.code == "secret.no_keyring":
            in_file = replace(link, secret=SECRETS_FILE)
            is_there = link.name in links(session)
            again = token_command(in_file) if is_there else adding_command(in_file, history)
            raise SettingTrouble("link.no_keyring", name=link.name, again=again) from trouble
        if trouble.code != "secret.missing":
            raise
        place, variable = trouble.parameters["because"], trouble.parameters["variable"]
        raise SettingTrouble(
            "link.no_token", name=link.name, because=place, variable=variable
        ) from trouble


def ask_secret(name: str) -> str:
    """Ask for a token without showing it, or read it from standard input.

    Raises SettingTrouble("link.token_empty").
    """
    if sys.stdin.isatty():
        from getpass import getpass

        given = getpass(_("Token of {name}: ").format(name=name))
    else:
        given = sys.stdin.readline()
    if not given.strip():
        raise SettingTrouble("link.token_empty", name=name)
    return given.strip()


def session_on(session: Session, link: Link) -> Session:
    """A session on the copy of a link; to be closed."""
    settings = replace(session.settings, store=link.store, link=link.name)
    return Session(settings, session.clock, session.output, session.confirmed)


def linked(desk: Desk) -> "LinkedDesk | None":
    """The desk, where it is the copy of another one; what a copy needs is loaded for one alone."""
    if type(desk) is Desk:
        return None
    from supportdesk.desk.replica.linked_desk import LinkedDesk

    return desk if isinstance(desk, LinkedDesk) else None


def attachment(session: Session, number: int) -> bytes:
    """The content of a file of a copy, from its desk. Raises RemoteTrouble, SettingTrouble."""

    async def ask() -> bytes:
        server = desk_server(session, link_of(session))
        try:
            return await server.attachment(number)
        finally:
            await server.close()

    return asyncio.run(ask())


def look_who_is_there(session: Session, desk: "LinkedDesk") -> None:
    """Ask the desk of a copy who is there: no copy knows that by itself.

    Raises RemoteTrouble, SettingTrouble.
    """

    async def ask() -> None:
        server = desk_server(session, link_of(session))
        try:
            desk.keep_present(await server.present())
        finally:
            await server.close()

    asyncio.run(ask())


def sync_once(session: Session, tell: Callable[[int, int], None] | None) -> "Round":
    """Read what is new, send what waits. Raises RemoteTrouble, SettingTrouble, StoreTrouble."""
    return asyncio.run(sync_within(session, tell))


def plan_of(session: Session) -> "list[PlannedStep]":
    """What a sync would do. Raises RemoteTrouble, SettingTrouble, StoreTrouble."""

    async def plan() -> "list[PlannedStep]":
        follower = _follower(session)
        try:
            return await follower.plan()
        finally:
            await follower.close()

    return asyncio.run(plan())


async def sync_within(session: Session, tell: Callable[[int, int], None] | None) -> "Round":
    """The same on a loop that runs."""
    follower = _follower(session)
    try:
        return await follower.sync(tell)
    finally:
        await follower.close()


@contextmanager
def following(session: Session) -> Iterator[None]:
    """Keep the copy as its desk is beside a block, in a process of its own: no key waits for it.

    Nothing where the desk is no copy of mine. The process ends with this one, however that ends.
    """
    if session.read_only or not _may_follow(session):
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_keep_following, args=(session, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(2 * PATIENCE_SECONDS)


def _may_follow(session: Session) -> bool:
    """Whether the open store is a copy that follows its desk with my token."""
    try:
        link_of(session)
    except (Refused, NotFound):
        return False
    except SettingTrouble as trouble:  # told again by the process beside, until it is put right
        log.warning("the link cannot be read: %s", trouble.code)
    return True


def _keep_following(session: Session, stop: threading.Event) -> None:
    """Begin the process that follows, and another where it ends."""
    own = "from supportdesk.cli.main import run; run()"
    program = [sys.executable, "-P", "-c", own]  # -P: nothing of the folder one stands in is run
    command = [*program, "--store", str(session.settings.store), "sync", "--beside"]
    while not stop.is_set():
        ended = _run_beside(command, stop)
        if not stop.is_set():
            log.warning("the process that follows the desk has ended: %s", ended)
            stop.wait(AGAIN_SECONDS)


def _run_beside(command: Sequence[str], stop: threading.Event) -> int:
    """Run the process until it ends, or is told to; return its exit code."""
    process = subprocess.Popen(  # noqa: S603 - this program itself
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    while process.poll() is None and not stop.wait(LOOK_SECONDS):
        pass
    if process.stdin is not None:
        process.stdin.close()
    try:
        return process.wait(PATIENCE_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def following_lock(session: Session, patience: float = PATIENCE_SECONDS) -> StoreLock:
    """Whoever holds it follows the desk of the open store; it is waited for so many seconds."""
    return StoreLock(Path(f"{session.settings.store}.link"), patience)


def follow(session: Session, stop: threading.Event) -> None:
    """Follow the desk until `stop` is set, while no other process does.

    Raises SettingTrouble, StoreTrouble, and RemoteTrouble for an impossible address.
    """
    if link_of(session).kind != OWN:  # whoever stands for another help desk has a lease
        asyncio.run(_run(session, stop))
        return
    lock = following_lock(session)
    while not stop.is_set():
        try:
            with lock:
                asyncio.run(_run(session, stop))
        except StoreTrouble as trouble:  # somebody else follows it
            if trouble.code != "store.locked":
                raise
    lock.close()


def follow_beside(session: Session, stop: threading.Event) -> None:
    """The same for a console, which hears nothing of this process but what stands at its link.

    Raises SettingTrouble, StoreTrouble, RemoteTrouble: then it is begun again after a while.
    """
    from supportdesk.remote.trouble import RemoteTrouble
    from supportdesk.store.write.sendings import keep_trouble

    try:
        follow(session, stop)
    except (RemoteTrouble, SettingTrouble) as trouble:
        parameters = {name: str(value) for name, value in trouble.parameters.items()}
        because: Because = {"code": trouble.code, "parameters": parameters}
        session.desk.lease(keep_trouble, because, to_milliseconds(session.clock()))
        raise


async def _run(session: Session, stop: threading.Event) -> None:
    follower = _follower(session)
    try:
        await follower.run(stop)
    finally:
        await follower.close()


def _follower(session: Session) -> "Follower":
    from supportdesk.cli.followers import follower_of

    link = link_of(session)
    return follower_of(session, link, secret_of(session, link))


def link_of(session: Session) -> Link:
    """The link of the open store.

    A file from elsewhere is not followed, whatever name stands in it: what it says was done here
    would be done with my token. Raises Refused("link.no_copy") and ("link.other_copy"),
    SettingTrouble.
    """
    store = session.settings.store
    row = session.ask(sendings.link)
    if row is None:
        raise Refused("link.no_copy", path=str(store))
    link = link_named(session, row.name)
    if not _is_copy_of(link, store):
        raise Refused("link.other_copy", path=str(store), name=row.name)
    return link


def _is_copy_of(link: Link, store: Address) -> bool:
    return isinstance(store, Path) and store.resolve() == link.store.resolve()


def desk_server(session: Session, link: Link, secret: str | None = None) -> "DeskServer":
    """Who answers for the desk of a link. Raises RemoteTrouble for an impossible address."""
    from supportdesk.remote.own_desk.asking import DeskServer

    return DeskServer(link.address, secret or secret_of(session, link), session.clock)
