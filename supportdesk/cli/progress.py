"""One line that says how far a long work is: only where somebody looks."""

import shutil
import sys
import time
from types import TracebackType

from supportdesk.i18n import gettext as _

SECONDS_BETWEEN = 0.1
BAR_CELLS = 24
FEWEST_CELLS = 4
"""Of the bar; where fewer are left on the line, there is no bar."""


class ProgressLine:
    """A bar with rate and time left on standard error, redrawn in place; nothing in a pipe."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._shown = sys.stderr.isatty()
        self._began = time.monotonic()
        self._next = 0.0

    def __enter__(self) -> "ProgressLine":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def tell(self, done: int, whole: int | None, rate: int | None = None) -> None:
        """`done` of `whole` (None: unknown) are ready; `rate` counts them when `done` does not."""
        now = time.monotonic()
        if not self._shown or now < self._next:
            return
        self._next = now + SECONDS_BETWEEN
        passed = max(now - self._began, 1e-3)
        counted = done if rate is None else rate
        speed = _("{number}/s").format(number=round(counted / passed))
        line = f"{self._what} {counted}  {speed}"
        if whole:
            part = min(done / whole, 1.0)
            left = _time_left(passed / part - passed if part else 0.0)
            line = f"{line}{_bar(part, _room(line, left))}  {part:4.0%}  {left}"
        print(f"\r{line[: _columns() - 1]}\x1b[K", end="", file=sys.stderr, flush=True)


def _columns() -> int:
    """Cells of a line of the terminal: one that wraps could not be redrawn in place."""
    return shutil.get_terminal_size().columns


def _room(before: str, after: str) -> int:
    """Cells left for the bar between what stands before and after it."""
    return _columns() - len(before) - len(after) - len("  []  100%   ")


def _bar(part: float, room: int) -> str:
    cells = min(BAR_CELLS, room)
    filled = round(part * cells)
    return "" if cells < FEWEST_CELLS else f"  [{'#' * filled}{'.' * (cells - filled)}]"


def _time_left(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return _("{minutes}:{seconds:02d} left").format(minutes=minutes, seconds=rest)
