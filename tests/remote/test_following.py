"""A copy follows a real `serve`: what is told there comes, what was done here goes, once."""

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from supportdesk.desk.opening import open_desk
from supportdesk.desk.replica.beginning import begin_copy
from supportdesk.domain import action
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import Refused
from supportdesk.domain.query_parser import parse_query
from supportdesk.remote.own_desk.following import Following
from supportdesk.store.read import search, sendings, threads, tickets
from supportdesk.store.read.sendings import STOPPED
from tests.remote.copies import clock, copied
from tests.server.conftest import make_token, program
from tests.small_desk import SmallDesk, made_and_closed

WHO = action.ClientReference("Ann Lee", "ann@example.org")


@pytest.fixture
def team(tmp_path: Path) -> SmallDesk:
    """A small desk in a file, open beside its server."""
    small = made_and_closed(tmp_path / "team.desk")
    small.desk = open_desk(tmp_path / "team.desk", clock)
    return small


def test_what_is_done_on_a_copy_is_done_there_once(team: SmallDesk, tmp_path: Path) -> None:
    number = team.ticket()
    token = make_token(team, team.petro)
    with (
        program(tmp_path / "team.desk", tmp_path / "home") as running,
        copied(tmp_path / "copy.desk", running.address, token, team.petro) as copy,
    ):
        copy.sync()
        made = copy.desk.act(copy.me, action.CreateTicket(WHO, "Made offline", "Hello"))
        copy.desk.act(copy.me, action.AddNote(made.tickets[0], "On the new one"))
        copy.desk.act(copy.me, action.AddNote(number, "From the copy"))
        came_of_it = copy.sync()
        assert (came_of_it.sent, came_of_it.stopped, copy.waiting()) == (3, 0, [])
        there = copy.desk.ask(sendings.numbered, made.tickets[0])
        assert there == number + 1
        for desk in (copy.desk, team.desk):
            assert [m.body for m in desk.ask(threads.messages, there)] == [
                "Hello",
                "On the new one",
            ]
            assert [m.body for m in desk.ask(threads.messages, number)][-1] == "From the copy"
        assert copy.sync().sent == 0
    team.desk.close()


def test_files_come_when_they_are_wanted_and_are_kept(team: SmallDesk, tmp_path: Path) -> None:
    file = action.NewAttachment("log.txt", "text/plain", b"Zebra in the file")
    made = team.act(action.CreateTicket(WHO, "With a file", "Look"))
    team.act(action.AddNote(made.tickets[0], "The log", (file,)))
    token = make_token(team, team.petro)
    with copied(tmp_path / "copy.desk", "http://127.0.0.1:9", token, team.petro) as copy:
        with program(tmp_path / "team.desk", tmp_path / "home") as running:
            copy.address = running.address
            copy.sync()
            listed = copy.desk.ask(threads.messages, made.tickets[0])[-1].attachments[0]
            with pytest.raises(Refused, match=r"link\.file_not_here"):
                copy.desk.content(listed)
            copy.desk.fetch = lambda number: file.content if number == listed.id else b""
            assert b"".join(copy.desk.content(listed)) == file.content
        copy.desk.fetch = None
        assert b"".join(copy.desk.content(listed)) == file.content
        words = parse_query("zebra", now=clock(), zone=UTC)
        found = copy.desk.ask(search.search_hits, words)
        assert [hit.number for hit in found] == list(made.tickets)
    team.desk.close()


def test_a_desk_that_was_put_back_is_read_anew_and_nothing_done_here_is_lost(
    team: SmallDesk, tmp_path: Path
) -> None:
    number = team.ticket()
    token = make_token(team, team.petro)
    store, kept = tmp_path / "team.desk", tmp_path / "kept.desk"
    with copied(tmp_path / "copy.desk", "http://127.0.0.1:9", token, team.petro) as copy:
        team.desk.close()
        with program(store, tmp_path / "home") as running:
            copy.address = running.address
            copy.sync()
        shutil.copy(store, kept)
        with program(store, tmp_path / "home") as running:
            copy.address = running.address
            copy.desk.act(copy.me, action.AddNote(number, "Lost with the store"))
            copy.sync()
        copy.desk.act(copy.me, action.AddNote(number, "Still on its way"))
        shutil.copy(kept, store)
        with closing(sqlite3.connect(store)) as other:
            assert other.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        with closing(open_desk(store, clock)) as desk:
            desk.act(team.olga, action.AddNote(number, "Written after that"))
            desk.act(team.olga, action.AddNote(number, "And another"))
        with program(store, tmp_path / "home") as running:
            copy.address = running.address
            copy.sync()
            stopped = [row for row in copy.waiting() if row.state == STOPPED]
            assert [row.because["code"] for row in stopped] == ["sync.put_back"]
            told = {"And another", "Still on its way", "Written after that"}
            assert set(copy.texts(number)[1:]) == told
            copy.desk.send_anyway(stopped[0].number)
            copy.sync()
            assert set(copy.texts(number)[1:]) == told | {"Lost with the store"}
            assert not copy.waiting()
        with closing(open_desk(store, clock)) as desk:
            assert [m.body for m in desk.ask(threads.messages, number)] == copy.texts(number)
        assert not (tmp_path / "copy.desk.shadow").exists()


def test_a_copy_without_old_tickets_gets_them_whole_once_they_change(
    team: SmallDesk, tmp_path: Path
) -> None:
    old = clock() - timedelta(days=300)
    said = (
        action.HistoricMessage("m1", "client", WHO, old, "Zebra of old"),
        action.HistoricMessage("m2", "operator", WHO, old, "Answered", team.petro),
    )
    past = action.HistoricTicket("t1", "Of old", WHO, said, old, state="solved", updated_at=old)
    (number,) = team.desk.act(None, action.RecordHistory((past,))).tickets
    new = team.act(action.CreateTicket(WHO, "New", "Hello")).tickets[0]
    newer = str(to_milliseconds(clock() - timedelta(days=30)))
    token = make_token(team, team.petro)
    begin_copy(tmp_path / "copy.desk", "team", "http://127.0.0.1:9", newer)
    with (
        program(tmp_path / "team.desk", tmp_path / "home") as running,
        copied(tmp_path / "copy.desk", running.address, token, team.petro) as copy,
    ):
        copy.sync()
        assert copy.texts(new) == ["Hello"]
        assert copy.desk.ask(tickets.row, number, copy.me) is None
        team.desk.act(team.olga, action.AddNote(number, "Looked at again"))
        copy.sync()
        assert copy.texts(number) == ["Zebra of old", "Answered", "Looked at again"]
        words = parse_query("zebra", now=clock(), zone=UTC)
        assert [hit.number for hit in copy.desk.ask(search.search_hits, words)] == [number]
    team.desk.close()


def test_what_is_done_does_not_wait_for_the_next_attempt(
    team: SmallDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The desk is back while the copy leaves it alone for minutes: whoever works asks at once."""
    number = team.ticket()
    token = make_token(team, team.petro)
    stop, rests = threading.Event(), []
    with copied(tmp_path / "copy.desk", "http://127.0.0.1:9", token, team.petro) as copy:
        with program(tmp_path / "team.desk", tmp_path / "home") as running:
            copy.address, port = running.address, running.address.rpartition(":")[2]
            copy.sync()

        async def long(follows: Following, stop: threading.Event, _seconds: float) -> None:
            rests.append(stop)
            await resting(follows, stop, 300)

        resting = Following._rest
        monkeypatch.setattr(Following, "_rest", long)
        following = threading.Thread(target=copy.follow, args=(stop,))
        following.start()
        try:
            until(lambda: bool(rests))
            with program(tmp_path / "team.desk", tmp_path / "home", "--port", port):
                copy.desk.act(copy.me, action.AddNote(number, "While it was away"))
                until(lambda: copy.waiting() == [])
        finally:
            stop.set()
            following.join()
    assert team.desk.ask(threads.messages, number)[-1].body == "While it was away"
    team.desk.close()


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)
