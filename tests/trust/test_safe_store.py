"""Short runs of the programs that try the store, and each is shown to see a planted fault."""

import sys
from pathlib import Path

import pytest

from tests.trust import contention, kill9, powerloss, soak


def test_what_was_accepted_survives_kill_9_once(tmp_path: Path) -> None:
    report = kill9.run(tmp_path, 25, seed=7)
    assert report.faults == []
    assert report.acknowledged > 25
    assert report.in_flight > 0


@pytest.mark.parametrize(("plant", "seen"), [("early", "lost"), ("anew", "doubled")])
def test_kill_9_sees_a_planted_fault(tmp_path: Path, plant: str, seen: str) -> None:
    assert getattr(kill9.run(tmp_path, 6, plant=plant), seen) > 0


def test_what_was_accepted_survives_a_loss_of_power(tmp_path: Path) -> None:
    pytest.importorskip("apsw", reason="no virtual file systems without apsw")
    report = powerloss.run(tmp_path, 160, work=50)
    assert report.faults == []
    assert report.repeated > 0
    assert report.in_flight_kept > 0, "of what was not promised some has come through"


@pytest.mark.parametrize(
    ("plant", "seen"), [("normal", "images_losing"), ("log", "damaged"), ("store", "damaged")]
)
def test_a_loss_of_power_shows_a_planted_fault(tmp_path: Path, plant: str, seen: str) -> None:
    pytest.importorskip("apsw", reason="no virtual file systems without apsw")
    assert getattr(powerloss.run(tmp_path, 100, work=40, plant=plant), seen) > 0


def test_many_write_at_once_and_nothing_is_lost(tmp_path: Path) -> None:
    report = contention.all_at_once(tmp_path, 20, 6.0, 2.0, "")
    assert report.faults == []
    assert report.actions > 100


def test_contention_sees_transactions_that_begin_as_readers(tmp_path: Path) -> None:
    report = contention.all_at_once(tmp_path, 20, 3.0, 2.0, "deferred")
    assert report.faults


@pytest.mark.terminal
def test_a_console_stays_under_random_keys_and_sizes(tmp_path: Path) -> None:
    report = soak.soak_console(tmp_path, 0.15, rate=12, seed=2)
    assert report.end == ""
    assert report.unsound == ()
    assert report.keys > 30


LEAKING = (
    "import time\nheld = []\nwhile True:\n    held.append(b'x' * 500_000)\n    time.sleep(0.1)"
)


def test_a_soak_sees_memory_that_grows_and_a_program_that_ends() -> None:
    samples, keys, end = soak.soak([sys.executable, "-c", LEAKING], 0.1)
    report = soak.judge(samples, soak.JUDGED_FROM_MINUTES, keys, end, ())
    assert report.faults == ("memory grows",)
    samples, keys, end = soak.soak([sys.executable, "-c", "import time; time.sleep(4)"], 0.1)
    assert "it ended" in soak.judge(samples, 0.1, keys, end, ()).faults
