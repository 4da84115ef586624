"""A running Request Tracker, where there is one to run, and operators signed in to it."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from supportdesk.remote.base import Done, Remote
from supportdesk.remote.intents import Create
from supportdesk.remote.request_tracker.asking import Access
from supportdesk.remote.request_tracker.tracker import RequestTracker, connect
from tests.request_tracker.mirrors import Mirror, make_store, open_mirror, signing_in
from tests.request_tracker.server import RequestTrackerServer, missing

Operator = Callable[[str], Awaitable[RequestTracker]]


def now() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


@contextmanager
def started(request: pytest.FixtureRequest) -> Iterator[RequestTrackerServer]:
    """A started server with the tickets of its seed."""
    if reason := missing():
        pytest.skip(reason)
    assert request.config.cache is not None
    running = RequestTrackerServer(request.config.cache.mkdir("request-tracker"))
    try:
        running.start()
        yield running
    finally:
        running.remove()


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[RequestTrackerServer]:
    """A server for all tests of the session; its tickets are what others have made of them."""
    with started(request) as running:
        yield running


@pytest.fixture(scope="module")
def untouched(request: pytest.FixtureRequest) -> Iterator[RequestTrackerServer]:
    """A server for the tests of a file that count on the tickets of the seed as they were."""
    with started(request) as running:
        yield running


@pytest.fixture
async def operator(server: RequestTrackerServer) -> AsyncIterator[Operator]:
    """Signs an operator in by their token; all leave with the test."""
    here: list[RequestTracker] = []

    async def sign_in(name: str) -> RequestTracker:
        here.append(await connect(Access(server.url, token=server.truth["tokens"][name]), now))
        return here[-1]

    yield sign_in
    for one in here:
        await one.close()


@pytest.fixture
async def anna(operator: Operator) -> RequestTracker:
    """An operator who may do all that an operator does."""
    return await operator("anna")


@pytest.fixture(scope="session")
def synced(server: RequestTrackerServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that has taken in all of the server once; copied by each test."""
    path = tmp_path_factory.mktemp("mirror") / "synced.desk"
    make_store(path, server.url)

    async def sync() -> None:
        opened = await open_mirror(path, signing_in(server.url, server.truth["tokens"]["anna"]))
        await opened.close()

    asyncio.run(sync())
    return path


@pytest.fixture
async def here(server: RequestTrackerServer, synced: Path, tmp_path: Path) -> AsyncIterator[Mirror]:
    """A store of Anna's that stands for the server."""
    shutil.copy(synced, tmp_path / "mirror.desk")
    connecting = signing_in(server.url, server.truth["tokens"]["anna"])
    opened = await open_mirror(tmp_path / "mirror.desk", connecting)
    yield opened
    await opened.close()


async def new_ticket(remote: Remote, subject: str, queue: str = "General") -> str:
    """A fresh ticket of a client, for one test."""
    body = f"Help with {subject}. Помогите."
    made = await remote.apply(Create(queue, subject, "client1@mail.example", body), None, subject)
    assert isinstance(made, Done)
    return made.ref


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever comes first waits until the server's database is made and filled."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(300))
