"""Many operators change one store at once: no errors, nothing lost, and how long the slowest waits.

`python -m tests.trust.contention [--processes 20] [--rate 2] [--seconds 600] [--plant deferred]`:
each process replies, notes, moves and counts on tickets that all of them change. `--plant deferred`
takes away the lock and lets transactions begin as readers, as the driver does by itself: that must
be found. Exit code 1 on any error or lost change.
"""

import argparse
import json
import os
import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Connection

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain import action
from supportdesk.domain.errors import DeskError
from supportdesk.domain.memory import SpendTime
from supportdesk.domain.time_spent import Spell
from supportdesk.store.write import engine
from supportdesk.store.write.lock import StoreLock
from tests.recomputation import everything
from tests.trust.desk_work import CONFIRMED, OPERATORS, TICKETS, make_desk, present, unsound
from tests.trust.verdict import tell

KINDS = ("reply", "note", "priority", "time", "tag")
QUARTER = 1_772_442_000_000
SPELL = 1_000
"""Milliseconds of work that are counted each time: their sum tells a lost update."""


@dataclass(frozen=True)
class Job:
    """What every process is to do: for how many seconds, how many actions in each."""

    store: Path
    seconds: float
    rate: float
    plant: str = ""

    def place(self, number: int) -> Path:
        """Where a process leaves what it did."""
        return self.store.with_name(f"work-{number}.json")


@dataclass
class Work:
    """What one process did, and how long each action took in milliseconds."""

    done: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass
class Report:
    """What came of all of them."""

    processes: int
    seconds: float
    actions: int
    actions_a_second: float
    errors: int
    lost: int
    p50: float
    p99: float
    worst: float
    p99_of_the_luckiest: float
    p99_of_the_unluckiest: float
    faults: list[str]


def do(desk: Desk, operator: int, kind: str, mark: str, pick: random.Random) -> None:
    """One action on a ticket that everybody changes."""
    ticket = pick.randint(1, TICKETS)
    match kind:
        case "reply":
            desk.act(operator, action.Reply(ticket, f"reply <{mark}>", 0), CONFIRMED)
        case "note":
            desk.act(operator, action.AddNote(ticket, f"note <{mark}>"))
        case "priority":
            desk.act(operator, action.SetPriority(ticket, pick.randint(0, 2)), CONFIRMED)
        case "time":
            desk.remember(SpendTime(operator, (Spell(1, "reading", QUARTER, SPELL),)))
        case "tag":
            desk.act(operator, action.ChangeTags(ticket, add=(f"tag-{mark}",)))


def work(job: Job, number: int) -> Work:
    """Work at a steady rate for so long (in a process of its own)."""
    pick, told = random.Random(number), Work()
    desk = open_desk(job.store, present, undo_send_seconds=0)
    desk.get_ready()
    ends = time.perf_counter() + job.seconds
    following = time.perf_counter() + pick.uniform(0, 1 / job.rate)
    while following < ends:
        time.sleep(max(0, following - time.perf_counter()))
        kind = KINDS[len(told.took) % len(KINDS)]
        began = time.perf_counter()
        try:
            do(desk, number % OPERATORS + 1, kind, f"{number}-{len(told.took)}", pick)
            told.done[kind] += 1
        except (DeskError, sqlite3.Error) as trouble:
            told.errors.append(f"{kind}: {trouble!r}"[:200])
        told.took.append((time.perf_counter() - began) * 1000)
        following = max(following + pick.expovariate(job.rate), time.perf_counter() - 1)
    desk.close()
    return told


def all_at_once(folder: Path, processes: int, seconds: float, rate: float, plant: str) -> Report:
    """Let so many processes work on one new store, and check it."""
    job = Job(folder / "shared.desk", seconds, rate, plant)
    make_desk(job.store)
    for child in [fork(job, n) for n in range(processes)]:
        os.waitpid(child, 0)
    works = [Work(**json.loads(file.read_text())) for file in folder.glob("work-*.json")]
    faults = [error for one in works for error in one.errors]
    if len(works) < processes:
        faults.append(f"{processes - len(works)} processes ended early")
    with closing(open_desk(job.store, present, undo_send_seconds=0)) as desk:
        missing = lost(desk, works)
        faults += [*missing, *desk.ask(unsound)]
        if not faults:
            everything(desk)
    took = sorted(one for each in works for one in each.took)
    worst = sorted(share(sorted(each.took), 0.99) for each in works)
    return Report(
        processes,
        seconds,
        len(took),
        round(len(took) / seconds, 1),
        sum(len(one.errors) for one in works),
        len(missing),
        share(took, 0.5),
        share(took, 0.99),
        share(took, 1),
        worst[0],
        worst[-1],
        faults[:10],
    )


def fork(job: Job, number: int) -> int:
    """Start a process that works and leaves what it did in a file."""
    child = os.fork()
    if child:
        return child
    try:
        with planted() if job.plant else nullcontext():
            job.place(number).write_text(json.dumps(asdict(work(job, number))))
    finally:
        os._exit(0)


@contextmanager
def planted() -> Iterator[None]:
    """Nobody takes the lock, and transactions begin as readers."""

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    unlocked = patch.object(StoreLock, "_acquire", lambda _lock: None)
    with unlocked, patch.object(engine, "_begin_immediate", begin):
        yield


def lost(desk: Desk, works: Sequence[Work]) -> list[str]:
    """Changes that were accepted and are not in the store, or are there more than once."""

    def count(sql: str) -> int:
        found: int = desk.ask(lambda c: c.execute(sql).fetchone()[0])
        return found

    def wanted(kind: str) -> int:
        return sum(one.done[kind] for one in works)

    held = {
        "reply": count("SELECT count(*) FROM message WHERE body LIKE 'reply <%'"),
        "note": count("SELECT count(*) FROM message WHERE body LIKE 'note <%'"),
        "priority": count("SELECT count(*) FROM envelope WHERE action = 'SetPriority'"),
        "time": count(f"SELECT coalesce(sum(milliseconds), 0) / {SPELL} FROM time_spent"),
        "tag": count("SELECT count(*) FROM ticket_tag"),
    }
    return [
        f"{kind}: {wanted(kind)} accepted, {there} there"
        for kind, there in held.items()
        if there != wanted(kind)
    ]


def share(took: Sequence[float], part: float) -> float:
    """So great a part of the sorted times is not longer than this (milliseconds)."""
    return round(took[min(len(took) - 1, int(len(took) * part))], 1) if took else 0.0


def main() -> None:
    """Run with the arguments of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--processes", type=int, default=20)
    parser.add_argument("--rate", type=float, default=2.0, help="actions a second of each")
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--plant", choices=("", "deferred"), default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = all_at_once(
            Path(folder), chosen.processes, chosen.seconds, chosen.rate, chosen.plant
        )
    tell(asdict(report))


if __name__ == "__main__":
    main()
