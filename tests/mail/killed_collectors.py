"""Mails come in while the worker and the server are killed: every mail is filed exactly once.

    python -m tests.mail.killed_collectors [MAILS WORKER_KILLS SERVER_KILLS] [--planted FAULT]

Without numbers it is the full size; in CI a short one runs. A fault of `altered_worker` that is
planted must be noticed: then it ends with 0 where mails were lost or came twice.
"""

import argparse
import random
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.mail.altered_worker import EARLY_CURSOR, NO_IDENTITY
from tests.mail.dovecot import Dovecot
from tests.mail.worker import Place, mail


@dataclass(slots=True)
class Result:
    """What a run found; `doubled` and `lost` are numbers of mails."""

    mails: int
    workers_killed: int = 0
    servers_killed: int = 0
    among: int = 0
    """Kills that fell while mails of the batch were still to be filed."""
    lost: int = 0
    doubled: int = 0
    seconds: float = 0.0


def run(
    folder: Path,
    mails: int,
    worker_kills: int,
    server_kills: int,
    seed: int,
    *,
    planted: str = "",
    patience: float = 45.0,
) -> Result:
    """Deliver the mails over the kills, then let the worker finish in peace.

    It has finished when nothing has come for `patience` seconds.
    """
    chance = random.Random(seed)
    result = Result(mails)
    server = Dovecot()
    place = Place(folder, *([planted] if planted else []))
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
            until_more_than(place, before)
            time.sleep(chance.uniform(0.0, 0.15))
            if step == "server":
                server.kill()
                result.among += sum(place.filed().values()) < sent
                time.sleep(chance.uniform(0.0, 0.5))
                server.start()
                result.servers_killed += 1
            else:
                worker.kill()
                worker.wait()
                result.among += sum(place.filed().values()) < sent
                worker = place.worker()
                result.workers_killed += 1
        for number in range(sent + 1, mails + 1):
            server.deliver(mail(number))
        finish(place, mails, patience)
        time.sleep(1)
        worker.terminate()
        worker.wait(30)
    finally:
        server.remove()
    judge(place, result)
    result.seconds = time.monotonic() - began
    return result


def judge(place: Place, result: Result) -> None:
    """Count the mails that are not there, and those that are there twice."""
    filed = place.filed()
    wanted = [f"Text {number}: where is the parcel?" for number in range(1, result.mails + 1)]
    result.lost = sum(text not in filed for text in wanted)
    result.doubled = sum(filed.get(text, 0) > 1 for text in wanted)


def until_more_than(place: Place, before: int) -> None:
    """Wait until mails of the batch are being filed: then a kill falls among them."""
    until = time.monotonic() + 6
    while time.monotonic() < until and sum(place.filed().values()) <= before:
        time.sleep(0.005)


def finish(place: Place, mails: int, patience: float) -> None:
    """Wait until everything is there, or nothing more comes for a while."""
    seen, since = -1, time.monotonic()
    while seen < mails and time.monotonic() - since < patience:
        now = sum(place.filed().values())
        if now != seen:
            seen, since = now, time.monotonic()
        time.sleep(0.3)


def main() -> int:
    """Run and tell; 0 where every mail is there once, or where a planted fault is noticed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("sizes", nargs="*", type=int, default=(1000, 50, 20))
    parser.add_argument("--planted", default="", choices=[EARLY_CURSOR, NO_IDENTITY])
    given = parser.parse_args()
    mails, workers, servers = given.sizes
    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), mails, workers, servers, seed=7, planted=given.planted)
    print(found)
    return int(bool(found.lost or found.doubled) != bool(given.planted))


if __name__ == "__main__":
    sys.exit(main())
