"""What `sync list` tells of what has stopped, and commands that run as they stand."""

import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.cli.linked import Team, served


@pytest.fixture
def linked(shell: Shell, home: Path) -> Iterator[Team]:
    """A served desk, and its copy here."""
    with served(shell, home) as team:
        assert team.add().code == 0
        yield team


def cross(team: Team, *mine: str, theirs: tuple[str, ...]) -> None:
    """Do one thing here and another there, while there is no line."""
    team.leave()
    team.done(*mine)
    team.other(*theirs)
    team.come_back()
    assert team.copy("sync", "--once").code == 1


def commands(told: str) -> list[list[str]]:
    """The commands that stand at the end of lines."""
    found = [line.partition("supportdesk ")[2] for line in told.splitlines()]
    return [shlex.split(command.rstrip(".")) for command in found if command]


def test_what_a_stop_names_runs_as_it_stands(linked: Team) -> None:
    cross(linked, "set", "1", "priority=low", theirs=("set", "1", "priority=high"))
    told = linked.done("sync", "list").out
    assert "Look at it: supportdesk --link team show 1" in told
    assert "send it all the same: supportdesk --link team sync again 1" in told
    assert "do not send it: supportdesk --link team sync discard 1" in told
    assert "ENTRY" not in told
    named = commands(told)
    assert len(named) == 3
    for command in named:
        answer = linked.desk(*command)
        assert answer.code == 0, (command, answer.err)


def test_a_reply_that_stopped_names_its_ticket(linked: Team) -> None:
    cross(linked, "reply", "1", "--text", "We pay.", theirs=("reply", "1", "--text", "Paid."))
    told = linked.done("sync", "list").out
    assert "Read them: supportdesk --link team show 1" in told
    assert "show N" not in told


def test_a_refusal_names_the_link_of_the_run(linked: Team) -> None:
    refused = linked.copy("sync", "again", "99")
    assert "See: supportdesk --link team sync list" in refused.err
    linked.other("set", "1", "priority=high")
    crossed = linked.copy("set", "1", "priority=low")
    assert "Look at it: supportdesk --link team show 1" in crossed.err
    assert "(priority)" in crossed.err
    linked.leave()
    waits = linked.done("reply", "1", "--text", "We pay.", "--confirm", "newer").out
    assert "recalled: supportdesk --link team undo" in waits
    assert "supportdesk --link team sync list" in linked.done("outbox", "list").out
    own = linked.desk("show", "99")
    assert "--link" not in own.err


def test_fields_are_called_as_everywhere(linked: Team) -> None:
    cross(linked, "take", "1", theirs=("take", "1"))
    told = linked.done("sync", "list").out
    assert "by somebody else (owner)" in told
    assert "owner_id" not in told


def test_what_was_crossed_is_told_with_both_values_and_who(linked: Team) -> None:
    cross(linked, "set", "1", "priority=low", theirs=("set", "1", "priority=high"))
    told = linked.done("sync", "list").out
    assert "#1 priority: here low, there high (Olga, " in told
    assert "; before normal" in told
    (entry,) = linked.done("sync", "list", "--json").items
    (crossed,) = entry["crossed"]
    values = [crossed[name] for name in ("ticket", "field", "before", "here", "there", "by")]
    assert values == [1, "priority", "1", "0", "2", "Olga"]


def test_what_is_held_says_behind_what(linked: Team) -> None:
    cross(linked, "set", "1", "priority=low", theirs=("set", "1", "priority=high"))
    linked.done("note", "1", "--text", "Called.")
    lines = linked.done("sync", "list").out.splitlines()
    assert lines[-1].startswith("2  waits behind entry 1  ")
    assert [item["behind"] for item in linked.done("sync", "list", "--json").items] == [None, 1]


def test_of_many_it_says_which_went(linked: Team) -> None:
    linked.desk.ticket()
    linked.done("sync", "--once")
    theirs = ("set", "2", "priority=high")
    cross(linked, "bulk", "set", "state:new", "priority=low", "--yes", theirs=theirs)
    told = linked.done("sync", "list").out
    assert "Done there: 1 (#1). Not done: 1 (#2)." in told
    assert "#2 priority: here low, there high (Olga, " in told
    (entry,) = linked.done("sync", "list", "--json").items
    assert (entry["went"], entry["stayed"]) == ([1], [2])


def test_a_ticket_tells_what_has_not_arrived_of_it(linked: Team) -> None:
    cross(linked, "reply", "1", "--text", "We pay.", theirs=("reply", "1", "--text", "Paid."))
    linked.done("note", "1", "--text", "Called.")
    told = linked.done("show", "1").out.splitlines()
    see = "see: supportdesk --link team sync list"
    assert f"Has not arrived: reply: STOPPED · entry 1, {see}" in told
    assert f"Has not arrived: note: waits behind entry 1 · entry 2, {see}" in told
    shown = linked.done("show", "1", "--json").item["unsent"]
    assert [(one["entry"], one["state"], one["behind"]) for one in shown] == [
        (1, "stopped", None),
        (2, "queued", 1),
    ]
    assert "unsent" not in linked.desk.done("show", "1", "--json").item
