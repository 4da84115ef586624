"""Asking a local command: never through a shell, not longer and not more than allowed."""

import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from contextlib import suppress
from time import monotonic

from supportdesk.outbound.lookup_answer import NoAnswer

MOST_BYTES = 256 << 10


class Commands:
    """Runs commands one at a time and can end the one that runs."""

    def __init__(self) -> None:
        self._running: subprocess.Popen[bytes] | None = None

    def output(self, command: Sequence[str], deadline: float) -> bytes:
        """What a command writes by `deadline` (monotonic seconds). Raises NoAnswer."""
        try:
            running = subprocess.Popen(  # noqa: S603 - a list from a file of one's own, no shell
                list(command),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except (OSError, ValueError):
            raise NoAnswer("not_started") from None
        self._running = running
        timer = threading.Timer(max(0.0, deadline - monotonic()), self.stop)
        timer.daemon = True
        timer.start()
        try:
            content = b"" if running.stdout is None else running.stdout.read(MOST_BYTES + 1)
            if len(content) > MOST_BYTES:
                raise NoAnswer("too_large")
            status = running.wait()
        finally:
            timer.cancel()
            _end(running)
            self._running = None
        if monotonic() >= deadline:
            raise NoAnswer("timeout")
        if status:
            raise NoAnswer(f"exit {status}")
        return content

    def stop(self) -> None:
        """End the command that runs, and what it has started."""
        running = self._running
        if running is not None and running.poll() is None:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(running.pid, signal.SIGKILL)


def _end(running: subprocess.Popen[bytes]) -> None:
    if running.stdout is not None:
        running.stdout.close()
    if running.poll() is None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(running.pid, signal.SIGKILL)
        running.wait()
