"""Hostile texts through every command there is: nothing acts, plain or as JSON."""

import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain, cycle
from pathlib import Path

import pytest

from supportdesk.cli.command_tree import CommandFacts, command_tree
from supportdesk.cli.main import main
from supportdesk.settings.fields import FIELDS
from tests.trust.hostile_commands import CHANGING, EACH, READING, Typed, files, rows, typed
from tests.trust.hostile_store import ME, STORABLE
from tests.trust.payloads import PAYLOADS

ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""What no command may print; line feeds and tabs are part of any text."""

DEFECT = 70
REFUSALS = (0, 1, 2, 3, 4)
FORMS = pytest.mark.parametrize("form", [(), ("--json",)], ids=["plain", "json"])

Run = Callable[..., tuple[int, str]]

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


LONG_NAME = "A" * 300
"""Longer than any name of a file."""
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
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)

    def perform(*arguments: str, given: str = "") -> tuple[int, str]:
        stdin = io.TextIOWrapper(io.BytesIO(given.encode("utf-8", "replace")), encoding="utf-8")
        monkeypatch.setattr(sys, "stdin", stdin)
        capsys.readouterr()
        code = main(list(arguments), lambda: datetime.now(UTC))
        captured = capsys.readouterr()
        return code, captured.out + captured.err

    return perform


def reports(home: Path) -> list[str]:
    """What runs have left that ended by a defect."""
    return [report.read_text() for report in home.rglob("crash-*.txt")]


def acting(printed: str) -> list[str]:
    """The first things printed that would act, with what stands around them."""
    found = [repr(printed[max(0, at.start() - 20) :][:50]) for at in ACTING.finditer(printed)]
    return found[:3]


TRY_LATER = 75
"""What the pipe of a mail server ends with whatever is wrong: the server keeps the mail."""


def leaves() -> Iterator[CommandFacts]:
    """Every command that does something; `client` is another name of `clients`."""
    for facts in command_tree():
        if facts.place and not facts.parts and facts.place[0] != "client":
            yield facts


def faults(
    run: Run, commands: Iterable[Typed], form: tuple[str, ...], codes: tuple[int, ...] = REFUSALS
) -> list[str]:
    """What went wrong in a run of any of these: it ended by a defect, or said what acts."""
    found = []
    for line in commands:
        command, given = fed(line)
        code, printed = run(*command, *form, given=given)
        if code not in codes and (command[0], code) != ("intake", TRY_LATER):
            found.append(f"{command!r} ended with {code}: {printed[:300]!r}")
        found += [f"{command!r} says {words}" for words in acting(printed)]
        if form and codes == (0,):
            found += [f"{command!r}: no JSON" for line in printed.splitlines() if not is_json(line)]
    return found


def fed(line: Typed) -> tuple[Typed, str]:
    """A line without what follows `<`, and what stands in that file."""
    if "<" not in line:
        return line, WORDS[len(line) % len(WORDS)]
    at = line.index("<")
    return line[:at], Path(line[at + 1]).read_text(encoding="utf-8", errors="replace")


def held(found: Sequence[str]) -> None:
    """Nothing was found."""
    assert not found, "\n".join(found)


def is_json(line: str) -> bool:
    """Whether a line can be read."""
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def test_every_command_has_a_line() -> None:
    """A command of which nobody knows what it shows of hostile texts fails here."""
    known = [*EACH, *READING, *CHANGING]
    assert sorted(known) == sorted({" ".join(facts.place) for facts in leaves()})


@FORMS
def test_no_command_that_shows_a_row_prints_what_acts(
    run: Run, hostile_desk: Path, form: tuple[str, ...]
) -> None:
    known = rows(hostile_desk)
    held(faults(run, typed(EACH["show"], known, times=len(known["ticket"])), form, (0,)))
    lines = list(chain(*EACH.values()))
    held(faults(run, typed(lines, known, times=12), form, (0,)))


@FORMS
@pytest.mark.parametrize("lines", [READING, CHANGING], ids=["reading", "changing"])
def test_no_command_prints_what_acts(
    run: Run,
    hostile_desk: Path,
    tmp_path: Path,
    form: tuple[str, ...],
    lines: Mapping[str, Sequence[str]],
) -> None:
    known = {**rows(hostile_desk), **files(tmp_path, WORDS), "word": WORDS}
    held(faults(run, typed(list(chain(*lines.values())), known, times=2), form))


@FORMS
def test_refusals_quote_without_acting(run: Run, form: tuple[str, ...]) -> None:
    """A hostile word for every argument, option and value of an option of every command."""
    held(faults(run, misused(), form))


def misused() -> Iterator[Typed]:
    """Every command with a hostile word wherever one can be typed."""
    turn = cycle(WORDS)
    for facts in leaves():
        yield (*facts.place, f"--{next(turn)}")
        if facts.place not in (("demo",), ("work",), ("serve",)):  # these begin without an argument
            yield (*facts.place, next(turn))
            yield (*facts.place, LONG_NAME)
            for option in facts.options:
                if " " in option.written:
                    yield (*facts.place, option.names[-1], next(turn))
    for word in WORDS:
        yield (f"x{word}",)
        yield ("--as", f"{word}?", "list")
        yield ("--lang", word, "list")
        yield ("--timezone", word, "list")
        yield ("--store", word, "list")


@FORMS
def test_surroundings_are_quoted_without_acting(
    run: Run, monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...]
) -> None:
    """Hostile words in the variables of the program."""
    commands = (("list",), ("config", "show"), ("doctor",), ("keys", "check"), ("themes", "list"))
    found = []
    for number, name in enumerate(["CONFIG", "STORE", *(field.upper() for field in FIELDS)]):
        word = WORDS[number % len(WORDS)].encode("utf-8", "replace").decode()
        with monkeypatch.context() as changed:
            changed.setenv(f"SUPPORTDESK_{name}", word)
            found += faults(run, commands, form)
    held(found)


@FORMS
def test_a_defect_shows_no_customers_text(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: tuple[str, ...]
) -> None:
    """A traceback would print what it broke on; the report names places only."""
    for text in packed(STORABLE.values()):
        broken = f"canary {text}"

        def fail(*_given: object, broken: str = broken) -> None:
            raise RuntimeError(broken)

        monkeypatch.setattr("supportdesk.store.read.desk_lists.queues", fail)
        code, printed = run("queues", "list", *form)
        assert code == DEFECT
        assert acting(printed) == []
        assert "canary" not in printed
    kept = reports(tmp_path)
    assert kept
    assert not any("canary" in report or acting(report) for report in kept)


@pytest.mark.parametrize("command", ["list", "show 1", "clients show 1", "board"])
def test_this_test_sees_what_acts(hostile_copy: Path, command: str) -> None:
    """The same harness, with the cleaning switched off."""
    unsafe = [sys.executable, "-m", "tests.trust.unsafe_console", "cleaning"]
    printed = subprocess.run(
        [*unsafe, "--store", str(hostile_copy), "--as", ME, *command.split()],
        capture_output=True,
        check=True,
    ).stdout.decode()
    assert acting(printed) != []
