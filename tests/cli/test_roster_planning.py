"""`roster plan` and the guide: shifts are given out, and what the guide shows is so."""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "roster.md"

PLAN = """
# our March
first = 2026-03-02
last = 2026-03-03
[plan]
turns = ["09:00-18:00", "22:00-06:00"]
[need]
"mon-tue 9-18" = 2
"mon 22-06" = 1
[[person]]
name = "Olga"  # the lead
off = [2026-03-03]
[[person]]
name = "Petro"
shifts = ["2026-03-02 09:00-18:00"]
"""


@pytest.fixture
def file(home: Path) -> Path:
    """A roster with two days to fill."""
    path = home / "plan.toml"
    path.write_text(PLAN, encoding="utf-8")
    return path


def test_shifts_are_given_out_and_gaps_are_told(shell: Shell, file: Path, home: Path) -> None:
    shell.ticket()
    answer = shell("roster", "plan", str(file))
    assert answer.code == 1
    assert "# our March" in answer.out
    assert 'name = "Olga"  # the lead\noff = [2026-03-03]\n' in answer.out
    assert "2026-03-03 09:00 to 2026-03-03 18:00: 1 there, 2 needed." in answer.err
    assert "2026-03-02 22:00 to 2026-03-03 06:00: 0 there, 1 needed." in answer.err
    planned = home / "planned.toml"
    planned.write_text(answer.out, encoding="utf-8")
    again = shell("roster", "check", str(planned), "--json").item
    found = shell("roster", "plan", str(file), "--json").item
    assert found["violations"] == again["violations"]
    assert found["planned"] == [
        {"person": "Olga", "shifts": ["2026-03-02 09:00-18:00"]},
        {"person": "Petro", "shifts": ["2026-03-02 09:00-18:00", "2026-03-03 09:00-18:00"]},
    ]


def test_a_night_is_given_out_when_it_is_confirmed(shell: Shell, file: Path) -> None:
    shell.ticket()
    more = f'{PLAN}[[person]]\nname = "Tamar"\n'
    file.write_text(more.replace('"mon-tue 9-18" = 2', '"mon-tue 9-18" = 1'), encoding="utf-8")
    assert shell("roster", "plan", str(file)).code == 1
    found = shell.done("roster", "plan", str(file), "--confirm", "night_shift", "--json").item
    assert found["violations"] == []
    assert found["night_hours"] == 8
    assert found["planned"][0] == {"person": "Olga", "shifts": ["2026-03-02 22:00-06:00"]}


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('"mon-tue 9-18" = 2\n"mon 22-06" = 1', "", "roster.file"),
        ("[need]", "[[other]]", "roster.file"),
        ("[plan]", "[plans]", "roster.file"),
        ('turns = ["09:00-18:00", "22:00-06:00"]', "turns = []", "roster.file"),
        ('"22:00-06:00"]', '"22:00-26:00"]', "roster.file"),
        ('"22:00-06:00"]', "5]", "roster.file"),
        ("first = 2026-03-02", "first = 2026-03-02T10:00:00", "roster.file"),
        ("off = [2026-03-03]", "off = ['monday']", "roster.file"),
        ("[plan]", "week_hours = 4\n[plan]", "roster.file"),
    ],
)
def test_a_file_that_is_no_plan_is_refused(
    shell: Shell, file: Path, old: str, new: str, code: str
) -> None:
    shell.ticket()
    text = PLAN.replace(old, new)
    assert text != PLAN
    if not new:
        text, code = text.replace("[need]\n", ""), "roster.no_need"
    file.write_text(text, encoding="utf-8")
    refused = shell("roster", "plan", str(file), "--json")
    assert (refused.code, refused.error["code"]) == (2, code), refused.err


def test_days_off_are_checked_too(shell: Shell, file: Path) -> None:
    file.write_text(
        PLAN.replace(
            "off = [2026-03-03]", 'off = [2026-03-03]\nshifts = ["2026-03-03 10:00-12:00"]'
        )
    )
    rules = [
        one["rule"] for one in shell("roster", "check", str(file), "--json").item["violations"]
    ]
    assert "day_off" in rules
    assert "a shift on a day off" in shell("roster", "check", str(file)).out


def test_the_commands_and_the_file_of_the_guide_work(
    shell: Shell, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.ticket()
    monkeypatch.chdir(home)
    guide = GUIDE.read_text(encoding="utf-8")
    (roster,) = re.findall(r"^```toml\n(.*?)^```", guide, re.MULTILINE | re.DOTALL)
    Path("march.toml").write_text(roster, encoding="utf-8")
    commands = re.findall(r"^supportdesk (.*)$", guide, re.MULTILINE)
    assert len(commands) >= 6
    for command in commands:
        words, _sign, kept = command.partition(" > ")
        answer = shell(*shlex.split(words))
        assert answer.code in (0, 1), (command, answer.err)
        assert "usage" not in answer.err.casefold()
        if kept:
            Path(kept.strip()).write_text(answer.out, encoding="utf-8")
    assert "No rule is broken" in shell.done("roster", "check", "planned.toml").out


def test_the_guide_names_what_scripts_read(shell: Shell, file: Path) -> None:
    shell.ticket()
    guide = GUIDE.read_text(encoding="utf-8")
    asked = ("--observed", "--handling", "10m", "--json")
    answers = (
        shell.done("roster", "load", "--json").item,
        shell.done("roster", "need", *asked).item,
        shell.done("roster", "need", "--channel", "live", *asked).item,
        shell("roster", "check", str(file), "--json").item,
        shell("roster", "plan", str(file), "--json").item,
    )
    for item in answers:
        nested = [part for value in item.values() if isinstance(value, list) for part in value[:1]]
        for name in {*item, *(key for part in nested if isinstance(part, dict) for key in part)}:
            assert f"`{name}`" in guide, name
