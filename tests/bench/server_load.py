"""Operators who act and readers who follow, all at one `serve`: how long each waits, and errors.

    python -m tests.bench.server_load --seconds 300 --workers 2 --on-server

Every operator sends an action a second, every reader holds a live stream open, and some of them ask
for what has changed whenever they are told (`--following`). With --on-server the store lies on a
PostgreSQL that is started for it and waits for the disk as usual.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx

from supportdesk.address import Address
from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain.access import digest, new_secret
from supportdesk.domain.action import (
    Action,
    AddNote,
    AddToken,
    Assign,
    ChangeTags,
    ClientReference,
    CreateTicket,
    Reply,
    SaveOperator,
    SaveQueue,
    SetPriority,
)
from supportdesk.domain.envelope import new_id
from supportdesk.domain.wire import encode
from supportdesk.store.read import threads
from tests.bench.process_load import processor_seconds
from tests.postgresql import programs, running
from tests.server.conftest import Running, program
from tests.trust.desk_work import unsound

LATE_SECONDS = 10.0
"""So long readers stay after the last action: whoever has not been told then never is."""

CONFIRMED = ["newer", "cap", "owner"]
NEWEST = 1 << 40


def now() -> datetime:
    """The machine's own clock."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Plan:
    """What is to be done, for how many seconds."""

    seconds: float
    operators: int = 50
    readers: int = 50
    following: int = 0
    """Readers that ask for what has changed each time they are told."""
    tickets: int = 500
    workers: int = 2


@dataclass
class Seen:
    """What happened: moments in seconds of one clock."""

    acted: list[float] = field(default_factory=list)
    """How long each action took."""
    sent: dict[int, float] = field(default_factory=dict)
    """Change number → when the action that made it was sent."""
    notes: int = 0
    told: list[list[tuple[int, float]]] = field(default_factory=list)
    """Of each reader: change numbers it was told, and when."""
    followed: list[float] = field(default_factory=list)
    """How long each question for changes took."""
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Times:
    """How long several things took, in milliseconds: half of them, 99 of 100, the longest."""

    count: int
    p50: float
    p99: float
    worst: float

    @classmethod
    def of(cls, took: Sequence[float]) -> "Times":
        """Of so many seconds."""
        ordered = sorted(took) or [0.0]
        last = len(ordered) - 1
        half, most, worst = (
            round(ordered[min(last, int(len(ordered) * part))] * 1000, 1) for part in (0.5, 0.99, 1)
        )
        return cls(len(took), half, most, worst)


@dataclass(frozen=True)
class Report:
    """What came of it."""

    plan: Plan
    actions: Times
    told: Times
    """From sending an action until a reader was told of it, over all actions and readers."""
    followed: Times
    """Questions for changes."""
    server_ms_an_action: float
    """Processor time of the server's own processes."""
    faults: list[str]


def make_desk(store: Address, plan: Plan) -> tuple[list[int], list[str]]:
    """Operators with a token each, and tickets; the operators' numbers and their secrets."""
    with closing(open_desk(store, now, create=True)) as desk:
        desk.act(None, SaveQueue("First line"))
        people, secrets = [], []
        for n in range(max(plan.operators, plan.readers)):
            receipt = desk.act(None, SaveOperator(f"Operator {n}", login=f"operator{n}"))
            assert receipt.operator is not None
            secret = new_secret()
            scopes = ("read", "notes", "act")
            desk.act(None, AddToken(receipt.operator, "load", scopes, digest(secret)))
            people.append(receipt.operator)
            secrets.append(secret)
        for n in range(plan.tickets):
            who = ClientReference(f"Client {n % 100}", f"client{n % 100}@example.org")
            desk.act(people[0], CreateTicket(who, f"Refund {n}", "I paid twice."))
    return people, secrets


class Scene:
    """A server, and everybody who comes to it."""

    def __init__(self, plan: Plan, people: list[int], secrets: list[str]) -> None:
        self.plan = plan
        self.people = people
        self.secrets = secrets
        self.seen = Seen()
        self.ready = 0
        self.ends = 0.0

    async def play(self, address: str) -> None:
        """Let everybody come, act and go."""
        limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
        async with httpx.AsyncClient(base_url=address, limits=limits, timeout=60) as http:
            readers = [asyncio.create_task(self._read(http, n)) for n in range(self.plan.readers)]
            while self.ready < self.plan.readers and not self.seen.errors:
                await asyncio.sleep(0.01)
            self.ends = time.monotonic() + self.plan.seconds
            await asyncio.gather(*(self._act(http, n) for n in range(self.plan.operators)))
            await self._wait_for_readers()
            for reader in readers:
                reader.cancel()
            await asyncio.gather(*readers, return_exceptions=True)

    async def _wait_for_readers(self) -> None:
        last, late = max(self.seen.sent, default=0), time.monotonic() + LATE_SECONDS
        while time.monotonic() < late:
            if all(told and told[-1][0] >= last for told in self.seen.told):
                return
            await asyncio.sleep(0.05)

    async def _act(self, http: httpx.AsyncClient, n: int) -> None:
        """An action a second, at moments of one's own."""
        pick = random.Random(n)
        following = time.monotonic() + pick.random()
        while following < self.ends:
            await asyncio.sleep(max(0.0, following - time.monotonic()))
            following = max(following + 1, time.monotonic())
            action = self._next(pick, n)
            body = {
                "id": str(new_id(now())),
                "action": json.loads(encode(action)),
                "confirmed": CONFIRMED,
            }
            began = time.monotonic()
            try:
                answer = await http.post("/v1/actions", json=body, headers=self._token(n))
            except httpx.HTTPError as trouble:
                self.seen.errors.append(f"action: {trouble!r}")
                continue
            self.seen.acted.append(time.monotonic() - began)
            if answer.status_code != httpx.codes.OK:
                self.seen.errors.append(f"action: {answer.status_code} {answer.text[:200]}")
                continue
            self.seen.notes += isinstance(action, AddNote)
            self.seen.sent[answer.json()["change"]] = began

    def _next(self, pick: random.Random, n: int) -> Action:
        ticket = pick.randint(1, self.plan.tickets)
        kind = pick.randrange(5)
        if kind == 0:
            return Reply(ticket, "We return it today.", NEWEST)
        if kind == 1:
            return AddNote(ticket, "Called, calls back on Monday.")
        if kind == 2:
            return SetPriority(ticket, pick.randrange(4))
        if kind == 3:
            return ChangeTags(ticket, (f"tag{pick.randrange(20)}",))
        return Assign(ticket, self.people[n])

    async def _read(self, http: httpx.AsyncClient, n: int) -> None:
        """Hold a live stream open; whoever follows asks for what has changed."""
        told: list[tuple[int, float]] = []
        self.seen.told.append(told)
        try:
            async with http.stream("GET", "/v1/events", headers=self._token(n)) as stream:
                if stream.status_code != httpx.codes.OK:
                    self.seen.errors.append(f"stream: {stream.status_code}")
                    return
                async for line in stream.aiter_lines():
                    if line.startswith("data: ") and '"change"' in line:
                        change = json.loads(line[6:])["change"]
                        self.ready += not told
                        since = told[-1][0] if told else change
                        told.append((change, time.monotonic()))
                        if n < self.plan.following and change > since:
                            await self._follow(http, n, since)
            self.seen.errors.append("stream: it ended")
        except httpx.HTTPError as trouble:
            self.seen.errors.append(f"stream: {trouble!r}")

    async def _follow(self, http: httpx.AsyncClient, n: int, since: int) -> None:
        began = time.monotonic()
        answer = await http.get(f"/v1/changes?since={since}", headers=self._token(n))
        self.seen.followed.append(time.monotonic() - began)
        if answer.status_code != httpx.codes.OK:
            self.seen.errors.append(f"changes: {answer.status_code} {answer.text[:200]}")

    def _token(self, n: int) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secrets[n]}"}


def run(plan: Plan, store: Address, home: Path) -> Report:
    """Let everybody work on a new store, and look at it afterwards."""
    scene = Scene(plan, *make_desk(store, plan))
    with program(store, home, "--workers", str(plan.workers)) as server:
        began = _processor(server)
        asyncio.run(scene.play(server.address))
        spent = _processor(server) - began
        ended = server.stop()
    seen = scene.seen
    faults = list(dict.fromkeys(seen.errors))
    if ended:
        faults.append(f"the server ended with {ended}")
    with closing(open_desk(store, now)) as desk:
        faults += _lost(desk, seen, plan)
    waits, untold = _waits(seen)
    if untold:
        faults.append(f"{untold} times a reader was not told of an action")
    return Report(
        plan,
        Times.of(seen.acted),
        Times.of(waits),
        Times.of(seen.followed),
        round(spent * 1000 / max(1, len(seen.acted)), 1),
        faults[:10],
    )


def _waits(seen: Seen) -> tuple[list[float], int]:
    """How long readers waited to be told of what was sent, and how often they never were."""
    waits: list[float] = []
    untold = 0
    for told in seen.told:
        changes = [change for change, _at in told]
        for change, sent in seen.sent.items():
            place = bisect_left(changes, change)
            if place == len(told):
                untold += 1
            elif place or change > changes[0]:
                waits.append(told[place][1] - sent)
    return waits, untold


def _lost(desk: Desk, seen: Seen, plan: Plan) -> list[str]:
    """Notes that were accepted and are not there, or twice; and what a check of the store finds."""
    written = sum(
        row.kind == "note"
        for ticket in range(1, plan.tickets + 1)
        for row in desk.ask(threads.messages, ticket)
    )
    wrong = [f"{seen.notes} notes accepted, {written} there"] if written != seen.notes else []
    return wrong + desk.ask(unsound)


def _processor(server: Running) -> float:
    """Processor seconds of a server's processes so far."""
    parent = server.process.pid
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii")
    return sum(map(processor_seconds, [parent, *map(int, children.split())]))


@contextmanager
def _store(folder: Path, *, on_server: bool) -> Iterator[Address]:
    found = programs()
    if not on_server:
        yield folder / "load.desk"
    elif found is None:
        sys.exit("no PostgreSQL is installed: apt install postgresql")
    else:
        with running(found, quick=False) as server:
            yield server.address(server.create())


def main() -> None:
    """Read the arguments, run, print one object; 1 where anything went wrong."""
    usual = Plan(0)
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--on-server", action="store_true")
    names = ("operators", "readers", "following", "tickets", "workers")
    for name in names:
        parser.add_argument(f"--{name}", type=int, default=getattr(usual, name))
    chosen = parser.parse_args()
    counts = {name: getattr(chosen, name) for name in names}
    with (
        tempfile.TemporaryDirectory(prefix="server-load-") as folder,
        _store(Path(folder), on_server=chosen.on_server) as store,
    ):
        report = run(Plan(chosen.seconds, **counts), store, Path(folder) / "home")
    print(json.dumps(asdict(report), indent=1))
    sys.exit(bool(report.faults))


if __name__ == "__main__":
    main()
