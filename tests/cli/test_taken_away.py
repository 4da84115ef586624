"""Every command on a copy of another desk: what it changed is taken away whole (remotes.md)."""

import asyncio
import shlex
import shutil
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest

from supportdesk.desk.opening import open_desk
from supportdesk.desk.replica.linked_desk import LinkedDesk
from supportdesk.domain import action
from supportdesk.store.read import sendings
from tests.cli.changing_commands import CHANGES, EVENT, stage, write_files
from tests.cli.conftest import Shell
from tests.cli.test_role_attacks import CONFIRMED, newest_envelopes
from tests.reading import file_of
from tests.replica.copies import Copied
from tests.replica.exactness import kept, leaves_no_trace
from tests.small_desk import SmallDesk, StandingClock

LINES = [line for attacks in CHANGES.values() for line, _needed in attacks]
PUT_ONCE = {"reply 1 --text Fine. --article Opening"}
"""Which articles stood in a draft is known to whoever sends it, once."""

OF_LETTERS = {"SendAgain", "SettleDelivery"}
"""What has left is known to the desk itself: `tests/replica/test_overlay.py` has them."""

OTHERS = {
    *("ReceiveMessage", "AddToken", "RevokeToken"),
    *("TakeOverWriting", "SetMailNotices", *OF_LETTERS),
}
"""`tests/replica/test_overlay.py` has them."""

DONE: set[str] = set()
"""What was done by one of the lines."""


@pytest.fixture(scope="module")
def staged(
    closed_desk: SmallDesk, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, StandingClock]:
    """The lead's copy of a furnished desk, closed; and the moment after."""
    folder, clock = tmp_path_factory.mktemp("staged"), StandingClock()
    shutil.copy(file_of(closed_desk.desk), folder / "staged.desk")
    with closing(open_desk(folder / "staged.desk", clock)) as desk:
        small = replace(closed_desk, desk=desk, clock=clock)
        stage(small)
        for change in (action.SetPriority(1, 3), action.SetPriority(2, 3), action.Undo()):
            small.act(change, by=small.olga)
        copy = Copied(folder / "copy.desk", desk, small.olga, clock)
        asyncio.run(copy.sync())
        copy.close()
    return copy.path, clock


@pytest.mark.parametrize("line", LINES)
def test_what_a_command_does_on_a_copy_is_taken_away_whole(
    shell: Shell, staged: tuple[Path, StandingClock], home: Path, line: str
) -> None:
    shutil.copy(staged[0], shell.store)
    shell.clock.now = staged[1].now
    before = kept(shell.store)
    files = write_files(home) | newest_envelopes(shell.store)
    words = [word.format(**files) for word in shlex.split(line)]
    confirmed = [
        part for name in (*CONFIRMED, "cap", "other_client") for part in ("--confirm", name)
    ]
    answer = shell(*words, "--as", "olga", *confirmed, stdin=EVENT)
    with closing(open_desk(shell.store, shell.clock)) as desk:
        assert isinstance(desk, LinkedDesk)
        done = {row.what for row in desk.ask(sendings.in_states, sendings.SHOWN)}
        is_of_desk = "is done at the desk team itself" in answer.err
        assert done or is_of_desk or "Nobody follows" in answer.out, answer
        DONE.update(done)
        leaves_no_trace(desk, shell.store, before, again=line not in PUT_ONCE)


def test_every_command_was_tried() -> None:
    commands = {kind.__name__ for kind in get_args(action.Command)}
    assert commands - DONE == OTHERS
