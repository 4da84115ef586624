"""The guide to the link: its commands run as written, and what it tells of JSON is so."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.cli.linked import NAME, Team, served

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "link.md").read_text(encoding="utf-8")
ADDRESS = "https://desk.example.org"
BY_ITSELF = (["pip", "install", ".[server]"], ["supportdesk", "serve"])
"""What installs, and what runs beside this test already."""


@pytest.fixture
def team(shell: Shell, home: Path) -> Iterator[Team]:
    """A served desk, and no link yet."""
    with served(shell, home) as found:
        yield found


def lines() -> list[list[str]]:
    """The commands of the guide."""
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    return [shlex.split(line) for line in "".join(blocks).splitlines()]


def named(heading: str) -> set[str]:
    """The names in the first column of the table under a heading."""
    table = GUIDE.partition(f"| {heading} | |\n")[2].partition("\n\n")[0]
    cells = re.findall(r"^\| (.+?) \|", table, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


def cross(team: Team) -> None:
    """Set the same field on both sides while there is no line."""
    team.leave()
    team.done("set", "1", "priority=low")
    team.other("set", "1", "priority=high")
    team.come_back()
    assert team.copy("sync", "--once").code == 1


def test_its_commands_run(team: Team, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(home)
    told = {}
    for line in lines():
        if line in BY_ITSELF:
            continue
        words = line[1:]
        given = ""
        if words[:2] == ["link", "add"]:
            words = [*words, "--secret", "file"]
            given = team.token
        if words[:2] == ["link", "token"]:
            made = team.desk.done("tokens", "add", "next", "--expires", "never", "--json")
            given = made.item["token"]
        if words[2:] == ["sync", "list"]:
            cross(team)
        answer = team.desk(*(word.replace(ADDRESS, team.address) for word in words), stdin=given)
        if words == ["--link", NAME]:
            assert "terminal" in answer.err, "the console wants a terminal"
            continue
        assert answer.code == 0, (words, answer.err)
        told[" ".join(words)] = answer.out
    assert len(told) == len(lines()) - len(BY_ITSELF) - 1 == 20
    assert "STOPPED" in told["--link team sync list"]
    assert "Sent to team." in told["--link team note 1 --text Called back."]


def test_what_it_tells_scripts_is_so(team: Team) -> None:
    assert team.add().code == 0
    (link,) = team.desk.done("link", "list", "--json").items
    assert named("of a link") == set(link)
    cross(team)
    (entry,) = team.done("sync", "list", "--json").items
    assert named("of a thing that was done") == set(entry)
    synced = team.done("sync", "--once", "--json").item
    assert all(f"`{name}`" in GUIDE.partition("`sync --once` gives")[2] for name in synced)
    assert team.done("note", "1", "--text", "x", "--json").item["sent"] is False


def test_every_state_and_place_is_in_it() -> None:
    assert "SUPPORTDESK_LINK_TEAM_TOKEN" in GUIDE
    assert all(place in GUIDE for place in ("keyring", "secrets.toml", "links.toml"))
