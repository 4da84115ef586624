"""The server on a small desk: in this process, and as the installed program on a real port."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

import httpx
import pytest

from supportdesk.address import Address
from supportdesk.domain.access import ADMIN, SCOPES, digest, new_secret
from supportdesk.domain.action import Action, AddToken
from supportdesk.domain.envelope import new_id
from supportdesk.domain.wire import encode
from supportdesk.server.application import application
from supportdesk.server.journal import Journal
from supportdesk.server.rates import Rate
from supportdesk.server.service import Limits, Service
from tests.small_desk import SmallDesk, StandingClock
from tests.stores import STORE_KINDS, Stores, stores_of, text_of


@pytest.fixture(params=STORE_KINDS)
def stores(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Every test is run on both kinds of stores."""
    yield from stores_of(request)


EVERYTHING = tuple(scope for scope in SCOPES if scope != ADMIN)


def make_token(small: SmallDesk, operator: int, *scopes: str) -> str:
    """A token of an operator; without scopes it has all but `admin`."""
    secret = new_secret()
    kept = digest(secret)
    small.desk.act(None, AddToken(operator, f"robot {kept[:8]}", scopes or EVERYTHING, kept))
    return secret


def plain(action: Action) -> Any:
    """An action as JSON has it."""
    return json.loads(encode(action))


@dataclass
class Api:
    """A client that comes with a token."""

    http: httpx.AsyncClient
    small: SmallDesk
    secret: str
    log: io.StringIO = field(default_factory=io.StringIO)

    async def get(self, path: str, **parameters: Any) -> httpx.Response:
        """Ask with the token."""
        return await self.http.get(path, params=parameters, headers=self.headers)

    async def item(self, path: str, **parameters: Any) -> Any:
        """Ask with the token and expect an answer."""
        answer = await self.get(path, **parameters)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def act(
        self, action: Action | dict[str, Any], *confirmed: str, **more: Any
    ) -> httpx.Response:
        """Submit an action, under a fresh id unless one is given."""
        self.small.clock.forward(seconds=1)
        body = {
            "id": str(more.pop("id", None) or self.fresh()),
            "action": action if isinstance(action, dict) else plain(action),
            "confirmed": list(confirmed),
            **more,
        }
        return await self.http.post("/v1/actions", json=body, headers=self.headers)

    async def done(self, action: Action | dict[str, Any], *confirmed: str, **more: Any) -> Any:
        """Submit an action and expect its receipt."""
        answer = await self.act(action, *confirmed, **more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def fresh(self) -> UUID:
        """An id for an envelope."""
        return new_id(self.small.clock())

    @property
    def headers(self) -> dict[str, str]:
        """What the token is sent as."""
        return {"Authorization": f"Bearer {self.secret}"}

    def of(self, operator: int, *scopes: str) -> "Api":
        """The same server with another token."""
        return replace(self, secret=make_token(self.small, operator, *scopes))


OFTEN = Rate(10_000, 10_000)
PLENTY = Limits(token=OFTEN, stranger=OFTEN, form=OFTEN, forms=OFTEN)


@asynccontextmanager
async def serving(
    small: SmallDesk, limits: Limits = PLENTY, *, forms: bool = False
) -> AsyncIterator[Api]:
    """The server in this process, with a token of Petro's."""
    log = io.StringIO()
    service = Service(small.desk, UTC, Journal(log, small.clock), limits, forms=forms)
    transport = httpx.ASGITransport(application(service), raise_app_exceptions=False)
    secret = make_token(small, small.petro)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk") as http:
        yield Api(http, small, secret, log)
    service.close()


def quiet_journal() -> Journal:
    """A journal nobody reads."""
    return Journal(io.StringIO(), StandingClock())


@pytest.fixture
async def api(small: SmallDesk) -> AsyncIterator[Api]:
    """The server in this process, with a token of Petro's."""
    async with serving(small) as found:
        yield found


@dataclass
class Running:
    """The installed program that serves."""

    process: "subprocess.Popen[str]"
    address: str
    log: TextIO

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Tell it to stop; its exit code."""
        self.process.send_signal(number)
        return self.process.wait(30)

    def said(self) -> str:
        """Everything it has told of itself so far."""
        self.log.seek(0)
        return self.log.read()


def environment_of(store: Address, home: Path) -> dict[str, str]:
    """What the program runs in: a home and a store of its own."""
    return {
        **{name: value for name, value in os.environ.items() if "SUPPORTDESK" not in name},
        "HOME": str(home),
        "XDG_STATE_HOME": str(home / "state"),
        "SUPPORTDESK_STORE": text_of(store),
        "LANG": "C.UTF-8",
    }


@contextmanager
def program(store: Address, home: Path, *options: str) -> Iterator[Running]:
    """`supportdesk serve` on a free port, until the end of the block."""
    home.mkdir(exist_ok=True)
    command = [sys.executable, "-c", "from supportdesk.cli.main import run; run()"]
    with (home / f"log-{len(list(home.iterdir()))}").open("w+", encoding="utf-8") as log:
        process = subprocess.Popen(
            [*command, "serve", "--port", "0", "--json", *options],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=environment_of(store, home),
        )
        assert process.stdout is not None
        line = process.stdout.readline()
        log.seek(0)
        assert line, log.read()
        try:
            yield Running(process, json.loads(line)["listening"], log)
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(30)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
            process.stdout.close()
