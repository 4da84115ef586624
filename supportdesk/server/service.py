"""What every request is answered with: the desk, and threads in which it may block."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import field
from datetime import tzinfo
from typing import Concatenate, ParamSpec, TypeVar

from supportdesk.desk.desk import Desk
from supportdesk.domain.envelope import Envelope, Receipt, to_milliseconds
from supportdesk.domain.errors import StoreTrouble
from supportdesk.domain.memory import Memory
from supportdesk.records import dataclass
from supportdesk.server.journal import Journal
from supportdesk.server.rates import Rate
from supportdesk.store.read.connection import Reader

P = ParamSpec("P")
T = TypeVar("T")

READERS = 4
"""Threads that ask; each keeps a connection of its own."""

MOST_WAITING = 200
"""Changes that may wait for the one writer; whoever comes then is told to come back."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one caller may ask; sizes in bytes."""

    body: int = 32 * 1024 * 1024
    bodies: int = 128 * 1024 * 1024
    """Of all requests of one process that are not answered yet; 64 KiB of each do not count."""
    page: int = 200
    """Tickets of one page."""
    changes: int = 1000
    """Events of one page of changes."""
    streams: int = 200
    """Live streams of one process at the same time."""
    token: Rate = field(default_factory=lambda: Rate(50, 200))
    stranger: Rate = field(default_factory=lambda: Rate(0.2, 20))
    """Of one address: requests without a token that opens."""
    form: Rate = field(default_factory=lambda: Rate(1 / 60, 10))
    """Of one address: what it sends by the form, and asks by it."""
    forms: Rate = field(default_factory=lambda: Rate(1 / 3, 100))
    """Of all addresses together."""


class Service:
    """One process of the server. Close it after the last answer; the desk is its maker's.

    The desk blocks, so it is only asked in threads: several that read, one that writes (law 11).
    """

    def __init__(
        self,
        desk: Desk,
        zone: tzinfo,
        journal: Journal,
        limits: Limits,
        *,
        forms: bool = False,
    ) -> None:
        """`forms` opens the form and the status page to everybody who reaches the server."""
        self.desk = desk
        self.zone = zone
        self.journal = journal
        self.limits = limits
        self.forms = forms
        self.stopping = threading.Event()
        """Set once nothing new begins: streams end, requests are finished."""
        self._readers = ThreadPoolExecutor(READERS, thread_name_prefix="reads")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writes")
        self._waiting = 0

    def now(self) -> int:
        """The present moment in milliseconds."""
        return to_milliseconds(self.desk.clock())

    async def ask(
        self, question: Callable[Concatenate[Reader, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Ask the desk, as `Desk.ask` does, without holding up others."""
        return await self._in(self._readers, lambda: self.desk.ask(question, *args, **kwargs))

    async def submit(self, envelope: Envelope) -> Receipt:
        """Submit an envelope once, as `Desk.submit` does, after those that came before."""
        return await self._written(lambda: self.desk.submit(envelope))

    async def clean_file(self) -> bool:
        """Leave nothing in the file of what was forgotten, as `Desk.clean_file` does."""
        return await self._written(self.desk.clean_file)

    async def apart(self, work: Callable[[], T]) -> T:
        """Do what takes the processor for long, while others are answered."""
        return await self._in(self._readers, work)

    async def remember(self, memory: Memory) -> None:
        """Keep a personal thing, as `Desk.remember` does."""
        await self._written(lambda: self.desk.remember(memory))

    def get_ready(self) -> None:
        """Bring in what the first change would have to wait for. Raises StoreTrouble."""
        self._writer.submit(self.desk.get_ready).result()

    def close(self) -> None:
        """End the threads, once they have done what they are at."""
        self._readers.shutdown()
        self._writer.shutdown()

    async def _written(self, change: Callable[[], T]) -> T:
        if self._waiting >= MOST_WAITING:
            raise StoreTrouble("request.busy")
        self._waiting += 1
        try:
            return await self._in(self._writer, change)
        finally:
            self._waiting -= 1

    @staticmethod
    async def _in(threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(threads, work)
