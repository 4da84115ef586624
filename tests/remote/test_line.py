"""The line to another help desk: bounded, encrypted, silent about secrets, never a write twice."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest

from supportdesk.remote import line as module
from supportdesk.remote.line import Answer, Line, expect, retry_after
from supportdesk.remote.request_tracker.asking import Access, Asking
from supportdesk.remote.trouble import (
    Broken,
    Busy,
    Forbidden,
    Missing,
    RemoteTrouble,
    Unreachable,
)

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
CANARY = "canary-3f9a-secret"

Speaker = Callable[[bytes], bytes]


class Server:
    """Answers every request with what `speak` makes of it, and remembers all of them."""

    def __init__(self) -> None:
        self.speak: Speaker = lambda _request: answer(b"{}")
        self.asked: list[bytes] = []
        self.now = NOON
        self.silent = False
        self._over = asyncio.Event()
        self._listening: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen."""
        self._listening = await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def stop(self) -> None:
        """Listen no more."""
        assert self._listening is not None
        self._over.set()
        self._listening.close()
        await asyncio.sleep(0.01)

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self._listening is not None
        return f"http://127.0.0.1:{self._listening.sockets[0].getsockname()[1]}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.asked.append(await reader.readuntil(b"\r\n\r\n"))
            if self.silent:
                await self._over.wait()
            writer.write(self.speak(self.asked[-1]))
            await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()


def answer(body: bytes, head: str = "", status: str = "200 OK") -> bytes:
    """An answer with its length."""
    lines = f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{head}\r\n"
    return lines.encode() + body


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A server that says what it is told to."""
    standing = Server()
    await standing.start()
    yield standing
    await standing.stop()


@pytest.fixture
async def line(server: Server) -> AsyncIterator[Line]:
    """A line to it."""
    held = Line(server.url, lambda: server.now)
    yield held
    await held.close()


async def trouble(asking: Awaitable[object]) -> RemoteTrouble:
    """What was raised."""
    with pytest.raises(RemoteTrouble) as raised:
        await asking
    return raised.value


@pytest.mark.parametrize(
    ("spoken", "because"),
    [
        (answer(b"x" * 2_000), "too_large"),
        (answer(b"x", "Content-Encoding: gzip\r\n"), "encoded"),
    ],
)
async def test_what_is_too_long_or_packed_is_no_answer(
    server: Server, line: Line, monkeypatch: pytest.MonkeyPatch, spoken: bytes, because: str
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1_000)
    server.speak = lambda _request: spoken
    found = await trouble(line.read("x"))
    assert isinstance(found, Broken)
    assert found.parameters["because"] == because


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[NaN]", b"\xff{}", b"[" * 200_000, b'{"a":1e999} trailing']
)
async def test_what_is_not_json_is_no_answer(server: Server, line: Line, body: bytes) -> None:
    server.speak = lambda _request: answer(body)
    found = await line.read("x")
    with pytest.raises(Broken):
        found.json()


async def heard(line: Line) -> list[str]:
    """What a stream says, to its end."""
    return [said async for said in line.listen("x", {}, {}, 5.0)]


async def test_a_stream_is_told_line_by_line(server: Server, line: Line) -> None:
    text = "event: change\r\ndata: ё\n\nlost"
    server.speak = lambda _request: answer(text.encode())
    assert await heard(line) == ["event: change", "data: ё", ""]


@pytest.mark.parametrize(
    ("spoken", "because"),
    [
        (answer(b"data: " + b"x" * 2_000), "too_large"),
        (answer(b"data: " + b"x" * 2_000 + b"\n"), "too_large"),
        (answer(b"x", "Content-Encoding: gzip\r\n"), "encoded"),
    ],
)
async def test_a_stream_without_bounds_is_over(
    server: Server, line: Line, monkeypatch: pytest.MonkeyPatch, spoken: bytes, because: str
) -> None:
    monkeypatch.setattr(module, "MOST_OF_A_LINE", 1_000)
    server.speak = lambda _request: spoken
    found = await trouble(heard(line))
    assert isinstance(found, Broken)
    assert found.parameters["because"] == because


@pytest.mark.parametrize(
    "head",
    [
        "Date: Sun, 01 Mar 99999999999 11:00:00 GMT\r\nRetry-After: 30\r\n",
        "Date: Sun, 01 Mar 2026 11:00:00 +99999999999999999999\r\nRetry-After: 30\r\n",
        "Date: Fri, 31 Dec 9999 23:59:59 GMT\r\nRetry-After: 3600\r\n",
        "Date: Fri, 31 Dec 9999 23:59:59 -2359\r\nRetry-After: 3600\r\n",
        "Date: Mon, 31 Dec 8999 23:59:59 GMT\r\nRetry-After: Mon, 01 Jan 0001 00:00:00 GMT\r\n",
        "Date: Mon, 01 Jan 0001 00:00:00 +2359\r\nRetry-After: 30\r\n",
        "Date: Mon, 01 Jan 0001 00:00:00 GMT\r\nRetry-After: Fri, 31 Dec 9999 23:59:59 GMT\r\n",
    ],
)
async def test_a_clock_that_says_what_none_does_stops_nobody(
    server: Server, line: Line, head: str
) -> None:
    server.speak = lambda _request: answer(b"", head, "503 Service Unavailable")
    assert (await line.read("x")).status == 503
    assert line.rests_until is None or NOON <= line.rests_until <= NOON + timedelta(hours=1)


async def test_a_slow_answer_is_given_up(
    server: Server, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LONGEST_READ", 0.2)
    server.silent = True
    found = await trouble(line.read("x"))
    assert isinstance(found, Unreachable)
    assert found.parameters["because"] == "slow"


async def test_half_an_answer_is_none(server: Server, line: Line) -> None:
    server.speak = lambda _request: b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n12"
    assert isinstance(await trouble(line.read("x")), Unreachable)
    assert len(server.asked) == 2
    found = await trouble(line.write("POST", "x", {}))
    assert isinstance(found, Unreachable)
    assert found.sent
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    "url",
    [
        "http://desk.example",
        "http://10.0.0.1",
        "ftp://desk.example",
        "desk.example",
        "https://user:word@desk.example",
        "https://",
        "https://desk.example:0",
        "http://127.0.0.1:99999999",
        "",
    ],
)
def test_an_address_that_would_give_a_secret_away_is_refused(url: str) -> None:
    with pytest.raises(Broken):
        Line(url, lambda: NOON)


def test_certificates_are_verified_and_proxies_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    held = Line("https://desk.example", lambda: NOON)
    for client in (held._reading, held._writing):
        assert any(transport is not None for transport in client._mounts.values())
        pool = client._transport._pool  # type: ignore[attr-defined]
        assert pool._ssl_context.check_hostname
        assert not client.follow_redirects


async def speak_plainly(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer as a server does that takes a greeting of TLS for a request."""
    await reader.read(1)
    writer.write(answer(b"", status="400 Bad Request"))
    await writer.drain()
    writer.close()


async def test_plain_http_is_told_apart_from_a_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    async with await asyncio.start_server(speak_plainly, "127.0.0.1", 0) as listening:
        port = listening.sockets[0].getsockname()[1]
        held = Line(f"https://127.0.0.1:{port}", lambda: NOON)
        told = (await trouble(held.read("x"))).parameters
        assert told == {"because": "plain_here", "instead": f"http://127.0.0.1:{port}"}
        assert (await trouble(heard(held))).parameters == told
        monkeypatch.setattr(module, "_is_here", lambda _host: False)
        told = (await trouble(held.read("x"))).parameters
        assert told == {"because": "plain", "instead": "https://127.0.0.1"}
        await held.close()


async def test_a_server_that_asks_for_rest_gets_it(server: Server, line: Line) -> None:
    head = "Date: Sun, 01 Mar 2026 11:00:00 GMT\r\nRetry-After: 30\r\n"
    server.speak = lambda _request: answer(b"", head, "429 Too Many Requests")
    assert (await line.read("x")).status == 429
    found = await trouble(line.write("POST", "x", {}))
    assert isinstance(found, Busy)
    assert found.until == NOON + timedelta(seconds=30)
    assert len(server.asked) == 1
    server.now += timedelta(seconds=31)
    server.speak = lambda _request: answer(b"{}")
    assert (await line.read("x")).status == 200


async def test_a_used_up_budget_is_not_overdrawn(server: Server, line: Line) -> None:
    server.speak = lambda _request: answer(
        b"{}", "RateLimit-Remaining: 0\r\nRateLimit-Reset: 9\r\n"
    )
    assert (await line.read("x")).status == 200
    found = await trouble(line.read("x"))
    assert isinstance(found, Busy)
    assert found.until == NOON + timedelta(seconds=9)


def test_statuses_are_told_apart() -> None:
    import httpx

    def given(status: int, **headers: str) -> Answer:
        return Answer(status, httpx.Headers(headers), b"", NOON)

    for status, kind in ((403, Forbidden), (404, Missing), (429, Busy), (500, Broken)):
        with pytest.raises(kind):
            expect(given(status), "x")
    assert expect(given(200), "x").status == 200
    assert retry_after(given(429, **{"Retry-After": "60"})) == NOON + timedelta(minutes=1)
    later = retry_after(given(429, **{"Retry-After": "Sun, 01 Mar 2026 12:30:00 GMT"}))
    assert later == NOON + timedelta(minutes=30)
    assert retry_after(given(429, **{"Retry-After": "soon"})) is None


async def test_no_secret_is_shown_or_logged(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    access = Access(server.url, token=f"1-2-{CANARY}")
    assert CANARY not in repr(access)
    assert CANARY not in repr(Access(server.url, user="u", password=CANARY))
    asking = Asking(access, lambda: NOON)
    await asking.get("rt")
    server.speak = lambda _request: answer(CANARY.encode(), "", "500 Oops")
    found = await trouble(asking.get("rt"))
    await asking.close()
    assert CANARY.encode() in server.asked[0]
    assert CANARY not in caplog.text + str(found) + repr(found) + repr(found.parameters)
