"""One line that says how far a long work is: only where somebody looks."""

import sys
import time
from types import TracebackType

from supportdesk.i18n import gettext as _

SECONDS_BETWEEN = 0.1
BAR_CELLS = 24


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
        line = f"{self._what} {counted}  {_('{number}/s').format(number=round(counted / passed))}"
        if whole:
            part = min(done / whole, 1.0)
            filled = round(part * BAR_CELLS)
            bar = "#" * filled + "." * (BAR_CELLS - filled)
            left = passed / part - passed if part else 0.0
            line += f"  [{bar}] {part:4.0%}  {_time_left(left)}"
        print(f"\r{line}\x1b[K", end="", file=sys.stderr, flush=True)


def _time_left(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return _("{minutes}:{seconds:02d} left").format(minutes=minutes, seconds=rest)
