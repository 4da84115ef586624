"""Doings of a copy that reach their desk through chaos: every one is done once.

    python -m tests.trust.chaos_sends [SENDS] [--new-keys]

Notes and replies are written on the copy of a desk whose `serve` stands behind a proxy that does
fifteen kinds of mischief (`chaos_proxy`). The process that keeps the copy is killed with signal 9
at a random moment, again and again, and so is the server now and then. With --new-keys every
attempt has a key of its own: the harness must notice.
"""

import asyncio
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, closing, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from supportdesk.desk.opening import open_desk
from supportdesk.desk.replica.beginning import begin_copy
from supportdesk.desk.replica.linked_desk import LinkedDesk
from supportdesk.domain import action
from supportdesk.domain.access import digest, new_secret
from supportdesk.domain.action import AddToken
from supportdesk.domain.envelope import Clock, new_id
from supportdesk.remote.own_desk.asking import DeskServer
from supportdesk.remote.own_desk.following import Following
from supportdesk.remote.trouble import RemoteTrouble
from supportdesk.store.read import sendings, tickets
from supportdesk.store.read.sendings import OPEN, SendingRow
from tests.server.conftest import Running, program
from tests.trust.chaos_proxy import ChaosProxy, chaos_before
from tests.trust.verdict import tell

FAULT = "--new-keys"
AT_ONCE = 4
"""Doings written before the copy is kept once more."""
TICKETS = 6
ATTEMPTS = 25
"""How often a process that nobody kills tries before it ends."""
KILLED, KILLED_SERVERS = 0.75, 0.04
"""The shares of rounds in which the copy's process, or the server, is killed."""
LONGEST_SECONDS = 0.8
"""A process that is to be killed lives no longer than that after it began to ask."""
PATIENCE_SECONDS = 3.0
"""One that is met by silence is killed as well, later."""


def now() -> datetime:
    """The machine's own clock."""
    return datetime.now(UTC)


@dataclass
class Outcome:
    """What came of a run."""

    sends: int
    killed: int = 0
    servers: int = 0
    mischief: Counter[str] = field(default_factory=Counter)
    written: Counter[str] = field(default_factory=Counter)
    left: int = 0
    """What is not over in the end."""

    def faults(self) -> list[str]:
        """Texts that stand there twice, or not at all."""
        wanted = {f"Text {n}" for n in range(self.sends)}
        wrong = sorted(text for text in wanted | set(self.written) if self.written[text] != 1)
        return [*wrong, *["not over"] * self.left]

    def told(self) -> dict[str, object]:
        """The outcome as one object."""
        return {
            "sends": self.sends,
            "killed_senders": self.killed,
            "killed_servers": self.servers,
            "mischief": dict(self.mischief),
            "twice": sum(times > 1 for times in self.written.values()),
            "faults": self.faults()[:20],
        }


def run(sends: int, folder: Path, *options: str) -> Outcome:
    """Write so many texts on a copy, and keep it through chaos until all of them are over."""
    store, copy, secret = folder / "team.desk", folder / "copy.desk", new_secret()
    with closing(open_desk(store, now, create=True, undo_send_seconds=0)) as desk:
        lead = desk.act(None, action.SaveOperator("Olga", role="lead")).operator
        assert lead is not None
        desk.act(None, action.SaveQueue("First line"))
        for n in range(TICKETS):
            who = action.ClientReference(f"Client {n}", f"client{n}@example.org")
            desk.act(lead, action.CreateTicket(who, "Refund", "I paid twice."))
        desk.act(None, AddToken(lead, "copy", ("read", "notes", "act"), digest(secret)))
    outcome = Outcome(sends)
    with ExitStack() as stack:
        server = stack.enter_context(program(store, folder / "home", "--no-work"))
        proxy = stack.enter_context(chaos_before(_port(server), 0.0))
        begin_copy(copy, "team", proxy.url)
        made = stack.enter_context(closing(_linked(copy)))
        made.keep_operator(lead)
        _until_over(copy, proxy, secret, made)
        scene = Scene(store, copy, secret, lead, outcome, proxy, server, stack, made, options)
        proxy.share = 0.3
        for n in range(0, sends, AT_ONCE):
            scene.write(range(n, min(n + AT_ONCE, sends)))
            scene.keep_once()
        proxy.share = 0.0
        _until_over(copy, proxy, secret, made)
        outcome.left = len(made.ask(sendings.in_states, OPEN))
        outcome.mischief.update({str(kind): times for kind, times in proxy.done.items()})
    with closing(open_desk(store, now)) as desk:
        said = "SELECT body FROM message WHERE body LIKE 'Text %'"
        outcome.written.update(body for (body,) in desk.connection.execute(said))
    return outcome


@dataclass
class Scene:
    """A server behind a proxy, the copy, and who keeps it."""

    store: Path
    copy: Path
    secret: str
    lead: int
    outcome: Outcome
    proxy: ChaosProxy
    server: Running
    servers: ExitStack
    desk: LinkedDesk
    options: tuple[str, ...]
    chance: random.Random = field(default_factory=lambda: random.Random(11))
    turn: int = 0

    def write(self, numbers: range) -> None:
        """Write texts on the copy: notes and replies, on one ticket after another."""
        for n in numbers:
            number = n % TICKETS + 1
            row = self.desk.ask(tickets.row, number, self.lead)
            assert row is not None
            change: action.Action = action.AddNote(number, f"Text {n}")
            if n % 3 == 0:
                change = action.Reply(number, f"Text {n}", row.last_event)
            self.desk.act(self.lead, change)

    def keep_once(self) -> None:
        """Keep the copy for a while; the process, or the server, may be killed meanwhile."""
        self.turn += 1
        keeping = _keep(self.copy, self.proxy.url, self.secret, self.turn, *self.options)
        chance = self.chance.random()
        patience = PATIENCE_SECONDS
        if chance < KILLED:
            patience = self.chance.random() * LONGEST_SECONDS
        elif chance > 1 - KILLED_SERVERS:
            time.sleep(self.chance.random() * LONGEST_SECONDS)
            self.server.process.kill()
            self.server.process.wait()
            self.outcome.servers += 1
            begun = program(self.store, self.store.parent / "home", "--no-work")
            self.server = self.servers.enter_context(begun)
            self.proxy.point_at(_port(self.server))
        self.outcome.killed += _fate(keeping, patience)


def _until_over(copy: Path, proxy: ChaosProxy, secret: str, desk: LinkedDesk) -> None:
    """Keep the copy, with nobody in the way, until nothing is on its way."""
    for turn in range(100_000, 100_020):
        _fate(_keep(copy, proxy.url, secret, turn), 60)
        if desk.link.complete and not desk.ask(sendings.in_states, OPEN):
            break


def _fate(process: int, patience: float) -> bool:
    """Wait for a process for so many seconds, then kill it: whether it was killed."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        if os.waitpid(process, os.WNOHANG)[0]:
            return False
        time.sleep(0.002)
    os.kill(process, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(process, 0)[1])


def _keep(copy: Path, address: str, secret: str, turn: int, *options: str) -> int:
    """Begin to keep the copy in a process of its own, whose clock is so many minutes ahead."""
    process = os.fork()
    if not process:
        ended = 1
        try:
            keep(copy, address, secret, turn, *options)
            ended = 0
        finally:
            os._exit(ended)
    return process


def keep(copy: Path, address: str, secret: str, turn: int, *options: str) -> None:
    """Be the process that keeps the copy: read what is new, send what waits, until all is over.

    Its clock goes on by minutes with every attempt, so that what was put off is tried again.
    """
    ahead = timedelta(hours=turn)

    def clock() -> datetime:
        return now() + ahead

    async def sync() -> None:
        nonlocal ahead
        kind = NewKeys if FAULT in options else DeskServer
        server = kind(address, secret, clock)
        with closing(_linked(copy, clock)) as desk:
            for _attempt in range(ATTEMPTS):
                with suppress(RemoteTrouble):
                    await Following(desk, server).sync()
                if desk.link.complete and not desk.ask(sendings.in_states, OPEN):
                    break
                ahead += timedelta(minutes=2)
            await server.close()

    asyncio.run(sync())


class NewKeys(DeskServer):
    """Hands in every attempt as something new."""

    async def submit(self, row: SendingRow) -> "tuple[dict[str, object] | None, object]":  # type: ignore[override]
        """Submit it under another key."""
        fresh = replace(row, key=str(new_id(now())))
        return await super().submit(fresh)


def _linked(copy: Path, clock: Clock = now) -> LinkedDesk:
    desk = open_desk(copy, clock)
    assert isinstance(desk, LinkedDesk)
    return desk


def _port(server: Running) -> int:
    port = urlsplit(server.address).port
    assert port is not None
    return port


if __name__ == "__main__":
    given = [word for word in sys.argv[1:] if word.isdigit()]
    with tempfile.TemporaryDirectory(prefix="chaos-sends-") as made_here:
        tell(run(int((given or ["600"])[0]), Path(made_here), *sys.argv[1:]).told())
