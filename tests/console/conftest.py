"""What the console's tests begin with."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from supportdesk.desk.desk import open_desk
from tests.console.consoles import furnish
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
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the console is idle is looked at five times as often: the tests mostly wait."""
    monkeypatch.setattr("textual._wait.SLEEP_GRANULARITY", 0.004)
    monkeypatch.setattr("textual._wait.SLEEP_IDLE", 0.0004)
