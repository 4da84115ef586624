"""A proxy that does to a request what networks, proxies and tired servers do."""

import asyncio
import contextlib
import random
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum

from tests.request_tracker.cutting import CuttingProxy, message_from, reset


class Mischief(StrEnum):
    """What may happen to a request, reading or writing."""

    REFUSED = "refused"
    """Nobody listens: nothing reaches the server."""
    HALF_REQUEST = "half of the request"
    """The connection dies before the request is whole."""
    NO_ANSWER = "no answer"
    """The server does it, and the connection dies."""
    HALF_ANSWER = "half of the answer"
    SILENCE = "silence"
    """The server does it, and nothing more is heard."""
    DRIP = "drip"
    """The answer comes letter by letter."""
    BAD_GATEWAY = "502"
    """The server does it, and something before it says it failed."""
    UNAVAILABLE = "503"
    """The same with the wish to be left alone for a while."""
    TOO_MANY = "429"
    """Nothing reaches the server."""
    WRONG_LENGTH = "wrong length"
    """The answer is shorter than it says."""
    GARBAGE = "garbage"
    """The server does it, and the answer is no JSON, or one to choke on."""
    TWICE = "twice"
    """The request is delivered two times."""
    HUGE = "huge"
    """The server does it, and the answer does not end."""
    STALE = "stale"
    """The server does it, and the answer is that to an earlier request."""
    ELSEWHERE = "elsewhere"
    """Nothing reaches the server; the answer points to another place, unencrypted."""


BEFORE = {Mischief.REFUSED, Mischief.HALF_REQUEST, Mischief.TOO_MANY, Mischief.ELSEWHERE}
"""What happens before the server hears anything."""

GARBAGE = (
    b"<html>502</html>",
    b'{"change": 1e999, "envelope": NaN}',
    b"[" * 50_000,
    b'{"change": 3, "envelope": "\xff\xfe"}',
    b'{"change": true, "envelope": null, "since": -1}',
    b"",
)


class ChaosProxy(CuttingProxy):
    """Does mischief to a share of all requests, each kind as often as any other."""

    def __init__(self, port: int, share: float, seed: int) -> None:
        super().__init__(port)
        self.share = share
        self.done: Counter[Mischief] = Counter()
        self._chance = random.Random(seed)
        self._kinds = list(Mischief)
        self._former: dict[bool, bytes] = {}

    def point_at(self, port: int) -> None:
        """The server listens on another port now."""
        self._server_port = port

    async def _pass_on(self, request: bytes, writer: asyncio.StreamWriter) -> None:
        kind = None
        if self._chance.random() < self.share:
            kind = self._kinds[self.done.total() % len(self._kinds)]
            self.done[kind] += 1
        reads = request.startswith(b"GET")
        if kind in BEFORE:
            answer = _without_server(kind)
        else:
            answer = await self._asked(request)
            if kind is Mischief.TWICE:
                answer = await self._asked(request)
            former, self._former[reads] = self._former.get(reads, answer), answer
            if kind is Mischief.STALE:
                answer = former
        if kind in {Mischief.REFUSED, Mischief.HALF_REQUEST, Mischief.NO_ANSWER}:
            reset(writer)
            raise ConnectionResetError
        if kind is Mischief.SILENCE:
            await self._over.wait()
        await self._answer(writer, answer, kind)

    async def _asked(self, request: bytes) -> bytes:
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self._server_port)
        try:
            to_server.write(request)
            return await message_from(from_server)
        finally:
            to_server.close()

    async def _answer(
        self, writer: asyncio.StreamWriter, answer: bytes, kind: Mischief | None
    ) -> None:
        if kind is Mischief.DRIP:
            for place in range(0, len(answer), 40):
                writer.write(answer[place : place + 40])
                await writer.drain()
                await asyncio.sleep(0.001)
            return
        if kind in {Mischief.HALF_ANSWER, Mischief.WRONG_LENGTH}:
            writer.write(answer[: len(answer) - len(answer) // 3])
            await writer.drain()
            if kind is Mischief.HALF_ANSWER:
                reset(writer)
            raise ConnectionResetError
        if kind is Mischief.GARBAGE:
            answer = said(200, self._chance.choice(GARBAGE))
        elif kind is Mischief.HUGE:
            answer = said(200, b'{"change": "' + b"9" * (17 << 20) + b'"}')
        elif kind is Mischief.BAD_GATEWAY:
            answer = said(502, b"bad")
        elif kind is Mischief.UNAVAILABLE:
            answer = said(503, b"later", b"Retry-After: 1\r\n")
        writer.write(answer)
        await writer.drain()


def _without_server(kind: Mischief | None) -> bytes:
    if kind is Mischief.TOO_MANY:
        return said(429, b"slowly", b"Retry-After: 1\r\n")
    return said(302, b"", b"Location: http://elsewhere.invalid/v1/actions\r\n")


def said(status: int, body: bytes, more: bytes = b"") -> bytes:
    """An answer of something that stands before the server."""
    head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\n".encode()
    return head + more + b"Connection: close\r\n\r\n" + body


async def _ended(proxy: ChaosProxy) -> None:
    await proxy.stop()
    await asyncio.sleep(0.1)


@contextmanager
def chaos_before(port: int, share: float, seed: int = 7) -> Iterator[ChaosProxy]:
    """A proxy before a port, at work on a thread of its own until the end of the block."""
    proxy = ChaosProxy(port, share, seed)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    asyncio.run_coroutine_threadsafe(proxy.start(), loop).result()
    try:
        yield proxy
    finally:
        with contextlib.suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(_ended(proxy), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()
