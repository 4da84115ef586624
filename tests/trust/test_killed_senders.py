"""Killed senders, a few times; `python -m tests.trust.killed_senders 50 200` is the whole.

SUPPORTDESK_KILLS=50 runs the whole from here.
"""

import os
from pathlib import Path

import pytest

from tests.trust.killed_senders import FAULT, run

KILLS = int(os.environ.get("SUPPORTDESK_KILLS", "5"))


@pytest.mark.timeout(900)
def test_no_reply_arrives_twice_and_none_is_lost_unseen(tmp_path: Path) -> None:
    outcome = run(KILLS, KILLS * 4, tmp_path)
    assert outcome.faults() == [], outcome.told()
    assert len(outcome.states) == KILLS * 4


@pytest.mark.skipif(KILLS < 10, reason="a planted fault shows only in many rounds")
@pytest.mark.timeout(900)
def test_without_the_mark_replies_arrive_twice(tmp_path: Path) -> None:
    assert run(15, 75, tmp_path, FAULT).faults()
