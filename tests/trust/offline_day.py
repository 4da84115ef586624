"""A day without a network on the copy of a desk, and what becomes of it in the evening.

    python -m tests.trust.offline_day

The installed program links to a `serve` that then goes away. Thirty tickets are handled on the
copy, the other side changes ten of them meanwhile, and `sync --once` brings both together: every
doing is applied, replayed on what others did, or stopped with its reason.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from supportdesk.desk.opening import open_desk
from supportdesk.domain import action
from supportdesk.domain.access import digest, new_secret
from supportdesk.domain.macro import Macro
from supportdesk.store.read.connection import open_file
from tests.server.conftest import program
from tests.trust.verdict import tell

TICKETS = 30


def now() -> datetime:
    """The machine's own clock."""
    return datetime.now(UTC)


SOME_STOPPED = 1
"""What a sync ends with where something was stopped."""


@dataclass
class Day:
    """What was done on the copy, and what came of it."""

    home: Path
    store: Path
    done: list[tuple[str, str]] = field(default_factory=list)
    """Commands with the unique text that each wrote, or nothing."""
    stopped: list[dict[str, Any]] = field(default_factory=list)
    left: list[dict[str, Any]] = field(default_factory=list)
    texts: Counter[str] = field(default_factory=Counter)
    """What stands at the desk."""
    drafts: str = ""
    """What was given back of what was stopped."""

    def run(self, *words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
        """Run the installed program at home."""
        command = [sys.executable, "-c", "from supportdesk.cli.main import run; run()", *words]
        kept = {name: value for name, value in os.environ.items() if "SUPPORTDESK" not in name}
        more = {"HOME": str(self.home), "LANG": "C.UTF-8", "SUPPORTDESK_TIMEZONE": "UTC"}
        places = {f"XDG_{name}_HOME": str(self.home / name) for name in ("CONFIG", "DATA", "STATE")}
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, env={**kept, **more, **places},
            check=False,
        )  # fmt: skip

    def on_the_copy(self, text: str, *words: str) -> str:
        """Do something on the copy; what it said."""
        answer = self.run("--link", "team", *words)
        if answer.returncode:
            raise RuntimeError((words, answer.stdout, answer.stderr))
        self.done.append((" ".join(words), text))
        return answer.stdout

    def faults(self) -> list[str]:
        """Texts that stand at the desk twice, or neither there nor among what was stopped."""
        wrong = [f"not over: {row}" for row in self.left]
        wrong += [f"no reason: {row}" for row in self.stopped if not row.get("because")]
        for words, text in self.done:
            given_back = text in self.drafts
            if text and self.texts[text] + given_back != 1:
                wrong.append(f"{self.texts[text]} times: {words}")
        return wrong


def run(folder: Path) -> Day:
    """Link, lose the line, handle thirty tickets, and come back."""
    day = Day(folder / "operator", folder / "team.desk")
    day.home.mkdir()
    secret = new_secret()
    with closing(open_desk(day.store, now, create=True)) as desk:
        lead = _made(desk.act(None, action.SaveOperator("Olga", login="olga", role="lead")))
        petro = _made(desk.act(None, action.SaveOperator("Petro", login="petro")))
        desk.act(None, action.SaveQueue("First line"))
        desk.act(lead, action.SaveMacro("Wait", Macro(state="waiting")))
        for n in range(1, TICKETS + 1):
            who = action.ClientReference(f"Client {n}", f"client{n}@example.org")
            desk.act(lead, action.CreateTicket(who, f"Question {n}", "Where is it?"))
        desk.act(None, action.AddToken(petro, "copy", ("read", "notes", "act"), digest(secret)))
    with program(day.store, folder / "server") as server:
        added = day.run("link", "add", "team", server.address, "--secret", "file", stdin=secret)
        if added.returncode:
            raise RuntimeError(added.stderr)
        port = urlsplit(server.address).port
    for words, text in _doings():
        day.on_the_copy(text, *words)
    for n in (1, 2):
        made = json.loads(
            day.on_the_copy(
                f"New text {n}", "new", "--client", f"Zoe {n}", "--subject", f"New {n}",
                "--text", f"New text {n}", "--json",
            )
        )  # fmt: skip
        number = str(made["ticket"])
        day.on_the_copy(f"On new {n}", "note", number, "--text", f"On new {n}")
        day.on_the_copy("", "tag", number, "+made")
        day.on_the_copy("", "set", number, "priority=high")
    _meanwhile(day.store, lead)
    with program(day.store, folder / "server", "--port", str(port)):
        for _round in range(3):
            synced = day.run("--link", "team", "sync", "--once", "--json")
            if synced.returncode not in {0, SOME_STOPPED}:
                raise RuntimeError(synced.stderr)
        listed = day.run("--link", "team", "sync", "list", "--json").stdout
        rows = [json.loads(line) for line in listed.splitlines()]
        day.stopped = [row for row in rows if row["state"] == "stopped"]
        for row in day.stopped:
            day.run("--link", "team", "sync", "discard", str(row["entry"]))
        day.drafts = day.run("--link", "team", "drafts", "list", "--json").stdout
        day.run("--link", "team", "sync", "--once")
        listed = day.run("--link", "team", "sync", "list", "--json").stdout
        day.left = [json.loads(line) for line in listed.splitlines()]
    with closing(open_file(day.store)) as reader:
        day.texts.update(body for (body,) in reader.execute("SELECT body FROM message"))
    return day


def _doings() -> Iterator[tuple[tuple[str, ...], str]]:
    for n in range(1, TICKETS + 1):
        number = str(n)
        match n % 6:
            case 0:
                yield ("reply", number, "--text", f"Reply {n}", "--state", "waiting"), f"Reply {n}"
            case 1:
                yield ("reply", number, "--text", f"Reply {n}"), f"Reply {n}"
                yield ("note", number, "--text", f"Note {n}"), f"Note {n}"
            case 2:
                yield ("note", number, "--text", f"Note {n}"), f"Note {n}"
                yield ("tag", number, "+refund"), ""
            case 3:
                yield ("set", number, "state=solved", "kind=help"), ""
                if n % 4 == 3:
                    yield ("undo",), ""
            case 4:
                yield ("snooze", number, "2h"), ""
                yield ("set", number, "priority=high"), ""
            case 5:
                if n < TICKETS // 2:
                    yield ("macros", "run", number, "Wait", "--confirm", "waiting_unanswered"), ""
                else:
                    into = str(n - 1)
                    yield ("merge", number, into, "--confirm", "other_client"), ""


def _meanwhile(store: Path, lead: int) -> None:
    """The other side changes ten of the tickets."""
    with closing(open_desk(store, now)) as desk:
        for n in (1, 6, 7):
            who = action.ClientReference(f"Client {n}", f"client{n}@example.org")
            desk.act(None, action.ReceiveMessage(who, "", f"And now? {n}", f"mail-{n}", n))
        for n in (12, 9, 10):
            desk.act(lead, action.SetState(n, "hold", "third_party"))
        desk.act(lead, action.SetPriority(16, 3))
        for n in (2, 13):
            desk.act(lead, action.AddNote(n, f"Lead's note {n}"))
        desk.act(lead, action.MergeTicket(18, 19), ("other_client",))


def _made(receipt: Any) -> int:
    assert receipt.operator is not None
    return int(receipt.operator)


def table(day: Day) -> list[str]:
    """What was done, and what came of it, one line each."""
    kinds = Counter(words.split()[0] for words, _text in day.done)
    lines = [f"{'done on the copy':22} {sum(kinds.values()):4}"]
    lines += [f"  {kind:20} {times:4}" for kind, times in sorted(kinds.items())]
    lines.append(f"{'applied or replayed':22} {len(day.done) - len(day.stopped):4}")
    lines.append(f"{'stopped':22} {len(day.stopped):4}")
    for row in day.stopped:
        because = row["because"]
        names = " ".join(because["stops"])
        lines.append(f"  {row['do']:14} #{row['ticket'] or '-':<5} {because['code']} {names}")
    return lines


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="offline-day-") as made_here:
        over = run(Path(made_here))
        print("\n".join(table(over)), flush=True)
        tell({"done": len(over.done), "stopped": len(over.stopped), "faults": over.faults()})
