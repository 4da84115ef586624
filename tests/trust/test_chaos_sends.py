"""A short run of `chaos_sends`: every doing of a copy is done once; a planted fault is found."""

from pathlib import Path

from tests.trust.chaos_sends import FAULT, run


def test_every_doing_is_done_once_whatever_happens_on_its_way(tmp_path: Path) -> None:
    outcome = run(32, tmp_path)
    assert outcome.faults() == []
    assert outcome.killed >= 2
    assert outcome.mischief.total() >= 5


def test_keys_that_change_with_each_attempt_are_found_out(tmp_path: Path) -> None:
    assert run(8, tmp_path, FAULT).faults()
