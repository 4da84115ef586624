"""Short runs of the programs that try the store, and each is shown to see a planted fault.

Every program runs in a process of its own, as from a shell: they fork, which threads of other tests
would not bear.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.trust import soak

ROOT = Path(__file__).resolve().parents[2]


def tried(name: str, *arguments: str) -> dict[str, Any]:
    """What a program reports; its exit code says whether there are faults."""
    done = subprocess.run(
        [sys.executable, "-m", f"tests.trust.{name}", *arguments],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    if done.stderr.startswith("skipped: "):
        pytest.skip(done.stderr.removeprefix("skipped: ").strip())
    assert done.stdout, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == bool(report["faults"]), done.stderr
    return report


def test_what_was_accepted_survives_kill_9_once() -> None:
    report = tried("kill9", "--rounds", "25")
    assert report["faults"] == []
    assert report["acknowledged"] > 10
    assert report["in_flight"] > 0


@pytest.mark.parametrize(("plant", "seen"), [("early", "lost"), ("anew", "doubled")])
def test_kill_9_sees_a_planted_fault(plant: str, seen: str) -> None:
    assert tried("kill9", "--rounds", "8", "--plant", plant)[seen] > 0


def test_what_was_accepted_survives_a_loss_of_power() -> None:
    pytest.importorskip("apsw", reason="no virtual file systems without apsw")
    report = tried("powerloss", "--images", "160", "--work", "50")
    assert report["faults"] == []
    assert report["repeated"] > 0
    assert report["in_flight_kept"] > 0, "of what was not promised some has come through"


@pytest.mark.parametrize(
    ("plant", "seen"), [("normal", "images_losing"), ("log", "damaged"), ("store", "damaged")]
)
def test_a_loss_of_power_shows_a_planted_fault(plant: str, seen: str) -> None:
    pytest.importorskip("apsw", reason="no virtual file systems without apsw")
    assert tried("powerloss", "--images", "100", "--work", "40", "--plant", plant)[seen] > 0


def test_a_migration_survives_a_loss_of_power() -> None:
    pytest.importorskip("apsw", reason="no virtual file systems without apsw")
    report = tried("powerloss", "--images", "60", "--migration", "1")
    assert (report["faults"], report["commits"]) == ([], 1)


def test_many_write_at_once_and_nothing_is_lost() -> None:
    report = tried("contention", "--seconds", "6")
    assert report["faults"] == []
    assert report["actions"] > 100


def test_contention_sees_transactions_that_begin_as_readers() -> None:
    assert tried("contention", "--seconds", "3", "--plant", "deferred")["faults"]


def test_a_full_disk_is_told_and_nothing_is_half_done() -> None:
    report = tried("diskfull", "--every", "10")
    assert report["faults"] == []
    works = {"reply", "draft", "backup", "migration", "import", "copy's reply", "told page"}
    assert set(report["refused"]) == set(report["done"]) == works


def test_a_full_disk_that_is_not_told_is_seen() -> None:
    found = tried("diskfull", "--every", "20", "--plant", "swallow")["faults"]
    assert "it was accepted and is not there" in " ".join(found)


def test_what_cannot_be_written_is_read_and_told() -> None:
    report = tried("readonly")
    assert report["faults"] == []
    assert report["refused"]["folder from the start"] == ["store.read_only"] * 2


def test_backups_and_restores_are_whole_while_others_write() -> None:
    report = tried("backups", "--rounds", "10")
    assert report["faults"] == []
    assert report["written_meanwhile"] > 0


def test_a_plain_copy_of_a_live_store_is_seen() -> None:
    assert tried("backups", "--rounds", "30", "--plant", "copy")["faults"]


def test_a_killed_migration_is_whole_or_has_not_been() -> None:
    report = tried("migrations", "--every", "30", "--from", "1", "12", "18")
    assert report["faults"] == []
    assert min(report["as_before"], report["as_after"], report["finished"]) > 0


def test_a_migration_that_commits_by_itself_is_seen() -> None:
    assert tried("migrations", "--every", "4", "--from", "15", "--plant", "autocommit")["faults"]


def test_a_killed_import_begun_again_brings_every_mail_once() -> None:
    report = tried("imports", "--every", "250", "--mails", "300")
    assert report["faults"] == []
    assert report["commits"] > 1


def test_an_import_that_knows_no_mail_again_is_seen() -> None:
    assert tried("imports", "--every", "300", "--mails", "300", "--plant", "forgetful")["faults"]


@pytest.mark.terminal
def test_a_console_stays_under_random_keys_and_sizes() -> None:
    report = tried("soak", "--minutes", "0.15", "--rate", "12", "--seed", "2")
    assert (report["end"], report["unsound"]) == ("", [])
    assert report["keys"] > 30


LEAKING = (
    "import time\nheld = []\nwhile True:\n    held.append(b'x' * 500_000)\n    time.sleep(0.1)"
)


def test_a_soak_sees_memory_that_grows_and_a_program_that_ends() -> None:
    samples, keys, end = soak.soak([sys.executable, "-c", LEAKING], 0.1)
    report = soak.judge(samples, soak.JUDGED_FROM_MINUTES, keys, end, ())
    assert report.faults == ("memory grows",)
    samples, keys, end = soak.soak([sys.executable, "-c", "import time; time.sleep(4)"], 0.1)
    assert "it ended" in soak.judge(samples, 0.1, keys, end, ()).faults
