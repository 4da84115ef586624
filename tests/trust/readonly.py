"""A store, its folder or its disk cannot be written, or no longer: it is read, and it says so.

`python -m tests.trust.readonly`: as a user without rights (root becomes nobody for it), with a
file, a lock, a folder and a disk that cannot be written, and with rights that are taken away while
a desk is open. Every time what was accepted must be readable, a change must be refused as
`store.read_only` or done whole, and with the rights back everything must go on. Exit code 1 on any
fault; the disk needs root and is left out elsewhere.
"""

import json
import os
import shutil
import subprocess
import tempfile
import traceback
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain import action
from supportdesk.domain.errors import DeskError
from supportdesk.domain.memory import KeepDraft
from supportdesk.store.read import threads
from tests.trust.desk_work import make_desk, present, unsound
from tests.trust.small_disk import NoDisk, small_disk
from tests.trust.verdict import tell

NOBODY = 65534
ALLOWED = {"store.read_only", "store.log_on_media"}


@dataclass
class Report:
    """What came of every case."""

    cases: list[str] = field(default_factory=list)
    refused: dict[str, list[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


@dataclass
class Attempts:
    """What happened to a user who has lost the right to write."""

    store: Path
    accepted: int = 1
    """Notes that must be there: the first was written before."""
    refused: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def change(self, desk: Desk) -> None:
        """Write a note and keep a draft; each is done whole or refused with the right word."""
        for do in (
            lambda: desk.act(1, action.AddNote(5, f"note {self.accepted}")),
            lambda: desk.remember(KeepDraft(1, 1, "note", "half")),
        ):
            try:
                receipt = do()
            except DeskError as trouble:
                self.refused.append(trouble.code)
                if trouble.code not in ALLOWED:
                    self.faults.append(f"refused as {trouble!r} {trouble.parameters}")
            else:
                self.accepted += receipt is not None

    def read(self, desk: Desk) -> None:
        """Everything accepted can be read."""
        bodies = [row.body for row in desk.ask(threads.messages, 5)]
        missing = [n for n in range(self.accepted) if bodies.count(f"note {n}") != 1]
        if missing:
            self.faults.append(f"notes {missing} are not there once: {bodies}")

    def all_anew(self) -> None:
        """Open it, read it, try to change it."""
        try:
            with closing(open_desk(self.store, present)) as desk:
                self.read(desk)
                self.change(desk)
                self.read(desk)
        except DeskError as trouble:
            self.refused.append(trouble.code)
            if trouble.code not in ALLOWED:
                self.faults.append(f"opening: {trouble!r} {trouble.parameters}")


Taking = Callable[[Path], None]


def take_file(store: Path) -> None:
    """The store itself cannot be written."""
    store.chmod(0o444)


def take_lock(store: Path) -> None:
    """The lock beside it cannot be."""
    store.with_name(f"{store.name}.lock").chmod(0o444)


def take_folder(store: Path) -> None:
    """Nothing can be made beside it."""
    store.parent.chmod(0o555)


def take_all(store: Path) -> None:
    """None of it can be written."""
    for file in store.parent.iterdir():
        file.chmod(0o444)
    store.parent.chmod(0o555)


def give_back(store: Path) -> None:
    """Everything can be written again."""
    store.parent.chmod(0o755)
    for file in store.parent.iterdir():
        file.chmod(0o644)


TAKINGS: dict[str, Taking] = {
    "file": take_file,
    "lock": take_lock,
    "folder": take_folder,
    "all": take_all,
}


def become_nobody() -> None:
    """Root would be allowed everything."""
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def apart(store: Path, do: Callable[[Attempts], None]) -> Attempts:
    """Do it as a user without rights, in a process of its own; what happened."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        told = Attempts(store)
        try:
            become_nobody()
            do(told)
        except BaseException:  # noqa: BLE001 - the parent is told
            told.faults.append(traceback.format_exc()[-600:])
        finally:
            said = json.dumps([told.accepted, told.refused, told.faults])
            os.write(writing, said.encode())
            os._exit(0)
    os.close(writing)
    os.waitpid(child, 0)
    with os.fdopen(reading) as answer:
        accepted, refused, faults = json.loads(answer.read())
    return Attempts(store, accepted, refused, faults)


def make(folder: Path, base: Path) -> Path:
    """A closed store of nobody's in a folder of its own, with its first note."""
    place = Path(tempfile.mkdtemp(dir=folder))
    store = place / "kept.desk"
    shutil.copy(base, store)
    with closing(open_desk(store, present)) as desk:
        desk.act(1, action.AddNote(5, "note 0"))
    if os.geteuid() == 0:
        for file in (place, *place.iterdir()):
            os.chown(file, NOBODY, NOBODY)
    give_back(store)
    return store


def from_the_start(taking: Taking) -> Callable[[Attempts], None]:
    """The right is not there when the store is opened."""

    def try_it(told: Attempts) -> None:
        taking(told.store)
        told.all_anew()
        if not told.refused:
            told.faults.append("a change was not refused")

    return try_it


def in_the_middle(taking: Taking) -> Callable[[Attempts], None]:
    """The right is taken away while a desk is at work; then it comes back."""

    def try_it(told: Attempts) -> None:
        with closing(open_desk(told.store, present)) as desk:
            told.change(desk)
            taking(told.store)
            told.change(desk)
            told.read(desk)
            told.all_anew()
            give_back(told.store)
            told.change(desk)
            told.read(desk)

    return try_it


def run(folder: Path) -> Report:
    """Every case."""
    report, base = Report(), folder / "base.desk"
    folder.chmod(0o755)
    make_desk(base)
    for name, taking in TAKINGS.items():
        if name != "lock":
            judge(report, f"{name} from the start", make(folder, base), from_the_start(taking))
        judge(report, f"{name} in the middle", make(folder, base), in_the_middle(taking))
    try:
        with small_disk(16) as disk:
            disk.folder.chmod(0o755)
            store = make(disk.folder, base)
            subprocess.run(["mount", "-o", "remount,ro", disk.folder], check=True)
            judge(report, "disk", store, Attempts.all_anew, back=False)
            subprocess.run(["mount", "-o", "remount,rw", disk.folder], check=True)
            afterwards(report, "disk", store, 1)
    except NoDisk as reason:
        report.left_out.append(f"disk: {reason}")
    return report


def judge(
    report: Report,
    name: str,
    store: Path,
    do: Callable[[Attempts], None],
    *,
    back: bool = True,
) -> None:
    """Try a case, and then whether everything goes on with the rights back."""
    told = apart(store, do)
    report.cases.append(name)
    report.refused[name] = told.refused
    report.faults += [f"{name}: {fault}" for fault in told.faults]
    if back:
        give_back(store)
        afterwards(report, name, store, told.accepted)


def afterwards(report: Report, name: str, store: Path, accepted: int) -> None:
    """With the rights back nothing is lost and a change is taken."""
    with closing(open_desk(store, present)) as desk:
        told = Attempts(store, accepted)
        with suppress(DeskError):
            told.change(desk)
        told.read(desk)
        report.faults += [f"{name}, afterwards: {fault}" for fault in told.faults]
        if told.refused:
            report.faults.append(f"{name}: with the rights back it is refused: {told.refused}")
        report.faults += [f"{name}: {fault}" for fault in desk.ask(unsound)]


def main() -> None:
    """Run all of them."""
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder))
    tell(asdict(report))


if __name__ == "__main__":
    main()
