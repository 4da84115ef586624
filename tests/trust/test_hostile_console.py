"""Hostile texts on every screen of a real terminal: nothing acts, is markup or ends the program."""

import sys
from pathlib import Path

import pytest

from tests.trust.every_window import EveryWindow, UnseenTerminal
from tests.trust.hostile_console import ALONE
from tests.trust.hostile_store import STORABLE, make_hostile_store
from tests.trust.hostile_tour import Tour, literal, open_console, reports, walk
from tests.trust.own_sequences import foreign
from tests.trust.payloads import MARKUP
from tests.trust.poison import poison, unseen_tables

pytestmark = pytest.mark.terminal


def test_every_column_of_text_is_poisoned_and_seen(hostile_copy: Path) -> None:
    """A column that comes to the store later is poisoned, unless `poison` says why not."""
    columns = poison(hostile_copy, list(STORABLE.values()))
    assert {"ticket.subject", "message.body", "client.name", "attachment.name"} <= set(columns)
    assert unseen_tables(hostile_copy) == []


def test_one_text_can_fill_a_desk_alone(tmp_path: Path) -> None:
    """Also where the desk refuses it in most places, and names stand there once each."""
    store = tmp_path / "alone.desk"
    make_hostile_store(store, {f"{number}": "A\x1b[2JB" for number in range(ALONE)})
    assert unseen_tables(store) == []


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
def test_no_text_acts_on_the_screens_of_a_day(
    hostile_copy: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    with open_console(hostile_copy, tmp_path, size) as terminal:
        tour = Tour(terminal, hostile_copy)
        walk(tour, list(STORABLE.values()), every=40)
        assert tour.quit() == 0
    assert foreign(bytes(terminal.output)) == []
    assert reports(tmp_path) == []
    assert [name for name, text in MARKUP.items() if not literal(tour.screens, text)] == []


@pytest.mark.timeout(900)
def test_the_last_filter_alone_holds_on_every_window(hostile_copy: Path, tmp_path: Path) -> None:
    """A command, or a window, to which nobody has walked fails here."""
    log = tmp_path / "log"
    log.touch()
    watched = (sys.executable, "-m", "tests.trust.watched_console", str(log), "cleaning")
    with open_console(hostile_copy, tmp_path, (80, 24), watched, UnseenTerminal) as terminal:
        tour = EveryWindow(terminal, log, hostile_copy, 60)
        tour.walk()
        terminal.press("1", "q", "q")
        assert terminal.ended() == 0
    assert foreign(bytes(terminal.output)) == []
    assert reports(tmp_path) == []
    assert tour.missed == []
    assert tour.meant == []
    assert b"777;notify" in terminal.output


def walk_without(hostile_copy: Path, home: Path, *layers: str) -> list[str]:
    """What acts when these layers of protection are taken away; no screen could be read then."""
    program = (sys.executable, "-m", "tests.trust.unsafe_console", ",".join(layers))
    with open_console(hostile_copy, home, (140, 40), program, UnseenTerminal) as terminal:
        tour = Tour(terminal, hostile_copy)
        terminal.wait_sent(b"Mine")
        terminal.press("3")
        for _ in range(30):
            terminal.press("j")
            tour.look()
        tour.quit()
    return foreign(bytes(terminal.output))


def test_the_cleaning_alone_holds(hostile_copy: Path, tmp_path: Path) -> None:
    assert walk_without(hostile_copy, tmp_path, "filter") == []


def test_this_test_sees_what_acts(hostile_copy: Path, tmp_path: Path) -> None:
    assert walk_without(hostile_copy, tmp_path, "cleaning", "filter") != []


def test_the_walk_sees_markup_that_is_read(hostile_copy: Path, tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.touch()
    watched = (sys.executable, "-m", "tests.trust.watched_console", str(log), "literals")
    with open_console(hostile_copy, tmp_path, (80, 24), watched) as terminal:
        terminal.wait("Mine|Nothing")
        terminal.press("/")
        terminal.wait("─  Search  ─")
        terminal.paste("state:[b]x")
        tour = EveryWindow(terminal, log, hostile_copy, 60)
        for _turn in range(200):
            if not tour.meant:
                terminal.settle(0.1, 0.1)
    assert tour.meant != []
