"""Killed senders and servers, a few times; `python -m tests.trust.killed_requests 700` is all.

SUPPORTDESK_KILLS=700 runs the whole from here.
"""

import os
from pathlib import Path

import pytest

from tests.postgresql import programs, running
from tests.trust.killed_requests import FAULT, run

SENDS = int(os.environ.get("SUPPORTDESK_KILLS", "40"))


@pytest.mark.timeout(900)
def test_every_action_is_done_once_whoever_is_killed(tmp_path: Path) -> None:
    outcome = run(SENDS, tmp_path)
    assert outcome.faults() == [], outcome.told()
    assert outcome.killed


@pytest.mark.timeout(900)
def test_and_on_a_database_that_falls_meanwhile(tmp_path: Path) -> None:
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL is installed: apt install postgresql")
    with running(found, quick=False) as database:
        outcome = run(SENDS, tmp_path, database=database)
    assert outcome.faults() == [], outcome.told()
    assert outcome.killed
    assert outcome.falls


@pytest.mark.skipif(SENDS < 200, reason="a planted fault shows only in many sends")
@pytest.mark.timeout(900)
def test_with_fresh_ids_some_are_done_twice(tmp_path: Path) -> None:
    assert run(200, tmp_path, FAULT).faults()
