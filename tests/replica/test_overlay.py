"""What is done on a copy leaves no trace once it is taken away, and is the same done again."""

import asyncio
import itertools
import shlex
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from supportdesk.desk.desk import open_desk
from supportdesk.desk.replica import taking
from supportdesk.desk.replica.linked_desk import LinkedDesk
from supportdesk.domain import action
from supportdesk.domain.errors import DeskError
from supportdesk.domain.memory import PutArticle
from supportdesk.store.read import sendings, threads
from supportdesk.store.write import overlay
from supportdesk.store.write.overlay import UNRECORDED
from tests.cli.changing_commands import CHANGES, EVENT, stage, write_files
from tests.desk.test_random_work import ACTIONS, CONFIRMED, Step
from tests.replica.copies import Copied, Tables, every_table
from tests.replica.conftest import Copier
from tests.small_desk import SmallDesk, StandingClock

COUNT = itertools.count()


def kept(tables: Tables) -> Tables:
    """The tables whose rows are the desk's."""
    return {name: rows for name, rows in tables.items() if name not in UNRECORDED}


def same(one: Tables, other: Tables) -> None:
    """Every row of every table is the same."""
    assert {name for name in one if one[name] != other[name]} == set()


def leaves_no_trace(desk: LinkedDesk, path: Path, before: Tables) -> None:
    """What was done since `before` is the same done again, and is gone when it is taken away."""
    after = kept(every_table(path))
    desk.lease(taking.refresh, desk.undo_send_seconds)
    same(after, kept(every_table(path)))
    desk.lease(overlay.take_away)
    same(before, kept(every_table(path)))


@pytest.fixture(scope="module")
def staged_copy(
    closed_desk: SmallDesk,
    copied_store: Callable[[Path], None],
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, StandingClock]:
    """An admin's copy of a desk with everything, closed."""
    folder = tmp_path_factory.mktemp("staged")
    clock = StandingClock()
    assert isinstance(closed_desk.desk.address, Path)
    shutil.copy(closed_desk.desk.address, folder / "staged.desk")
    with closing(open_desk(folder / "staged.desk", clock)) as desk:
        people = stage(replace(closed_desk, desk=desk, clock=clock))
        copy = Copied(folder / "copy.desk", desk, people["admin"], clock)
        asyncio.run(copy.sync())
        copy.desk.act(people["admin"], action.SetPriority(1, 3))
        copy.close()
    return copy.path, clock
