"""A migration is killed at every statement: the store is as before or as after, never between.

`python -m tests.trust.migrations [--every 1] [--from 1 2 ...] [--plant autocommit]`: a populated
store of every former schema is brought up to date in a process that is killed before a statement of
the migration, around its commit and at every step of the copy that is made before. Then the store
must be exactly as it was or as it should be, the copy must be there and whole, and the next start
must finish the work. `--plant` lets every statement commit by itself, as the driver does with some
of them: that must be found. Exit code 1 on any fault.
"""

import argparse
import os
import shutil
import signal
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, event

from supportdesk.desk.opening import open_desk
from supportdesk.domain import action
from supportdesk.domain.errors import StoreTrouble
from supportdesk.domain.memory import KeepDraft
from supportdesk.store.read.connection import SCHEMA_VERSION
from supportdesk.store.write import backup, engine, migrate
from supportdesk.store.write.engine import FileWriter
from tests.small_desk import SmallDesk, StandingClock
from tests.store.test_opening import older
from tests.trust.desk_work import make_desk, present, unsound
from tests.trust.tape import content
from tests.trust.verdict import tell

STEPS: dict[str, tuple[object, str]] = {
    "copy": (backup, "_copy"),
    "check of the copy": (backup, "_finish"),
    "name of the copy": (backup, "_settle"),
    "end": (FileWriter, "close"),
}
"""Before these the process is killed too."""
FINISHED_EVERY = 10
"""In every so many trials the next start is tried as well."""


@dataclass
class Report:
    """What came of all trials."""

    plant: str = ""
    schemas: int = 0
    statements: int = 0
    killed: int = 0
    as_before: int = 0
    as_after: int = 0
    finished: int = 0
    faults: list[str] = field(default_factory=list)


@dataclass
class Former:
    """A store of a former schema, and what it is before and after."""

    version: int
    path: Path
    before: str = ""
    after: str = ""
    statements: int = 0


def populated(path: Path) -> None:
    """A store in which something stands in the tables that migrations change."""
    make_desk(path)
    with closing(open_desk(path, present, undo_send_seconds=0)) as desk:
        file = action.NewAttachment("server.log", "text/plain", b"gateway timeout " * 900)
        for ticket in range(1, 9):
            desk.act(1, action.AddNote(ticket, f"note {ticket} " + "возврат " * 40, (file,)))
            desk.act(1, action.Reply(ticket, f"reply {ticket}", 0), ["newer"])
            desk.act(2, action.Assign(ticket, ticket % 3 + 1))
            desk.act(1, action.ChangeTags(ticket, add=("refund", f"tag{ticket % 3}")))
        desk.remember(KeepDraft(1, 1, "reply", "half a reply"))


def formers(folder: Path, versions: Sequence[int]) -> Iterator[Former]:
    """Stores as each of these schemas left them."""
    newest, first = folder / "newest.desk", folder / "first.desk"
    populated(newest)
    shutil.copy(newest, first)
    desk = open_desk(first, present)
    older(SmallDesk(desk, StandingClock(), 1, 2, 3, 1, 2))
    for version in versions:
        path = folder / f"former-{version}.desk"
        shutil.copy(first, path)
        if version > 1:
            bring_to(path, version)
        yield Former(version, path)


def bring_to(path: Path, version: int) -> None:
    """Bring a store of the first schema up to another former one."""
    writer = FileWriter(path)
    with writer.transaction() as connection:
        config = Config()
        config.set_main_option("script_location", str(migrate.MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, f"{version:04}")
        connection.exec_driver_sql(f"PRAGMA user_version = {version}")
    writer.close()


def stands(path: Path, *, packed: bool) -> str:
    """Everything in a store, with its version; read by the driver alone."""
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        return f"{version} {content(connection, packed=packed)}"


def upgrade(path: Path, heard: Callable[[str], None]) -> None:
    """Bring a store up to date; `heard` is told of every statement and step before it is done."""
    make = engine.make_engine

    def make_heard(place: Path, settings: Sequence[str]) -> Engine:
        made = make(place, settings)
        event.listen(made, "before_cursor_execute", lambda *_all: heard("statement"))
        event.listen(made, "commit", lambda _connection: heard("commit"))
        return made

    def telling(name: str, do: Callable[..., Any]) -> Callable[..., Any]:
        def told(*arguments: Any) -> Any:
            heard(name)
            return do(*arguments)

        return told

    with patch.object(engine, "make_engine", make_heard):
        patches = [
            patch.object(place, attribute, telling(name, getattr(place, attribute)))
            for name, (place, attribute) in STEPS.items()
        ]
        for one in patches:
            one.start()
        try:
            migrate.upgrade_store(path, present())
        finally:
            for one in patches:
                one.stop()


def killed_at(path: Path, wanted: tuple[str, int], plant: str) -> bool:
    """Upgrade in a process of its own that is killed there; whether it came that far."""
    child = os.fork()
    if child == 0:
        seen = 0

        def heard(name: str) -> None:
            nonlocal seen
            if name == wanted[0]:
                if seen == wanted[1]:
                    os.kill(os.getpid(), signal.SIGKILL)
                seen += 1

        try:
            with patch.object(engine, "_begin_immediate", nothing) if plant else nullcontext():
                upgrade(path, heard)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def nothing(_connection: Connection) -> None:
    """Begin no transaction: a planted fault."""


def measure(former: Former, folder: Path) -> None:
    """Upgrade a copy undisturbed: what it is afterwards, and how many statements it takes."""
    whole = folder / "whole.desk"
    shutil.copy(former.path, whole)
    told: list[str] = []
    upgrade(whole, told.append)
    former.before = stands(former.path, packed=True)
    former.after = stands(whole, packed=False)
    former.statements = told.count("statement")


def trial(former: Former, folder: Path, wanted: tuple[str, int], report: Report) -> None:
    """Kill one migration and look at what it has left."""
    path = folder / "tried.desk"
    shutil.copy(former.path, path)
    if not killed_at(path, wanted, report.plant):
        return
    report.killed += 1
    place = f"schema {former.version}, {wanted[0]} {wanted[1]}"
    is_before = stands(path, packed=True) == former.before
    is_after = stands(path, packed=False) == former.after
    report.as_before += is_before
    report.as_after += is_after
    if not is_before and not is_after:
        report.faults.append(f"{place}: neither as before nor as after")
    copies = [one for one in folder.glob("*.before-migration-*") if ".half-" not in one.name]
    if [one for one in copies if stands(one, packed=True) != former.before]:
        report.faults.append(f"{place}: the copy is not what the store was")
    if not copies and not wanted[0].endswith("copy"):
        report.faults.append(f"{place}: there is no copy")
    if report.killed % FINISHED_EVERY == 0:
        finish(path, former, place, report)


def finish(path: Path, former: Former, place: str, report: Report) -> None:
    """The next start finishes what was killed."""
    try:
        with closing(open_desk(path, present)) as desk:
            found = desk.ask(unsound)
    except StoreTrouble as trouble:
        found = [str(trouble)]
    report.faults += [f"{place}: after the next start: {told}" for told in found]
    if list(path.parent.glob("*.half-*")):
        report.faults.append(f"{place}: half a copy is left")
    if stands(path, packed=False) != former.after:
        report.faults.append(f"{place}: the next start has made something else")
    report.finished += 1


def run(folder: Path, every: int = 1, versions: Sequence[int] = (), plant: str = "") -> Report:
    """Kill migrations from these schemas (all former ones), at every so many statements."""
    report = Report(plant)
    for former in formers(folder, versions or range(1, SCHEMA_VERSION)):
        tried = folder / f"tried-{former.version}"
        tried.mkdir()
        measure(former, tried)
        report.schemas += 1
        report.statements += former.statements
        wanted = [("statement", n) for n in range(0, former.statements, every)]
        for one in (*wanted, ("commit", 0), *((step, 0) for step in STEPS)):
            place = Path(tempfile.mkdtemp(dir=tried))
            trial(former, place, one, report)
            shutil.rmtree(place)
        del report.faults[10:]
    return report


def main() -> None:
    """Run with the arguments of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--from", type=int, nargs="*", default=[], dest="versions")
    parser.add_argument("--plant", choices=("", "autocommit"), default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder), chosen.every, chosen.versions, chosen.plant)
    tell(asdict(report))


if __name__ == "__main__":
    main()
