"""What the README says is so: its commands run, its keys are bound, its picture is there."""

import re
import shlex
from email.message import EmailMessage
from pathlib import Path

import pytest

from supportdesk.cli.failures import exit_code
from supportdesk.cli.words import WORDS
from supportdesk.console.theme_finding import palettes
from supportdesk.domain.errors import Invalid, NotFound, Refused, StoreTrouble
from supportdesk.i18n.refusal_texts import TEXTS
from supportdesk.remote.trouble import SignedOut
from supportdesk.settings.fields import FIELDS
from tests.cli.conftest import Shell

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh\n(.*?)^```", README, re.MULTILINE | re.DOTALL)
NAMES = {"Esc": "escape"}
"""Keys written otherwise than the program names them."""


def section(title: str) -> str:
    """The text below one heading."""
    return README.partition(f"## {title}\n")[2].partition("\n## ")[0]


def bound(shell: Shell) -> dict[str, set[str]]:
    """The keys that mean something in each area, as `supportdesk keys` lists them."""
    found: dict[str, set[str]] = {}
    for item in shell.done("keys", "--json").items:
        found.setdefault(item["where"], set()).update(item["keys"])
    return found


def mail(sender: str, number: int, answers: int | None = None) -> str:
    """One mail as it stands in an mbox."""
    message = EmailMessage()
    message["From"] = sender
    message["Date"] = f"Mon, 02 Mar 2026 {8 + number:02}:00:00 +0000"
    message["Subject"] = "Where is my refund?"
    message["Message-ID"] = f"<{number}@example.org>"
    if answers is not None:
        message["In-Reply-To"] = f"<{answers}@example.org>"
    message.set_content("I paid twice.")
    return f"From sender Mon Mar  2 08:00:00 2026\n{message.as_string()}\n"


def test_the_way_to_a_desk_of_ones_own_works_as_written(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "home" / "mail").mkdir(parents=True)
    letters = mail("Ann Lee <ann@example.org>", 1) + mail("Olga <olga@example.com>", 2, 1)
    (home / "home" / "mail" / "support.mbox").write_text(letters)
    monkeypatch.chdir(home)
    Path("operators.csv").write_text("name,address\nOlga,olga@example.com\n")
    own = next(block for block in BLOCKS if "supportdesk import" in block)
    *commands, console = [shlex.split(line)[1:] for line in own.splitlines()]
    for words in commands:
        shell.done(*(word.replace("~", str(home / "home")) for word in words))
    assert console == []
    refused = shell("--json")
    assert refused.error["code"] == "console.no_terminal"
    (ticket,) = shell.done("list", "--json").items
    assert ticket["state"] == "waiting", "the operator's answer is known as ours"


def test_the_shortest_way_in_and_the_test_command_are_those_that_are_run() -> None:
    first, second = BLOCKS[:2]
    assert first.endswith("pip install . && .venv/bin/supportdesk demo\n")
    run = ROOT / ".ci" / "run"
    assert not run.exists() or second.strip() in run.read_text(), "a source archive has no CI"
    assert "demo" in WORDS


def test_nothing_is_installed_from_where_it_is_not() -> None:
    """The program comes as a folder of its own; no index has it."""
    texts = [README, *(path.read_text("utf-8") for path in (ROOT / "docs").glob("*.md"))]
    texts += [part for text in TEXTS.values() for part in (text.what, text.console, text.cli)]
    installed = [what for text in texts for what in re.findall(r"pip install (\S+)", text)]
    assert installed
    assert not [what for what in installed if what.startswith(("supportdesk", "'supportdesk"))]


@pytest.mark.parametrize("code", re.findall(r"`supportdesk ([a-z][^`]*)`", README))
def test_every_other_command_it_names_is_accepted(code: str, shell: Shell) -> None:
    shell.done(*shlex.split(code))


@pytest.mark.parametrize("command", ["views save", "calendar save", "queues deal"])
def test_the_commands_about_shared_things_are_accepted(command: str, shell: Shell) -> None:
    shell.ticket()
    block = next(block for block in BLOCKS if command in block)
    for line in block.splitlines():
        shell.done(*shlex.split(line)[1:])


def test_the_commands_of_the_guide_to_assignment_are_accepted(shell: Shell) -> None:
    guide = (ROOT / "docs" / "assignment.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    shell.ticket()
    for line in "".join(blocks).splitlines():
        shell.done(*shlex.split(line)[1:])
    shell.done("operators", "times", "--since", "-7d")
    assert len(blocks) == 5


def test_its_keys_are_bound_where_it_says(shell: Shell) -> None:
    keys, where, documented = bound(shell), "", 0
    for area, row in re.findall(r"^\| (\w* ?)\| (.+) \|$", section("The keys"), re.MULTILINE):
        where = area.strip() or where
        for key in re.findall(r"`([^`]+)`", row if where in keys else ""):
            name = key if len(key) == 1 else NAMES.get(key, key.lower())
            assert name in keys[where], f"{key} is not a key of {where}"
            documented += 1
    assert documented > 35


def test_its_exit_codes_are_those_of_the_program() -> None:
    said = re.search(r"Exit codes: (.*?)\.", README, re.DOTALL)
    assert said is not None
    kinds = (Refused("x"), Invalid("x"), NotFound("x"), StoreTrouble("x"), SignedOut())
    assert [exit_code(error) for error in kinds] == [1, 2, 3, 4, 5]
    assert re.findall(r"\d", said[1]) == list("012345")


def test_its_picture_and_its_documents_are_there() -> None:
    for target in re.findall(r"\]\(([^)]+)\)", README):
        assert (ROOT / target).exists(), target


def test_the_help_of_config_explains_every_setting_and_theme(shell: Shell) -> None:
    told = shell.done("config", "--help").out
    assert all(f"  {field.name} " in told and field.variable in told for field in FIELDS.values())
    listed = shell.done("themes").out
    assert all(f"{theme}: " in listed for theme in palettes())
    refused = shell("config", "set", "theme", "loud", "--json")
    assert (refused.code, refused.error["code"]) == (2, "theme.unknown")


def test_a_missing_file_is_told_by_the_exit_code(shell: Shell, home: Path) -> None:
    answer = shell("import", str(home / "nothing.mbox"), "--json")
    assert (answer.code, answer.item["skipped"][0]["reason"]) == (3, "file.missing")
