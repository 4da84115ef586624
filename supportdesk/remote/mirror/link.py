"""The link of a store that stands for another help desk: facts come in, effects go out.

All of it is one asyncio loop's, and one process's at a time (a lease in the store). What is read
is recorded ticket by ticket, and the cursor moves with the last of a page: after a kill the page is
read again, which changes nothing. What leaves is marked before it leaves, so what a killed process
was sending is looked for, never sent again blindly (rule 7).
"""

import asyncio
import json
import logging
import math
import random
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar

from supportdesk.desk.desk import Desk
from supportdesk.desk.mirror import sending
from supportdesk.desk.mirror.plan import Step
from supportdesk.desk.mirror.recording import steps_of, take_in
from supportdesk.desk.mirror.seen import SeenGone
from supportdesk.desk.mirror.transactions import within
from supportdesk.desk.mirror.vocabulary import take_words, vocabulary_of
from supportdesk.desk.mirror.wishes import gather_all
from supportdesk.desk.mirror.words import read
from supportdesk.domain.envelope import from_milliseconds, to_milliseconds
from supportdesk.domain.errors import NotFound, StoreTrouble
from supportdesk.domain.letter import pause
from supportdesk.records import dataclass
from supportdesk.remote.base import Remote
from supportdesk.remote.facts import Page
from supportdesk.remote.mirror.exchange import Exchange
from supportdesk.remote.trouble import Busy, LostPlace, RemoteTrouble, SignedOut
from supportdesk.store.read import mirror as mirror_rows
from supportdesk.store.read import sendings as sending_rows
from supportdesk.store.read.rows import AttachmentRow
from supportdesk.store.read.sendings import LinkRow
from supportdesk.store.write import mirror
from supportdesk.store.write.blobs import ABSENT, fill_absent
from supportdesk.store.write.rows import Stored

log = logging.getLogger(__name__)

T = TypeVar("T")

LOOK_SECONDS = 5.0
"""Between two looks at what has changed there."""

LOOK_HERE_SECONDS = 1.0
"""Between two looks at what was done here."""

SAID_EVERY = 60_000
"""Milliseconds after which it is written down again that nothing has changed there."""

LONGEST_REST = 300.0
"""Seconds between attempts while it cannot be reached, at most."""

LEASE = timedelta(seconds=60)
"""How long after a kill nobody else does the work of the link."""

TICKETS_AT_ONCE = 3
"""Of which something leaves at the same time."""

READS_AT_ONCE = 2
_VOCABULARY_LASTS = timedelta(minutes=10)


class Held(Exception):
    """Another process does the work of the link."""


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round: tickets taken in, wishes told, wishes that wait for an operator."""

    taken: int = 0
    told: int = 0
    stopped: int = 0


class MirrorLink:
    """Keeps a store and a remote together. Everything but `status` is for one asyncio loop."""

    def __init__(
        self,
        desk: Desk,
        connect: Callable[[], Awaitable[Remote]],
        readable: Callable[[str], str],
        *,
        settles: timedelta | None = None,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """`connect` signs in; `readable` turns HTML into text.

        `settles` is how long an effect may take to come into sight, if not as long as the remote
        says of itself.
        """
        self._desk = desk
        self._connect = connect
        self._readable = readable
        self._settles = settles
        self._chance = chance
        self._exchange: Exchange | None = None
        self._lease: int | None = None
        self._words_at: datetime | None = None

    async def pull(self) -> int:
        """Take in what has changed there; return how many tickets. Raises RemoteTrouble, Held."""
        exchange = await self._ready()
        link = self.status()
        try:
            return await self._follow(exchange, link.cursor or None)
        except LostPlace:
            self._keep(cursor="", complete=False, progress=0, total=0)
            return await self._follow(exchange, None)

    async def push(self) -> int:
        """Tell what is ready to be told; return how much. Raises RemoteTrouble, Held."""
        exchange = await self._ready()
        await exchange.look_for_lost()
        waiting = within(self._desk, "ready", sending.ready)
        told = 0
        for part in _parts(waiting, TICKETS_AT_ONCE):
            self._renew()
            told += sum(await _all(exchange.tell(ticket, rid) for ticket, rid in part))
        return told

    async def sync(self) -> Round:
        """One round: take in, tell, take in what that has come to. Raises RemoteTrouble, Held."""
        taken = await self.pull()
        told = await self.push()
        if told:
            taken += await self.pull()
        return Round(taken, told, len([row for row in self._open() if row["state"] == "stopped"]))

    async def run(self, stop: threading.Event) -> None:
        """Keep together until `stop`; while it cannot be reached, try ever less often.

        Where the remote does not know us the link rests until the process begins anew.
        """
        attempts = 0
        while not stop.is_set():
            rest = LOOK_SECONDS
            try:
                await self.push()
                await self.pull()
                attempts = 0
            except Held:
                pass
            except StoreTrouble as trouble:
                log.warning("the link waits: %s", trouble)
            except SignedOut as trouble:
                self._complain(trouble)
                await self._wait(stop, math.inf)
            except RemoteTrouble as trouble:
                self._complain(trouble)
                attempts += 1
                rest = self._rest(trouble, attempts)
            await self._wait(stop, rest, wakes=not attempts)

    def _rest(self, trouble: RemoteTrouble, attempts: int) -> float:
        """Seconds until the next attempt."""
        if isinstance(trouble, Busy) and trouble.until is not None:
            return max(LOOK_SECONDS, (trouble.until - self._desk.clock()).total_seconds())
        return min(LONGEST_REST, max(pause(attempts, self._chance) / 1000, LOOK_SECONDS))

    async def _wait(self, stop: threading.Event, seconds: float, *, wakes: bool = False) -> None:
        """Wait until told to stop, so long, or until something was done here."""
        waited = 0.0
        while not stop.is_set() and (seconds is None or waited < seconds):
            step = (
                LOOK_HERE_SECONDS if seconds is None else min(LOOK_HERE_SECONDS, seconds - waited)
            )
            await asyncio.to_thread(stop.wait, step)
            waited += step
            if wakes and self._desk.ask(mirror_rows.has_news):
                return

    async def bring(self, rid: str) -> int | None:
        """Take in one ticket that was not read yet, or read it anew; its number here.

        Raises RemoteTrouble, Held.
        """
        exchange = await self._ready()
        await exchange.take(rid)
        return exchange.number(rid)

    async def search(self, words: str, most: int = 50) -> list[int]:
        """Take in tickets that the remote finds by these words; their numbers here.

        Raises RemoteTrouble, Held.
        """
        exchange = await self._ready()
        listed = await exchange.remote.search(words, most)
        numbers = [await self.bring(found.rid) for found in listed]
        return [number for number in numbers if number is not None]

    async def fetch(self, file: AttachmentRow) -> bytes:
        """The content of a file of which only the name is here, kept from now on.

        Raises RemoteTrouble.
        """
        exchange = await self._connected()
        content = (await exchange.remote.attachment(file.sha256.removeprefix(ABSENT))).content
        self._desk.lease(fill_absent, file.sha256, content)
        return content

    async def plan(self) -> list[tuple[int, Step]]:
        """What a round would do with each ticket of which something is wished, and says nothing.

        Raises RemoteTrouble.
        """
        exchange = await self._connected()
        within(self._desk, "gather", gather_all)
        tickets = {row["ticket_id"] for row in self._open()}
        steps: list[tuple[int, Step]] = []
        for ticket in sorted(tickets):
            rid = self._desk.ask(mirror_rows.id_there, ticket)
            if rid:
                found = within(self._desk, "look", steps_of, await exchange.read(rid))
                steps += [(ticket, step) for step in found]
        return steps

    def status(self) -> LinkRow:
        """The link as it is kept: progress, when it was complete, and what is wrong.

        Raises NotFound("mirror.none").
        """
        found = self._desk.ask(sending_rows.link)
        if found is None:
            raise NotFound("mirror.none")
        return found

    async def close(self) -> None:
        """Let go of the remote, and of the work."""
        if self._exchange is not None:
            await self._exchange.remote.close()
            self._exchange = None
        if self._lease is not None:
            self._desk.lease(mirror.give_lease_back, self._lease)
            self._lease = None

    async def _ready(self) -> Exchange:
        """Have the work, a connection, and words that are not old."""
        self._renew()
        exchange = await self._connected()
        now = self._desk.clock()
        if self._words_at is None or now - self._words_at > _VOCABULARY_LASTS:
            await self._read_words(exchange, now)
        return exchange

    async def _read_words(self, exchange: Exchange, now: datetime) -> None:
        """Read the words of the remote, unless another process has just done so."""
        me = (await exchange.remote.whoami()).rid
        kept = read(within(self._desk, "look", vocabulary_of))
        if kept.me != me or kept.read_at is None or now - kept.read_at > _VOCABULARY_LASTS:
            found = await exchange.reading.vocabulary()
            within(self._desk, "words", take_words, found, now)
        self._words_at = now

    async def _connected(self) -> Exchange:
        if self._exchange is None:
            self._exchange = Exchange(
                self._desk,
                await self._connect(),
                self.status().kind,
                self._readable,
                settles=self._settles,
                chance=self._chance,
            )
        return self._exchange

    def _renew(self) -> None:
        """Go on with the work, or take it up. Raises Held."""
        now = self._desk.clock()
        until = to_milliseconds(now + LEASE)
        if self._lease is not None and self._lease > to_milliseconds(now + LEASE / 2):
            return
        is_new = self._lease is None

        def claim(connection: Any) -> bool:
            if not mirror.take_lease(connection, to_milliseconds(now), until, self._lease):
                return False
            if is_new:
                mirror.lose_track(connection, to_milliseconds(now))
            return True

        if not self._desk.lease(claim):
            self._lease = None
            raise Held
        self._lease = until

    async def _follow(self, exchange: Exchange, cursor: str | None) -> int:
        """Take in all pages from a cursor on."""
        taken = 0
        async for page in exchange.remote.changes(cursor, _since(self.status())):
            taken += await self._take(exchange, page)
        return taken

    async def _take(self, exchange: Exchange, page: Page) -> int:
        """Record a page ticket by ticket; the cursor moves with the last."""
        link = self.status()
        progress, is_first = link.progress, not link.complete
        if is_first and page.left is not None:
            self._keep(total=progress + len(page.tickets) + page.left)
        for part in _parts([ticket.rid for ticket in page.tickets], READS_AT_ONCE):
            self._renew()
            await _all(exchange.take(rid) for rid in part)
            progress += len(part)
            if is_first:
                self._keep(progress=progress)
        for gone in page.gone:
            within(self._desk, "pull", take_in, SeenGone(gone.rid, gone.into))
        if is_first and page.complete:
            self._keep(total=progress)
        now = to_milliseconds(self._desk.clock())
        is_news = page.cursor != link.cursor or bool(link.trouble) or not link.complete
        if is_news or now - (link.synced_at or 0) > SAID_EVERY:
            self._keep(
                cursor=page.cursor,
                complete=link.complete or page.complete,
                synced_at=now if page.complete else link.synced_at,
                failing_since=None,
                trouble="",
            )
        return len(page.tickets)

    def _complain(self, trouble: RemoteTrouble) -> None:
        since = self.status().failing_since or to_milliseconds(self._desk.clock())
        parameters = {name: str(value) for name, value in trouble.parameters.items()}
        told = json.dumps({"code": trouble.code, "parameters": parameters})
        self._keep(failing_since=since, trouble=told)

    def _keep(self, **values: object) -> None:
        self._desk.lease(mirror.keep_link, **values)

    def _open(self) -> list[Stored]:
        return self._desk.lease(mirror.open_sendings)


def _since(link: LinkRow) -> datetime | None:
    """From when on tickets are read that are done."""
    return None if link.history == "all" else from_milliseconds(int(link.history))


def _parts(held: Sequence[T], size: int) -> Iterable[Sequence[T]]:
    for begin in range(0, len(held), size):
        yield held[begin : begin + size]


async def _all(doing: Iterable[Coroutine[Any, Any, T]]) -> list[T]:
    """All of them, each to its end; the first trouble is raised then."""
    done = await asyncio.gather(*doing, return_exceptions=True)
    for one in done:
        if isinstance(one, BaseException):
            raise one
    return [one for one in done if not isinstance(one, BaseException)]
