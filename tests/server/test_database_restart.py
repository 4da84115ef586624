"""What serves a store on a PostgreSQL server while that is away, and when it is back."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from supportdesk.desk.opening import open_desk
from supportdesk.store.read import threads
from tests.postgresql import Server, programs, running
from tests.server.conftest import Running, make_token, program
from tests.server.test_serving import Stream, client, note
from tests.small_desk import SmallDesk, made_and_closed


@pytest.fixture(scope="module")
def database() -> Iterator[Server]:
    """A server of this file's own, which forgets nothing that it has accepted."""
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL is installed: apt install postgresql")
    with running(found, quick=False) as started:
        yield started


@pytest.fixture
def small(database: Server) -> Iterator[SmallDesk]:
    """The small desk on it."""
    made = made_and_closed(database.address(database.create()))
    with closing(open_desk(made.desk.address, made.clock)) as desk:
        yield replace(made, desk=desk)


def until(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something."""
    last = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last
        time.sleep(0.05)


def test_what_is_asked_meanwhile_is_refused_for_now_and_goes_on_afterwards(
    small: SmallDesk, database: Server, tmp_path: Path
) -> None:
    """Every refusal says to come back; streams stay; an envelope that was refused is done once."""
    number = small.ticket()
    secret = make_token(small, small.petro)
    with (
        program(small.desk.address, tmp_path / "home", "--workers", "2") as server,
        client(server, secret) as http,
    ):
        stream = Stream(http)
        assert http.post("/v1/actions", json=note(small, number, "Before.")).status_code == 200
        stream.wait("change")
        database.stop("fast")
        envelope = note(small, number, "Meanwhile.")
        for _ in range(4):
            refused(http.get("/v1/health"))
            refused(http.get("/v1/tickets"))
            refused(http.post("/v1/actions", json=envelope))
        database.begin()
        stream.events.clear()
        until(lambda: http.get("/v1/health").status_code == 200)
        for _ in range(8):
            assert http.get(f"/v1/tickets/{number}").status_code == 200
            assert http.post("/v1/actions", json=envelope).status_code == 200
        assert stream.wait("change", 5)[1]["tickets"] == [number]
        assert not stream.ended.is_set()
        assert server.stop() == 0
    bodies = [row.body for row in small.desk.ask(threads.messages, number)]
    assert bodies == ["I paid twice.", "Before.", "Meanwhile."]


def refused(answer: httpx.Response) -> None:
    """For now, and with a reason."""
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5"), answer.text
    assert answer.json()["error"]["code"] == "store.server"


@pytest.mark.parametrize("how", ["fast", "immediate"])
def test_nothing_is_lost_or_doubled_whenever_the_database_falls(
    small: SmallDesk, database: Server, tmp_path: Path, how: str
) -> None:
    """Writers go on with the same envelope until it is accepted, through three falls."""
    number = small.ticket()
    secret = make_token(small, small.petro)
    stop, done = threading.Event(), Counter[str]()

    def write(place: int, server: Running) -> None:
        with client(server, secret) as http:
            for n in range(10_000):
                text = f"{place}-{n}"
                body = note(small, number, text)
                while (answer := _answer(http, body)) is None:
                    time.sleep(0.05)
                assert answer["ticket"] == number
                done[text] += 1
                if stop.is_set():
                    return

    with program(small.desk.address, tmp_path / "home", "--workers", "2") as server:
        writers = [threading.Thread(target=write, args=(n, server)) for n in range(4)]
        for writer in writers:
            writer.start()
        for _ in range(3):
            before = len(done)
            until(lambda before=before: len(done) > before + 8)  # type: ignore[misc]
            database.stop(how)
            database.begin()
        stop.set()
        for writer in writers:
            writer.join(30)
        assert server.stop() == 0
    there = Counter(row.body for row in small.desk.ask(threads.messages, number))
    del there["I paid twice."]
    assert there == done


def _answer(http: httpx.Client, body: dict[str, Any]) -> Any:
    """The receipt, or None where the same envelope is to be sent again."""
    answer = http.post("/v1/actions", json=body)
    assert answer.status_code in (200, 503), answer.text
    return answer.json() if answer.status_code == 200 else None


def test_the_same_envelope_at_two_processes_at_once_is_done_once(
    small: SmallDesk, tmp_path: Path
) -> None:
    number = small.ticket()
    secret = make_token(small, small.petro)
    answers: list[tuple[str, Any]] = []
    with (
        program(small.desk.address, tmp_path / "home", "--no-work") as one,
        program(small.desk.address, tmp_path / "home", "--no-work") as other,
    ):
        together = threading.Barrier(2)

        def send(server: Running) -> None:
            with client(server, secret) as http:
                for body in bodies:
                    together.wait(20)
                    answers.append((body["id"], http.post("/v1/actions", json=body).json()))

        bodies = [note(small, number, f"Note {n}") for n in range(20)]
        senders = [threading.Thread(target=send, args=(server,)) for server in (one, other)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join(60)
    assert sorted(Counter(answer["repeated"] for _, answer in answers).items()) == [
        (False, 20),
        (True, 20),
    ]
    for known in {known for known, _ in answers}:
        first, second = (answer for held, answer in answers if held == known)
        assert {**first, "repeated": None} == {**second, "repeated": None}
    there = [row.body for row in small.desk.ask(threads.messages, number)]
    assert sorted(there[1:]) == sorted(f"Note {n}" for n in range(20))


def test_changes_are_numbered_as_they_are_committed(small: SmallDesk, tmp_path: Path) -> None:
    """Whoever has read up to a number never misses a smaller one: four writers, two processes."""
    number = small.ticket()
    secret = make_token(small, small.petro)
    options = ("--workers", "2", "--rate", "10000", "--no-work")
    with program(small.desk.address, tmp_path / "home", *options) as server:

        def write() -> None:
            with client(server, secret) as http:
                for n in range(25):
                    answer = http.post("/v1/actions", json=note(small, number, f"Note {n}"))
                    assert answer.status_code == 200, answer.text

        writers = [threading.Thread(target=write) for _ in range(4)]
        for writer in writers:
            writer.start()
        seen: list[int] = []
        since, goes_on = 0, True
        with client(server, secret) as http:
            while goes_on:
                at_work = any(writer.is_alive() for writer in writers)
                page = http.get("/v1/changes", params={"since": since, "limit": 7}).json()
                seen += [event["seq"] for event in page["events"]]
                since, goes_on = page["next"], at_work or not page["complete"]
    everything = small.desk.ask(threads.events, number)
    assert len(everything) > 100
    assert seen == [event.seq for event in everything]
