"""Mails come in while the worker and the server are killed: every mail is filed exactly once.

`python -m tests.mail.killed_collectors` is the full size; in CI a short one runs.
"""

import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.mail.dovecot import Dovecot
from tests.mail.worker import Place, mail


@dataclass(slots=True)
class Result:
    """What a run found; `doubled` and `lost` are numbers of mails."""

    mails: int
    workers_killed: int = 0
    servers_killed: int = 0
    lost: int = 0
    doubled: int = 0
    seconds: float = 0.0


def run(folder: Path, mails: int, worker_kills: int, server_kills: int, seed: int) -> Result:
    """Deliver the mails over the kills, then let the worker finish in peace."""
    chance = random.Random(seed)
    result = Result(mails)
    server = Dovecot()
    place = Place(folder)
    began = time.monotonic()
    try:
        server.start()
        place.furnish(server)
        worker = place.worker()
        steps = ["worker"] * worker_kills + ["server"] * server_kills
        chance.shuffle(steps)
        sent = 0
        for index, step in enumerate(steps):
            before = sum(place.filed().values())
            until = mails * (index + 1) // (len(steps) + 1)
            while sent < until:
                sent += 1
                server.deliver(mail(sent, answers=sent - 1 if sent % 7 == 0 else None))
            _until_more_than(place, before)
            time.sleep(chance.uniform(0.0, 0.15))
            if step == "server":
                server.kill()
                time.sleep(chance.uniform(0.0, 0.5))
                server.start()
                result.servers_killed += 1
            else:
                worker.kill()
                worker.wait()
                worker = place.worker()
                result.workers_killed += 1
        for number in range(sent + 1, mails + 1):
            server.deliver(mail(number))
        _finish(place, mails)
        time.sleep(1)
        worker.terminate()
        worker.wait(30)
    finally:
        server.remove()
    filed = place.filed()
    wanted = [f"Text {number}: where is the parcel?" for number in range(1, mails + 1)]
    result.lost = sum(text not in filed for text in wanted)
    result.doubled = sum(count > 1 for count in filed.values())
    result.seconds = time.monotonic() - began
    return result


def _until_more_than(place: Place, before: int) -> None:
    """Wait until mails of the batch are being filed: then a kill falls among them."""
    until = time.monotonic() + 6
    while time.monotonic() < until and sum(place.filed().values()) <= before:
        time.sleep(0.005)


def _finish(place: Place, mails: int) -> None:
    """Wait until everything is there, or nothing more comes for a while."""
    seen, since = -1, time.monotonic()
    while seen < mails and time.monotonic() - since < 45:
        now = sum(place.filed().values())
        if now != seen:
            seen, since = now, time.monotonic()
        time.sleep(0.3)


if __name__ == "__main__":
    mails, workers, servers = [int(word) for word in sys.argv[1:]] or (1000, 50, 20)
    with tempfile.TemporaryDirectory() as folder:
        print(run(Path(folder), mails, workers, servers, seed=7))
