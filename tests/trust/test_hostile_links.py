"""What another desk says of a copy's doings, hostile: shown in the outbox, and told by `sync`."""

import os
from pathlib import Path

import pytest

from supportdesk.settings.links import Link, keep_link, links_file
from supportdesk.settings.paths import settings_file
from tests.trust.every_command import acting, runner_on
from tests.trust.hostile_links import link
from tests.trust.hostile_store import STORABLE
from tests.trust.hostile_tour import Tour, open_console, reports
from tests.trust.own_sequences import foreign

TEXTS = list(STORABLE.values())
KINDS = pytest.mark.parametrize("kind", ["supportdesk", "rt"])


@pytest.mark.terminal
@pytest.mark.parametrize(
    ("size", "kind"),
    [((80, 24), "supportdesk"), ((140, 40), "rt")],
    ids=["80x24-supportdesk", "140x40-rt"],
)
def test_no_reason_of_another_desk_acts_in_the_outbox(
    hostile_copy: Path, tmp_path: Path, size: tuple[int, int], kind: str
) -> None:
    many = link(hostile_copy, TEXTS, kind=kind)
    with open_console(hostile_copy, tmp_path, size) as terminal:
        tour = Tour(terminal, hostile_copy)
        terminal.wait(r"Mine|Nothing")
        tour.look()
        for entry in range(0, many, 25):
            tour.press("g", "g …")
            tour.press("o", "─  Outbox  ─")
            terminal.press(*["down"] * entry)
            for _few in range(5):
                terminal.press(*["down"] * 5)
                tour.look()
            terminal.press("enter")
            terminal.wait_gone("─  Outbox  ─")
            terminal.wait("Esc leave")
            tour.look()
            while "Esc leave" in terminal.settle(0.1):
                terminal.press("escape")
        assert tour.quit() == 0
    assert foreign(bytes(terminal.output)) == []
    assert reports(tmp_path) == []


@KINDS
@pytest.mark.parametrize("form", [(), ("--json",)], ids=["plain", "json"])
def test_no_reason_of_another_desk_acts_in_what_a_command_prints(
    hostile_copy: Path, tmp_path: Path, form: tuple[str, ...], kind: str
) -> None:
    many = link(hostile_copy, TEXTS, kind=kind)
    with runner_on(hostile_copy, tmp_path) as run:
        team = Link("team", "http://127.0.0.1:9", secret="file")
        keep_link(links_file(settings_file(os.environ)), team)
        team.store.parent.mkdir(parents=True)
        hostile_copy.rename(team.store)
        of_team = ("--store", str(team.store))
        code, printed = run(*of_team, "sync", "list", *form)
        assert code == 0, printed[:400]
        assert acting(printed) == []
        if form:
            assert len(printed.splitlines()) == many
        for line in ("outbox list", "show 1", "sync --dry-run", "doctor", "list", "sync again 4"):
            code, printed = run(*of_team, *line.split(" "), *form)
            assert code in range(6), (line, printed[:300])
            assert acting(printed) == []
    assert reports(tmp_path) == []
