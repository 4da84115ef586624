"""The installed program on a port: it answers, tells what changes, and ends well or is killed."""

import asyncio
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import AddNote, Reply, RevokeToken, Snooze
from supportdesk.domain.envelope import new_id
from supportdesk.server.live import MOST_OF_A_TOKEN
from supportdesk.server.running import listen
from supportdesk.store.read import envelopes, threads
from tests.server.conftest import Running, environment_of, make_token, plain, program
from tests.small_desk import SmallDesk


@contextmanager
def client(server: Running, secret: str) -> Iterator[httpx.Client]:
    """A client with a token."""
    headers = {"Authorization": f"Bearer {secret}"}
    with httpx.Client(base_url=server.address, headers=headers, timeout=20) as http:
        yield http


def note(small: SmallDesk, number: int, text: str = "Called.") -> dict[str, Any]:
    """An envelope that writes a note."""
    return {"id": str(new_id(small.clock())), "action": plain(AddNote(number, text))}


class Stream:
    """A live stream, read beside the test: events by name, with when they came."""

    def __init__(self, http: httpx.Client, **parameters: Any) -> None:
        self.events: list[tuple[float, str, Any]] = []
        self.ended = threading.Event()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._read, args=(http, parameters), daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    def _read(self, http: httpx.Client, parameters: dict[str, Any]) -> None:
        try:
            with http.stream("GET", "/v1/events", params=parameters) as answer:
                assert answer.status_code == 200, answer.read()
                name = ""
                for line in answer.iter_lines():
                    if line.startswith("event: "):
                        name = line[7:]
                    elif line.startswith("data: "):
                        self.events.append((time.monotonic(), name, json.loads(line[6:])))
                        self._ready.set()
        except httpx.HTTPError:
            pass
        self.ended.set()

    def wait(self, name: str, seconds: float = 10) -> tuple[float, Any]:
        """When the first event of this name came, and what it carries."""
        last = time.monotonic() + seconds
        while time.monotonic() < last:
            found = [(at, data) for at, held, data in self.events if held == name]
            if found:
                return found[0]
            time.sleep(0.01)
        raise AssertionError((name, self.events))


def test_an_action_goes_in_and_a_ticket_comes_out(small: SmallDesk, tmp_path: Path) -> None:
    number = small.ticket()
    secret = make_token(small, small.petro)
    small.desk.close()
    with program(small.desk.address, tmp_path / "home") as server:
        with client(server, secret) as http:
            receipt = http.post("/v1/actions", json=note(small, number))
            assert receipt.status_code == 200, receipt.text
            assert receipt.json()["ticket"] == number
            assert http.get(f"/v1/tickets/{number}").json()["change"] == receipt.json()["change"]
            thread = http.get(f"/v1/tickets/{number}/thread").json()["thread"]
            assert [message["body"] for message in thread] == ["I paid twice.", "Called."]
        assert server.stop(signal.SIGTERM) == 0
        assert '"event": "ended"' in server.said()


def test_a_change_is_told_within_a_second_whoever_made_it(small: SmallDesk, tmp_path: Path) -> None:
    """Through this server, through another one on the same store, and by another program."""
    number = small.ticket()
    secret = make_token(small, small.petro)
    with (
        program(small.desk.address, tmp_path / "home") as one,
        program(small.desk.address, tmp_path / "home", "--no-work") as other,
        client(one, secret) as http,
        client(other, secret) as beside,
    ):
        for change in (
            lambda: http.post("/v1/actions", json=note(small, number)),
            lambda: beside.post("/v1/actions", json=note(small, number)),
            lambda: small.act(AddNote(number, "Called.")),
        ):
            stream = Stream(beside)
            began = time.monotonic()
            change()
            at, data = stream.wait("change")
            assert at - began < 1
            assert data["tickets"] == [number]
        missed = Stream(http, since=data["change"] - 1)
        assert missed.wait("change")[1]["change"] == data["change"]


async def test_what_is_answered_leaves_at_once() -> None:
    """No answer's text waits until the word is there that its head has come."""
    told: list[int] = []

    async def meet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        told.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        writer.close()

    with listen("127.0.0.1", 0) as listening:
        async with await asyncio.start_server(meet, sock=listening):
            reader, writer = await asyncio.open_connection(*listening.getsockname())
            await reader.read()
            writer.close()
            await writer.wait_closed()
    assert told
    assert all(told)


def test_it_has_a_certificate_of_its_own(small: SmallDesk, tmp_path: Path) -> None:
    pem = str(Path(__file__).resolve().parents[1] / "outbound" / "loopback.pem")
    small.desk.close()
    options = ("--host", "0.0.0.0", "--tls-cert", pem, "--tls-key", pem, "--no-work")
    with program(small.desk.address, tmp_path / "home", *options) as server:
        address = server.address.replace("0.0.0.0", "127.0.0.1")
        trusted = ssl.create_default_context(cafile=pem)
        trusted.check_hostname = False
        assert address.startswith("https://")
        assert httpx.get(f"{address}/v1/health", verify=trusted).json()["status"] == "ok"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--tls-cert", "no.pem", "--tls-key", "no.pem"), "serve.certificate"),
        (("--tls-cert", "no.pem"), "serve.half_certificate"),
        (("--tls-key", "no.pem"), "serve.half_certificate"),
    ],
)
def test_it_does_not_begin_without_its_certificate(
    small: SmallDesk, tmp_path: Path, options: tuple[str, ...], code: str
) -> None:
    small.desk.close()
    own = "from supportdesk.cli.main import run; run()"
    ended = subprocess.run(
        [sys.executable, "-c", own, "serve", "--port", "0", "--json", *options],
        env=environment_of(small.desk.address, tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert json.loads(ended.stderr)["error"]["code"] == code


def test_a_proxy_is_believed_where_it_is_trusted_alone(small: SmallDesk, tmp_path: Path) -> None:
    """Strangers behind a trusted proxy have limits of their own; others cannot invent addresses."""
    small.desk.close()

    def refused(server: Running) -> list[int]:
        with client(server, "sdk_wrong") as http:
            return [
                http.get("/v1/whoami", headers={"X-Forwarded-For": f"192.0.2.{n}"}).status_code
                for n in range(25)
            ]

    with program(small.desk.address, tmp_path / "home", "--no-work") as server:
        assert refused(server) == [401] * 20 + [429] * 5
    trusting = ("--no-work", "--trust-proxy", "127.0.0.1")
    with program(small.desk.address, tmp_path / "home", *trusting) as server:
        assert refused(server) == [401] * 25


def test_presence_is_told_as_well(small: SmallDesk, tmp_path: Path) -> None:
    number = small.ticket()
    secret = make_token(small, small.petro)
    with program(small.desk.address, tmp_path / "home") as server, client(server, secret) as http:
        stream = Stream(http)
        assert stream.wait("presence")[1] == {"present": []}
        stream.events.clear()
        beat = {"do": "Beat", "with": {"ticket": number, "doing": "writing"}}
        assert http.post("/v1/memories", json={"memory": beat}).status_code == 200
        told = stream.wait("presence")[1]["present"]
        assert told == [{"operator_number": small.petro, "ticket": number, "doing": "writing"}]


def test_a_stream_ends_when_its_token_is_revoked_however_much_goes_on(
    small: SmallDesk, tmp_path: Path
) -> None:
    small.ticket()
    secret = make_token(small, small.petro)
    with program(small.desk.address, tmp_path / "home") as server, client(server, secret) as http:
        stream = Stream(http)
        small.act(RevokeToken(1), by=small.olga)
        last = time.monotonic() + 15
        while not stream.ended.is_set() and time.monotonic() < last:
            small.act(AddNote(1, "Somebody works on."))
            time.sleep(0.2)
        assert stream.wait("refused", 1)[1]["code"] == "request.token_refused"
        assert stream.ended.wait(5)
        assert http.get("/v1/whoami").status_code == 401


def test_a_token_has_so_many_streams_and_others_have_theirs(
    small: SmallDesk, tmp_path: Path
) -> None:
    one, other = make_token(small, small.petro), make_token(small, small.olga)

    def opened(http: httpx.Client) -> httpx.Response:
        return streams.enter_context(http.stream("GET", "/v1/events"))

    with program(small.desk.address, tmp_path / "home") as server, ExitStack() as streams:
        http, others = (streams.enter_context(client(server, each)) for each in (one, other))
        open_ones = [opened(http) for _ in range(MOST_OF_A_TOKEN)]
        assert {answer.status_code for answer in open_ones} == {200}
        refused = http.get("/v1/events")
        assert (refused.status_code, refused.json()["error"]["code"]) == (429, "request.too_many")
        assert refused.json()["error"]["parameters"]["most"] == MOST_OF_A_TOKEN
        assert refused.headers["retry-after"]
        assert opened(others).status_code == 200
        open_ones.pop().close()
        last = time.monotonic() + 10
        while (again := opened(http)).status_code == 429 and time.monotonic() < last:
            time.sleep(0.1)
        assert again.status_code == 200


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_what_it_began(small: SmallDesk, tmp_path: Path, number: int) -> None:
    """Streams end, requests that have begun are answered, and what was answered is kept."""
    ticket = small.ticket()
    secret = make_token(small, small.petro)
    small.desk.close()
    answers: list[int] = []

    def write() -> None:
        with client(server, secret) as http:
            while True:
                try:
                    answers.append(http.post("/v1/actions", json=note(small, ticket)).status_code)
                except httpx.HTTPError:
                    return

    with program(small.desk.address, tmp_path / "home") as server, client(server, secret) as http:
        stream = Stream(http)
        writers = [threading.Thread(target=write) for _ in range(4)]
        for writer in writers:
            writer.start()
        while len(answers) < 20:
            time.sleep(0.01)
        assert server.stop(number) == 0
        for writer in writers:
            writer.join(10)
        assert stream.ended.wait(5)
    assert set(answers) == {200}
    with closing(open_desk(small.desk.address, small.clock)) as desk:
        kept = [row for row in desk.ask(threads.messages, ticket) if row.kind == "note"]
    assert len(answers) <= len(kept) <= len(answers) + len(writers)


def test_killed_between_commit_and_answer_it_does_nothing_twice(
    small: SmallDesk, tmp_path: Path
) -> None:
    """Whoever got no answer repeats the envelope at the next server: done once, each time."""
    number = small.ticket()
    secret = make_token(small, small.petro)
    small.desk.close()
    body: dict[str, Any] = {}
    for n in range(4):
        with program(small.desk.address, tmp_path / "home", "--no-work") as server:
            if body:
                _repeated_once(server, secret, body, number, n)
            body = note(small, number, f"Round {n}")
            sender = threading.Thread(target=_send, args=(server, secret, body))
            with closing(open_desk(small.desk.address, small.clock, read_only=True)) as desk:
                sender.start()
                while desk.ask(envelopes.accepted, body["id"]) is None:
                    pass
            server.process.kill()
            sender.join()


def _repeated_once(
    server: Running, secret: str, body: dict[str, Any], number: int, rounds: int
) -> None:
    """The envelope of the killed server is known to the next, and its note stands once."""
    with client(server, secret) as http:
        answer = http.post("/v1/actions", json=body)
        assert answer.status_code == 200, answer.text
        assert answer.json()["repeated"]
        thread = http.get(f"/v1/tickets/{number}/thread").json()["thread"]
    bodies = [message["body"] for message in thread]
    assert bodies == ["I paid twice.", *(f"Round {done}" for done in range(rounds))]


def _send(server: Running, secret: str, body: dict[str, Any]) -> None:
    """Send, and never look at the answer."""
    with client(server, secret) as http:
        try:
            http.post("/v1/actions", json=body)
        except httpx.HTTPError:
            return


def test_several_processes_serve_one_store(small: SmallDesk, tmp_path: Path) -> None:
    """One that is killed is begun anew; nothing is done twice; all end together."""
    number = small.ticket()
    secret = make_token(small, small.petro)
    small.desk.close()
    with program(small.desk.address, tmp_path / "home", "--workers", "3") as server:

        def begun(*works: int) -> list[int]:
            told = [json.loads(line) for line in server.said().splitlines()]
            here = [line for line in told if line["event"] == "began"]
            return [line["process"] for line in here if line["works"] in (works or (0, 1))]

        _until(lambda: len(begun()) == 3)
        envelopes = [note(small, number, f"Note {n}") for n in range(30)]
        for _ in range(2):
            for body in envelopes:
                with client(server, secret) as http:
                    assert http.post("/v1/actions", json=body).status_code == 200
        os.kill(begun(0)[0], signal.SIGKILL)
        _until(lambda: len(begun()) == 4)
        with client(server, secret) as http:
            thread = http.get(f"/v1/tickets/{number}/thread").json()["thread"]
        assert len(thread) == 31
        assert len(begun(1)) == 1
        processes = begun()
        assert server.stop() == 0
        assert not [one for one in processes if Path(f"/proc/{one}").exists()]


def test_its_processes_do_not_outlive_the_one_above_them(small: SmallDesk, tmp_path: Path) -> None:
    small.desk.close()
    with program(small.desk.address, tmp_path / "home", "--workers", "2") as server:
        _until(lambda: server.said().count('"event": "began"') == 2)
        lines = [json.loads(line) for line in server.said().splitlines()]
        server.process.kill()
        _until(lambda: server.said().count('"event": "ended"') == 2)
        processes = [line["process"] for line in lines]
        _until(lambda: not [one for one in processes if Path(f"/proc/{one}").exists()])


@pytest.mark.parametrize("processes", ["1", "2"])
def test_it_hears_the_word_to_stop_as_soon_as_it_listens(
    small: SmallDesk, tmp_path: Path, processes: str
) -> None:
    """It ends well, and nobody of it is left who would take a connection."""
    small.desk.close()
    for pause in (0, 0.005, 0.05):
        with program(small.desk.address, tmp_path / "home", "--workers", processes) as server:
            time.sleep(pause)
            assert server.stop() == 0
            with pytest.raises(httpx.ConnectError):
                httpx.get(server.address)


def test_it_does_what_time_brings(small: SmallDesk, tmp_path: Path) -> None:
    """A reply leaves its undo window while nobody but the server is there."""
    number = small.ticket()
    small.act(Reply(number, "Soon.", small.row(number).last_event))
    small.act(Snooze(number, small.clock.now + timedelta(minutes=1)))
    assert small.row(number).wake_at
    secret = make_token(small, small.petro)
    small.desk.close()
    with program(small.desk.address, tmp_path / "home") as server, client(server, secret) as http:
        _until(lambda: http.get(f"/v1/tickets/{number}").json()["wake"] is None)
        _until(lambda: '"event": "worked"' in server.said())


def _until(holds: Any, seconds: float = 20) -> None:
    last = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < last
        time.sleep(0.02)
