"""A copy of the furnished desk with a console on it; its `serve` answers in this process."""

import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC
from pathlib import Path

import httpx

from supportdesk.desk.opening import open_desk
from supportdesk.desk.replica.beginning import begin_copy
from supportdesk.desk.replica.linked_desk import LinkedDesk
from supportdesk.domain.action import Action
from supportdesk.domain.envelope import Receipt
from supportdesk.remote.own_desk.asking import DeskServer
from supportdesk.remote.own_desk.following import Following
from supportdesk.server.application import application
from supportdesk.server.journal import Journal
from supportdesk.server.service import Service
from supportdesk.store.read import sendings
from supportdesk.store.read.sendings import OPEN, Because, SendingRow
from supportdesk.store.write.sendings import keep_place
from supportdesk.store.write.writer import Connection
from tests.console.consoles import USUAL, Running, running
from tests.server.conftest import PLENTY, make_token
from tests.small_desk import SmallDesk

NOT_REACHED: Because = {"code": "remote.unreachable", "parameters": {"because": "no_connection"}}


@dataclass
class Linked:
    """The desk, the copy that Petro has of it, and the way between."""

    small: SmallDesk
    copy: LinkedDesk
    server: DeskServer

    async def sync(self) -> None:
        """Read what is new there, send what waits here."""
        await Following(self.copy, self.server).sync()
        self.copy.keep_trouble(None)

    def cut(self) -> None:
        """The desk is not reached any more."""
        self.copy.keep_trouble(NOT_REACHED)

    def read_partly(self, part: int, whole: int) -> None:
        """The first reading was cut short after so many events of so many."""

        def keep(connection: Connection) -> None:
            keep_place(connection, "0", complete=False, progress=part, total=whole, synced_at=None)

        self.copy._write(keep)

    def act(self, action: Action) -> Receipt:
        """Petro does something on the copy."""
        self.small.clock.forward(seconds=1)
        return self.copy.act(self.small.petro, action)

    @property
    def open(self) -> list[SendingRow]:
        """What was done on the copy and is not over."""
        return self.copy.ask(sendings.in_states, OPEN)

    @asynccontextmanager
    async def console(self, size: tuple[int, int] = USUAL) -> AsyncIterator[Running]:
        """Petro's console on the copy."""
        async with running(
            replace(self.small, desk=self.copy), size, after_sending="stay"
        ) as found:
            yield found

    async def seen(self, console: Running) -> None:
        """The console has noticed what the store says by now, as it does four times a second."""
        console.desk._upkeep.poll()
        await console.settle()


@asynccontextmanager
async def linked(small: SmallDesk, folder: Path) -> AsyncIterator[Linked]:
    """A copy of the desk, read to its end."""
    service = Service(small.desk, UTC, Journal(io.StringIO(), small.clock), PLENTY)
    app = application(service)
    server = DeskServer("http://127.0.0.1:1", make_token(small, small.petro), small.clock)
    await server.close()
    server._line._reading = httpx.AsyncClient(transport=httpx.ASGITransport(app))
    server._line._writing = httpx.AsyncClient(transport=httpx.ASGITransport(app))
    path = folder / "team.desk"
    begin_copy(path, "team", "http://127.0.0.1:1")
    copy = open_desk(path, small.clock)
    assert isinstance(copy, LinkedDesk)
    copy.keep_operator(small.petro)
    found = Linked(small, copy, server)
    try:
        await found.sync()
        yield found
    finally:
        await server.close()
        copy.close()
        service.close()
