"""Senders and servers killed at any moment: every action that was sent is done once.

    python -m tests.trust.killed_requests SENDS [--fresh-ids] [--on-server]

A sender is a process of its own that hands one note to `supportdesk serve` and is killed with
signal 9 at a random moment; the next one hands in the same envelope, until one has an answer. Now
and then the server is killed while it is asked. With --fresh-ids each attempt has an id of its own:
the harness must notice. With --on-server the store lies on a PostgreSQL that is started for it, and
that falls now and then as in a crash.
"""

import http.client
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from supportdesk.address import Address
from supportdesk.desk.opening import open_desk
from supportdesk.domain.access import digest, new_secret
from supportdesk.domain.action import (
    AddToken,
    ClientReference,
    CreateTicket,
    SaveOperator,
    SaveQueue,
)
from supportdesk.domain.envelope import new_id
from supportdesk.store.read import threads
from tests.postgresql import Server, programs, running
from tests.server.conftest import Running, program
from tests.trust.verdict import tell

FAULT, ON_SERVER = "--fresh-ids", "--on-server"
LONGEST_SECONDS = 0.02
"""A sender that is to be killed lives no longer than that."""

KILLED, KILLED_SERVERS, FALLS = 0.5, 0.02, 0.02
"""The shares of attempts at which the sender, the server, or its database is killed."""


def now() -> datetime:
    """The machine's own clock."""
    return datetime.now(UTC)


@dataclass
class Outcome:
    """What came of a run."""

    sends: int
    killed: int = 0
    """Senders that were killed before they had an answer."""
    servers: int = 0
    """Servers that were killed."""
    falls: int = 0
    """Databases that fell."""
    repeated: int = 0
    """Sends that the server had done already for a sender that was killed."""
    written: Counter[str] = field(default_factory=Counter)

    def faults(self) -> list[str]:
        """Notes that stand there twice, or not at all."""
        wanted = {f"Note {n}" for n in range(self.sends)}
        return sorted(text for text in wanted | set(self.written) if self.written[text] != 1)

    def told(self) -> dict[str, object]:
        """The outcome as one object."""
        return {
            "sends": self.sends,
            "killed_senders": self.killed,
            "killed_servers": self.servers,
            "fallen_databases": self.falls,
            "done_for_a_killed_sender": self.repeated,
            "faults": self.faults(),
        }


def run(sends: int, folder: Path, *options: str, database: Server | None = None) -> Outcome:
    """Send so many notes to one ticket, each until somebody has an answer.

    The store lies in a file of the folder, or on a server, which then falls too.
    """
    secret = new_secret()
    store = database.address(database.create()) if database else folder / "killed.desk"
    with closing(open_desk(store, now, create=True)) as desk:
        lead = desk.act(None, SaveOperator("Olga", role="lead")).operator
        assert lead is not None
        desk.act(None, SaveQueue("First line"))
        desk.act(lead, CreateTicket(ClientReference("Ann Lee"), "Refund", "I paid twice."))
        desk.act(None, AddToken(lead, "sender", ("act",), digest(secret)))
    place = (store, folder / "home", "--no-work")
    scene = Scene(place, secret, Outcome(sends), database, fresh=FAULT in options)
    try:
        for n in range(sends):
            scene.send(f"Note {n}")
    finally:
        scene.servers.close()
    with closing(open_desk(store, now)) as desk:
        said = desk.ask(threads.messages, 1)
    scene.outcome.written.update(message.body for message in said if message.kind == "note")
    return scene.outcome


class Scene:
    """A server, and what is sent to it."""

    def __init__(
        self,
        place: tuple[Address, Path, str],
        secret: str,
        outcome: Outcome,
        database: Server | None,
        *,
        fresh: bool,
    ) -> None:
        self._place = place
        self._secret = secret
        self._database = database
        self._fresh = fresh
        self._chance = random.Random(7)
        self.outcome = outcome
        self.servers = ExitStack()
        self._server = self._begin()

    def _begin(self) -> Running:
        return self.servers.enter_context(program(*self._place))

    def send(self, text: str) -> None:
        """One sender after another, until one of them has an answer."""
        envelope = new_id(now())
        while True:
            action = {"do": "AddNote", "with": {"ticket": 1, "body": text}}
            known = new_id(now()) if self._fresh else envelope
            body = json.dumps({"id": str(known), "action": action})
            sender = os.fork()
            if not sender:
                _hand_in(self._server.address, self._secret, body)
            status = self._fate(sender)
            if os.WIFEXITED(status) and os.WEXITSTATUS(status) in (DONE, REPEATED):
                self.outcome.repeated += os.WEXITSTATUS(status) == REPEATED
                return
            self.outcome.killed += os.WIFSIGNALED(status)

    def _fate(self, sender: int) -> int:
        """Kill the sender, the server, its database, or nobody; how the sender ended."""
        chance = self._chance.random()
        falls = FALLS if self._database else 0
        if chance < KILLED + falls + KILLED_SERVERS:
            time.sleep(self._chance.random() * LONGEST_SECONDS)
        if chance < KILLED:
            os.kill(sender, signal.SIGKILL)
        elif self._database and chance < KILLED + falls:
            self._database.stop()
            self._database.begin()
            self.outcome.falls += 1
        elif chance < KILLED + falls + KILLED_SERVERS:
            os.kill(self._server.process.pid, signal.SIGKILL)
            self._server.process.wait()
            self.outcome.servers += 1
            _pid, status = os.waitpid(sender, 0)
            self._server = self._begin()
            return status
        return os.waitpid(sender, 0)[1]


DONE, REPEATED, FAILED = 0, 1, 2
"""How a sender ends that was not killed."""


def _hand_in(address: str, secret: str, body: str) -> None:
    """Hand in an envelope and end; all of it in a process of its own."""
    ended = FAILED
    try:
        host = urlsplit(address).netloc
        connection = http.client.HTTPConnection(host, timeout=30)
        headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json"}
        connection.request("POST", "/v1/actions", body, headers)
        answer = connection.getresponse()
        said = json.loads(answer.read())
        if answer.status == http.client.OK:
            ended = REPEATED if said["repeated"] else DONE
    except (TimeoutError, OSError, http.client.HTTPException, ValueError):
        ended = FAILED
    finally:
        os._exit(ended)


def main() -> None:
    """Run with the arguments of the command line."""
    sends, *options = sys.argv[1:]
    with ExitStack() as ending:
        made = ending.enter_context(tempfile.TemporaryDirectory(prefix="killed-requests-"))
        found = programs()
        database = None
        if ON_SERVER in options:
            if found is None:
                sys.exit("no PostgreSQL is installed: apt install postgresql")
            database = ending.enter_context(running(found, quick=False))
        tell(run(int(sends), Path(made), *options, database=database).told())


if __name__ == "__main__":
    main()
