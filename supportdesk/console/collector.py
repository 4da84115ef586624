"""When garbage is looked for: between keys, little at a time (speed.md).

A look in the middle of a key costs as much as painting it. So the collector is off while the
console runs, and is asked once a second: for what is new while keys are pressed, for more while
they rest. Where they never rest for long, all is looked through in some second without a key, and
at the latest when much was made: what lies about at worst is memory that is never given back.
"""

import gc
import sys

from rich.segment import Segment
from textual._styles_cache import StylesCache
from textual.css.scalar import Scalar
from textual.geometry import Region
from textual.strip import Strip

ENOUGH = 2_000
"""New objects that are worth a look."""

FEW_SECONDS = 4
"""Seconds after which also what was new before is looked through: gone windows among it, before
they are so many that looking through them holds up a key."""

LONG_REST = 10
"""Seconds without a key after which everything is looked through, once."""

LONG_WORK = 60
"""Seconds after which everything is looked through in the next one without a key."""

LONGEST_WORK = 120
"""Seconds after which it is looked through whatever is pressed."""

MUCH = 40_000
"""New blocks of memory, of some 90 bytes each, after which it is looked through in the next second
without a key, and after twice as many whatever is pressed: memory has its bound. A window that is
opened and closed takes some thousands."""

MANY_MODULES = 100
"""So many are loaded at once with the first change: looking through them takes 0.2 s, and finds
nothing."""

REMEMBERING = (StylesCache, Region, Scalar, Strip, Segment)
"""Classes whose methods remember their answers for as long as the program runs."""


class Collector:
    """Begin with `begin`, tell it of every `key`, and call `rest` once a second."""

    def __init__(self) -> None:
        self._seconds = 0
        """Since the last key."""
        self._unseen = 0
        """Seconds since everything was looked through."""
        self._modules = len(sys.modules)
        """Those that are never looked at again, as they stay until the end."""
        self._blocks = sys.getallocatedblocks()
        """Of memory, in use when everything had been looked through."""

    def begin(self) -> None:
        """What is there after the first frame stays: it is never looked at again."""
        self._modules = len(sys.modules)
        if not gc.isenabled():
            gc.freeze()

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
            self._blocks = sys.getallocatedblocks()
        self._unseen += 1
        if self._is_time():
            self._unseen = 0
            _let_go()
            gc.collect()
            self._blocks = sys.getallocatedblocks()
        elif self._seconds < LONG_REST and self._unseen % FEW_SECONDS == 0:
            _empty(StylesCache)
            gc.collect(1)
        elif gc.get_count()[0] > ENOUGH:
            gc.collect(0 if self._seconds < 2 else 1)

    def _is_time(self) -> bool:
        """Whether all is to be looked through now, by how long it was left and what was made."""
        made = sys.getallocatedblocks() - self._blocks
        if self._seconds < 2:
            return self._unseen >= LONGEST_WORK or made > 2 * MUCH
        if self._seconds < LONG_REST:
            return self._unseen >= LONG_WORK or made > MUCH
        return self._seconds == LONG_REST


def _let_go() -> None:
    """Empty what Textual remembers without need, and with it the painted lines of gone windows.

    It keeps two inks for each of the last 1,024 widgets, as a part of their painted lines, and
    thousands of sums of rectangles and of cuts through lines; the few that are used are made again
    with the next frame.
    """
    for kind in REMEMBERING:
        _empty(kind)


def _empty(kind: type) -> None:
    """Forget what the methods of a class remember."""
    for name in vars(kind):
        empty = getattr(getattr(kind, name), "cache_clear", None)
        if empty is not None:
            empty()
