"""What the console's tests begin with."""

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from textual.pilot import Pilot

from supportdesk.desk.desk import open_desk
from tests.console.consoles import furnish
from tests.console.idling import Idling
from tests.small_desk import SmallDesk, StandingClock


@pytest.fixture(scope="session")
def closed_furnished_desk(
    closed_desk: SmallDesk, tmp_path_factory: pytest.TempPathFactory
) -> SmallDesk:
    """A furnished desk that was closed, at the moment when its last ticket was handled."""
    path = tmp_path_factory.mktemp("furnished") / "furnished.desk"
    shutil.copy(closed_desk.desk.path, path)
    clock = StandingClock()
    with closing(open_desk(path, clock)) as desk:
        furnished = replace(closed_desk, desk=desk, clock=clock)
        furnish(furnished)
    return furnished


@pytest.fixture
def furnished(
    closed_furnished_desk: SmallDesk, tmp_path: Path, clock: StandingClock
) -> Iterator[SmallDesk]:
    """The small desk with a few days of work in it."""
    path = tmp_path / "small.desk"
    shutil.copy(closed_furnished_desk.desk.path, path)
    clock.now = closed_furnished_desk.clock.now
    with closing(open_desk(path, clock)) as desk:
        yield replace(closed_furnished_desk, desk=desk, clock=clock)


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
