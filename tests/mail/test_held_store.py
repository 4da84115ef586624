"""A piped mail while another process writes for longer than we wait: the server keeps it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import pytest

from tests.mail.altered_worker import IMPATIENT
from tests.mail.worker import Place, mail

WHOLE = pytest.mark.skipif(os.environ.get("MAIL_KILLS") != "1", reason="takes a minute")
LONGEST = 17.0
"""Seconds: the start of the program, and one wait of ten for the store."""
_LOCKED = """
import fcntl, sys
held = open(sys.argv[1] + ".lock", "ab")
fcntl.flock(held, fcntl.LOCK_EX)
"""
_IN_A_TRANSACTION = """
import sqlite3, sys
held = sqlite3.connect(sys.argv[1], isolation_level=None)
held.execute("BEGIN IMMEDIATE")
"""
_UNTIL_TOLD = "print('ready', flush=True)\nsys.stdin.read()\n"


@contextmanager
def holding(store: Path, program: str) -> Iterator[None]:
    command = [sys.executable, "-c", program + _UNTIL_TOLD, str(store)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"ready\n"
        try:
            yield
        finally:
            holder.kill()


@pytest.mark.timeout(120)
@pytest.mark.parametrize(
    ("program", "changes"),
    [
        pytest.param(_LOCKED, (IMPATIENT,), id="lock"),
        pytest.param(_LOCKED, (), id="lock-whole", marks=WHOLE),
        pytest.param(_IN_A_TRANSACTION, (), id="transaction-whole", marks=WHOLE),
    ],
)
def test_a_mail_that_finds_the_store_held_is_tried_again_and_not_lost(
    tmp_path: Path, program: str, changes: tuple[str, ...]
) -> None:
    place = Place(tmp_path, *changes)
    assert place.run("queues", "add", "Letters").returncode == 0
    with holding(place.store, program):
        begun = monotonic()
        refused = place.run("intake", given=mail(1))
        assert changes or monotonic() - begun < LONGEST
    assert refused.returncode == 75, refused.stderr.decode()
    assert len(refused.stderr.splitlines()) == 1, refused.stderr.decode()
    assert f"writing to {place.store} for".encode() in refused.stderr
    assert place.filed() == {}
    assert place.run("intake", given=mail(1)).returncode == 0
    assert list(place.filed().values()) == [1]
