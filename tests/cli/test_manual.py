"""The manual page and the completion scripts: whole, from the texts of the help, and sound."""

import shutil
import subprocess
from pathlib import Path

import pytest

from supportdesk.cli.command_tree import SHELLS, command_tree
from supportdesk.cli.completion_scripts import completion_script
from supportdesk.cli.man_page import man_page
from supportdesk.cli.words import WORDS
from supportdesk.settings.fields import FIELDS
from tests.cli.conftest import Shell

COMMANDS = command_tree()


def completed(script: str, *typed: str) -> set[str]:
    """What bash offers for the last word."""
    words = " ".join(f"'{word}'" for word in ("supportdesk", *typed))
    asked = f"COMP_WORDS=({words}); COMP_CWORD={len(typed)}; _supportdesk; echo ${{COMPREPLY[@]}}"
    done = subprocess.run(
        ["bash", "--norc", "-c", f"{script}\n{asked}"], capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        (("te",), {"templates"}),
        (("config", "s"), {"show", "set"}),
        (("config", "set", "quiet"), {"quiet_hours"}),
        (("config", "set", "language", ""), {"en", "ru", "uk"}),
        (("--json", "keys", "ch"), {"check"}),
        (("list", "--lim"), {"--limit"}),
        (("completion", "f"), {"fish"}),
        (("nosuch",), set()),
    ],
)
def test_bash_completes_without_starting_the_program(
    typed: tuple[str, ...], offered: set[str]
) -> None:
    assert completed(completion_script("bash", COMMANDS), *typed) == offered


def test_every_command_and_setting_is_in_every_script(shell: Shell) -> None:
    assert {command.place[0] for command in COMMANDS if command.place} == set(WORDS)
    for name in SHELLS:
        script = shell.done("completion", name).out
        assert script == completion_script(name, COMMANDS)
        assert all(word in script for word in (*WORDS, *FIELDS))
    assert shell("completion", "tcsh").code == 2


@pytest.mark.parametrize("name", ["zsh", "fish"])
def test_the_other_scripts_are_read_by_their_shells(name: str, tmp_path: Path) -> None:
    program = shutil.which(name)
    if program is None:
        pytest.skip(f"no {name} here")
    script = tmp_path / "script"
    script.write_text(completion_script(name, COMMANDS))
    subprocess.run([program, "-n", str(script)], check=True)


def test_the_page_tells_every_command_and_option(shell: Shell) -> None:
    page = shell.done("man").out
    assert page == man_page(COMMANDS)
    plain = page.replace("\\-", "-")
    for command in COMMANDS[1:]:
        assert f'.SS "supportdesk {" ".join(command.place)}' in plain
        for option in command.options:
            assert all(name in plain for name in option.names)
    assert all(
        f"  {field.variable}" in plain or field.variable in plain for field in FIELDS.values()
    )
    assert "Exit codes:" in plain


def test_the_page_is_sound_roff(tmp_path: Path) -> None:
    if shutil.which("groff") is None:
        pytest.skip("no groff here")
    page = man_page(COMMANDS)
    assert not [line for line in page.splitlines() if line.startswith("'")]
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww", "-Kutf8", "-P-c"],
        input=page, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stderr == ""
    assert "done" in done.stdout
