"""How long a first sync with a Request Tracker takes: `python -m tests.request_tracker.first_sync`.

With a number of tickets (200 by itself), and how many rounds; each begins with an empty store.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

from supportdesk.remote.line import Answer, Line
from tests.request_tracker import server as servers
from tests.request_tracker.mirrors import make_store, open_mirror, signing_in


async def once(path: Path, url: str, token: str) -> tuple[float, float, int]:
    """Seconds of a first sync and of one that finds nothing new, and the requests of the first."""
    asked = 0
    real = Line.read

    async def read(self: Line, *args: object, **named: object) -> Answer:
        nonlocal asked
        asked += 1
        return await real(self, *args, **named)  # type: ignore[arg-type]

    Line.read = read  # type: ignore[method-assign]
    make_store(path, url)
    began = time.perf_counter()
    opened = await open_mirror(path, signing_in(url, token))
    first, requests = time.perf_counter() - began, asked
    began = time.perf_counter()
    await opened.link.pull()
    again = time.perf_counter() - began
    await opened.close()
    Line.read = real  # type: ignore[method-assign]
    return first, again, requests


def main() -> None:
    """Say the median of the rounds."""
    servers.TICKETS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
    if reason := servers.missing():
        raise SystemExit(reason)
    with tempfile.TemporaryDirectory() as folder:
        server = servers.RequestTrackerServer(Path(folder))
        try:
            server.start()
            token = server.truth["tokens"]["anna"]
            found = [
                asyncio.run(once(Path(folder) / f"{n}.desk", server.url, token))
                for n in range(rounds)
            ]
        finally:
            server.remove()
    first, again, asked = (statistics.median(column) for column in zip(*found, strict=True))
    sys.stdout.write(
        f"{servers.TICKETS} tickets: first {first:.1f} s in {asked:.0f} requests,"
        f" nothing new {again * 1000:.0f} ms\n"
    )


if __name__ == "__main__":
    main()
