"""Hostile texts through every command that shows any: nothing acts, plain or as JSON."""

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from supportdesk.cli.main import main
from supportdesk.store.read import articles, calendars, desk_lists
from supportdesk.store.read.connection import open_reader
from tests.trust.hostile_store import ME, STORABLE, WORD
from tests.trust.payloads import PAYLOADS

ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""What no command may print; line feeds and tabs are part of any text."""

Run = Callable[..., str]


QUOTED = 300
"""Characters of a word that a refusal quotes at least."""


def packed(texts: Iterable[str]) -> list[str]:
    """The beginnings of all texts, as many in one word as a refusal quotes."""
    words = [""]
    for text in texts:
        beginning = text[:QUOTED].replace("\0", "")
        if len(words[-1]) + len(beginning) > QUOTED:
            words.append("")
        words[-1] += beginning
    return words


WORDS = packed(PAYLOADS.values())


@pytest.fixture
def run(
    hostile_copy: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Run:
    """Runs a command on the hostile desk and gives all it printed."""
    for name, value in (
        ("HOME", str(tmp_path)),
        ("XDG_STATE_HOME", str(tmp_path)),
        ("XDG_CONFIG_HOME", str(tmp_path)),
        ("SUPPORTDESK_LANG", "en"),
        ("SUPPORTDESK_AS", ME),
        ("SUPPORTDESK_STORE", str(hostile_copy)),
        ("TZ", "UTC"),
    ):
        monkeypatch.setenv(name, value)

    def perform(*arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        capsys.readouterr()
        code = main(list(arguments), lambda: datetime.now(UTC))
        captured = capsys.readouterr()
        assert code in codes, (arguments, code, captured.err[:300])
        return captured.out + captured.err

    return perform


def commands(store: Path) -> list[tuple[str, ...]]:
    """Every command that shows what people wrote, for every row there is."""
    with closing(open_reader(store)) as reader:
        templates = [row.id for row in desk_lists.templates(reader)]
        clients = [row[0] for row in reader.execute("SELECT id FROM client")]
        tickets = [row[0] for row in reader.execute("SELECT id FROM ticket")]
        known = [head.id for head in articles.heads(reader)]
        office_hours = [row.id for row in calendars.calendars(reader)]
    return [
        ("list", "--limit", "0"),
        ("list", WORD),
        ("clients", "list", "--limit", "500"),
        ("templates", "list"),
        ("articles", "list"),
        ("articles", "list", WORD),
        ("search", WORD),
        ("replies", WORD),
        *(("articles", "show", str(number)) for number in known),
        *(("articles", "suggest", str(number)) for number in tickets),
        ("operators", "list"),
        ("queues", "list"),
        ("views", "list"),
        ("views", "export"),
        ("drafts", "list"),
        ("sla", "list"),
        ("sla", "export"),
        *(("sla", "explain", str(number)) for number in tickets[:2]),
        ("calendar", "list"),
        ("calendar", "export"),
        *(("calendar", "show", str(number), "--all") for number in office_hours),
        ("counts",),
        *(("show", str(number), "--events") for number in tickets),
        *(("attachments", str(number)) for number in tickets),
        *(("clients", "show", str(number)) for number in clients),
        *(("templates", "show", str(number)) for number in templates),
    ]


def acting(printed: str) -> list[str]:
    """The first things printed that would act, with what stands around them."""
    found = [repr(printed[max(0, at.start() - 20) :][:50]) for at in ACTING.finditer(printed)]
    return found[:3]


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["plain", "json"])
def test_no_command_prints_what_acts(run: Run, hostile_desk: Path, form: tuple[str, ...]) -> None:
    for command in commands(hostile_desk):
        printed = run(*command, *form)
        assert acting(printed) == [], command
        if form:
            for line in printed.splitlines():
                json.loads(line)


@pytest.mark.parametrize("form", ["jsonl", "csv", "mbox"])
def test_no_export_holds_what_acts(run: Run, form: str) -> None:
    assert acting(run("export", "--format", form)) == []


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["plain", "json"])
def test_refusals_quote_without_acting(run: Run, form: tuple[str, ...]) -> None:
    for word in WORDS:
        for command in (
            ("list", f"state:{word}"),
            ("assign", "1", f"{word}?"),
            ("snooze", "1", f"{word}?"),
            ("templates", "show", f"{word}?"),
            ("set", "1", f"x{word}=1"),
            (f"x{word}",),
            ("list", f"--{word}"),
            ("--as", f"{word}?", "list"),
        ):
            assert acting(run(*command, *form, codes=(0, 1, 2, 3))) == [], command


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["plain", "json"])
def test_a_defect_shows_no_customers_text(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...]
) -> None:
    """A traceback would print what it broke on; the report names places only."""
    for text in packed(STORABLE.values()):
        broken = f"canary {text}"

        def fail(*_given: object, broken: str = broken) -> None:
            raise RuntimeError(broken)

        monkeypatch.setattr("supportdesk.store.read.desk_lists.queues", fail)
        printed = run("queues", "list", *form, codes=(70,))
        assert acting(printed) == []
        assert "canary" not in printed
    reports = [report.read_text() for report in tmp_path.rglob("crash-*.txt")]
    assert reports
    assert not any("canary" in report or acting(report) for report in reports)


@pytest.mark.parametrize("command", ["list", "show 1", "clients show 1"])
def test_this_test_sees_what_acts(hostile_copy: Path, command: str) -> None:
    """The same harness, with the cleaning switched off."""
    unsafe = [sys.executable, "-m", "tests.trust.unsafe_console", "cleaning"]
    printed = subprocess.run(
        [*unsafe, "--store", str(hostile_copy), "--as", ME, *command.split()],
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert acting(printed) != []
