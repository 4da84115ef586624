"""Mails and replies through one worker that is killed: the short run; `MAIL_KILLS=1` the whole."""

import os
from pathlib import Path

import pytest

from tests.mail import both_ways
from tests.mail.dovecot import MISSING, PROGRAM

FULL = os.environ.get("MAIL_KILLS") == "1"
SIZE = (1000, 200, 50) if FULL else (20, 9, 3)


@pytest.mark.timeout(900 if FULL else 180)
def test_mails_are_filed_once_and_replies_sent_once_though_all_are_killed(tmp_path: Path) -> None:
    if PROGRAM is None:
        pytest.skip(MISSING)
    found = both_ways.run(tmp_path, *SIZE)
    assert (found.came.lost, found.came.doubled) == (0, 0)
    assert found.left.faults() == [], found.left.told()
    assert (found.came.mails, len(found.left.states), found.came.workers_killed) == SIZE
