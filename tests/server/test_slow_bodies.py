"""Bodies that come too slowly or take the room of others, and whoever hangs up before the end."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from supportdesk.domain.action import AddNote
from supportdesk.server import guard
from supportdesk.server.rates import Rate
from supportdesk.server.service import Limits
from tests.server.conftest import Api, serving
from tests.small_desk import SmallDesk

TYPED = {"name": "Ann Lee", "email": "ann@example.org", "subject": "Lamp", "text": "It is broken."}


async def hang_up(api: Api, path: str) -> list[Any]:
    """Send the beginning of a body and no more; what was answered."""
    transport = api.http._transport
    assert isinstance(transport, httpx.ASGITransport)
    head = {"method": "POST", "path": path, "raw_path": path.encode(), "query_string": b""}
    token = [(b"authorization", api.headers["Authorization"].encode())]
    began = {"type": "http.request", "body": b"x" * 1000, "more_body": True}
    comes, answered = iter([began, {"type": "http.disconnect"}]), []

    async def receive() -> Any:
        return next(comes)

    async def send(message: Any) -> None:
        answered.append(message)

    scope = {"type": "http", "http_version": "1.1", "scheme": "http", "root_path": "", **head}
    more = {"headers": token, "client": ("127.0.0.1", 123), "server": ("desk", 80)}
    await transport.app({**scope, **more}, receive, send)
    return answered


@pytest.mark.parametrize("path", ["/form", "/v1/forms/tickets", "/v1/actions"])
async def test_whoever_hangs_up_is_no_defect_and_fills_no_journal(
    small: SmallDesk, path: str
) -> None:
    async with serving(small, forms=True) as api:
        for _ in range(3):
            assert await hang_up(api, path) == []
        assert api.log.getvalue() == ""


async def test_whoever_hangs_up_on_the_form_has_been_counted(small: SmallDesk) -> None:
    async with serving(small, Limits(form=Rate(0.001, 2)), forms=True) as api:
        for _ in range(2):
            await hang_up(api, "/form")
        answer = await api.http.post("/form", content=urlencode(TYPED).encode())
        assert answer.status_code == 429
        assert TYPED["text"] in answer.text


async def slowly(parts: int, size: int, seconds: float) -> AsyncIterator[bytes]:
    """A body in so many parts, each after a while."""
    for _ in range(parts):
        await asyncio.sleep(seconds)
        yield b" " * size


async def test_a_body_that_does_not_come_is_waited_for_so_long(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "PATIENCE_SECONDS", 0.3)
    async with serving(small, forms=True) as api:
        for path in ("/v1/actions", "/v1/forms/status"):
            body = slowly(50, 10, 0.1)
            answer = await api.http.post(path, content=body, headers=api.headers)
            assert (answer.status_code, answer.headers["connection"]) == (408, "close")
            assert answer.json()["error"]["code"] == "request.too_slow"
        page = await api.http.post("/form", content=slowly(50, 10, 0.1))
        assert (page.status_code, page.headers["connection"]) == (408, "close")
        assert "send it again" in page.text


async def test_a_large_body_has_longer_while_it_comes(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "PATIENCE_SECONDS", 0.3)
    monkeypatch.setattr(guard, "SLOWEST", guard.SMALL)
    async with serving(small) as api:
        body = slowly(8, 2 * guard.SMALL, 0.1)
        answer = await api.http.post("/v1/actions", content=body, headers=api.headers)
        assert answer.json()["error"]["code"] == "request.malformed"


async def test_one_token_leaves_room_for_the_others(small: SmallDesk) -> None:
    """Several large bodies that it holds open take half; what it held comes back."""
    number, goes_on = small.ticket(), asyncio.Event()

    async def held_open() -> AsyncIterator[bytes]:
        yield b" " * 500_000
        await goes_on.wait()

    async def hold(api: Api) -> httpx.Response:
        return await api.http.post("/v1/actions", content=held_open(), headers=api.headers)

    async with serving(small, Limits(bodies=2_000_000)) as api:
        held = [asyncio.create_task(hold(api)) for _ in range(4)]
        await asyncio.sleep(0.5)
        refused = await api.act(AddNote(number, "x" * 700_000))
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
        assert refused.json()["error"]["parameters"]["because"] == "bodies"
        assert (await api.act(AddNote(number, "x" * 50_000))).status_code == 200
        other = api.of(small.olga)
        assert (await other.act(AddNote(number, "x" * 700_000))).status_code == 200
        goes_on.set()
        answers = await asyncio.gather(*held)
        assert sorted(answer.status_code for answer in answers) == [400, 400, 429, 429]
        assert (await api.act(AddNote(number, "x" * 1_500_000))).status_code == 200
