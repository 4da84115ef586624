"""An import is killed at its statements and begun again: every mail is there, once.

`python -m tests.trust.imports [--every 1] [--mails 600] [--plant forgetful]`: a mailbox is imported
in a process that is killed before a statement or a commit. The store must be sound then, and the
same import begun again must make the same conversations as one that was left alone. `--plant` gives
the mails other names the second time, as if none were known: that must be found. Exit code 1 on any
fault.
"""

import argparse
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from email.message import EmailMessage
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import Engine, event

from supportdesk.desk.opening import open_desk
from supportdesk.intake.importer import import_files
from supportdesk.intake.report import ImportOptions
from supportdesk.store.write import engine
from tests.trust.desk_work import make_desk, present, unsound
from tests.trust.verdict import tell

Conversations = list[tuple[object, ...]]


@dataclass
class Report:
    """What came of all trials."""

    mails: int
    statements: int = 0
    commits: int = 0
    killed: int = 0
    faults: list[str] = field(default_factory=list)


def write_mails(path: Path, mails: int, names: str = "a") -> None:
    """A mailbox of conversations of three mails each, whose names end so."""
    with path.open("wb") as mailbox:
        for n in range(mails):
            mail = EmailMessage()
            mail["From"] = f"Client {n // 3} <client{n // 3}@example.net>"
            mail["Date"] = f"Mon, 02 Feb 2026 08:{n % 60:02}:00 +0000"
            mail["Subject"] = f"Refund {n // 3}"
            mail["Message-ID"] = f"<{n}-{names}@example.net>"
            if n % 3:
                mail["In-Reply-To"] = f"<{n - 1}-{names}@example.net>"
            mail.set_content(f"mail {n}. " + "I paid twice. " * (1 + n % 40))
            mailbox.write(b"From sender Mon Feb  2 08:00:00 2026\n" + mail.as_bytes() + b"\n")


def bring_in(store: Path, mailbox: Path, heard: Callable[[str], None]) -> None:
    """Import the mailbox; `heard` is told of every statement and commit before it is done."""
    make = engine.make_engine

    def make_heard(place: Path, settings: Sequence[str]) -> Engine:
        made = make(place, settings)
        event.listen(made, "before_cursor_execute", lambda *_all: heard("statement"))
        event.listen(made, "commit", lambda _connection: heard("commit"))
        return made

    with (
        patch.object(engine, "make_engine", make_heard),
        closing(open_desk(store, present)) as desk,
    ):
        import_files(desk, [mailbox], ImportOptions())


def conversations(store: Path) -> Conversations:
    """What was imported, without what differs from run to run."""
    with closing(open_desk(store, present, read_only=True)) as desk:
        return desk.ask(
            lambda c: c.execute(
                "SELECT t.subject, t.state, t.messages, m.kind, m.body, p.name"
                " FROM message m JOIN ticket t ON t.id = m.ticket_id"
                " JOIN client p ON p.id = t.client_id WHERE m.body LIKE 'mail %' ORDER BY m.body"
            ).fetchall()
        )


def killed_at(store: Path, mailbox: Path, wanted: tuple[str, int]) -> bool:
    """Import in a process of its own that is killed there; whether it came that far."""
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
            bring_in(store, mailbox, heard)
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def trial(folder: Path, wanted: tuple[str, int], whole: Conversations, again: str) -> list[str]:
    """Kill one import, begin it again with the mailbox `again`, and say what is wrong."""
    store = folder / "tried.desk"
    for file in folder.glob("tried.desk*"):
        file.unlink()
    shutil.copy(folder / "base.desk", store)
    if not killed_at(store, folder / "mails.mbox", wanted):
        return [f"{wanted}: it was not reached"]
    with closing(open_desk(store, present)) as desk:
        faults = [f"{wanted}: {told}" for told in desk.ask(unsound)]
    bring_in(store, folder / again, lambda _name: None)
    if conversations(store) != whole:
        faults.append(f"{wanted}: begun again it has made something else")
    with closing(open_desk(store, present)) as desk:
        faults += [f"{wanted}, begun again: {told}" for told in desk.ask(unsound)]
    return faults


def run(folder: Path, every: int = 1, mails: int = 600, plant: str = "") -> Report:
    """Kill an import at every so many statements and at every commit."""
    report, told = Report(mails), list[str]()
    make_desk(folder / "base.desk")
    write_mails(folder / "mails.mbox", mails)
    write_mails(folder / "others.mbox", mails, "b")
    shutil.copy(folder / "base.desk", folder / "whole.desk")
    bring_in(folder / "whole.desk", folder / "mails.mbox", told.append)
    whole = conversations(folder / "whole.desk")
    if len(whole) != mails:
        report.faults.append(f"{len(whole)} of {mails} mails are there")
    report.statements, report.commits = told.count("statement"), told.count("commit")
    wanted = [("statement", n) for n in range(0, report.statements, every)]
    for one in (*wanted, *(("commit", n) for n in range(report.commits))):
        report.faults += trial(folder, one, whole, "others.mbox" if plant else "mails.mbox")
        report.killed += 1
        del report.faults[10:]
    return report


def main() -> None:
    """Run with the arguments of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--mails", type=int, default=600)
    parser.add_argument("--plant", choices=("", "forgetful"), default="")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder), chosen.every, chosen.mails, chosen.plant)
    tell(asdict(report))


if __name__ == "__main__":
    main()
