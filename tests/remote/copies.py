"""A copy of a small desk that a real `serve` answers for."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from supportdesk.desk.opening import open_desk
from supportdesk.desk.replica.beginning import begin_copy
from supportdesk.desk.replica.linked_desk import LinkedDesk
from supportdesk.remote.own_desk.asking import DeskServer
from supportdesk.remote.own_desk.following import Following, Round
from supportdesk.store.read import sendings, threads
from supportdesk.store.read.sendings import OPEN, SendingRow


def clock() -> datetime:
    """The present moment: a real server has no other."""
    return datetime.now(UTC)


@dataclass
class Copy:
    """A copy, and how it reaches its desk."""

    desk: LinkedDesk
    me: int
    token: str
    address: str

    def sync(self) -> Round:
        """Read what is new, send what waits."""

        async def sync() -> Round:
            server = DeskServer(self.address, self.token, clock)
            try:
                return await Following(self.desk, server).sync()
            finally:
                await server.close()

        return asyncio.run(sync())

    def follow(self, stop: threading.Event) -> None:
        """Keep it as its desk is until told to stop, as a process beside a console does."""

        async def follow() -> None:
            server = DeskServer(self.address, self.token, clock)
            try:
                await Following(self.desk, server).run(stop)
            finally:
                await server.close()

        asyncio.run(follow())

    def texts(self, ticket: int) -> list[str]:
        """What stands in a ticket, in its order."""
        return [message.body for message in self.desk.ask(threads.messages, ticket)]

    def waiting(self) -> list[SendingRow]:
        """What is not over."""
        return self.desk.ask(sendings.in_states, OPEN)


@contextmanager
def copied(path: Path, address: str, token: str, me: int) -> Iterator[Copy]:
    """A copy that has not been read yet, of whoever the token is for."""
    if not path.exists():
        begin_copy(path, "team", address)
    desk = open_desk(path, clock)
    assert isinstance(desk, LinkedDesk)
    desk.keep_operator(me)
    try:
        yield Copy(desk, me, token, address)
    finally:
        desk.close()
