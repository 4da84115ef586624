"""Bodies that come too slowly, and whoever hangs up before the end of one."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

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
