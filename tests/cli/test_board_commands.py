"""`board`: the numbers of now and then, the tickets behind them, and a board that is watched."""

import re
import shlex
from pathlib import Path

import pytest

from supportdesk.desk.board import NUMBERS
from supportdesk.i18n import as_in_every_language
from supportdesk.i18n.board_names import NUMBERS as HEADINGS
from tests.cli.conftest import Shell

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "board.md").read_text(encoding="utf-8")


def test_the_board_counts_by_queue_and_operator(shell: Shell) -> None:
    first, second = shell.ticket(), shell.ticket()
    shell.done("take", str(first))
    shell.done("set", str(second), "state=waiting", "--confirm", "waiting_unanswered")
    board = shell.done("board", "--json").item
    assert board["live"] is True
    totals = board["totals"]
    assert {name: totals[name] for name in ("new", "active", "waiting", "paused")} == {
        "new": 0,
        "active": 1,
        "waiting": 1,
        "paused": 0,
    }
    assert (totals["backlog"], totals["unassigned"], totals["asleep"]) == (2, 1, 0)
    assert sum(queue["backlog"] for queue in board["queues"]) == totals["backlog"]
    assert [one["load"] for one in board["operators"]] == [1]
    assert sum(board["arrivals_per_hour"]) == 2
    told = shell.done("board").out
    assert "First line" in told
    assert "Created per hour from 0:00" in told


def test_a_past_moment_has_its_own_numbers_and_tickets(shell: Shell) -> None:
    first = shell.ticket()
    shell.clock.forward(hours=2)
    shell.ticket()
    shell.done("set", str(first), "state=closed", "kind=help")
    then = shell.done("board", "--at", "-1h", "--json").item
    assert (then["live"], then["totals"]["backlog"]) == (False, 1)
    assert then["totals"]["due_soon"] is None
    listed = shell.done("board", "--at", "-1h", "--tickets", "backlog", "--json").items
    assert [ticket["number"] for ticket in listed] == [first]
    queue = shell.done("board", "--tickets", "new", "--queue", "First line", "--json").items
    assert [ticket["number"] for ticket in queue] == [first + 1]


@pytest.mark.parametrize(
    ("arguments", "code", "exit_code"),
    [
        (("--at", "2099-01-01"), "moment.future", 2),
        (("--at", "soonish"), "moment.unknown", 2),
        (("--tickets", "everything"), "board.number", 2),
        (("--tickets", "oldest", "--at", "-1h"), "board.present", 2),
        (("--tickets", "new", "--queue", "No such"), "queue.missing", 3),
        (("--tickets", "load", "--operator", "nobody"), "operator.missing", 3),
        (("--queue", "First line"), "usage", 2),
        (("--watch", "--at", "-1h"), "usage", 2),
    ],
)
def test_what_cannot_be_shown_is_refused(
    shell: Shell, arguments: tuple[str, ...], code: str, exit_code: int
) -> None:
    shell.ticket()
    refused = shell("board", *arguments, "--json")
    assert (refused.code, refused.error["code"]) == (exit_code, code)


def test_a_moment_before_all_others_is_no_moment(shell: Shell) -> None:
    shell.ticket()
    refused = shell("board", "--at", "0001-01-01", "--json")
    assert (refused.code, refused.error["code"]) == (2, "moment.unknown")


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_tickets_are_listed_by_the_headings_too(
    shell: Shell, language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SUPPORTDESK_LANG", language)
    number = shell.ticket()
    shell.done("take", str(number))
    for name in (*NUMBERS, "load"):
        by_name = shell.done("board", "--tickets", name, "--json").items
        for heading in as_in_every_language("board", HEADINGS[name]):
            assert shell.done("board", "--tickets", heading, "--json").items == by_name
    wrong = shell("board", "--tickets", "everything")
    assert wrong.code == 2
    assert "unassigned" in wrong.err


def test_no_heading_means_two_numbers() -> None:
    every = [
        "".join(heading.casefold().split())
        for name, said in HEADINGS.items()
        for heading in {name, *as_in_every_language("board", said)}
    ]
    assert len(every) == len(set(every))


def test_the_guide_to_the_leads_screens_does_what_it_says(shell: Shell) -> None:
    shell.done("queues", "add", "Billing")
    number = str(shell.ticket())
    shell.done("set", number, "queue=Billing")
    shell.clock.forward(hours=2)
    shell.done("reply", number, "--text", "We look into it.")
    blocks = re.findall(r"^```sh\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)
    lines = "".join(blocks).splitlines()
    assert len(lines) >= 5
    for line in lines:
        shell.done(*shlex.split(line)[1:])


@pytest.mark.parametrize("code", re.findall(r"`supportdesk ([a-z][^`]*)`", GUIDE))
def test_what_the_guide_names_is_there(code: str, shell: Shell) -> None:
    assert shell(*shlex.split(code)[:2], "--help").code == 0


def test_the_guide_has_every_number_and_its_heading() -> None:
    for name in NUMBERS:
        assert f"`{name}`" in GUIDE
        assert re.search(rf"\| [^|`]*{re.escape(HEADINGS[name])}[^|`]* \| `", GUIDE)
