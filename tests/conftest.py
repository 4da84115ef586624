"""Fixtures for every room's tests."""

import gc
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from supportdesk.desk.desk import Desk, open_desk
from supportdesk.domain.action import SaveOperator, SaveQueue
from tests.made_stores import copying
from tests.small_desk import SmallDesk, StandingClock

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
    clock = StandingClock()
    with closing(
        open_desk(tmp_path_factory.mktemp("made") / "made.desk", clock, create=True)
    ) as desk:
        people = [
            desk.act(None, SaveOperator(person, login=person.lower(), role=role)).operator
            for person, role in (("Olga", "lead"), ("Petro", "operator"), ("Tamar", "trainee"))
        ]
        queues = [
            desk.act(None, SaveQueue(queue, line)).queue
            for queue, line in (("First line", 1), ("Billing", 2))
        ]
    olga, petro, tamar = (person for person in people if person is not None)
    first_line, billing = (queue for queue in queues if queue is not None)
    return SmallDesk(desk, clock, olga, petro, tamar, first_line, billing)


@pytest.fixture
def make_desk(
    closed_desk: SmallDesk, tmp_path: Path, clock: StandingClock
) -> Iterator[Callable[[str], SmallDesk]]:
    """Make small desks by file name; they are closed at the end."""
    made: list[Desk] = []

    def make(name: str = "small.desk") -> SmallDesk:
        shutil.copy(closed_desk.desk.path, tmp_path / name)
        desk = open_desk(tmp_path / name, clock)
        made.append(desk)
        return replace(closed_desk, desk=desk, clock=clock)

    yield make
    for desk in made:
        desk.close()


@pytest.fixture
def small(make_desk: Callable[[str], SmallDesk]) -> SmallDesk:
    """One small desk."""
    return make_desk("small.desk")
