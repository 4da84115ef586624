"""Fixtures for every room's tests."""

import gc
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from tests.made_stores import copying
from tests.postgresql import Server, programs, running
from tests.small_desk import SmallDesk, StandingClock, made_and_closed
from tests.stores import FileStores, Stores, closed_desk_of, template_of

gc.set_threshold(100_000, 50, 100)
"""Collecting garbage as often as usual was a third of the time of the console's tests."""

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    # A shell lets its background jobs ignore Ctrl+C; programs under test would inherit that.


@pytest.fixture
def clock() -> StandingClock:
    """A clock at 2 March 2026, 09:00 UTC, a Monday."""
    return StandingClock()


@pytest.fixture(scope="session")
def copied_store(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], None]:
    """Makes a store at a path as the program does, by a copy."""
    return copying(tmp_path_factory.mktemp("empty"))


@pytest.fixture(scope="session")
def closed_desk(tmp_path_factory: pytest.TempPathFactory) -> SmallDesk:
    """A small desk that was made and closed: its store is copied, not made anew by each test."""
    return made_and_closed(tmp_path_factory.mktemp("made") / "made.desk")


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL for the whole run, where its programs are installed."""
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL is installed: apt install postgresql")
    with running(found) as started:
        yield started


@pytest.fixture(scope="session")
def empty_on_server(server: Server) -> str:
    """The database of an empty store, to be copied."""
    return template_of(server)


@pytest.fixture(scope="session")
def closed_desk_on_server(server: Server, empty_on_server: str) -> SmallDesk:
    """The small desk once more, on a server."""
    return made_and_closed(server.address(server.create(empty_on_server)))


@pytest.fixture
def stores(tmp_path: Path, copied_store: Callable[[Path], None]) -> Stores:
    """Where the stores of a test lie: in files, unless its room has them lie elsewhere too."""
    return FileStores(tmp_path, copied_store)


@pytest.fixture
def make_desk(
    request: pytest.FixtureRequest, stores: Stores, clock: StandingClock
) -> Iterator[Callable[[str], SmallDesk]]:
    """Make small desks by name; they are closed at the end."""
    closed = closed_desk_of(request, stores)
    made: list[Desk] = []

    def make(name: str = "small.desk") -> SmallDesk:
        desk = open_desk(stores.copy(closed.desk.address, name), clock)
        made.append(desk)
        return replace(closed, desk=desk, clock=clock)

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def small(make_desk: Callable[[str], SmallDesk]) -> SmallDesk:
    """One small desk."""
    return make_desk("small.desk")
