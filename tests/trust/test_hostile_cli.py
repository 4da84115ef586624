"""Hostile texts through every command there is: nothing acts, plain or as JSON."""

import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path

import pytest

from supportdesk.settings.fields import FIELDS
from tests.trust.every_command import Run, acting, faults, leaves, misused, packed, runner_on
from tests.trust.hostile_commands import CHANGING, EACH, READING, files, rows, typed
from tests.trust.hostile_store import ME, STORABLE
from tests.trust.payloads import PAYLOADS

DEFECT = 70
FORMS = pytest.mark.parametrize("form", [(), ("--json",)], ids=["plain", "json"])

WORDS = packed(PAYLOADS.values())


@pytest.fixture
def run(hostile_copy: Path, tmp_path: Path) -> Iterator[Run]:
    """Runs a command on the hostile desk and gives all it printed."""
    with runner_on(hostile_copy, tmp_path) as runner:
        yield runner


def reports(home: Path) -> list[str]:
    """What runs have left that ended by a defect."""
    return [report.read_text() for report in home.rglob("crash-*.txt")]


def held(found: Sequence[str]) -> None:
    """Nothing was found."""
    assert not found, "\n".join(found)


def test_every_command_has_a_line() -> None:
    """A command of which nobody knows what it shows of hostile texts fails here."""
    known = [*EACH, *READING, *CHANGING]
    assert sorted(known) == sorted({" ".join(facts.place) for facts in leaves()})


@FORMS
def test_no_command_that_shows_a_row_prints_what_acts(
    run: Run, hostile_desk: Path, form: tuple[str, ...]
) -> None:
    known = rows(hostile_desk)
    held(faults(run, typed(EACH["show"], known, times=len(known["ticket"])), form, WORDS, (0,)))
    lines = list(chain(*EACH.values()))
    held(faults(run, typed(lines, known, times=12), form, WORDS, (0,)))


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
    held(faults(run, typed(list(chain(*lines.values())), known, times=2), form, WORDS))


@FORMS
def test_refusals_quote_without_acting(run: Run, form: tuple[str, ...]) -> None:
    """A hostile word for every argument, option and value of an option of every command."""
    held(faults(run, misused(WORDS), form, WORDS))


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
            found += faults(run, commands, form, WORDS)
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
