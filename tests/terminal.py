"""A real pseudo-terminal with a screen that can be read: for end-to-end tests and measuring."""

import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from unicodedata import combining

import pyte
from wcwidth import wcwidth

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "shift+up": "\x1b[1;2A",
    "shift+down": "\x1b[1;2B",
    "shift+tab": "\x1b[Z",
    "f5": "\x1b[15~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "f1": "\x1bOP",
    **{f"ctrl+{letter}": chr(ord(letter) - 96) for letter in "abcdefghijklmnopqrstuvwxyz"},
}
FRAME_BEGINS, _FRAME_ENDS = b"\x1b[?2026h", b"\x1b[?2026l"


class Screen(pyte.Screen):
    """pyte's screen, which would drop whatever follows a character without a cell of its own."""

    def draw(self, data: str) -> None:
        """Show text; what has no cell and combines with none is not shown."""
        super().draw("".join(char for char in data if wcwidth(char) > 0 or combining(char)))


@dataclass(frozen=True, slots=True)
class Answer:
    """What followed a key: milliseconds to the first and last byte, bytes and frames."""

    first: float
    last: float
    bytes: int
    frames: int


class Terminal:
    """A program running in a pseudo-terminal of its own; use it as a context manager."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
    ) -> None:
        columns, rows = size
        self.screen = Screen(columns, rows)
        self._stream = pyte.Stream(self.screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.output = bytearray()
        """Every byte the program wrote."""
        master, worker = pty.openpty()
        fcntl.ioctl(worker, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.started = time.perf_counter()
        self.process = subprocess.Popen(
            list(command),
            stdin=worker,
            stdout=worker,
            stderr=worker,
            cwd=folder,
            env={
                **_environment(),
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                "TEXTUAL_ANIMATIONS": "none",
                **(environment or {}),
            },
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - the child needs a controlling terminal
        )
        os.close(worker)
        self._master = master

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()
        self.hang_up()

    @property
    def text(self) -> str:
        """The screen as lines of text."""
        lines = (self.screen.buffer[row] for row in range(self.screen.lines))
        return "\n".join(
            "".join(line[column].data for column in range(self.screen.columns)).rstrip()
            for line in lines
        )

    def press(self, *keys: str) -> None:
        """Send keys by name (`enter`, `ctrl+d`) or as text to type."""
        for key in keys:
            self._write(KEYS.get(key, key).encode())

    def paste(self, text: str) -> None:
        """Paste as a terminal does (bracketed)."""
        self._write(b"\x1b[200~" + text.encode() + b"\x1b[201~")

    def wait(self, pattern: str, seconds: float = 20) -> str:
        """Read until the screen shows `pattern`; return the screen. Fails with what it shows."""
        deadline = time.perf_counter() + seconds
        while not re.search(pattern, self.text):
            if not self._read(deadline - time.perf_counter()):
                raise AssertionError(f"{pattern!r} did not appear:\n{self.text}")
        return self.text

    def wait_sent(self, words: bytes, seconds: float = 20) -> None:
        """Read until these bytes have come, whether they are shown or not."""
        deadline = time.perf_counter() + seconds
        while words not in self.output:
            if not self._read(deadline - time.perf_counter()):
                raise AssertionError(f"{words!r} was not sent:\n{self.text}")

    def wait_gone(self, pattern: str, seconds: float = 20) -> str:
        """Read until the screen no longer shows `pattern`; return the screen."""
        deadline = time.perf_counter() + seconds
        while re.search(pattern, self.text):
            if not self._read(deadline - time.perf_counter()):
                raise AssertionError(f"{pattern!r} did not go:\n{self.text}")
        return self.text

    def settle(self, quiet: float = 0.15, seconds: float = 10) -> str:
        """Read until nothing has come for `quiet` seconds; return the screen."""
        deadline = time.perf_counter() + seconds
        while time.perf_counter() < deadline and self._read(quiet):
            pass
        return self.text

    def read_until(self, moment: float) -> None:
        """Take in what comes until `moment` (of `time.perf_counter`)."""
        while (left := moment - time.perf_counter()) > 0:
            self._read(left)

    def measure(self, key: str, quiet: float = 0.08, until: bytes = b"") -> Answer:
        """Send a key and clock what comes back, until nothing has come for `quiet` seconds.

        With `until`, only to the end of the frame that shows it: clocks may tick after that. The
        screen is drawn afterwards: drawing takes as long as the program does.
        """
        fresh = b""
        sent = time.perf_counter()
        self.press(key)
        first = last = 0.0
        while data := self._receive(quiet if first else 2.0):
            last = (time.perf_counter() - sent) * 1000
            first = first or last
            fresh += data
            if until and fresh.rfind(_FRAME_ENDS) > fresh.find(until) >= 0:
                break
        self._show(fresh)
        return Answer(first, last, len(fresh), fresh.count(_FRAME_ENDS) or 1)

    def send(self, data: bytes) -> None:
        """Send bytes as they are: what no keyboard sends, too."""
        self._write(data)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size."""
        self.screen.resize(rows, columns)
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def hang_up(self) -> None:
        """Close the terminal under the program."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def send_signal(self, number: int) -> None:
        """Send the program alone a signal."""
        self.process.send_signal(number)

    def ended(self, seconds: float = 20) -> int:
        """Read until the program has ended; return its exit code."""
        deadline = time.perf_counter() + seconds
        while self.process.poll() is None:
            if time.perf_counter() > deadline:
                raise AssertionError(f"it did not end:\n{self.text}")
            self._read(0.05)
        self.settle(0.05)
        return self.process.returncode

    @property
    def restored(self) -> bool:
        """Whether the program left the alternate screen, with the cursor to be seen."""
        left = self.output.rfind(b"\x1b[?1049l") > self.output.rfind(b"\x1b[?1049h")
        return left and self.output.rfind(b"\x1b[?25h") > self.output.rfind(b"\x1b[?25l")

    def kill(self, number: int = signal.SIGKILL) -> None:
        """End the program at once, with everything it started."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, number)
            self.process.wait()

    def _write(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._master, data) :]

    def _read(self, seconds: float) -> bool:
        """Take in what comes within `seconds`; False when nothing does."""
        data = self._receive(seconds)
        self._show(data)
        return bool(data)

    def _receive(self, seconds: float) -> bytes:
        """What comes within `seconds`, or nothing."""
        if seconds <= 0:
            return b""
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return b""
        try:
            return os.read(self._master, 1 << 16)
        except OSError:
            return b""

    def _show(self, data: bytes) -> None:
        """Draw what came on the screen, as a terminal does."""
        self.output += data
        self._answer_queries(data)
        self._stream.feed(self._decoder.decode(data))

    def _answer_queries(self, data: bytes) -> None:
        """Say what a modern terminal would to the questions Textual asks at its start."""
        if b"\x1b[?2026$p" in data:
            self._write(b"\x1b[?2026;2$y")
        if b"\x1b[?2048$p" in data:
            self._write(b"\x1b[?2048;0$y")


def _environment() -> dict[str, str]:
    """The surroundings, without a size that would overrule the window's."""
    return {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
