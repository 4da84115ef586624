"""Backups and restores while others write and while they are killed: whole, or not there.

`python -m tests.trust.backups [--rounds 200] [--seed 1] [--plant copy]`: two processes write
without rest. A backup, sometimes killed at any moment, must be exactly what was committed at some
moment, with everything accepted before it began; half of one never has its name. A restore,
sometimes killed, must leave the store as it was or as the backup, and what it held before under a
name of its own. `--plant` copies the file instead: that must be found. Exit code 1 on any fault.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path

from supportdesk.desk.opening import open_desk
from supportdesk.domain import action
from supportdesk.domain.errors import DeskError
from supportdesk.store.write import backup, engine
from tests.trust.desk_work import CONFIRMED, make_desk, present, unsound
from tests.trust.migrations import stands
from tests.trust.verdict import tell

WRITERS = 2
FOLD_ABOVE = 64 << 10
PAGES_A_STEP = 16
"""Pages copied at once: few, so that others write in between."""


@dataclass
class Report:
    """What came of all rounds."""

    backups: int = 0
    killed: int = 0
    whole_though_killed: int = 0
    restores: int = 0
    restores_killed: int = 0
    restored_though_killed: int = 0
    written_meanwhile: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, told: str) -> None:
        """Keep the first few faults."""
        if len(self.faults) < 10:
            self.faults.append(told)


def newest(store: Path) -> int:
    """The number of the last event that is committed; 0 for what is no store."""
    with closing(sqlite3.connect(f"file:{store}?mode=ro", uri=True, timeout=10)) as reader:
        found: int = reader.execute("SELECT max(seq) FROM event").fetchone()[0]
        return found


PART_BYTES = 64 << 10
"""What a planted copy takes at once."""


def write_on(store: Path, number: int) -> None:
    """Write without rest until killed (in a process of its own)."""
    engine.CHECKPOINT_ABOVE_BYTES = FOLD_ABOVE
    desk = open_desk(store, present, undo_send_seconds=0)
    for n in count():
        with suppress(DeskError):
            ticket = n % 12 + 5
            desk.act(number + 1, action.Reply(ticket, f"{number}-{n} " + "so " * 300, 0), CONFIRMED)
            desk.act(number + 1, action.Assign(ticket, n % 3 + 1))
            desk.act(number + 1, action.Undo())
        time.sleep(0.005)


@contextmanager
def writing(store: Path) -> Iterator[None]:
    """Processes that write meanwhile; they are killed at the end."""
    children = [forked(lambda n=n: write_on(store, n)) for n in range(WRITERS)]  # type: ignore[misc]
    try:
        yield
    finally:
        for child in children:
            os.kill(child, signal.SIGKILL)
        statuses = [os.waitpid(child, 0)[1] for child in children]
    if not all(map(os.WIFSIGNALED, statuses)):
        raise AssertionError("a writer ended by itself")


def forked(do: Callable[[], object]) -> int:
    """Do it in a process of its own."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            do()
            code = 0
        finally:
            os._exit(code)
    return child


def done(do: Callable[[], object], after: float | None) -> bool:
    """Do it in a process of its own, killed `after` so many seconds; whether it came to its end."""
    child = forked(do)
    if after is not None:
        time.sleep(after)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1] == 0


def plain_copy(store: Path, target: Path) -> None:
    """What must not be done with a file that is being written: a planted fault.

    It takes its time, as with a store of some size: a small one in memory is copied between two
    writes, half of the time.
    """
    with store.open("rb") as source, target.open("wb") as copied:
        while part := source.read(PART_BYTES):
            copied.write(part)
            time.sleep(0.002)


@dataclass
class Trial:
    """One store, its backups and their faults."""

    folder: Path
    report: Report
    pick: random.Random
    plant: str
    whole: Path = Path()
    """The newest backup that came to its end."""

    @property
    def store(self) -> Path:
        """The store that is written to."""
        return self.folder / "live.desk"

    def back_up(self, n: int) -> None:
        """Take a backup, in every other round killed at some moment."""
        target = self.folder / f"copy-{n}.desk"
        least = newest(self.store)
        copy = plain_copy if self.plant == "copy" else backup.back_up
        after = self.pick.uniform(0, 0.15) if n % 2 else None
        ended = done(lambda: copy(self.store, target), after)
        most = newest(self.store)
        self.report.backups += 1
        self.report.killed += not ended
        self.report.written_meanwhile += most > least
        if not target.exists():
            if ended:
                self.report.add(f"backup {n}: it is not there")
            return
        self.report.whole_though_killed += not ended
        self._check_copy(target, least, most)
        if self.whole.is_file():
            self.whole.unlink()
        self.whole = target

    def _check_copy(self, target: Path, least: int, most: int) -> None:
        try:
            found = newest(target)
            with closing(open_desk(target, present, read_only=True)) as desk:
                faults = desk.ask(unsound)
        except (DeskError, sqlite3.Error) as trouble:
            self.report.add(f"{target.name}: {trouble!r}")
            return
        if not least <= found <= most:
            self.report.add(f"{target.name}: event {found}, not of {least} to {most}")
        for fault in faults:
            self.report.add(f"{target.name}: {fault}")

    def restore(self, n: int) -> None:
        """Go back to the newest backup while nobody writes, in every other round killed."""
        former = self.folder / f"former-{n}.desk"
        before, wanted = stands(self.store, packed=True), stands(self.whole, packed=True)
        after = self.pick.uniform(0, 0.12) if n % 2 else None
        ended = done(lambda: backup.restore(self.whole, self.store, former), after)
        self.report.restores += 1
        self.report.restores_killed += not ended
        found = stands(self.store, packed=True)
        self.report.restored_though_killed += not ended and found == wanted
        if found not in (before, wanted):
            self.report.add(f"restore {n}: neither as before nor as the backup")
        if found == wanted != before and (
            not former.exists() or stands(former, packed=True) != before
        ):
            self.report.add(f"restore {n}: there is no way back")
        if ended and found != wanted:
            self.report.add(f"restore {n}: it is not what the backup was")
        former.unlink(missing_ok=True)

    def restore_under(self, n: int) -> None:
        """Go back while others write: they go on with what was restored."""
        former = self.folder / f"under-{n}.desk"
        wanted = newest(self.whole)
        with writing(self.store):
            time.sleep(0.1)
            if not done(lambda: backup.restore(self.whole, self.store, former), None):
                self.report.add(f"restore {n} under writers: it failed")
            patience = time.monotonic() + 20
            while newest(self.store) <= wanted and time.monotonic() < patience:
                time.sleep(0.02)
        if newest(self.store) <= wanted:
            self.report.add(f"restore {n} under writers: they did not go on")
        with closing(open_desk(self.store, present)) as desk:
            for fault in desk.ask(unsound):
                self.report.add(f"restore {n} under writers: {fault}")
        former.unlink(missing_ok=True)


def run(folder: Path, rounds: int, seed: int = 1, plant: str = "") -> Report:
    """So many backups while others write; and after every few of them a restore."""
    trial = Trial(folder, Report(), random.Random(seed), plant)
    backup._PAGES_A_STEP = PAGES_A_STEP
    base = folder / "base.desk"
    make_desk(base)
    for begin in range(0, rounds, 10):
        for part in backup.PARTS:
            trial.store.with_name(trial.store.name + part).unlink(missing_ok=True)
        shutil.copy(base, trial.store)
        with writing(trial.store):
            time.sleep(0.2)
            for n in range(begin, min(begin + 10, rounds)):
                trial.back_up(n)
        if not plant and trial.whole.is_file():
            for n in range(begin, begin + 6):
                trial.restore(n)
                with closing(open_desk(trial.store, present)) as desk:
                    desk.act(1, action.AddNote(6, f"after restore {n}"))
            trial.restore_under(begin)
    return trial.report


def main() -> None:
    """Run with the arguments of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plant", choices=("", "copy"), default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder), chosen.rounds, chosen.seed, chosen.plant)
    tell(asdict(report))


if __name__ == "__main__":
    main()
