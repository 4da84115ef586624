"""The disk is full at any write: nothing is half done, it is said so, and work goes on with room.

`python -m tests.trust.diskfull [--every 1] [--plant swallow]`: on a small disk of its own (Linux,
root) a reply, a draft, an import, a migration, a backup, and on a copy of another desk a reply and
what that desk tells, are tried with 0, 1, 2 … pages free, until there is room enough. Each must
succeed or be refused as `store.full`, leave the store as it was and no half files, and succeed once
there is room. `--plant` builds in a store that says nothing of a full disk: that must be found.
Exit code 1 on any fault.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import asdict, dataclass, field
from itertools import count
from pathlib import Path
from unittest.mock import patch
from uuid import UUID

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.desk.replica.beginning import begin_copy
from supportdesk.desk.replica.linked_desk import LinkedDesk
from supportdesk.domain import action
from supportdesk.domain.envelope import Envelope, new_id
from supportdesk.domain.errors import DeskError, StoreTrouble
from supportdesk.domain.memory import KeepDraft
from supportdesk.remote.own_desk.asking import read_page
from supportdesk.store.read import threads
from supportdesk.store.read.connection import SCHEMA_VERSION
from supportdesk.store.write import engine, migrate
from supportdesk.store.write.backup import back_up
from supportdesk.store.write.copying import RowsPage
from tests.replica.copies import Straight
from tests.trust.desk_work import CONFIRMED, make_desk, present, submit, unsound
from tests.trust.migrations import formers, stands
from tests.trust.small_disk import NoDisk, SmallDisk, small_disk
from tests.trust.verdict import tell

MEGABYTES = 24
LONG = "so it is " * 4_000
BESIDE = {"full.desk", "full.desk-wal", "full.desk-shm", "full.desk.lock"}
"""Files that may be there after a refusal."""


@dataclass
class Report:
    """What came of all trials: how many were refused and how many had room, by what was done."""

    refused: dict[str, int] = field(default_factory=dict)
    done: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    skipped: str = ""


@dataclass
class Trial:
    """One piece of work on a nearly full disk."""

    disk: SmallDisk
    base: Path
    name: str
    do: Callable[[Path], None]
    is_there: Callable[[Path], bool]
    """Whether what was asked has been done."""
    report: Report
    in_parts: bool = False
    """Whether what was done before the disk was full stays."""

    def run(self, every: int) -> None:
        """With 0, `every`, 2 × `every` … free pages, until it was done a few times."""
        done = 0
        for free in count(0, every):
            done += self.once(free)
            if done > 2:
                return

    def once(self, free: int) -> bool:
        """With so many free pages; whether it was done."""
        self.disk.clear()
        store = self.disk.folder / "full.desk"
        shutil.copy(self.base, store)
        before = stands(store, packed=True)
        self.disk.fill(leave=free)
        done = self._try(store, free)
        self.disk.make_room()
        counts = self.report.done if done else self.report.refused
        counts[self.name] = counts.get(self.name, 0) + 1
        if not done:
            self._check_refused(store, before, free)
        elif not self.is_there(store):
            self._fault(free, "it was accepted and is not there")
        return done

    def _try(self, store: Path, free: int) -> bool:
        try:
            self.do(store)
        except DeskError as trouble:
            if trouble.code != "store.full":
                self._fault(free, f"refused as {trouble!r} {trouble.parameters}")
            return False
        return True

    def _check_refused(self, store: Path, before: str, free: int) -> None:
        if not self.in_parts and stands(store, packed=True) != before:
            self._fault(free, "refused, and the store is another")
        left = {file.name for file in self.disk.folder.iterdir()} - BESIDE
        if left:
            self._fault(free, f"it has left {left}")
        try:
            self.do(store)
        except DeskError as trouble:
            self._fault(free, f"with room it is refused: {trouble!r} {trouble.parameters}")
        if not self.is_there(store):
            self._fault(free, "with room it is not done")
        with closing(open_desk(store, present)) as desk:
            for told in desk.ask(unsound):
                self._fault(free, told)

    def _fault(self, free: int, told: str) -> None:
        if len(self.report.faults) < 10:
            self.report.faults.append(f"{self.name}, {free} pages free: {told}"[:400])


@contextmanager
def opened(store: Path) -> Iterator[Desk]:
    """A desk that folds its log after every action: the store itself is written then too."""
    with (
        patch.object(engine, "CHECKPOINT_ABOVE_BYTES", 0),
        closing(open_desk(store, present, undo_send_seconds=0)) as desk,
    ):
        yield desk


def replying(envelope: UUID) -> Callable[[Path], None]:
    """Write a long reply; always in the same envelope."""

    def reply(store: Path) -> None:
        wanted = action.Reply(5, f"reply <full> {LONG}", 0)
        with opened(store) as desk:
            submit(desk, Envelope(envelope, 1, present(), wanted, CONFIRMED))

    return reply


def has_reply(store: Path) -> bool:
    """Whether the reply is there, once."""
    with closing(open_desk(store, present)) as desk:
        return [row.body[:12] for row in desk.ask(threads.messages, 5)].count("reply <full>") == 1


def keep_draft(store: Path) -> None:
    """Keep a long draft."""
    with opened(store) as desk:
        desk.remember(KeepDraft(1, 1, "reply", f"half {LONG}"))


def has_draft(store: Path) -> bool:
    """Whether it is kept."""
    with closing(open_desk(store, present)) as desk:
        return [row.body[:4] for row in desk.ask(threads.drafts, 1)] == ["half"]


def save_copy(store: Path) -> None:
    """Back the store up beside itself."""
    back_up(store, store.with_name("copy.desk"))


def has_copy(store: Path) -> bool:
    """Whether the backup is the store."""
    copy = store.with_name("copy.desk")
    return copy.exists() and stands(copy, packed=True) == stands(store, packed=True)


def bring_up_to_date(store: Path) -> None:
    """Migrate an older store."""
    migrate.upgrade_store(store, present())


def is_up_to_date(store: Path) -> bool:
    """Whether it was migrated."""
    return stands(store, packed=False).startswith(f"{SCHEMA_VERSION} ")


def record(store: Path) -> None:
    """Import conversations in batches, as an import does."""
    with opened(store) as desk:
        for batch in range(3):
            desk.act(None, action.RecordHistory(tuple(old(10 * batch + n) for n in range(10))))


def old(number: int) -> action.HistoricTicket:
    """One imported conversation."""
    who = action.ClientReference(f"Old {number}", f"old{number}@example.org")
    began = present().replace(year=2020)
    messages = tuple(
        action.HistoricMessage(f"old-{number}-{n}", "client", who, began, f"old {LONG[:3000]}")
        for n in range(3)
    )
    return action.HistoricTicket(f"old-{number}", "Old", who, messages, began)


def has_history(store: Path) -> bool:
    """Whether every conversation was imported once."""
    with closing(open_desk(store, present)) as desk:
        found = desk.ask(
            lambda c: c.execute("SELECT count(*) FROM message WHERE body LIKE 'old %'").fetchone()
        )
    return bool(found == (90,))


def copied(folder: Path, base: Path) -> tuple[Path, Callable[[Path], None]]:
    """A copy with doings that wait, and how what its desk told since is put under them."""
    path = folder / "copy.desk"
    begin_copy(path, "team", "http://127.0.0.1:1")
    with closing(open_desk(base, present)) as desk:
        server = Straight(desk, 1)
        with closing(linked(path)) as copy:
            copy.keep_operator(1)
            while not copy.link.complete:
                copy.take(next_page(server, copy.link.change))
            for ticket in (1, 2, 3):
                copy.act(1, action.AddNote(ticket, f"waits {LONG}"))
            known = copy.link.change
        desk.act(1, action.AddNote(2, f"told {LONG}"))
        desk.act(1, action.EditClient(1, (("company", "Full & Sons"),)))
        page = next_page(server, known)

    def take(store: Path) -> None:
        with (
            patch.object(engine, "CHECKPOINT_ABOVE_BYTES", 0),
            closing(linked(store)) as copy,
        ):
            copy.take(page)

    return path, take


def linked(path: Path) -> LinkedDesk:
    """The copy that lies there."""
    desk = open_desk(path, present, undo_send_seconds=0)
    if not isinstance(desk, LinkedDesk):
        raise TypeError(desk)
    return desk


def next_page(server: Straight, since: int) -> RowsPage:
    """What a desk tells after this change number."""
    return read_page(server.item(since, 400), since)


def has_page(store: Path) -> bool:
    """Whether what was told is there, and what waits stands over it."""
    with closing(linked(store)) as copy:
        found = [[row.body[:5] for row in copy.ask(threads.messages, n)][-2:] for n in (1, 2, 3)]
    waits = [bodies.count("waits") for bodies in found]
    return waits == [1, 1, 1] and sorted(found[1]) == ["told ", "waits"]


@contextmanager
def swallowing() -> Iterator[None]:
    """A store that says nothing of a full disk: a planted fault."""
    translated = engine.translated

    @contextmanager
    def silent(path: Path) -> Iterator[None]:
        with suppress(StoreTrouble), translated(path):
            yield

    with patch.object(engine, "translated", silent):
        yield


def run(folder: Path, every: int = 1, plant: str = "") -> Report:
    """Every kind of work with every so many pages free."""
    report = Report()
    base = folder / "base.desk"
    make_desk(base)
    (older,) = formers(folder, [9])
    with small_disk(MEGABYTES) as disk, swallowing() if plant else nullcontext():
        reply = replying(new_id(present()))
        Trial(disk, base, "reply", reply, has_reply, report).run(every)
        Trial(disk, base, "draft", keep_draft, has_draft, report).run(every)
        if plant:
            return report
        Trial(disk, base, "backup", save_copy, has_copy, report).run(4 * every)
        Trial(disk, older.path, "migration", bring_up_to_date, is_up_to_date, report).run(8 * every)
        Trial(disk, base, "import", record, has_history, report, in_parts=True).run(4 * every)
        copy, take = copied(folder, base)
        Trial(disk, copy, "copy's reply", reply, has_reply, report).run(every)
        Trial(disk, copy, "told page", take, has_page, report).run(2 * every)
    return report


def main() -> None:
    """Run with the arguments of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--plant", choices=("", "swallow"), default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            report = run(Path(folder), chosen.every, chosen.plant)
        except NoDisk as reason:
            print(f"skipped: {reason}", file=sys.stderr)
            return
    tell(asdict(report))


if __name__ == "__main__":
    main()
