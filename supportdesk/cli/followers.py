"""Whoever keeps a store as another desk is: one of ours, or a Request Tracker."""

import asyncio
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from supportdesk.cli.session import Session
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.records import dataclass
from supportdesk.remote.trouble import RemoteTrouble
from supportdesk.settings.links import Link
from supportdesk.store.read import sendings
from supportdesk.store.read.sendings import OPEN, OWN, STOPPED, UNKNOWN

if TYPE_CHECKING:
    from supportdesk.remote.base import Remote
    from supportdesk.remote.mirror.link import MirrorLink

Tell = Callable[[int, int], None]
"""Told how far the first reading is, and of how much."""


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one look: how much was taken, sent, and what waits for an operator now."""

    taken: int
    sent: int
    stopped: int


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One thing that would be done: `step` says what, `entry` of the outbox with which."""

    step: str
    ticket: int | None
    entry: int | None = None
    what: str = ""
    field: str = ""
    value: str = ""
    because: str = ""


class Follower(Protocol):
    """Keeps one store as its desk is. All of it is one asyncio loop's."""

    async def sync(self, tell: Tell | None) -> Round:
        """Read what is new, send what waits, read what came of it. Raises RemoteTrouble."""

    async def plan(self) -> list[PlannedStep]:
        """What `sync` would do with what was done here; nothing is done. Raises RemoteTrouble."""

    async def run(self, stop: threading.Event) -> None:
        """Do so until `stop` is set, whatever fails in between."""

    async def close(self) -> None:
        """Let go of the line."""


def follower_of(session: Session, link: Link, secret: str) -> Follower:
    """Who keeps the open store as the desk of its link is. Raises RemoteTrouble."""
    row = session.ask(sendings.link)
    if row is None:
        raise Refused("link.no_copy", path=str(session.settings.store))
    return _OfDesk(session, link, secret) if row.kind == OWN else _OfTracker(session, link, secret)


async def sign_in(session: Session, link: Link, secret: str) -> "Remote":
    """Sign in at another help desk. Raises RemoteTrouble."""
    from supportdesk.remote.request_tracker.asking import Access
    from supportdesk.remote.request_tracker.tracker import connect

    if link.user:
        access = Access(link.address, user=link.user, password=secret)
    else:
        access = Access(link.address, token=secret)
    return await connect(access, session.clock)


class _OfDesk:
    """The copy of a desk of ours."""

    def __init__(self, session: Session, link: Link, secret: str) -> None:
        from supportdesk.remote.own_desk.asking import DeskServer
        from supportdesk.remote.own_desk.following import Following

        self._server = DeskServer(link.address, secret, session.clock)
        self._desk = session.linked_desk()
        self._following = Following(self._desk, self._server)
        self._gently = Following(self._desk, self._server, gently=True)

    async def sync(self, tell: Tell | None) -> Round:
        """Read what is new, send what waits, read what came of it. Raises RemoteTrouble."""
        from supportdesk.desk.replica.taking import because_of

        try:
            found = await self._following.sync(tell)
        except (RemoteTrouble, Invalid) as trouble:
            self._desk.keep_trouble(because_of(trouble))
            raise
        self._desk.keep_trouble(None)
        return Round(found.pages, found.sent, found.stopped)

    async def plan(self) -> list[PlannedStep]:
        """What would leave now, and what is held up; this needs no line."""
        first = {row.number for row in self._desk.to_send()}
        return [
            PlannedStep("push" if row.number in first else "wait", row.ticket, row.number, row.what)
            for row in self._desk.ask(sendings.in_states, OPEN)
        ]

    async def run(self, stop: threading.Event) -> None:
        """Do so until `stop` is set, whatever fails in between."""
        await self._gently.run(stop)

    async def close(self) -> None:
        """Let go of the line."""
        await self._server.close()


class _OfTracker:
    """A desk of its own that stands for a Request Tracker."""

    def __init__(self, session: Session, link: Link, secret: str) -> None:
        self._session = session
        self._mirror = _mirror(session, link, secret)

    async def sync(self, tell: Tell | None) -> Round:
        """Read what is new, send what waits, read what came of it. Raises RemoteTrouble."""
        telling = asyncio.create_task(self._tell(tell))
        try:
            found = await self._mirror.sync()
        finally:
            telling.cancel()
        counts = self._session.ask(sendings.counts)
        return Round(found.taken, found.told, counts.get(STOPPED, 0) + counts.get(UNKNOWN, 0))

    async def plan(self) -> list[PlannedStep]:
        """What the planner says of each ticket of which something is wished."""
        found = await self._mirror.plan()
        rows = {row.number: row for row in self._session.ask(sendings.in_states, OPEN)}
        return [
            PlannedStep(
                str(step.kind),
                ticket,
                step.wish,
                rows[step.wish].what if step.wish in rows else "",
                step.field or "",
                step.value or "",
                step.because,
            )
            for ticket, step in found
        ]

    async def run(self, stop: threading.Event) -> None:
        """Do so until `stop` is set, whatever fails in between."""
        await self._mirror.run(stop)

    async def close(self) -> None:
        """Let go of the line."""
        await self._mirror.close()

    async def _tell(self, tell: Tell | None) -> None:
        while tell is not None:
            row = self._session.ask(sendings.link)
            if row is not None and not row.complete:
                tell(row.progress, row.total)
            await asyncio.sleep(0.1)


def _mirror(session: Session, link: Link, secret: str) -> "MirrorLink":
    from supportdesk.intake.html_text import text_of_html
    from supportdesk.remote.mirror.link import MirrorLink

    return MirrorLink(session.desk, lambda: sign_in(session, link, secret), text_of_html)
