"""Kill the process that keeps a store and a Request Tracker together, again and again.

A proxy cuts its writes as well. Afterwards every text must be there once, or wait for the word of
an operator; what nobody knows of is looked up as an operator would, and answered. Run it for long:
`python -m tests.request_tracker.killed_links KILLS [SEED]`.
"""

import asyncio
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from supportdesk.desk.desk import Desk
from supportdesk.desk.mirror import deciding
from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import AddNote, Reply, SetPriority
from supportdesk.remote.base import Remote
from supportdesk.remote.mirror import link
from supportdesk.store.read import sendings, threads
from supportdesk.store.read.sendings import QUEUED, SENDING, STOPPED, UNKNOWN
from supportdesk.store.write import mirror
from tests.request_tracker.cutting import Cut, CuttingProxy
from tests.request_tracker.mirrors import make_store, now, open_mirror, signing_in
from tests.request_tracker.server import RequestTrackerServer, missing

TICKETS = 6
WAITS = (QUEUED, SENDING, UNKNOWN, STOPPED)


@dataclass
class CameOfIt:
    """What a run has found."""

    sends: int = 0
    kills: int = 0
    cuts: int = 0
    asked: int = 0
    """Texts of which an operator was asked."""
    were_there: int = 0
    """Of those, how many had arrived."""
    twice: int = 0
    lost: int = 0
    texts: list[str] = field(default_factory=list)


def chaos(server: RequestTrackerServer, path: Path, kills: int, seed: int) -> CameOfIt:
    """Send while the sender is killed that often and its writes are cut; then ask and count."""
    came_of_it = CameOfIt()
    pick = random.Random(seed)
    token = server.truth["tokens"]["anna"]
    with proxied(server, pick, came_of_it) as url:
        desk = open_desk(path, now, undo_send_seconds=0)
        me = desk.lease(mirror.link_row)["operator_id"]
        tickets = [one["id"] for one in server.truth["tickets"][:TICKETS]]
        while came_of_it.kills < kills:
            act(desk, me, tickets, pick, came_of_it)
            sender = start(path, url, token)
            try:
                sender.wait(timeout=pick.uniform(1.0, 6.0))
            except subprocess.TimeoutExpired:
                sender.kill()
                sender.wait()
                came_of_it.kills += 1
    there = asyncio.run(said_there(server.url, token, tickets))
    came_of_it.twice += sum(count > 1 for count in there.values())
    finish(desk, lambda: start(path, server.url, token), there, came_of_it)
    there = asyncio.run(said_there(server.url, token, tickets))
    came_of_it.twice += sum(there[text] > 1 for text in came_of_it.texts)
    came_of_it.lost = sum(there[text] == 0 for text in came_of_it.texts)
    desk.close()
    return came_of_it


def act(desk: Desk, me: int, tickets: list[int], pick: random.Random, came_of_it: CameOfIt) -> None:
    """An operator answers, notes and changes a few tickets."""
    for _turn in range(4):
        ticket = pick.choice(tickets)
        text = f"Text {len(came_of_it.texts)} на {ticket}"
        if pick.random() < 0.5:
            base = desk.lease(mirror.newest_event)
            desk.act(me, Reply(ticket, text, base_seq=base))
        else:
            desk.act(me, AddNote(ticket, text))
        came_of_it.texts.append(text)
        came_of_it.sends += 1
    desk.act(me, SetPriority(pick.choice(tickets), pick.choice((0, 1, 2))))


def finish(
    desk: Desk,
    sending: "Callable[[], subprocess.Popen[bytes]]",
    there: Counter[str],
    came_of_it: CameOfIt,
) -> None:
    """Let all be told, and answer what is asked as an operator who has looked would."""
    for _round in range(6):
        assert sending().wait(timeout=900) == 0
        for row in desk.ask(sendings.in_states, (UNKNOWN, STOPPED)):
            if row.message is None or row.because.get("code") == "mirror.conflict":
                deciding.again(desk, row.number)
                continue
            came_of_it.asked += 1
            message = desk.ask(threads.message, row.message)
            assert message is not None
            body = message.body
            if there[body]:
                came_of_it.were_there += 1
                deciding.was_sent(desk, row.number)
            else:
                deciding.again(desk, row.number)
        if not desk.ask(sendings.in_states, WAITS):
            return
    raise AssertionError([(row.what, row.state) for row in desk.ask(sendings.in_states, WAITS)])


async def said_there(url: str, token: str, tickets: list[int]) -> Counter[str]:
    """How often each text stands on the server."""
    remote: Remote = await signing_in(url, token)()
    found: Counter[str] = Counter()
    for ticket in tickets:
        thread = await remote.thread(str(ticket))
        found.update(message.text for message in thread.messages)
    await remote.close()
    return found


def start(path: Path, url: str, token: str) -> "subprocess.Popen[bytes]":
    """A process that sends what waits and ends."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.request_tracker.killed_links", "send", str(path), url, token],
        cwd=Path(__file__).parents[2],
    )


@contextmanager
def proxied(
    server: RequestTrackerServer, pick: random.Random, came_of_it: CameOfIt
) -> Iterator[str]:
    """A proxy on a thread that cuts every third write in one way or another."""
    loop = asyncio.new_event_loop()
    proxy = CuttingProxy(server.port)
    stopped = threading.Event()

    async def cut() -> None:
        await proxy.start()
        ready.set()
        while not stopped.is_set():
            if proxy.cut is Cut.NONE and pick.random() < 0.05:
                proxy.cut = pick.choice((Cut.BEFORE, Cut.ANSWER, Cut.FAILURE))
                came_of_it.cuts += 1
            await asyncio.sleep(0.05)
        await proxy.stop()

    ready = threading.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(cut(),))
    thread.start()
    ready.wait()
    try:
        yield proxy.url
    finally:
        stopped.set()
        thread.join()
        loop.close()


async def send(path: Path, url: str, token: str) -> None:
    """Tell what waits until nothing may leave any more."""
    link.LEASE = timedelta(seconds=0.2)
    while True:
        try:
            opened = await open_mirror(path, signing_in(url, token), settles=timedelta(seconds=1))
        except link.Held:
            time.sleep(0.1)
            continue
        break
    for _round in range(20):
        await opened.settle()
        left = opened.desk.ask(sendings.in_states, (QUEUED, SENDING, UNKNOWN))
        if not [row for row in left if row.state != UNKNOWN or row.next_at is not None]:
            break
        await asyncio.sleep(0.3)
    await opened.close()


def main() -> None:
    """Run for long, and say what came of it."""
    kills = int(sys.argv[1])
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    if reason := missing():
        raise SystemExit(reason)
    with tempfile.TemporaryDirectory() as folder:
        server = RequestTrackerServer(Path(folder))
        try:
            server.start()
            path = Path(folder) / "killed.desk"
            make_store(path, server.url)
            asyncio.run(send(path, server.url, server.truth["tokens"]["anna"]))
            came_of_it = chaos(server, path, kills, seed)
        finally:
            server.remove()
    told = {name: value for name, value in vars(came_of_it).items() if name != "texts"}
    sys.stdout.write(f"{told}\n")
    raise SystemExit(came_of_it.twice + came_of_it.lost > 0)


if __name__ == "__main__":
    if sys.argv[1] == "send":
        asyncio.run(send(Path(sys.argv[2]), sys.argv[3], sys.argv[4]))
    else:
        main()
