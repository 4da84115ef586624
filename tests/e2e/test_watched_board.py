"""A board that is watched in a shell tells what somebody else does, within a second or so."""

import json
import signal
import subprocess
import time
from contextlib import closing
from datetime import UTC, datetime

from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import ClientReference, CreateTicket
from tests.e2e.conftest import PROGRAM, Workplace


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
            desk.act(
                workplace.me,
                CreateTicket(ClientReference("Ann Lee", "ann@example.org"), "New", "One more."),
            )
            written = time.monotonic()
            after = json.loads(process.stdout.readline())
            passed = time.monotonic() - written
        assert after["totals"]["new"] == before["totals"]["new"] + 1
        assert sum(after["arrivals_per_hour"]) > 0
        assert passed < 5, "a second, on a machine at rest"
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=30) == 130
    finally:
        process.kill()
        process.communicate()
