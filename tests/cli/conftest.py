"""The program run in this process, on a store and a home of its own."""

import io
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from supportdesk.cli.main import main
from supportdesk.i18n.key_names import work_on
from tests.small_desk import StandingClock

NOTICES = "NOTIFY NOTIFY_TITLE NOTIFY_BELL NOTIFY_DESKTOP NOTIFY_COMMAND QUIET_HOURS".split()


@dataclass(frozen=True)
class Answer:
    """What one run answered."""

    code: int
    out: str
    err: str

    @property
    def items(self) -> list[dict[str, Any]]:
        """The JSON objects on standard output."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def item(self) -> dict[str, Any]:
        """The one JSON object on standard output."""
        (only,) = self.items
        return only

    @property
    def error(self) -> dict[str, Any]:
        """The JSON error on standard error."""
        found: dict[str, Any] = json.loads(self.err)["error"]
        return found


@dataclass
class Shell:
    """Runs commands; every run happens one second after the one before."""

    store: Path
    clock: StandingClock
    perform: Callable[[list[str], bytes], Answer] = field(repr=False)

    def __call__(self, *arguments: str, stdin: str | bytes = b"") -> Answer:
        """Run the program with these arguments."""
        self.clock.forward(seconds=1)
        content = stdin.encode() if isinstance(stdin, str) else stdin
        return self.perform(list(arguments), content)

    def done(self, *arguments: str, stdin: str | bytes = b"") -> Answer:
        """Run the program and expect no refusal."""
        answer = self(*arguments, stdin=stdin)
        assert answer.code == 0, answer.err
        return answer

    def ticket(self, subject: str = "Where is my refund?", body: str = "I paid twice.") -> int:
        """Make a ticket of the client Ann Lee; return its number."""
        made = self.done(
            *("new", "--subject", subject, "--client", "Ann Lee"),
            *("--email", "ann@example.org", "--text", body, "--json"),
        )
        number: int = made.item["ticket"]
        return number


@pytest.fixture(autouse=True)
def stores_are_made_once(
    copied_store: Callable[[Path], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """How a store is made is tried in `tests.store`; here one is only needed."""
    monkeypatch.setattr("supportdesk.store.write.migrate.create_store", copied_store)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder without any settings, and no variables of ours."""
    for name in (
        "STORE",
        "AS",
        "LINK",
        "LANG",
        "THEME",
        "TIMEZONE",
        "UNDO_SEND_SECONDS",
        "AFTER_SENDING",
        "CONFIG",
        *NOTICES,
    ):
        monkeypatch.delenv(f"SUPPORTDESK_{name}", raising=False)
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TZ", "UTC")
    return tmp_path


@pytest.fixture
def shell(
    home: Path,
    clock: StandingClock,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Shell]:
    """The program on the store `desk.store`."""
    store = home / "desk.store"
    monkeypatch.setenv("SUPPORTDESK_STORE", str(store))

    def perform(arguments: list[str], stdin: bytes) -> Answer:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        capsys.readouterr()
        code = main(arguments, clock)
        captured = capsys.readouterr()
        return Answer(code, captured.out, captured.err)

    yield Shell(store, clock, perform)
    work_on(None)
