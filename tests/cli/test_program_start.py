"""The program as a process: what it loads, how it ends, what it leaves behind on a defect."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from supportdesk.cli import main as entry
from supportdesk.cli.hoisting import command_word, hoist, is_bare, plain_list, value_of
from supportdesk.cli.session import Session
from supportdesk.cli.words import WORDS
from supportdesk.console.commands import COMMANDS
from tests.cli.conftest import Shell
from tests.terminal import Terminal

HEAVY = {"textual", "rich", "sqlmodel", "sqlalchemy", "alembic", "pydantic_settings", "httpx"}
HEAVY |= {"psycopg", "liquid", "babel", "Stemmer", "rapidfuzz", "tomlkit"}
RUN = "from supportdesk.cli.main import run\n"
LOADED = (
    "import sys\nfrom supportdesk.cli.main import main\ncode = main(sys.argv[1:])\n"
    "print(*sorted({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n"
    "sys.exit(code)\n"
)
BEHIND = {
    *("supportdesk.domain.action", "supportdesk.domain.roles", "supportdesk.domain.memory"),
    *("supportdesk.domain.template", "supportdesk.domain.moments", "supportdesk.desk.handling"),
    *("supportdesk.desk.board", "supportdesk.desk.report", "supportdesk.desk.replay"),
    *("supportdesk.i18n.refusal_texts", "supportdesk.console.desk.all_families"),
    *("supportdesk.console.desk.acting", "supportdesk.console.desk.writing"),
    *("supportdesk.console.desk.helping", "supportdesk.console.screens.dialog"),
    *("supportdesk.console.widgets.composer", "textual.widgets._text_area"),
}
"""What no first frame shows."""
OURS = 212
"""Modules of ours that stand before it, at most: more of them is a longer start."""
FIRST_FRAME = (
    "import os, sys\nfrom pathlib import Path\nfrom supportdesk.console.desk import screen\n"
    "def tell(_screen):\n    Path(os.environ['LOADED']).write_text(' '.join(sys.modules))\n"
    "screen.DeskScreen._take_up_work = tell\n" + RUN + "run()\n"
)

Process = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def process(home: Path) -> Process:
    """Runs Python code with arguments in a home of its own."""

    def run(
        code: str, arguments: Sequence[str], stdin: bytes = b""
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-c", code, *arguments],
            input=stdin,
            capture_output=True,
            timeout=60,
            check=False,
            env=dict(os.environ),
        )

    return run


@pytest.mark.parametrize(
    "arguments", [("--version",), ("--help",), ("list", "--help"), ("list", "--json"), ("config",)]
)
def test_small_commands_load_nothing_heavy(
    shell: Shell, process: Process, arguments: tuple[str, ...]
) -> None:
    shell.ticket()
    done = process(LOADED, arguments)
    assert done.returncode == 0, done.stderr
    assert not HEAVY & set(done.stderr.decode().split())


def test_the_first_frame_waits_for_nothing_that_only_later_keys_need(
    shell: Shell, home: Path
) -> None:
    """Commands, windows and all that changes a store are loaded behind it: budget S1."""
    shell.ticket()
    loaded = home / "loaded"
    command = [sys.executable, "-c", FIRST_FRAME]
    with Terminal(command, size=(140, 40), environment={"LOADED": str(loaded)}) as terminal:
        terminal.wait(r"#1\b")
        terminal.settle(0.5)
    modules = set(loaded.read_text().split())
    early = modules & (BEHIND | HEAVY - {"textual", "rich"})
    assert early == set()
    assert len([name for name in modules if name.startswith("supportdesk.")]) <= OURS


def test_the_exit_code_reaches_the_shell(shell: Shell, process: Process) -> None:
    shell.ticket()
    codes = [
        process(RUN + "run()", arguments).returncode
        for arguments in (["list"], ["note", "1"], ["--nonsense"], ["show", "9"])
    ]
    assert codes == [0, 1, 2, 3]
    shell.store.write_text("not a store")
    assert process(RUN + "run()", ["list"]).returncode == 4


def test_a_reader_that_goes_away_is_no_error(shell: Shell, process: Process) -> None:
    for _ in range(3):
        shell.ticket()
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', sys.argv[1], 'list'],"
        " stdout=subprocess.PIPE, stderr=subprocess.PIPE)\n"
        "child.stdout.close()\n"
        "sys.stdout.buffer.write(child.stderr.read())\n"
    )
    assert process(code, [RUN + "run()"]).stdout == b""


def test_output_to_a_narrow_encoding_does_not_break(
    shell: Shell, process: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.ticket("Повернення \U0001f600")
    monkeypatch.setenv("PYTHONIOENCODING", "latin-1")
    assert process(RUN + "run()", ["list"]).returncode == 0
    answer = process(RUN + "run()", ["list", "--json"])
    assert "Повернення \U0001f600" in answer.stdout.decode("utf-8")


def test_the_console_wants_a_terminal(shell: Shell) -> None:
    shell.ticket()
    refused = shell("--json")
    assert (refused.code, refused.error["code"]) == (1, "console.no_terminal")


@pytest.mark.parametrize("typed", [["--stor", "x", "list"], ["list", "--nonsense"], ["-q", "list"]])
def test_an_option_nobody_knows_is_never_passed_over(typed: list[str]) -> None:
    assert plain_list(typed) is None


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        (["import"], "supportdesk import"),
        (["show", "x"], "supportdesk show"),
        (["set", "1", "state"], "supportdesk set"),
        (["templates", "add"], "supportdesk templates add"),
        (["templates", "nosuch"], "supportdesk templates"),
        (["clients", "edit", "1", "nonsense"], "supportdesk clients edit"),
        (["operators", "add", "--nosuch", "x"], "supportdesk operators add"),
        (["nosuch"], "supportdesk"),
        (["--nosuch"], "supportdesk"),
        (["--store"], "supportdesk"),
    ],
)
def test_wrong_usage_names_the_help_of_that_very_command(
    shell: Shell, typed: list[str], place: str
) -> None:
    shell.ticket()
    answer = shell(*typed)
    assert (answer.code, answer.err.splitlines()[-1].partition(" See: ")[2]) == (
        2,
        f"{place} --help",
    )


def test_reading_only_writes_nothing(shell: Shell) -> None:
    shell.ticket()
    before = shell.store.read_bytes()
    assert shell.done("list", "--read-only", "--json").item["number"] == 1
    for typed in (("note", "1", "--text", "x"), ("seen", "1"), ("restore", str(shell.store))):
        refused = shell(*typed, "--read-only", "--json")
        assert (refused.code, refused.error["code"]) == (4, "store.read_only")
    missing = shell("import", "x", "--read-only", "--json", "--store", f"{shell.store}.none")
    assert (missing.code, missing.error["code"]) == (3, "store.missing")
    assert shell.store.read_bytes() == before


def test_a_defect_leaves_a_report_without_anybodys_text(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.ticket()

    def fail(_session: Session, *_arguments: object) -> None:
        raise ValueError("CANARY of a customer")

    monkeypatch.setattr(Session, "act", fail)
    answer = shell("note", "1", "--text", "CANARY too", "--json")
    assert (answer.code, answer.error["code"]) == (70, "crash")
    (report,) = (home / "home").rglob("crash-*.txt")
    text = report.read_text()
    assert str(report) in answer.error["message"]
    assert "CANARY" not in text + answer.out + answer.err
    assert "builtins.ValueError" in text
    assert "command note" in text
    assert report.stat().st_mode & 0o077 == 0


def test_ctrl_c_ends_quietly(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    shell.ticket()

    def interrupt(_session: Session, *_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Session, "act", interrupt)
    answer = shell("note", "1", "--text", "x")
    assert (answer.code, answer.out, answer.err) == (130, "", "")


def test_a_language_is_chosen_by_the_flag(shell: Shell) -> None:
    assert shell.done("--version", "--lang", "uk").out.startswith("supportdesk ")


@pytest.mark.parametrize(
    ("typed", "hoisted"),
    [
        (["list", "--json"], ["--json", "list"]),
        (
            ["show", "1", "--store", "/a b", "--events"],
            ["--store", "/a b", "show", "1", "--events"],
        ),
        (["list", "--store=/x", "a"], ["--store=/x", "list", "a"]),
        (["list", "--", "--json"], ["list", "--", "--json"]),
        (
            ["note", "1", "--confirm", "a", "--confirm", "b"],
            [*("--confirm", "a", "--confirm", "b", "note", "1")],
        ),
        (["list", "--store"], ["--store", "list"]),
        ([], []),
    ],
)
def test_global_options_are_accepted_anywhere(typed: list[str], hoisted: list[str]) -> None:
    assert hoist(typed) == hoisted


def test_the_command_is_the_first_word_that_is_no_option() -> None:
    assert command_word(["--store", "list", "show", "1"]) == "show"
    assert command_word(["--json"]) is None
    assert value_of(["--lang", "ru", "--lang=uk", "list"], "--lang") == "uk"
    assert value_of(["list", "--", "--lang", "ru"], "--lang") is None


def test_only_global_options_mean_the_console() -> None:
    assert is_bare(["--store", "x", "--json", "--as=me"])
    assert not is_bare(["--help"])
    assert not is_bare(["--store"])
    assert not is_bare(["--store", "x", "list"])


def test_the_entry_point_is_the_one_the_package_names() -> None:
    project = (Path(__file__).resolve().parents[2] / "pyproject.toml").read_text()
    assert f'supportdesk = "supportdesk.cli.main:{entry.run.__name__}"' in project


def test_every_twin_a_key_names_is_a_command() -> None:
    twins = [command.cli for command in COMMANDS if command.cli]
    assert twins
    assert {twin.split()[1] for twin in twins} <= set(WORDS)


def test_a_full_disk_behind_the_answer_is_no_defect(shell: Shell, process: Process) -> None:
    shell.ticket()
    code = (
        "import subprocess, sys\n"
        "full = open('/dev/full', 'wb')\n"
        "child = subprocess.run([sys.executable, '-c', sys.argv[1], *sys.argv[2:]],"
        " stdout=full, stderr=subprocess.PIPE)\n"
        "sys.stdout.buffer.write(child.stderr)\n"
        "sys.exit(child.returncode)\n"
    )
    for typed in (["list"], ["show", "1"], ["export"]):
        done = process(code, [RUN + "run()", *typed])
        assert (done.returncode, done.stdout.count(b"\n")) == (74, 1), done.stdout
