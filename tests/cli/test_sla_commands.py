"""Service levels on the command line: policies kept, carried over, explained (F87, F92)."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

ROOT = Path(__file__).resolve().parents[2]
FILE = """
[[policy]]
name = "VIP"
query = "vip:yes"
hold_pauses = true
out_of_hours = "30m"

[policy.targets.all]
first_response = "30m"

[policy.targets.critical]
first_response = "15m"
resolution = "4h"

[[policy]]
name = "Standard"

[policy.targets.all]
first_response = "1h"
resolution = "16h"
"""


@pytest.fixture
def file(home: Path) -> Path:
    """A file of two policies."""
    path = home / "policies.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def names(shell: Shell) -> list[str]:
    return [item["name"] for item in shell.done("sla", "list", "--json").items]


def test_a_policy_is_kept_changed_and_removed(shell: Shell) -> None:
    number = shell.ticket()
    assert "no clock runs" in shell.done("sla", "list").out
    made = shell.done("sla", "save", "Standard", "--target", "all.first_response=1h", "--json").item
    assert made["policy"] == 1
    assert shell.done("show", str(number), "--json").item["due"] == "2026-03-02T10:00:01Z"
    shell.done("sla", "save", "standard", "--target", "normal.first_response=2h", "--name", "Usual")
    (item,) = shell.done("sla", "list", "--json").items
    assert item["name"] == "Usual"
    assert item["targets"]["normal"] == {"first_response": 120}
    assert item["targets"]["high"] == {"first_response": 60}
    assert "first response critical 1h, high 1h, normal 2h, low 1h" in shell.done("sla", "list").out
    shell.done("sla", "save", "Usual", "--target", "all.first-response=none")
    assert shell.done("sla", "list", "--json").item["targets"] == {}
    shell.done("sla", "remove", "1")
    assert names(shell) == []
    shell.done("undo")
    assert names(shell) == ["Usual"]


def test_the_order_is_what_one_says(shell: Shell) -> None:
    for name in ("One", "Two", "Three"):
        shell.done("sla", "save", name)
    shell.done("sla", "order", "Three", "one")
    assert names(shell) == ["Three", "One", "Two"]


def test_a_file_is_tried_loaded_and_comes_back(shell: Shell, file: Path) -> None:
    shell.done("sla", "save", "Old")
    tried = shell.done("sla", "apply", str(file), "--dry-run", "--json").items
    assert [(item["policy"], item["change"]) for item in tried] == [
        ("VIP", "new"),
        ("Standard", "new"),
        ("Old", "removed"),
    ]
    assert names(shell) == ["Old"]
    shell.done("sla", "apply", str(file))
    assert names(shell) == ["VIP", "Standard"]
    assert "so already" in shell.done("sla", "apply", str(file)).out
    written = shell.done("sla", "export").out
    file.write_text(written, encoding="utf-8")
    assert "so already" in shell.done("sla", "apply", str(file)).out
    before = shell.done("sla", "list", "--json").items
    shell.done("undo")
    assert names(shell) == ["Old"]
    shell.done("sla", "apply", str(file))
    after = shell.done("sla", "list", "--json").items
    changing = ("number", "uuid")
    assert [{k: v for k, v in item.items() if k not in changing} for item in after] == [
        {k: v for k, v in item.items() if k not in changing} for item in before
    ]
    assert before[0]["targets"]["critical"] == {"first_response": 15, "resolution": 240}


def test_a_file_changes_what_it_says_otherwise(shell: Shell, file: Path) -> None:
    shell.done("sla", "apply", str(file))
    vip, standard = FILE.split('[[policy]]\nname = "Standard"')
    changed = f'[[policy]]\nname = "Standard"{standard.replace("16h", "8h")}{vip}'
    file.write_text(changed, encoding="utf-8")
    tried = shell.done("sla", "apply", str(file), "--dry-run", "--json").items
    assert [(item["policy"], item["fields"]) for item in tried] == [
        ("Standard", ["targets", "place"]),
        ("VIP", ["place"]),
    ]
    shell.done("sla", "apply", str(file))
    assert names(shell) == ["Standard", "VIP"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("policy = 1", "sla.unreadable"),
        ("[[policy]]\nquery = 'vip:yes'", "sla.unreadable"),
        ("[[policy]]\nname = 'A'\ncolour = 'red'", "sla.unreadable"),
        ("[[policy]]\nname = 'A'\n[[policy]]\nname = 'a'", "sla.unreadable"),
        ("[[policy]]\nname = 'A'\ncalendar = 'Office'", "calendar.missing"),
        ("[[policy]]\nname = 'A'\n[policy.targets.all]\nfirst = '1h'", "sla.clock"),
        ("[[policy]]\nname = 'A'\n[policy.targets.all]\nupdate = '0m'", "sla.target"),
        ("[[policy]]\nname = 'A'\n[policy.targets.all]\nupdate = 'soon'", "duration.unknown"),
        ("[[policy]", "sla.unreadable"),
    ],
)
def test_a_file_that_cannot_be_is_refused_whole(
    shell: Shell, file: Path, text: str, code: str
) -> None:
    shell.done("sla", "save", "Old")
    file.write_text(text, encoding="utf-8")
    answer = shell("sla", "apply", str(file), "--json")
    assert answer.error["code"] == code
    assert names(shell) == ["Old"]


def test_a_ticket_is_explained(shell: Shell, file: Path) -> None:
    shell.done("sla", "apply", str(file))
    number = str(shell.ticket())
    item = shell.done("sla", "explain", number, "--json").item
    assert item["policy"] == "Standard"
    assert item["sla"] == "ok"
    assert [(one["name"], one["holds"], one["failed"]) for one in item["policies"]] == [
        ("VIP", False, ["vip:yes"]),
        ("Standard", True, []),
    ]
    first, resolution = item["clocks"]
    assert (first["clock"], first["state"], first["target_seconds"]) == (
        "first_response",
        "running",
        3600,
    )
    assert item["due"] == first["due"] < resolution["due"]
    said = shell.done("sla", "explain", number).out
    assert "1. VIP does not hold: not vip:yes" in said
    assert "2. Standard holds: it holds for every ticket" in said
    assert "first response: running" in said


def test_pauses_and_verdicts_are_explained(shell: Shell, file: Path) -> None:
    shell.done("sla", "apply", str(file))
    number = str(shell.ticket())
    shell.clock.forward(hours=2)
    shell.done("reply", number, "--text", "We look into it.")
    shell.done("set", number, "state=waiting")
    shell.clock.forward(hours=1)
    first, resolution = shell.done("sla", "explain", number, "--json").item["clocks"]
    assert (first["state"], first["met"]) == ("missed", False)
    assert resolution["state"] == "paused"
    assert len(resolution["pauses"]) == 1
    assert resolution["due"] is None
    assert 13 * 3600 < resolution["remaining_seconds"] < 14 * 3600
    said = shell.done("sla", "explain", number).out
    assert "too late" in said
    assert "paused 2026-03-02" in said
    events = shell.done("show", number, "--events").out
    assert "overdue: first response" in events
    assert "nearly due: first response" in events


def test_what_is_not_there_is_said(shell: Shell) -> None:
    assert shell("sla", "explain", "99").code == 3
    number = str(shell.ticket())
    assert "There is no policy" in shell.done("sla", "explain", number).out
    shell.done("sla", "save", "VIP", "--query", "vip:yes priority>=high")
    item = shell.done("sla", "explain", number, "--json").item
    assert item["policy"] is None
    assert item["policies"][0]["failed"] == ["vip:yes", "priority>=high"]
    assert "No policy holds" in shell.done("sla", "explain", number).out
    assert shell("sla", "remove", "Gold").code == 3
    wrong = shell("sla", "save", "Gold", "--target", "first_response=1h")
    assert wrong.code == 2
    assert "all.resolution=16h" in wrong.err


def test_tickets_are_asked_for_by_how_they_stand(shell: Shell, file: Path) -> None:
    shell.done("sla", "apply", str(file))
    old = shell.ticket()
    shell.clock.forward(minutes=50)
    risk = shell.ticket()
    shell.clock.forward(minutes=50)
    new = shell.ticket()

    def found(level: str) -> list[int]:
        return [item["number"] for item in shell.done("list", f"sla:{level}", "--json").items]

    assert (found("breached"), found("risk"), found("ok")) == ([old], [risk], [new])
    counts = shell.done("sla", "status", "--json").item
    assert counts == {
        "breached": 1, "risk": 1, "ok": 1, "none": 0, "more": [], "looking_again": False,
    }  # fmt: skip
    assert "overdue: 1" in shell.done("sla", "status", "number:1").out
    assert shell.done("list", "sla:risk", "--json").item["sla"] == "risk"


def commands_of(text: str) -> list[list[str]]:
    """Every command of a document, without what is written to a file."""
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    return [shlex.split(line.partition(" > ")[0])[1:] for line in lines]


def test_the_guide_does_what_it_says(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    guide = (ROOT / "docs" / "service-levels.md").read_text(encoding="utf-8")
    (written,) = re.findall(r"^```toml\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(home)
    Path("policies.toml").write_text(written, encoding="utf-8")
    shell.ticket()
    shell.done("calendar", "save", "Office", "--zone", "Europe/Kyiv", "--hours", "mon-fri 9-18")
    for words in commands_of(guide):
        shell.done(*words)
    shell.done("sla", "apply", "policies.toml")
    (item,) = shell.done("sla", "list", "--json").items
    assert (item["name"], item["calendar"], item["out_of_hours_minutes"]) == ("Gold", "Office", 30)
    explained = shell.done("sla", "explain", "1", "--json").item
    for name in explained["clocks"][:1]:
        assert all(f"`{key}`" in guide for key in name)


def test_the_readme_does_what_it_says(shell: Shell) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("## For team leads\n")[2].partition("\n## ")[0]
    for _ticket in range(5):
        shell.ticket()
    for words in commands_of(section):
        if words[0] == "sla":
            shell.done(*words)
    assert names(shell) == ["VIP", "Everybody"]


def test_what_clocks_go_by_reaches_tickets_at_once(shell: Shell) -> None:
    number = str(shell.ticket())

    def due() -> str | None:
        due: str | None = shell.done("show", number, "--json").item["due"]
        return due

    shell.done("sla", "save", "Standard", "--target", "all.resolution=1h")
    assert due() == "2026-03-02T10:00:01Z"
    shell.done("calendar", "save", "Office", "--zone", "UTC", "--hours", "mon-fri 12-18")
    assert due() == "2026-03-02T13:00:00Z"
    shell.done("undo")
    assert due() == "2026-03-02T10:00:01Z"
    shell.done("sla", "remove", "Standard")
    assert due() is None
