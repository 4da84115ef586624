"""Several processes that serve on one socket: one that stands above them begins and ends them."""

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

AGAIN_SECONDS = 1.0
"""Before a process that has died is begun anew."""

LOOK_SECONDS = 0.2

LAST_SECONDS = 40.0
"""How long the processes may take to end; then they are killed."""


def begin_processes(count: int, stop: threading.Event) -> int | None:
    """Begin `count` processes and see to it that as many stay, until `stop` is set by a signal.

    To be called before any thread. Returns twice: in each process its place from 0 on, where its
    own `stop` is set by what it is told; and None here once all have ended.
    """
    places: dict[int, int] = {}
    waiting = list(range(count))
    while not stop.is_set():
        for place in waiting:
            child = _fork()
            if not child:
                return place
            places[child] = place
        waiting = [places.pop(child) for child in _ended(list(places))]
        time.sleep(AGAIN_SECONDS if waiting else LOOK_SECONDS)  # its lock is for the signal alone
    _end(list(places))
    return None


def _fork() -> int:
    """Fork; a word to stop that comes meanwhile is heard by the process it was said to."""
    with _unheard():
        return os.fork()


@contextmanager
def _unheard() -> Iterator[None]:
    """Let signals wait: a process that begins forgets those that it got before it had begun."""
    former = signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)


def end_with(parent: int, stop: threading.Event) -> None:
    """Tell this process to stop when the one above it is gone, however it went."""

    def watch() -> None:
        while not stop.wait(AGAIN_SECONDS):
            if os.getppid() != parent:
                os.kill(os.getpid(), signal.SIGTERM)
                return

    threading.Thread(target=watch, name="above", daemon=True).start()


def _ended(children: list[int]) -> list[int]:
    """Which of these processes have ended."""
    return [child for child in children if os.waitpid(child, os.WNOHANG)[0]]


def _end(children: list[int]) -> None:
    for child in children:
        os.kill(child, signal.SIGTERM)
    last = time.monotonic() + LAST_SECONDS
    while children and time.monotonic() < last:
        gone = _ended(children)
        children = [child for child in children if child not in gone]
        time.sleep(LOOK_SECONDS if children else 0)
    for child in children:
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
