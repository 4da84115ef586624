"""The link of a store that stands for another help desk: facts come in, effects go out.

All of it is one asyncio loop's, and one process's at a time (a lease in the store). What is read
is recorded ticket by ticket, and the cursor moves with the last of a page: after a kill the page is
read again, which changes nothing. What leaves is marked before it leaves, so what a killed process
was sending is looked for, never sent again blindly (rule 7).
"""

import asyncio
import json
import random
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, TypeVar

from supportdesk.desk.desk import Desk
from supportdesk.desk.mirror import sending, settling
from supportdesk.desk.mirror.plan import SPOKEN, Step
from supportdesk.desk.mirror.recording import number_of, steps_of, take_in, version_of
from supportdesk.desk.mirror.seen import SeenGone, SeenTicket
from supportdesk.desk.mirror.sending import Parcel
from supportdesk.desk.mirror.transactions import within
from supportdesk.desk.mirror.vocabulary import take_words, vocabulary_of
from supportdesk.desk.mirror.wishes import gather_all, reason
from supportdesk.desk.mirror.words import read
from supportdesk.domain.envelope import from_milliseconds, to_milliseconds
from supportdesk.domain.letter import pause
from supportdesk.records import dataclass
from supportdesk.remote.base import (
    Conflict,
    Denied,
    Done,
    Outcome,
    Rejected,
    Remote,
    RetryAt,
    Unknown,
)
from supportdesk.remote.facts import Page
from supportdesk.remote.mirror.reading import Reading
from supportdesk.remote.mirror.telling import intent
from supportdesk.remote.trouble import Busy, LostPlace, RemoteTrouble, SignedOut
from supportdesk.store.write import mirror
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction

T = TypeVar("T")

LOOK_SECONDS = 5.0
"""Between two looks at what has changed there."""

LONGEST_REST = 300.0
"""Seconds between attempts while it cannot be reached, at most."""

LEASE = timedelta(seconds=60)
"""How long after a kill nobody else does the work of the link."""

TICKETS_AT_ONCE = 3
"""Of which something leaves at the same time."""

READS_AT_ONCE = 2
_MOST_CONFLICTS = 3
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
        self._remote: Remote | None = None
        self._lease: int | None = None
        self._words_at: datetime | None = None

    async def pull(self) -> int:
        """Take in what has changed there; return how many tickets. Raises RemoteTrouble, Held."""
        remote = await self._ready()
        link = self._link()
        taken = 0
        try:
            async for page in remote.changes(link["cursor"] or None, _since(link)):
                taken += await self._take(page)
        except LostPlace:
            self._keep(cursor="", complete=False)
            async for page in remote.changes(None, _since(link)):
                taken += await self._take(page)
        return taken

    async def push(self) -> int:
        """Tell what is ready to be told; return how much. Raises RemoteTrouble, Held."""
        await self._ready()
        await self._look_for_lost()
        waiting = within(self._desk, "ready", sending.ready)
        told = 0
        for part in _parts(waiting, TICKETS_AT_ONCE):
            self._renew()
            told += sum(await _all(self._tell(ticket, rid) for ticket, rid in part))
        return told

    async def sync(self) -> Round:
        """One round: take in, tell, take in what that has come to. Raises RemoteTrouble, Held."""
        taken = await self.pull()
        told = await self.push()
        if told:
            taken += await self.pull()
        return Round(taken, told, len([row for row in self._open() if row["state"] == "stopped"]))

    async def run(self, stop: asyncio.Event) -> None:
        """Keep together until `stop`; while it cannot be reached, try ever less often.

        Where the remote does not know us the link rests until the process begins anew.
        """
        rest = LOOK_SECONDS
        attempts = 0
        while not stop.is_set():
            try:
                await self.push()
                await self.pull()
                rest, attempts = LOOK_SECONDS, 0
            except Held:
                rest = LOOK_SECONDS
            except SignedOut as trouble:
                self._complain(trouble)
                await stop.wait()
            except RemoteTrouble as trouble:
                self._complain(trouble)
                attempts += 1
                rest = min(LONGEST_REST, max(pause(attempts, self._chance) / 1000, LOOK_SECONDS))
                if isinstance(trouble, Busy) and trouble.until is not None:
                    rest = max(0.0, (trouble.until - self._desk.clock()).total_seconds())
            await _wait(stop, rest)

    async def plan(self) -> list[tuple[int, Step]]:
        """What a round would do with each ticket of which something is wished, and says nothing.

        Raises RemoteTrouble.
        """
        remote = await self._connected()
        reading = Reading(remote, self._readable)
        within(self._desk, "gather", gather_all)
        tickets = {row["ticket_id"] for row in self._open()}
        steps: list[tuple[int, Step]] = []
        for ticket in sorted(tickets):
            rid, version = within(self._desk, "look", _known, ticket)
            if rid:
                seen = await reading.ticket(rid, version)
                found = within(self._desk, "look", steps_of, seen)
                steps += [(ticket, step) for step in found]
        return steps

    def status(self) -> Stored:
        """The link as it is kept: progress, when it was complete, and what is wrong."""
        return self._link()

    async def close(self) -> None:
        """Let go of the remote, and of the work."""
        if self._remote is not None:
            await self._remote.close()
            self._remote = None
        if self._lease is not None:
            self._desk.lease(mirror.give_lease_back, self._lease)
            self._lease = None

    async def _ready(self) -> Remote:
        """Have the work, a connection, and words that are not old."""
        self._renew()
        remote = await self._connected()
        now = self._desk.clock()
        if self._words_at is None or now - self._words_at > _VOCABULARY_LASTS:
            await self._read_words(remote, now)
        return remote

    async def _read_words(self, remote: Remote, now: datetime) -> None:
        """Read the words of the remote, unless another process has just done so."""
        me = (await remote.whoami()).rid
        kept = read(within(self._desk, "look", vocabulary_of))
        if kept.me != me or kept.read_at is None or now - kept.read_at > _VOCABULARY_LASTS:
            found = await Reading(remote, self._readable).vocabulary()
            within(self._desk, "words", take_words, found, now)
        self._words_at = now

    async def _connected(self) -> Remote:
        if self._remote is None:
            self._remote = await self._connect()
        return self._remote

    def _renew(self) -> None:
        """Go on with the work, or take it up. Raises Held."""
        now = self._desk.clock()
        until = to_milliseconds(now + LEASE)
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

    async def _take(self, page: Page) -> int:
        """Record a page ticket by ticket; the cursor moves with the last."""
        assert self._remote is not None
        reading = Reading(self._remote, self._readable)
        taken = 0
        for part in _parts([ticket.rid for ticket in page.tickets], READS_AT_ONCE):
            self._renew()
            for seen in await _all(self._read(reading, rid) for rid in part):
                self._record(seen)
                taken += 1
            self._keep(progress=self._link()["progress"] + len(part))
        for gone in page.gone:
            self._record(SeenGone(gone.rid, gone.into))
        now = to_milliseconds(self._desk.clock())
        is_complete = self._link()["complete"] or page.complete
        moved = {"synced_at": now} if page.complete else {}
        self._keep(
            cursor=page.cursor, complete=is_complete, failing_since=None, trouble="", **moved
        )
        return taken

    async def _read(self, reading: Reading, rid: str) -> SeenTicket | SeenGone:
        version = within(self._desk, "look", version_of, rid)
        return await reading.ticket(rid, version)

    def _record(self, seen: SeenTicket | SeenGone) -> None:
        within(self._desk, "pull", take_in, seen)

    async def _tell(self, ticket: int, rid: str) -> int:
        """Tell all that may leave of one ticket, one after the other."""
        assert self._remote is not None
        reading = Reading(self._remote, self._readable)
        told = conflicts = 0
        while True:
            if rid:
                self._record(await self._read(reading, rid))
            parcel = within(self._desk, "claim", sending.claim, ticket)
            if parcel is None:
                return told
            try:
                outcome = await self._remote.apply(intent(parcel), parcel.base, parcel.key)
            except SignedOut:
                self._settle(parcel, RetryAt(None))
                raise
            self._settle(parcel, outcome)
            if isinstance(outcome, Done):
                told += 1
                if parcel.what == "Create":
                    rid = outcome.ref
                    self._record(await self._read(reading, rid))
                    ticket = within(self._desk, "look", number_of, rid) or ticket
            elif isinstance(outcome, Conflict):
                conflicts += 1
                if conflicts > _MOST_CONFLICTS:
                    self._settle(parcel, RetryAt(None))
                    return told
            else:
                return told

    def _settle(self, parcel: Parcel, outcome: Outcome) -> None:
        """Keep what became of it."""

        def keep(transaction: Transaction) -> None:
            row = mirror.sending_row(transaction.connection, parcel.number)
            if row["state"] not in ("sending", "unknown", "queued"):
                return
            match outcome:
                case Done(ref=ref, missed=missed):
                    settling.sent(transaction, row, ref, missed=missed)
                case Conflict():
                    settling.put_off(transaction, row, transaction.at)
                case Rejected(reason=said, field=field):
                    because = reason("mirror.rejected", said=said, field=field)
                    settling.stop(transaction, row, because)
                case Denied(reason=said):
                    settling.stop(transaction, row, reason("mirror.denied", said=said))
                case RetryAt(when=when):
                    wait = pause(row["attempts"], self._chance)
                    at = transaction.at + wait if when is None else to_milliseconds(when)
                    settling.put_off(transaction, row, at, reason("mirror.retry"))
                case Unknown():
                    settling.lose(transaction, row, again_at=transaction.at)

        within(self._desk, "settle", keep)

    async def _look_for_lost(self) -> None:
        """Look for the effects of what may be done or not."""
        assert self._remote is not None
        for parcel in within(self._desk, "lost", sending.lost):
            since = parcel.sent_at if parcel.what == "Create" else parcel.base
            found = await self._remote.find_effect(intent(parcel), parcel.key, since)
            if found is None:
                self._not_found(parcel)
                continue
            self._settle(parcel, Done(found, None))
            if parcel.what == "Create":
                self._record(await self._read(Reading(self._remote, self._readable), found))

    def _not_found(self, parcel: Parcel) -> None:
        """It may still come into sight; after that its operator is asked, or a change made anew."""
        assert self._remote is not None
        settles = self._settles if self._settles is not None else self._remote.caps.settles
        seen_by = to_milliseconds(datetime.fromisoformat(parcel.sent_at) + settles)

        def keep(transaction: Transaction) -> None:
            row = mirror.sending_row(transaction.connection, parcel.number)
            if row["state"] != "unknown":
                return
            if transaction.at < seen_by:
                settling.lose(transaction, row, again_at=seen_by)
            elif parcel.what in SPOKEN or parcel.what == "Create":
                settling.lose(transaction, row, again_at=None, because=reason("mirror.unknown"))
            else:
                settling.put_off(transaction, row, transaction.at)

        within(self._desk, "settle", keep)

    def _complain(self, trouble: RemoteTrouble) -> None:
        since = self._link()["failing_since"] or to_milliseconds(self._desk.clock())
        parameters = {name: str(value) for name, value in trouble.parameters.items()}
        told = json.dumps({"code": trouble.code, "parameters": parameters})
        self._keep(failing_since=since, trouble=told)

    def _link(self) -> Stored:
        return self._desk.lease(mirror.link_row)

    def _keep(self, **values: object) -> None:
        self._desk.lease(mirror.keep_link, **values)

    def _open(self) -> list[Stored]:
        return self._desk.lease(mirror.open_sendings)


def _known(transaction: Transaction, ticket: int) -> tuple[str, str | None]:
    """The id of a ticket there, and the version that was read."""
    row = ticket_row(transaction.connection, ticket)
    return row["remote_id"] or "", row["remote_version"]


def _since(link: Stored) -> datetime | None:
    """From when on tickets are read that are done."""
    return None if link["history"] == "all" else from_milliseconds(int(link["history"]))


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


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
