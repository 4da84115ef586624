"""Keeping a copy as its desk is: what is told there comes, what was done here goes.

All of it happens on one asyncio loop; whoever keeps the copy runs it on a thread of its own.
"""

import asyncio
import logging
import secrets
import threading
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from supportdesk.desk.replica.beginning import shadow_of
from supportdesk.desk.replica.linked_desk import LinkedDesk
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import DeskError, Invalid, StoreTrouble
from supportdesk.domain.memory import Beat
from supportdesk.domain.side_by_side import GONE
from supportdesk.records import dataclass
from supportdesk.remote.own_desk.asking import WRITERS, DeskServer, News
from supportdesk.remote.own_desk.parts import RefusedOfMany, most_parts, why_not_all
from supportdesk.remote.trouble import (
    Broken,
    Busy,
    Forbidden,
    LostPlace,
    Missing,
    RemoteTrouble,
    SignedOut,
    Unreachable,
)
from supportdesk.store.read import threads
from supportdesk.store.read.connection import data_version
from supportdesk.store.read.sendings import SENDING, SendingRow

if TYPE_CHECKING:
    from supportdesk.store.write.copying import RowsPage

log = logging.getLogger(__name__)

T = TypeVar("T")

PAGE = 400
"""Events of one page while the copy is read for the first time, and the most of a later one."""

SHORTEST_REST = 1.0
LONGEST_REST = 60.0
"""Seconds between attempts while the desk cannot be reached; each is twice the one before."""

LOOK_SECONDS = 0.05
"""How long something that was done here may lie unseen."""

STILL_THERE = 20.0
"""Seconds after which those who are there are told of again, and the desk is asked for changes."""

SMALL_FILE = 1 << 20
FILES_AT_ONCE = 4
"""Files of so many bytes come by themselves, so many at a time; larger ones when opened."""

REFUSED_REST = 5.0
"""Seconds until something is sent again that the desk could not answer."""

MOST_TIMES = 2
"""How often the same is sent in one look: once more where it was refused, and is told as done."""


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one look: pages taken, doings accepted, doings that were stopped."""

    pages: int = 0
    sent: int = 0
    stopped: int = 0


class Following:
    """The copy `desk` follows the desk behind `server`."""

    def __init__(self, desk: LinkedDesk, server: DeskServer, *, gently: bool = False) -> None:
        """`gently` is beside a console: what is taken leaves it as much time as it needs itself."""
        self._desk = desk
        self._gently = gently
        self._server = server
        self._woken = asyncio.Event()
        self._present: tuple[tuple[int, int, str], ...] = ()
        self._left_out: set[int] = set()
        """Files that could not be brought."""
        self._told: tuple[Beat, ...] = ()
        """What was told of where I am."""

    async def sync(self, tell: Callable[[int, int], None] | None = None) -> Round:
        """Read all that is new, send all that waits, and read what came of it.

        `tell` hears how far the first reading is, and of how much. Raises RemoteTrouble.
        """
        pages = await self._pull(tell)
        sent = stopped = 0
        times = Counter[int]()
        while ready := self._ready(times)[:WRITERS]:
            times.update(row.number for row in ready)
            outcomes = await _at_once(ready, self._send)
            sent += outcomes.count(True)
            stopped += outcomes.count(False)
            pages += await self._pull(None)
            if outcomes.count(None) == len(outcomes):
                break
        return Round(pages, sent, stopped)

    def _ready(self, times: Mapping[int, int]) -> list[SendingRow]:
        """What may be sent now; what a desk does and refuses again and again has to wait."""
        ready = []
        for row in self._desk.to_send():
            if times.get(row.number, 0) < MOST_TIMES:
                ready.append(row)
            else:
                self._put_off(row, Broken("done_and_refused"), may_be_done=row.state == SENDING)
        return ready

    async def run(self, stop: threading.Event) -> None:
        """Follow until `stop` is set: at once while the line stands, again and again while not.

        Whatever keeps it from that is told of at the link, a defect of the program as well.
        """
        rest = SHORTEST_REST
        while not stop.is_set():
            try:
                await self._follow(stop)
                rest = SHORTEST_REST
            except Exception as trouble:  # noqa: BLE001 - a defect is told of as any trouble is
                if self._desk.link.failing_since is None:
                    rest = SHORTEST_REST
                self._note(trouble)
                await self._rest(stop, _about(rest))
                is_over = isinstance(trouble, SignedOut)
                rest = LONGEST_REST if is_over else min(2 * rest, LONGEST_REST)

    async def _rest(self, stop: threading.Event, seconds: float) -> None:
        """Leave the desk alone for so long; whoever does something here does not wait for it."""
        until = time.monotonic() + seconds
        waiting = {row.number for row in self._desk.to_send()}
        while not stop.is_set() and (left := until - time.monotonic()) > 0:
            await asyncio.to_thread(stop.wait, min(left, SHORTEST_REST))
            if {row.number for row in self._desk.to_send()} - waiting:
                return

    async def _follow(self, stop: threading.Event) -> None:
        """Stay on the line until it breaks."""
        await self.sync()
        self._desk.keep_trouble(None)
        listening = asyncio.create_task(self._listen())
        watching = asyncio.create_task(self._watch(stop))
        try:
            while not stop.is_set():
                try:
                    await asyncio.wait_for(self._woken.wait(), STILL_THERE)
                    self._woken.clear()
                    await self.sync()
                except TimeoutError:
                    await self.sync()
                    self._desk.keep_trouble(None)
                self._desk.keep_present(self._present)
                await self._tell_where_i_am()
                await self._bring_files()
                for task in (listening, watching):
                    if task.done():
                        task.result()
                        return
        finally:
            listening.cancel()
            watching.cancel()

    async def _listen(self) -> None:
        """Wake up whoever follows, for everything that happens there."""
        try:
            async for news in self._server.news(self._desk.link.change):
                self._hear(news)
        finally:
            self._woken.set()

    def _hear(self, news: News) -> None:
        if news.present is not None:
            self._present = news.present
            self._desk.keep_present(self._present)
        else:
            self._woken.set()

    async def _watch(self, stop: threading.Event) -> None:
        """Wake up whoever follows when something was done here, by whichever process."""
        seen: object = None
        while not stop.is_set():
            await asyncio.sleep(LOOK_SECONDS)
            version = self._desk.ask(data_version)
            if version != seen:
                seen = version
                if self._desk.to_send() or self._desk.whereabouts() != self._told:
                    self._woken.set()
        self._woken.set()

    async def _tell_where_i_am(self) -> None:
        """Tell those who are elsewhere which ticket I have in sight."""
        now = self._desk.whereabouts()
        left = [replace(beat, doing=GONE) for beat in self._told if beat not in now]
        new = [beat for beat in now if beat not in self._told]
        self._told = now
        for beat in (*left, *(new or now)):
            with suppress(Busy, Broken, Missing, Forbidden):  # it is told again with the next beat
                await self._server.remember(beat)

    async def _pull(self, tell: Callable[[int, int], None] | None) -> int:
        """Take what is new to its end; return how many pages it was.

        A desk that was put back to an earlier state is read anew beside this copy, which stays as
        it is until that is whole (remotes.md, rule 2).
        """
        try:
            return await self._read_into(self._desk, tell)
        except LostPlace:
            log.warning("the desk was put back to an earlier state: it is read anew")
        with shadow_of(self._desk) as shadow:
            pages = await self._read_into(shadow, tell)
            await asyncio.to_thread(self._desk.take_instead, shadow)
        return pages

    async def _read_into(self, desk: LinkedDesk, tell: Callable[[int, int], None] | None) -> int:
        """Take what is new to its end; return how many pages it was. Raises LostPlace."""
        pages, limit, complete = 0, PAGE, False
        while not complete:
            link = desk.link
            try:
                page = await self._server.changes(link.change, link.mark, limit, link.newer)
            except Broken as trouble:
                if trouble.parameters["because"] != "too_large" or limit == 1:
                    raise
                limit = max(1, limit // 8)
                continue
            complete = page.complete
            if page.next > link.change or not link.complete:
                await self._bring_left_out(desk, page)
                began = time.perf_counter()
                desk.take(page)
                pages += 1
                if self._gently:
                    await asyncio.sleep(time.perf_counter() - began)
            if tell is not None:
                tell(page.next, page.last)
        return pages

    async def _bring_left_out(self, desk: LinkedDesk, page: "RowsPage") -> None:
        """Tickets that were too old for this copy and have changed now are wanted whole."""
        link = desk.link
        if link.newer is not None and link.complete:
            for number in desk.not_here(page.tickets):
                desk.take_ticket(await self._server.ticket(number))

    async def _bring_files(self) -> None:
        """Bring small files of tickets at work, so that they can be opened with no network."""
        most = FILES_AT_ONCE + len(self._left_out)
        wanted = self._desk.ask(threads.without_content, SMALL_FILE, most)
        brought = [file for file in wanted if file.id not in self._left_out][:FILES_AT_ONCE]
        for file in brought:
            try:
                self._desk.keep_content(file, await self._server.attachment(file.id))
            except (Missing, Forbidden, Invalid):  # asked for again where somebody opens it
                self._left_out.add(file.id)
        if len(brought) == FILES_AT_ONCE:
            self._woken.set()

    async def _send(self, row: SendingRow) -> bool | None:
        """Send one: whether it was accepted, None where that is not known yet.

        The desk keeps the keys of what it has done, so an unknown end is asked for by sending the
        same again (remotes.md, rule 7). Raises SignedOut.
        """
        self._desk.begin_sending(row.number)
        may_be_done = row.state == SENDING
        refused = RefusedOfMany()
        receipt: dict[str, Any] = {}
        for _part in range(most_parts(row)):
            try:
                answer, because = await self._server.submit(row)
            except RemoteTrouble as trouble:
                self._put_off(row, trouble, may_be_done=may_be_done or _may_be_done(trouble))
                if isinstance(trouble, SignedOut):
                    raise
                return None
            if because is not None:
                self._desk.stop(row.number, because)
                return False
            receipt = answer or {}
            refused.add(receipt)
            may_be_done = True
            if not receipt.get("left"):
                break
        else:
            self._put_off(row, Broken("without_end"), may_be_done=True)
            return None
        because = why_not_all(row, receipt, refused)
        if because is not None:
            self._desk.stop(row.number, because)
            return False
        self._desk.accepted(row.number, receipt)
        return True

    def _put_off(self, row: SendingRow, trouble: RemoteTrouble, *, may_be_done: bool) -> None:
        rest = min(REFUSED_REST * 2 ** min(row.attempts, 5), LONGEST_REST)
        until = self._desk.clock() + timedelta(seconds=_about(rest))
        if isinstance(trouble, Busy) and trouble.until is not None:
            until = max(until, trouble.until)
        if isinstance(trouble, SignedOut):
            until = self._desk.clock()
        because = _because(trouble)
        moment = to_milliseconds(until)
        self._desk.put_off(row.number, moment, because, may_be_done=may_be_done)

    def _note(self, trouble: Exception) -> None:
        if isinstance(trouble, DeskError):
            log.warning("the desk cannot be followed: %s", trouble)
            told = trouble
        else:
            log.error("a defect keeps the desk from being followed", exc_info=trouble)
            kind = type(trouble).__name__
            told = DeskError("link.defect", name=self._desk.link.name, kind=kind)
        with suppress(StoreTrouble):  # it is told of at the next attempt
            self._desk.keep_trouble(_because(told))
            self._desk.keep_present(())


def _may_be_done(trouble: RemoteTrouble) -> bool:
    """Whether the desk may have done what it was asked, although this came of it."""
    if isinstance(trouble, Unreachable):
        return trouble.sent
    return not isinstance(trouble, SignedOut)


def _about(seconds: float) -> float:
    """Not all copies come back in the same moment."""
    return seconds * (0.8 + 0.4 * secrets.randbelow(1000) / 1000)


def _because(trouble: DeskError) -> dict[str, Any]:
    return {
        "code": trouble.code,
        "parameters": {name: str(value) for name, value in trouble.parameters.items()},
    }


async def _at_once(rows: list[SendingRow], send: Callable[[SendingRow], Awaitable[T]]) -> list[T]:
    """Send several at once; a trouble is raised once all have an end."""
    ends = await asyncio.gather(*(send(row) for row in rows), return_exceptions=True)
    for end in ends:
        if isinstance(end, BaseException):
            raise end
    return [end for end in ends if not isinstance(end, BaseException)]
