"""`GET /v1/events`: a stream that says at once that something has changed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from time import monotonic
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from supportdesk.domain.errors import Refused, StoreTrouble
from supportdesk.server.access import Caller, Reading
from supportdesk.server.examples import answers
from supportdesk.server.service import Service
from supportdesk.server.tickets import MOST
from supportdesk.store.read import access, presence, tickets
from supportdesk.store.read.connection import Reader

router = APIRouter(tags=["changes"])

LOOK_SECONDS = 0.1
"""How long a change may lie unseen by one reader; of many each is told a little less often."""

EACH_SECONDS = 0.005
LONGEST_LOOK = 0.6

AGAIN_SECONDS = 5.0
"""After so long a stream asks whether its token still opens, and shows that it is alive."""

MOST_OF_A_TOKEN = 20
"""Streams of one token in one process: a program needs one, a screen on each wall a few more; ten
tokens that ask for all they may still leave no one token to lock others out."""

MOST_TICKETS = 50
"""Tickets named beside a change; of more a reader asks for the changes themselves."""

NOTHING_YET = -1
"""The change number of whoever has not looked."""

Presence = tuple[tuple[int, int, str], ...]
"""Operators, the tickets they have in sight, and what they do."""


class Watch:
    """Looks at the store for all streams of this process together, while there are any."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self._readers: dict[asyncio.Event, int] = {}
        """Who is told, and the number of the token they came with."""
        self._task: asyncio.Task[None] | None = None
        self.change = 0
        self._told_from = NOTHING_YET
        self._tickets: list[int] = []
        """Those that have changed after `_told_from`."""
        self.present: Presence = ()

    async def begin(self, reader: asyncio.Event, token: int) -> None:
        """Tell `reader` of everything from now on.

        Raises Refused where its token has streams enough; StoreTrouble: no room, no store.
        """
        if sum(1 for one in self._readers.values() if one == token) >= MOST_OF_A_TOKEN:
            raise Refused("request.too_many", because="streams", most=MOST_OF_A_TOKEN)
        if len(self._readers) >= self._service.limits.streams:
            raise StoreTrouble("request.busy")
        self._readers[reader] = token
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._watch())
        await self._look()

    def end(self, reader: asyncio.Event) -> None:
        """Tell `reader` no more."""
        self._readers.pop(reader, None)
        if not self._readers and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _watch(self) -> None:
        while not self._service.stopping.is_set():
            await asyncio.sleep(self._pause())
            before = (self.change, self.present)
            try:
                await self._look()
            except StoreTrouble:
                continue  # a store that is away for now is looked at again
            if before != (self.change, self.present):
                self._wake()
        self._wake()

    def _pause(self) -> float:
        return min(LONGEST_LOOK, LOOK_SECONDS + EACH_SECONDS * len(self._readers))

    async def tickets_since(self, change: int) -> list[int]:
        """The tickets changed after a change number, asked once for all who know as much."""
        if change != self._told_from:
            return await self._service.ask(tickets.changed_since, change, MOST_TICKETS + 1)
        return self._tickets

    def _wake(self) -> None:
        for reader in self._readers:
            reader.set()

    async def _look(self) -> None:
        before = self.change
        found = await self._service.ask(self._seen, before)
        self.change, self.present, self._tickets = found
        self._told_from = before or NOTHING_YET

    def _seen(self, connection: Reader, before: int) -> tuple[int, Presence, list[int]]:
        here = presence.others(connection, None, self._service.now())
        present = tuple((row.operator_id, row.ticket, row.doing) for row in here)
        change = tickets.change_number(connection)
        is_new = change > before > 0
        named = tickets.changed_since(connection, before, MOST_TICKETS + 1) if is_new else []
        return change, present, named


async def joined(request: Request, caller: Reading) -> AsyncIterator[asyncio.Event]:
    """A reader that is told of what changes while its stream lasts."""
    watch: Watch = request.app.state.watch
    woken = asyncio.Event()
    try:
        await watch.begin(woken, caller.token.id)
        yield woken
    finally:
        watch.end(woken)


@router.get("/v1/events", response_class=EventSourceResponse, responses=answers(None))
async def events(
    request: Request,
    caller: Reading,
    woken: Annotated[asyncio.Event, Depends(joined)],
    since: Annotated[int | None, Query(ge=0, le=MOST)] = None,
    last_event_id: Annotated[int | None, Header(ge=0, le=MOST)] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events: `change` with the change number and the tickets, `presence` with who has
    which ticket in sight. What was missed since `since`, or `Last-Event-ID`, is told at once.
    """
    watch: Watch = request.app.state.watch
    known = last_event_id if since is None else since
    known = watch.change if known is None else known
    told: Presence | None = None
    asked = monotonic()
    yield ServerSentEvent(event="ready", data={"change": watch.change}, retry=1000)
    while not caller.service.stopping.is_set():
        woken.clear()
        if watch.change > known:
            told_to = watch.change
            numbers, known = await watch.tickets_since(known), told_to
            fact = {"change": known, "tickets": numbers if len(numbers) <= MOST_TICKETS else []}
            yield ServerSentEvent(event="change", id=str(known), data=fact)
        if watch.present != told:
            told = watch.present
            yield ServerSentEvent(event="presence", data={"present": _presence(told)})
        with suppress(TimeoutError):
            await asyncio.wait_for(woken.wait(), max(0, asked + AGAIN_SECONDS - monotonic()))
        if monotonic() < asked + AGAIN_SECONDS:
            continue
        asked = monotonic()
        if not await _still_opens(caller):
            yield ServerSentEvent(event="refused", data={"code": "request.token_refused"})
            return
        yield ServerSentEvent(comment="here")


async def _still_opens(caller: Caller) -> bool:
    row = await caller.service.ask(access.by_number, caller.token.id)
    return row is not None and row.opens(caller.service.now())


def _presence(found: Presence) -> list[dict[str, int | str]]:
    return [
        {"operator_number": operator, "ticket": ticket, "doing": doing}
        for operator, ticket, doing in found
    ]
