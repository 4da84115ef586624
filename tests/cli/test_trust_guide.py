"""What the guide to trust says is so: its commands run, its programs are there."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

ROOT = Path(__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "trust.md").read_text(encoding="utf-8")

PARTS = {"disk_recorder", "unsafe_console", "watched_console"}
"""Programs that others run."""


def test_the_commands_of_the_guide_run(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.ticket("Before the holidays")
    monkeypatch.chdir(home)
    (block,) = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines():
        shell.done(*shlex.split(line)[1:])
    assert list(shell.store.parent.glob("*.before-restore-*"))


def test_every_program_of_the_guide_is_there_and_every_one_is_in_it() -> None:
    named = set(re.findall(r"^\| `(\w+)` \|", GUIDE, re.MULTILINE))
    programs = {
        file.stem
        for file in (ROOT / "tests" / "trust").glob("*.py")
        if "python -m tests.trust." in file.read_text(encoding="utf-8")
        and not file.stem.startswith("test_")
    }
    assert named == programs - PARTS
