"""Paths, numbers and files nobody sensible would give: refused by name, nothing lost, no defect."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

REFUSED = (1, 2, 3, 4)


def is_pipe(path: Path) -> bool:
    """Whether the pipe is still one."""
    return path.is_fifo()


@pytest.fixture
def pipe(home: Path) -> Path:
    """Something that is no file: what stands for a device here."""
    path = home / "pipe"
    os.mkfifo(path)
    return path


def test_what_is_no_plain_file_is_never_replaced(shell: Shell, home: Path, pipe: Path) -> None:
    shell.ticket()
    backup = home / "copy.desk"
    shell.done("backup", str(backup))
    for command in (
        ("export", "--force", "--output", str(pipe)),
        ("restore", str(backup), "--store", str(pipe)),
    ):
        assert shell(*command).code in REFUSED, command
        assert is_pipe(pipe), command


def test_settings_keep_their_link(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, link = home / "kept.toml", home / "link.toml"
    link.symlink_to(kept)
    monkeypatch.setenv("SUPPORTDESK_CONFIG", str(link))
    shell.done("config", "set", "theme", "calm-light")
    assert link.is_symlink()
    assert "calm-light" in kept.read_text()


def test_a_replaced_export_keeps_the_former_and_what_a_link_points_to(
    shell: Shell, home: Path
) -> None:
    shell.ticket()
    diary, link = home / "diary", home / "out.jsonl"
    diary.write_text("mine")
    link.symlink_to(diary)
    assert shell("export", "--output", str(link)).code in REFUSED
    shell.done("export", "--force", "--output", str(link))
    assert diary.read_text() == "mine"
    (former,) = home.glob("out.jsonl.before-*")
    assert former.read_text() == "mine"


@pytest.mark.parametrize("name", ["a?mode=memory#b%20c.desk", "caf\udce9.desk"])
def test_a_store_of_any_name_is_the_one_file(shell: Shell, home: Path, name: str) -> None:
    store = home / name
    for _ in range(2):
        shell.done("new", "--store", str(store), "--subject", "x", "--client", "Ann", "--text", "x")
    backup = home / "copy.desk"
    shell.done("backup", str(backup), "--store", str(store))
    assert "kept" in shell.done("restore", str(backup), "--store", str(store)).out
    assert {path.name.partition(".desk")[0] for path in home.iterdir()} <= {
        name.partition(".desk")[0],
        "copy",
    }


HUGE = "9" * 5_000
NAMELESS = "/" + "n" * 5_000
NUMBERS = (HUGE, str(2**63))


@pytest.mark.parametrize(
    "command",
    [
        *(("list", "--limit", number) for number in NUMBERS),
        *(("list", f"--limit={number}") for number in NUMBERS),
        *(("clients", "list", "--limit", number) for number in NUMBERS),
        *(("clients", "show", number) for number in NUMBERS),
        *(("reply", "1", "--text", "x", "--seen", number) for number in NUMBERS),
        *(("queues", "add", "Q", "--line", number) for number in NUMBERS),
        *(("export", "--output", path) for path in (NAMELESS, "", ".", "/", "x" * 250)),
        ("backup", NAMELESS),
        ("list", "--store", NAMELESS),
        ("list", "--store", "~nobody-is-called-so/x"),
        ("config", "set", "store", "~nobody-is-called-so/x"),
        ("config", "set", "operator", "caf\udce9"),
    ],
    ids=lambda command: " ".join(word[:20] for word in command),
)
def test_nonsense_is_refused(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    shell.ticket()
    monkeypatch.chdir(home)
    answer = shell(*command)
    assert answer.code in REFUSED or (answer.code == 0 and command[-1] == "x" * 250), answer.err


def test_settings_of_nobody_are_no_settings(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUPPORTDESK_CONFIG", "~nobody-is-called-so/x")
    shell.ticket()


TICKET = {"subject": "x", "client": {"name": "Ann"}, "created": "2024-01-01T00:00:00Z"}


WRONG_OF_CLIENT: dict[str, tuple[object, ...]] = {
    "emails": (5, {"a": 1}, "abc"),
    "phones": (5, {"a": 1}),
    "traits": (5, [1]),
}
WRONG_TAGS: tuple[object, ...] = (5, True, {"a": 1}, [[]])
BEYOND_TIME = ("0001-01-01T00:00:00+23:00", "9999-12-31T23:59:59-23:00", "9999-12-31T23:59:59Z")
WRONG: list[Mapping[str, object]] = [
    *({"tags": value} for value in WRONG_TAGS),
    *(
        {"client": {"name": "n", name: value}}
        for name, values in WRONG_OF_CLIENT.items()
        for value in values
    ),
    *({"created": value} for value in BEYOND_TIME),
]


@pytest.mark.parametrize(
    "wrong",
    WRONG,
    ids=json.dumps,
)
def test_a_wrong_field_skips_its_line_alone(
    shell: Shell, home: Path, wrong: Mapping[str, object]
) -> None:
    lines = home / "lines.jsonl"
    good = {**TICKET, "source_id": "good", "tags": ["half \ud800"]}
    lines.write_text("\n".join(map(json.dumps, ({**TICKET, **wrong}, good))))
    report = shell.done("import", str(lines), "--json").item
    assert [skipped["reason"] for skipped in report["skipped"]] == ["line.invalid"]
    assert report["tickets_new"] == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.json", "[" * 100_000),
        ("a.json", "9" * 10_000),
        ("a.json", '[{"title": "x", "body": "y", "tags": 5}]'),
        ("a.json", '[{"title": "x", "body": "y", "queue": ["q"]}]'),
        ("a.toml", "template = 5"),
        ("a.toml", "x = " + "[" * 10_000),
        ("a.toml", "x = " + "9" * 10_000),
    ],
    ids=range(7),
)
def test_nonsense_instead_of_templates_is_no_defect(
    shell: Shell, home: Path, name: str, text: str
) -> None:
    shell.ticket()
    file = home / name
    file.write_text(text)
    answer = shell("templates", "import", str(file))
    assert answer.code in (0, 2)
    assert "no template" in shell.done("templates", "list").out


@pytest.mark.parametrize(
    "text",
    [
        'columns = 5\n[ticket]\nsubject = "a"',
        "ticket = 5",
        "[ticket]\nsubject = [5]",
        '[ticket]\nsubject = "a"\n[state]\nx = ["new"]',
        'times = ["%Y %Y"]\n[ticket]\nsubject = "a"',
        'times = ["%"]\n[ticket]\nsubject = "a"',
        "missing = [[1]]",
        "x = " + "9" * 10_000,
        "x = " + "[" * 10_000,
    ],
    ids=range(9),
)
def test_nonsense_instead_of_a_mapping_is_refused(shell: Shell, home: Path, text: str) -> None:
    table, mapping = home / "table.csv", home / "map.toml"
    table.write_text("a,b\n1,2\n")
    mapping.write_text(text)
    answer = shell("import", str(table), "--map", str(mapping), "--json")
    assert answer.code == 2
    assert answer.error["code"].startswith("map.")


def test_a_cell_beyond_all_bounds_ends_its_file_alone(shell: Shell, home: Path) -> None:
    table, lines = home / "table.csv", home / "lines.jsonl"
    table.write_text("title,description,priority\n1," + "a" * (17 << 20) + ",x\n")
    lines.write_text(json.dumps(TICKET))
    report = shell.done("import", str(table), str(lines), "--json").item
    assert report["tickets_new"] == 1


UNSAFE = """
import sys
def fail(*_): raise RuntimeError("canary \\x1b]0;x\\x07")
import supportdesk.intake.ticket_import as t
t.TicketImport._record = fail
from supportdesk.cli.main import run
sys.argv[0] = "supportdesk"
run()
"""


def test_what_is_logged_of_a_defect_is_a_place_and_nobodys_words(home: Path) -> None:
    lines = home / "lines.jsonl"
    lines.write_text(json.dumps(TICKET))
    state = home / "state"
    ran = subprocess.run(
        [sys.executable, "-c", UNSAFE, "--store", str(home / "s.desk"), "import", str(lines)],
        capture_output=True,
        check=False,
        env={**os.environ, "XDG_STATE_HOME": str(state)},
    )
    assert (ran.returncode, ran.stderr) == (0, b"")
    log = (state / "supportdesk" / "supportdesk.log").read_text()
    assert f"{lines}:1" in log
    assert "RuntimeError" in log
    assert "canary" not in log
