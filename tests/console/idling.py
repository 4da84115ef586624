"""When a console under test has done everything it was asked for."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import monotonic, process_time
from typing import Any

from textual.screen import UPDATE_PERIOD

A_MOMENT = 0.004
"""Seconds in which a thread that works would be seen to use the processor."""

AT_REST = 0.0004
"""Seconds of the processor, in a moment, of a process whose threads wait for something."""

QUIET_STEPS = 3
"""Steps of the event loop, one after another, in which nobody else had anything to do."""

THREADS = Path("/proc/self/task")


class Idling:
    """Looks at the event loop itself, where Textual's pilot looks at how much the process works.

    On a busy machine a process that gets no time looks as if it were at rest; a loop in which
    somebody is ready, or will be before the next frame, does not. And where nobody has anything
    to do until then, the loop's clock is put forward instead of waiting for it.
    """

    def __init__(self) -> None:
        self._on_threads: set[asyncio.Future[Any]] = set()
        self._ahead = 0.0

    def follow(self, run_in_executor: Callable[..., Any]) -> Callable[..., Any]:
        """Stand in for the event loop's method of this name: remember what runs on threads."""

        def run(loop: Any, executor: Any, call: Any, *arguments: Any) -> Any:
            future = run_in_executor(loop, executor, call, *arguments)
            self._on_threads.add(future)
            future.add_done_callback(self._on_threads.discard)
            return future

        return run

    async def wait(self, min_sleep: float = 0, max_sleep: float = 10) -> None:
        """Wait until nothing is to be done before the next frame, `max_sleep` seconds at most.

        A thread that waits for something itself, such as a test's permission, is not waited for.
        """
        loop: Any = asyncio.get_running_loop()
        latest = monotonic() + max_sleep
        while monotonic() < latest:
            for _step in range(QUIET_STEPS):
                await asyncio.sleep(0)
                if loop._ready:
                    break
            else:
                if not await self._threads_work():
                    frame = self.clock() + UPDATE_PERIOD
                    if not (soon := [when for when in _due(loop) if when < frame]):
                        return
                    self._ahead += max(0.0, min(soon) - self.clock())

    async def let_pass(self, seconds: float) -> None:
        """Let time pass in the console alone: everything that is due by then has happened."""
        end = self.clock() + seconds
        loop: Any = asyncio.get_running_loop()
        await self.wait()
        while due := [when for when in _due(loop) if when <= end]:
            self._ahead += max(0.0, min(due) - self.clock())
            await self.wait()
        self._ahead += max(0.0, end - self.clock())

    async def _threads_work(self) -> bool:
        if not self._on_threads:
            return False
        used = process_time()
        await asyncio.sleep(A_MOMENT)
        return process_time() - used > AT_REST or _a_thread_is_kept_from_work()

    def clock(self) -> float:
        """Seconds, for the loop and for Textual's timers."""
        return monotonic() + self._ahead


def _due(loop: Any) -> list[float]:
    """When something begins by itself."""
    return [timer.when() for timer in loop._scheduled if not timer.cancelled()]


def _a_thread_is_kept_from_work() -> bool:
    """Whether one of several waits for the processor or for the disk, where that can be known."""
    states = [one.read_text().rpartition(")")[2].split()[0] for one in THREADS.glob("*/stat")]
    return sum(state in "RD" for state in states) > 1  # one of them is who asks
