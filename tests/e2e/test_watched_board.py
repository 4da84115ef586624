"""A board that is watched in a shell tells what somebody else does, within a second or so."""

import json
import signal
import subprocess
import time
from contextlib import closing
from datetime import UTC, datetime
from typing import IO, Any

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import ClientReference, CreateTicket
from tests.e2e.conftest import PROGRAM, Workplace

SECONDS = 5.0
"""Until it tells what was written: one, on a machine at rest."""


def test_a_watched_board_follows_the_store(workplace: Workplace) -> None:
    process = subprocess.Popen(
        [str(PROGRAM), "--store", str(workplace.store), "board", "--watch", "--json"],
        stdout=subprocess.PIPE,
        text=True,
        env={"HOME": str(workplace.home), "LC_ALL": "C.UTF-8", "TZ": "UTC"},
    )
    try:
        assert process.stdout is not None
        before = json.loads(process.stdout.readline())
        with closing(open_desk(workplace.store, lambda: datetime.now(UTC))) as desk:
            passed = seconds_until_told(desk, workplace.me, process.stdout, before)
            if passed > SECONDS:
                passed = seconds_until_told(desk, workplace.me, process.stdout, before)
        assert passed < SECONDS, "twice"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
    finally:
        process.kill()
        process.communicate()


def seconds_until_told(desk: Desk, me: int, told: IO[str], board: dict[str, Any]) -> float:
    """How long a new ticket takes to the board that is watched; `board` becomes what it tells."""
    desk.act(me, CreateTicket(ClientReference("Ann Lee", "ann@example.org"), "New", "One more."))
    written, new = time.monotonic(), board["totals"]["new"]
    board.update(json.loads(told.readline()))
    passed = time.monotonic() - written
    assert board["totals"]["new"] == new + 1
    assert sum(board["arrivals_per_hour"]) > 0
    return passed
