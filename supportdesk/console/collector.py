"""When garbage is looked for: between keys, little at a time (speed.md).

A look in the middle of a key costs as much as painting it. So the collector is off while the
console runs, and is asked once a second: for what is new while keys are pressed, for more while
they rest. Where they never rest for long, all is looked through when much was made: in a second
without a key, and at the latest before memory has more in it than its bound. The bound stays where
it is: Python gives little back of the room that was once taken, as what was made meanwhile lies in
between, and a bound that followed the most there ever was would rise as long as somebody works.
What is larger than half a kilobyte lies in memory of the C library, which can hand back whole pages
from between; it is asked to, as else it takes more and more of them over the hours.
"""

import gc
import sys
from collections.abc import Callable, Iterable
from typing import Any

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.css.scalar import Scalar
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

Windows = Callable[[], Iterable[Screen[Any]]]

ENOUGH = 2_000
"""New objects that are worth a look."""

FEW_SECONDS = 4
"""Seconds after which also what was new before is looked through: gone windows among it, before
they are so many that looking through them holds up a key."""

LONG_REST = 10
"""Seconds without a key after which everything is looked through, once."""

MUCH = 40_000
"""Blocks of memory, of some 90 bytes each, that are worth looking through everything. A window that
is opened and closed makes some thousands."""

ROOM = 140_000
"""Blocks that there may be beside what is loaded for changes: all windows of the desk have been
open, some lie over one another on a wide screen, and some of it is garbage."""

LITTLE = 20_000
"""Blocks that are worth it where more is open than there is room for. With twice as many, memory
was 3 MiB more after half an hour of random keys; over an hour it still rises (docs/trust.md)."""

MANY_MODULES = 100
"""So many are loaded at once with the first change: looking through them takes 0.2 s, and finds
nothing."""

REMEMBERING = (StylesCache, Region, Scalar, Strip, Segment)
"""Classes whose methods remember their answers for as long as the program runs."""


class Collector:
    """Begin with `begin`, tell it of every `key`, and call `rest` once a second.

    `windows` are those that are open, one above the other.
    """

    def __init__(self, windows: Windows = tuple) -> None:
        self._windows = windows
        self._seconds = 0
        """Since the last key."""
        self._turn = 0
        """Seconds, counted to see when a few have passed."""
        self._modules = len(sys.modules)
        """Those that are never looked at again, as they stay until the end."""
        self._kept = sys.getallocatedblocks()
        """Blocks of memory when everything had been looked through."""
        self._bound = self._kept + MUCH
        """Blocks that there may be before everything is looked through, keys or not."""
        self._beyond = MUCH
        """Blocks that are worth it where there are more than that."""

    def begin(self) -> None:
        """What is there after the first frame stays: it is never looked at again."""
        self._modules = len(sys.modules)
        if not gc.isenabled():
            gc.freeze()
            self._keep()
            self._bound = self._kept + MUCH

    def key(self) -> None:
        """A key was pressed."""
        self._seconds = 0

    def rest(self) -> None:
        """A second has passed; does nothing where Python looks by itself (tests)."""
        self._seconds += 1
        if gc.isenabled():
            return
        if len(sys.modules) > self._modules + MANY_MODULES:
            self._modules = len(sys.modules)
            gc.freeze()
            self._keep()
            self._bound, self._beyond = self._kept + ROOM, LITTLE
        self._turn = (self._turn + 1) % FEW_SECONDS
        if self._is_time():
            self._turn = 0
            _let_go(self._windows())
            gc.collect()
            _give_back()
            self._keep()
        elif self._seconds < LONG_REST and self._turn == 0:
            _empty(StylesCache)
            gc.collect(1)
        elif gc.get_count()[0] > ENOUGH:
            gc.collect(0 if self._seconds < 2 else 1)

    def _is_time(self) -> bool:
        """Whether everything is to be looked through now."""
        if self._seconds < 2:
            return sys.getallocatedblocks() > max(self._bound, self._kept + self._beyond)
        if self._seconds < LONG_REST:
            return sys.getallocatedblocks() > self._kept + MUCH
        return self._seconds == LONG_REST

    def _keep(self) -> None:
        """What is there now is no garbage."""
        self._kept = sys.getallocatedblocks()


def _let_go(windows: Iterable[Screen[Any]]) -> None:
    """Empty what Textual remembers without need, and with it the painted lines of gone windows.

    Those of open windows go too: some kB each, in as many variants as there are filters and cuts,
    thousands where windows lie over one another. Whatever is painted next makes its own again.

    It keeps two inks for each of the last 1,024 widgets, as a part of their painted lines, and
    thousands of sums of rectangles and of cuts through lines; the few that are used are made again
    with the next frame.
    """
    for window in windows:
        for widget in (window, *window.walk_children(Widget)):
            widget._styles_cache.clear()
    for kind in REMEMBERING:
        _empty(kind)


def _give_back() -> None:
    """Hand the pages on which nothing lies back to the system, where the C library can (glibc).

    Takes some tenths of a millisecond.
    """
    import ctypes

    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


def _empty(kind: type) -> None:
    """Forget what the methods of a class remember."""
    for name in vars(kind):
        empty = getattr(getattr(kind, name), "cache_clear", None)
        if empty is not None:
            empty()
