"""Processes that work at one desk are killed at any moment: what was accepted is there, once.

`python -m tests.trust.kill9 [--rounds 1000] [--seed 1] [--plant early|anew]`: in every round two
workers submit replies, notes, files, states, bulks, templates, undos and keep drafts, and report
each receipt through a pipe; both are killed with signal 9. Then the store is opened by a new desk
and everything is checked; all envelopes of the round are handed in again, which must change
nothing. `--plant` builds in a fault that must be found: a worker that reports before the commit,
or a repeat under a new id. Exit code 1 on any fault.
"""

import argparse
import os
import random
import select
import shutil
import signal
import tempfile
import time
from contextlib import closing
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from uuid import UUID

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain import action
from supportdesk.domain.envelope import Envelope, new_id
from supportdesk.domain.errors import DeskError
from supportdesk.domain.memory import KeepDraft
from supportdesk.store.read import threads
from supportdesk.store.read.connection import Reader
from supportdesk.store.write import engine
from tests.recomputation import everything
from tests.trust.desk_work import CONFIRMED, make_desk, marks, present, seals, submit, task, unsound
from tests.trust.verdict import tell

ROUNDS_OF_A_STORE = 25
"""Then a new one is begun: what is checked grows with the store."""
WORKERS = 2
FOLD_ABOVE = 48 << 10
"""Bytes of the log: it is folded every few actions, so that kills hit that as well."""
DRAFT_EVERY = 3


@dataclass
class Report:
    """What came of all rounds."""

    rounds: int = 0
    acknowledged: int = 0
    in_flight: int = 0
    drafts: int = 0
    lost: int = 0
    doubled: int = 0
    torn: int = 0
    unsound: int = 0
    late_drafts: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, kind: str, told: str) -> None:
        """Count a fault, and keep the first few as they were."""
        setattr(self, kind, getattr(self, kind) + 1)
        if len(self.faults) < 10:
            self.faults.append(f"round {self.rounds}: {kind}: {told}")


@dataclass
class Worker:
    """One killed process: its seed, its operator, and what it has reported."""

    seed: str
    operator: int
    process: int = 0
    pipe: int = 0
    begun: dict[int, UUID] = field(default_factory=dict)
    accepted: dict[int, str] = field(default_factory=dict)
    refused: set[int] = field(default_factory=set)
    draft_begun: int = -1
    draft_kept: int = -1

    def hear(self) -> None:
        """Read what it said before it died, all of it."""
        said = b""
        while part := os.read(self.pipe, 1 << 16):
            said += part
        os.close(self.pipe)
        for line in said.decode().split("\n")[:-1]:
            word, number, *rest = line.split(" ")
            n = int(number)
            match word:
                case "began":
                    self.begun[n] = UUID(rest[0])
                case "accepted":
                    self.accepted[n] = rest[0]
                case "refused":
                    self.refused.add(n)
                case "draft":
                    self.draft_begun = n
                case "kept":
                    self.draft_kept = n

    def envelope(self, n: int) -> Envelope:
        """The n-th thing it has begun, as it handed it in."""
        return Envelope(self.begun[n], self.operator, present(), task(self.seed, n), CONFIRMED)


def work(store: Path, worker: Worker, pipe: int, plant: str) -> None:
    """Work at the desk until killed, reporting every step (in the worker's process)."""
    engine.CHECKPOINT_ABOVE_BYTES = FOLD_ABOVE
    desk = open_desk(store, present, undo_send_seconds=0)
    for n in count():
        if n % DRAFT_EVERY == 0:
            os.write(pipe, f"draft {n}\n".encode())
            desk.remember(KeepDraft(worker.operator, worker.operator, "note", f"{worker.seed} {n}"))
            os.write(pipe, f"kept {n}\n".encode())
        worker.begun[n] = new_id(present())
        os.write(pipe, f"began {n} {worker.begun[n]}\n".encode())
        envelope = worker.envelope(n)
        if plant == "early" and isinstance(envelope.action, action.AddNote | action.Reply):
            os.write(pipe, f"accepted {n} early\n".encode())
        try:
            submit(desk, envelope)
        except DeskError:
            os.write(pipe, f"refused {n}\n".encode())
        else:
            seal = desk.ask(seals, [envelope.id])[envelope.id]
            os.write(pipe, f"accepted {n} {seal}\n".encode())


def start(store: Path, worker: Worker, plant: str) -> None:
    """Fork a worker: everything is imported already, so that many rounds fit into a minute."""
    worker.pipe, writing = os.pipe()
    worker.process = os.fork()
    if worker.process == 0:
        try:
            os.close(worker.pipe)
            work(store, worker, writing, plant)
        finally:
            os._exit(1)
    os.close(writing)


def kill_some_time(workers: list[Worker], pick: random.Random) -> None:
    """Let them work, then kill one, and the other while it goes on or at once."""
    for worker in workers:
        select.select([worker.pipe], [], [], 20)
    for worker in pick.sample(workers, len(workers)):
        time.sleep(pick.choice((pick.uniform(0, 0.02), pick.uniform(0, 0.3))))
        ended, _status = os.waitpid(worker.process, os.WNOHANG)
        if ended:
            raise AssertionError("a worker ended by itself")
        os.kill(worker.process, signal.SIGKILL)
        os.waitpid(worker.process, 0)


def check(desk: Desk, workers: list[Worker], report: Report) -> None:
    """Everything accepted is there as it was, nothing is there twice, and a repeat does nothing."""
    for told in desk.ask(unsound):
        report.add("unsound", told)
    for worker in workers:
        kept = desk.ask(seals, [worker.begun[n] for n in worker.accepted])
        for n, seal in worker.accepted.items():
            left = kept[worker.begun[n]]
            if left == "-":
                report.add("lost", f"{task(worker.seed, n)}"[:200])
            elif seal not in (left, "early"):
                report.add("torn", f"{task(worker.seed, n)}"[:200])
        check_draft(desk, worker, report)
        report.acknowledged += len(worker.accepted)
        report.in_flight += len(worker.begun) - len(worker.accepted) - len(worker.refused)


def check_draft(desk: Desk, worker: Worker, report: Report) -> None:
    """The draft that stands is the last one kept, or the one that was being kept."""
    if worker.draft_begun < 0:
        return
    report.drafts += 1
    found = [row.body for row in desk.ask(threads.drafts, worker.operator)]
    allowed = {f"{worker.seed} {worker.draft_begun}", f"{worker.seed} {worker.draft_kept}"}
    if worker.draft_kept >= 0 and not allowed & set(found):
        report.add("late_drafts", f"{found} instead of {allowed}")


def repeat(desk: Desk, workers: list[Worker], plant: str, report: Report) -> None:
    """Hand in again what was in flight, then everything: the second time nothing may change."""
    for worker in workers:
        for n in worker.begun:
            if n not in worker.accepted and n not in worker.refused:
                hand_in(desk, worker, n, "")
    desk.work()
    before = desk.ask(last_event)
    for worker in workers:
        for n in worker.accepted:
            hand_in(desk, worker, n, plant)
    if desk.ask(last_event) != before:
        report.add("doubled", "a repeated envelope was done again")
    check_marks(desk, workers, report)


def hand_in(desk: Desk, worker: Worker, n: int, plant: str) -> None:
    """Hand in once more; a rule may say no by now, and then nothing is done."""
    envelope = worker.envelope(n)
    if plant == "anew":
        envelope = Envelope(
            new_id(present()), envelope.actor, envelope.at, envelope.action, CONFIRMED
        )
    try:
        submit(desk, envelope)
    except DeskError:
        worker.refused.add(n)


def check_marks(desk: Desk, workers: list[Worker], report: Report) -> None:
    """Each text stands as often as it was submitted: once on each of its tickets."""
    found = desk.ask(marks)
    for worker in workers:
        for n in worker.begun:
            wanted = task(worker.seed, n)
            for place in places_of(wanted):
                times = found[f"<{worker.seed}-{n}>", place]
                if times > 1:
                    report.add("doubled", f"{wanted}"[:200])
                elif times < 1 and place and n not in worker.refused:
                    report.add("lost", f"text of {wanted}"[:200])


def places_of(wanted: action.Action) -> list[int]:
    """The tickets on which a text of this must stand, undone or not; 0 for a template's title."""
    match wanted:
        case action.Bulk(steps):
            return [step.ticket for step in steps]
        case action.SaveTemplate():
            return [0]
        case action.Reply(ticket=ticket) | action.AddNote(ticket=ticket):
            return [ticket]
    return []


def last_event(connection: Reader) -> int:
    """The number of the newest event."""
    found: int = connection.execute("SELECT max(seq) FROM event").fetchone()[0]
    return found


def run(folder: Path, rounds: int, seed: int = 1, plant: str = "") -> Report:
    """So many rounds in a folder."""
    pick = random.Random(seed)
    base, store, report = folder / "base.desk", folder / "kill.desk", Report()
    make_desk(base)
    for n in range(rounds):
        report.rounds += 1
        if n % ROUNDS_OF_A_STORE == 0:
            for former in folder.glob("kill.desk*"):
                former.unlink()
            shutil.copy(base, store)
        workers = [Worker(f"{seed}.{n}.{w}", w + 1) for w in range(WORKERS)]
        for worker in workers:
            start(store, worker, plant)
        kill_some_time(workers, pick)
        for worker in workers:
            worker.hear()
        with closing(open_desk(store, present, undo_send_seconds=0)) as desk:
            check(desk, workers, report)
            repeat(desk, workers, plant, report)
            if n % 5 == 4:
                everything(desk)
    return report


def main() -> None:
    """Run with the arguments of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plant", choices=("", "early", "anew"), default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder), chosen.rounds, chosen.seed, chosen.plant)
    tell(asdict(report))


if __name__ == "__main__":
    main()
