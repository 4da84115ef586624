"""What the console's tests begin with."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from supportdesk.address import Address, ServerAddress
from supportdesk.desk.opening import open_desk
from tests.console.consoles import furnish
from tests.console.idling import Idling
from tests.postgresql import Server
from tests.reading import file_of
from tests.small_desk import SmallDesk, StandingClock
from tests.stores import ServerStores, Stores, database_of


@pytest.fixture(scope="session")
def closed_furnished_desk(
    closed_desk: SmallDesk, tmp_path_factory: pytest.TempPathFactory
) -> SmallDesk:
    """A furnished desk that was closed, at the moment when its last ticket was handled."""
    path = tmp_path_factory.mktemp("furnished") / "furnished.desk"
    shutil.copy(file_of(closed_desk.desk), path)
    return furnished_and_closed(closed_desk, path)


@pytest.fixture(scope="session")
def closed_furnished_desk_on_server(server: Server, closed_desk_on_server: SmallDesk) -> SmallDesk:
    """The furnished desk once more, on a server."""
    made = closed_desk_on_server.desk.address
    assert isinstance(made, ServerAddress)
    return furnished_and_closed(
        closed_desk_on_server, server.address(server.create(database_of(made)))
    )


def furnished_and_closed(closed: SmallDesk, address: Address) -> SmallDesk:
    """Furnish a copy of a small desk, and close it."""
    clock = StandingClock()
    with closing(open_desk(address, clock)) as desk:
        furnished = replace(closed, desk=desk, clock=clock)
        furnish(furnished)
    return furnished


@pytest.fixture
def furnished(
    request: pytest.FixtureRequest, stores: Stores, clock: StandingClock
) -> Iterator[SmallDesk]:
    """The small desk with a few days of work in it."""
    on_server = "_on_server" if isinstance(stores, ServerStores) else ""
    closed: SmallDesk = request.getfixturevalue(f"closed_furnished_desk{on_server}")
    clock.now = closed.clock.now
    with closing(open_desk(stores.copy(closed.desk.address, "small.desk"), clock)) as desk:
        yield replace(closed, desk=desk, clock=clock)


@pytest.fixture(autouse=True)
def a_modern_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever terminal the tests run in, the console is shown on one with every colour."""
    monkeypatch.setattr("textual.constants.COLOR_SYSTEM", "truecolor")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture(autouse=True)
def exact_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the console is idle is asked of its event loop, not guessed from the processor."""
    idling = Idling()
    loop = asyncio.BaseEventLoop
    monkeypatch.setattr(loop, "run_in_executor", idling.follow(loop.run_in_executor))
    monkeypatch.setattr(loop, "time", lambda _loop: idling.clock())
    monkeypatch.setattr("textual._time.get_time", idling.clock)

    async def pause(pilot: Pilot[None], delay: float | None = None) -> None:
        await pilot._wait_for_screen()
        await (idling.wait() if delay is None else idling.let_pass(delay))
        pilot.app.screen._on_timer_update()

    monkeypatch.setattr(Pilot, "pause", pause)
    for user in ("textual.app", "textual.pilot"):
        monkeypatch.setattr(f"{user}.wait_for_idle", idling.wait)
