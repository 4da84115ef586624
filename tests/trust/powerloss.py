"""The power goes at any moment of a desk's work: what it had accepted is there, whole and once.

`python -m tests.trust.powerloss [--images 10000] [--work 150] [--seed 1] [--migration N]
[--plant normal|log|store]`: the statements of a real desk are taken down and played again on a
disk that records every write and sync; from that, disks are made as they may be found after a loss
of power at any step: what was synced, and of the rest anything, in any order, torn at sectors. Each
is opened by the real desk. The content must be exactly that after some commit, none earlier than
the last answer, and handing everything in again must change nothing. `--plant` builds in a fault
that must be found: a store that does not wait for the disk, or a disk that does not hear the syncs
of the log or of the store. Exit code 1 on any fault.
"""

import argparse
import pickle
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from supportdesk.desk.opening import open_desk
from supportdesk.domain.envelope import Envelope, new_id
from supportdesk.domain.errors import DeskError, StoreTrouble
from supportdesk.domain.memory import KeepDraft
from supportdesk.store.read.connection import open_file
from supportdesk.store.write import migrate
from tests.trust.desk_work import CONFIRMED, make_desk, present, submit, task, unsound
from tests.trust.migrations import formers
from tests.trust.power import MODES, Disk, Promises
from tests.trust.tape import Tape, content, recorded
from tests.trust.verdict import tell

FOLD_ABOVE = 96 << 10
SEED = "power"
REPEATED_EVERY = 20
"""In every so many images everything answered is handed in again, and the desk goes on."""
DEAF = {"log": "-wal", "store": ".desk"}


@dataclass
class Report:
    """What came of all images."""

    images: int = 0
    commits: int = 0
    answers: int = 0
    syncs: int = 0
    images_losing: int = 0
    torn: int = 0
    damaged: int = 0
    doubled: int = 0
    in_flight_kept: int = 0
    repeated: int = 0
    modes: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, kind: str, told: str) -> None:
        """Count a fault, and keep the first few as they were."""
        setattr(self, kind, getattr(self, kind) + 1)
        if len(self.faults) < 10:
            self.faults.append(f"image {self.images}: {kind}: {told}")


def record_work(store: Path, tape: Tape, much: int) -> dict[UUID, int]:
    """Let a desk work and take it down; which envelope was which piece of work."""
    pieces = {}
    with recorded(tape, FOLD_ABOVE):
        desk = open_desk(store, present, undo_send_seconds=0)
        for n in range(much):
            envelope = Envelope(new_id(present()), 1, present(), task(SEED, n), CONFIRMED)
            with suppress(DeskError):
                submit(desk, envelope)
                pieces[envelope.id] = n
                tape.acknowledge(str(envelope.id))
            if n % 3 == 0:
                desk.remember(KeepDraft(1, 1, "note", f"draft {n}"))
                tape.acknowledge(f"draft {n}")
        desk.close()
    return pieces


def record_migration(store: Path, tape: Tape) -> None:
    """Bring an older store up to date and take it down."""
    with recorded(tape, FOLD_ABOVE):
        migrate.upgrade_store(store, present())
    tape.acknowledge("upgraded")


def disk_log(folder: Path, base: Path, tape: Tape, plant: str) -> list[tuple[Any, ...]]:
    """What happens to the disk when the tape is played."""
    played, kept, log = folder / "played.desk", folder / "tape", folder / "log"
    shutil.copy(base, played)
    tape.save(kept)
    fault = "normal" if plant == "normal" else ""
    subprocess.run(
        [sys.executable, "-m", "tests.trust.disk_recorder", kept, played, log, fault],
        check=True,
        cwd=Path(__file__).resolve().parents[2],
    )
    found: list[tuple[Any, ...]] = pickle.loads(log.read_bytes())
    return found


@dataclass
class Trial:
    """Images of one recording, each opened and judged."""

    folder: Path
    promises: Promises
    report: Report
    pieces: dict[UUID, int]
    """Empty for a migration: its images are only compared."""

    def judge(self, files: dict[str, bytes], step: int) -> None:
        """Open an image with the real store and say what is wrong with it."""
        place = Path(tempfile.mkdtemp(dir=self.folder))
        self.report.images += 1
        try:
            for name, standing in files.items():
                (place / name).write_bytes(standing)
            self._judge(place / "played.desk", step)
        except (sqlite3.DatabaseError, StoreTrouble) as trouble:
            self.report.add("damaged", f"step {step}: {trouble}")
        finally:
            shutil.rmtree(place)

    def _judge(self, store: Path, step: int) -> None:
        with closing(open_file(store)) as reader:
            (whole,) = reader.execute("PRAGMA integrity_check").fetchone()
            found = content(reader)
        if whole != "ok":
            self.report.add("damaged", f"step {step}: {whole}")
            return
        if found not in self.promises.contents:
            self.report.add("torn", f"step {step}: a content that no commit had")
            return
        commits = self.promises.contents.index(found)
        last = len(self.promises.contents) - 1 - self.promises.contents[::-1].index(found)
        least, most = self.promises.least(step), self.promises.most(step)
        if last < least:
            self.report.add("images_losing", f"step {step}: {last} commits instead of {least}")
        if commits > most:
            self.report.add("torn", f"step {step}: {commits} commits, {most} were begun")
        self.report.in_flight_kept += last > least
        if self.pieces and self.report.images % REPEATED_EVERY == 0:
            self._go_on(store, step)

    def _go_on(self, store: Path, step: int) -> None:
        """Everything answered is handed in again, and new work is taken."""
        self.report.repeated += 1
        with closing(open_desk(store, present, undo_send_seconds=0)) as desk:
            for told in desk.ask(unsound):
                self.report.add("damaged", f"step {step}: {told}")
            desk.work()
            before = desk.ask(lambda c: c.execute("SELECT max(seq) FROM event").fetchone())
            for envelope in self.promises.answered(step)[-10:]:
                if not envelope.startswith("draft"):
                    again = UUID(envelope)
                    wanted = task(SEED, self.pieces[again])
                    try:
                        submit(desk, Envelope(again, 1, present(), wanted, CONFIRMED))
                    except DeskError as trouble:
                        self.report.add("images_losing", f"step {step}: {trouble} on repeating")
            if desk.ask(lambda c: c.execute("SELECT max(seq) FROM event").fetchone()) != before:
                self.report.add("doubled", f"step {step}: a repeat was done again")
            submit(
                desk, Envelope(new_id(present()), 1, present(), task("afterwards", 4), CONFIRMED)
            )


def run(
    folder: Path,
    images: int,
    *,
    work: int = 150,
    seed: int = 1,
    plant: str = "",
    older: Path | None = None,
) -> Report:
    """So many images of a desk's work, or of bringing the store `older` up to date."""
    base, live, tape, report = folder / "base.desk", folder / "live.desk", Tape(), Report()
    if older is None:
        make_desk(base)
    else:
        shutil.copy(older, base)
    shutil.copy(base, live)
    pieces: dict[UUID, int] = {}
    if older is None:
        pieces = record_work(live, tape, work)
    else:
        record_migration(live, tape)
    log = disk_log(folder, base, tape, plant)
    promises = Promises.of(log)
    with closing(open_file(live)) as desk, closing(open_file(folder / "played.desk")) as played:
        if content(desk, packed=False) != content(played, packed=False):
            raise AssertionError("the tape does not make the same store")
    report.commits, report.answers = len(promises.begun), len(promises.promised)
    report.syncs = sum(what[0] == "sync" for what in log)
    trial = Trial(folder, promises, report, pieces)
    pick = random.Random(seed)
    disk = Disk({"played.desk": bytearray(base.read_bytes())}, deaf=DEAF.get(plant, ""))
    done = 0
    for step in sorted(pick.randint(1, len(log)) for _ in range(images)):
        while done < step:
            disk.do(log[done])
            done += 1
        mode = pick.choice(MODES)
        report.modes[mode] = report.modes.get(mode, 0) + 1
        trial.judge(disk.after_power_loss(pick, mode), step)
    return report


def main() -> None:
    """Run with the arguments of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--images", type=int, default=10_000)
    parser.add_argument("--work", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--plant", choices=("", "normal", *DEAF), default="")
    parser.add_argument("--migration", type=int, help="bring a store of this schema up to date")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=_memory()) as name:
        folder, older = Path(name), None
        if chosen.migration:
            (former,) = formers(folder, [chosen.migration])
            older = former.path
        report = run(
            folder,
            chosen.images,
            work=chosen.work,
            seed=chosen.seed,
            plant=chosen.plant,
            older=older,
        )
    tell(asdict(report))


def _memory() -> str | None:
    """Where files are made that nobody needs on a disk."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


if __name__ == "__main__":
    main()
