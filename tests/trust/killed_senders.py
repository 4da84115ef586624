"""Senders killed at any moment, servers too: no reply may arrive twice, none may be lost unseen.

    python -m tests.trust.killed_senders ROUNDS REPLIES

A real server in a process of its own takes the mails; a real sender is killed with signal 9 again
and again. At the end every reply must have arrived once, or be shown as unknown.
"""

import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import (
    ChangeOption,
    ClientReference,
    CreateTicket,
    Reply,
    SaveOperator,
    SaveQueue,
)
from supportdesk.outbound.postman import OutgoingAccount, Postman
from supportdesk.outbound.smtp import Security, Server
from supportdesk.store.read import letters, threads, tickets
from supportdesk.store.write import letters as stored
from tests.outbound.mail_servers import free_port, kept_in

DESK = "desk@help.example"
FAULT = "--without-mark"
"""Leaves out the mark before the last dot: the harness must notice."""


def now() -> datetime:
    """The machine's own clock."""
    return datetime.now(UTC)


@dataclass
class Outcome:
    """What came of a run."""

    arrived: Counter[str] = field(default_factory=Counter)
    """How often each Message-ID arrived."""
    states: dict[str, str] = field(default_factory=dict)
    """Message-ID → how its reply is shown."""

    def faults(self) -> list[str]:
        """Replies that arrived twice, or are shown as what they are not."""
        wrong = [name for name, times in self.arrived.items() if times > 1]
        for name, state in self.states.items():
            times = self.arrived[name]
            if (state == "sent" and times != 1) or state not in ("sent", "unknown"):
                wrong.append(name)
        return sorted(set(wrong))

    def told(self) -> str:
        """One line for people."""
        unknown = [name for name, state in self.states.items() if state == "unknown"]
        there = sum(self.arrived[name] for name in unknown)
        return (
            f"{len(self.states)} replies: {len(self.states) - len(unknown)} sent once,"
            f" {len(unknown)} shown as unknown ({there} of them had arrived),"
            f" {sum(times > 1 for times in self.arrived.values())} twice,"
            f" {len(self.faults())} faults"
        )


def fill(store: Path, replies: int) -> None:
    """A desk with so many replies whose undo window is over."""
    with closing(open_desk(store, now, create=True, undo_send_seconds=0)) as desk:
        me = desk.act(None, SaveOperator("Olga", login="olga", role="admin")).operator
        desk.act(None, SaveQueue("First line", 1))
        desk.act(me, ChangeOption("outgoing", DESK))
        for n in range(replies):
            client = ClientReference(f"Client {n}", f"client{n}@example.org")
            number = desk.act(me, CreateTicket(client, f"Question {n}", "Where is it?")).tickets[0]
            row = desk.ask(tickets.row, number, me)
            assert row is not None
            desk.act(me, Reply(number, f"Answer {n}", row.last_event))
        desk.work()


def send(store: Path, port: int, *, without_mark: bool) -> None:
    """Be a sender: deliver what is due until killed."""
    if without_mark:
        setattr(stored, "hand_over", lambda *_args: True)  # noqa: B010
    server = Server("127.0.0.1", port, Security.NONE, step_seconds=1.0, total_seconds=1.5)
    account = OutgoingAccount(DESK, "Help", server)
    desk = open_desk(store, now)
    desk.get_ready()
    postman = Postman(desk, {DESK: account}, lease_beyond=200)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        if not postman.deliver().done:
            time.sleep(0.05)


def run(rounds: int, replies: int, folder: Path, *faults: str) -> Outcome:
    """Kill a sender so many times, every tenth time the server, then let one finish."""
    store, kept, port = folder / "desk.desk", folder / "arrived.jsonl", free_port()
    fill(store, replies)
    chance = random.Random(rounds * 1000 + replies)
    serving = serve(port, kept)
    for turn in range(rounds):
        sending = _start("send", str(store), str(port), *faults)
        time.sleep(chance.uniform(0.0, 2.0 * replies * 0.03 / max(rounds, 1)))
        if turn % 10 == 4:
            kill(serving)
            serving = serve(port, kept)
        kill(sending)
    sending = _start("send", str(store), str(port), *faults)
    with closing(open_desk(store, now)) as desk:
        wait_for_all(desk)
        kill(sending)
        kill(serving)
        return outcome_of(desk, kept)


def wait_for_all(desk: Desk) -> None:
    """Until no letter waits any more; they are tried again within seconds."""
    end = time.monotonic() + 180
    while desk.ask(letters.waiting) and time.monotonic() < end:
        time.sleep(0.2)


def outcome_of(desk: Desk, kept: Path) -> Outcome:
    """What came of every letter of a desk."""
    outcome = Outcome(Counter(mail.mail_id for mail in kept_in(kept)))
    for letter in desk.ask(letters.latest, 100_000):
        found = desk.ask(threads.messages, letter.ticket)
        shown = next(message.delivery for message in found if message.id == letter.message)
        outcome.states[letter.mail_id] = shown
    return outcome


def serve(port: int, kept: Path) -> "subprocess.Popen[str]":
    """Start a server that keeps what it takes in a file."""
    while True:
        with suppress(RuntimeError):
            return _begin("tests.outbound.mail_servers", str(port), str(kept), "0.01")


def _start(*words: str) -> "subprocess.Popen[str]":
    return _begin("tests.trust.killed_senders", *words)


def _begin(module: str, *words: str) -> "subprocess.Popen[str]":
    """Start a process and wait until it is at work."""
    command = [sys.executable, "-m", module, *words]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    if process.stdout.readline() != "ready\n":
        kill(process)
        raise RuntimeError(module)
    return process


def kill(process: "subprocess.Popen[str]") -> None:
    """End a process without a word: signal 9."""
    process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


def main(*words: str) -> int:
    """Run and tell; or be a sender."""
    if words[0] == "send":
        send(Path(words[1]), int(words[2]), without_mark=FAULT in words)
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(int(words[0]), int(words[1]), Path(folder), *words[2:])
    print(f"{words[0]} kills. {outcome.told()}")
    return len(outcome.faults())


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
