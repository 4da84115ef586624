"""`supportdesk work` stands for hours: real processes, signals and kill -9 on one store."""

import json
import signal
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import Snooze
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.store.read import tickets
from tests.e2e.conftest import PROGRAM, Workplace

PATIENCE = 90.0
"""Longer than a lease: what a killed process had claimed is done by another after it."""

LATEST = 5_000
"""Milliseconds after its time that planned work may be done."""
TWICE = 2
"""Once it may be late for what else the machine had to do."""


@contextmanager
def worker(place: Workplace, *options: str) -> Iterator[subprocess.Popen[str]]:
    """A standing process; killed at the end whatever became of it."""
    process = subprocess.Popen(
        [str(PROGRAM), "--store", str(place.store), "work", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"HOME": str(place.home), "LC_ALL": "C.UTF-8", "TZ": "UTC", "SUPPORTDESK_LANG": "en"},
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def desk(workplace: Workplace) -> Iterator[Desk]:
    """The desk on which things are planned; it does no due work by itself."""
    with closing(open_desk(workplace.store, lambda: datetime.now(UTC))) as opened:
        opened.work()
        yield opened


def put_to_sleep(desk: Desk, me: int, count: int, until: datetime) -> list[int]:
    """Snooze that many tickets that are awake."""
    awake = [
        int(row[0])
        for row in desk.connection.execute(
            "SELECT id FROM ticket WHERE category < 2 AND wake_at IS NULL ORDER BY id LIMIT ?",
            (count,),
        )
    ]
    assert len(awake) == count
    for number in awake:
        desk.act(me, Snooze(number, until))
    return awake


def wakings(place: Workplace, numbers: list[int], since: datetime) -> list[tuple[int, int]]:
    """The wake-ups of tickets as (ticket, moment), from the envelopes of due work alone."""
    return [
        (int(number), int(at))
        for number, at in place.reader.execute(
            "SELECT DISTINCT e.ticket_id, e.at FROM event e JOIN envelope v ON v.id = e.envelope_id"
            " WHERE v.action = 'due:wake' AND e.at >= ?",
            (to_milliseconds(since),),
        )
        if number in numbers
    ]


def wait_until_awake(place: Workplace, number: int) -> None:
    """Wait until somebody has woken a ticket."""
    deadline = time.monotonic() + PATIENCE
    while (row := tickets.row(place.reader, number, place.me)) is None or row.wake_at is not None:
        assert time.monotonic() < deadline, f"ticket {number} still sleeps"
        time.sleep(0.05)


def test_it_does_what_is_planned_while_it_stands_and_ends_well(
    workplace: Workplace, desk: Desk
) -> None:
    with worker(workplace, "--json") as process:
        for _planned in range(TWICE):
            until = datetime.now(UTC) + timedelta(seconds=3)
            (number,) = put_to_sleep(desk, workplace.me, 1, until)
            wait_until_awake(workplace, number)
            assert wakings(workplace, [number], until) == [(number, to_milliseconds(until))]
        process.send_signal(signal.SIGTERM)
        out, complaints = process.communicate(timeout=PATIENCE)
    assert (process.returncode, complaints) == (0, "")
    told = [line for line in map(json.loads, out.splitlines()) if line["done"] or line["failed"]]
    assert [line["done"] for line in told] == [1] * TWICE
    assert not any(line["failed"] for line in told)
    assert min(line["late_ms"] for line in told) < LATEST


def test_two_of_them_and_a_killed_one_do_everything_once(workplace: Workplace, desk: Desk) -> None:
    until = datetime.now(UTC) + timedelta(seconds=4)
    numbers = put_to_sleep(desk, workplace.me, 30, until)
    with worker(workplace) as killed, worker(workplace) as first, worker(workplace) as second:
        wait_until_awake(workplace, numbers[0])
        killed.kill()
        for number in numbers:
            wait_until_awake(workplace, number)
        for process in (first, second):
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=PATIENCE) == 0
    once = [(number, to_milliseconds(until)) for number in numbers]
    assert sorted(wakings(workplace, numbers, until)) == once


def test_it_leaves_a_store_that_a_newer_program_has_taken_over(
    workplace: Workplace, desk: Desk
) -> None:
    put_to_sleep(desk, workplace.me, 1, datetime.now(UTC) + timedelta(seconds=3))
    with worker(workplace) as process:
        assert process.stdout is not None
        assert "Working for" in process.stdout.readline()
        set_schema(workplace.store, 99)
        _out, complaints = process.communicate(timeout=PATIENCE)
    assert process.returncode == 4
    assert "newer supportdesk" in complaints
    assert "Traceback" not in complaints


def set_schema(store: Path, version: int) -> None:
    """Do to a store what an upgrade by a newer program does first."""
    with closing(sqlite3.connect(store, isolation_level=None)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
