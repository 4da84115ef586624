"""What the terminal shows already is not sent again: a dialog costs its own cells (F178).

Textual sends the whole screen whenever one is laid out anew, which is 40 kB for a wide one.
"""

from collections.abc import Iterable

from rich.console import Console, RenderableType
from rich.control import Control
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Size
from textual.strip import Strip

from supportdesk.console.widgets.pane import differing_cells

MOST_CHANGES = 8
"""Changed pieces of one line that are remembered one by one."""

Cells = tuple[int, int]
"""A column and how many from there."""

Frame = RenderableType | CompositorUpdate | None
"""What Textual hands over to be shown."""


class ChangedCells(CompositorUpdate):
    """Pieces of lines: column, line and what stands there now."""

    def __init__(self, pieces: list[tuple[int, int, Strip]]) -> None:
        self.pieces = pieces

    def render_segments(self, console: Console) -> str:
        """The pieces, each with the way to it."""
        sequences: list[str] = []
        for x, y, strip in self.pieces:
            sequences.append(Control.move_to(x, y).segment.text)
            sequences.append(strip.render(console))
        return "".join(sequences)


class SentLines:
    """Remembers the lines a terminal shows, and makes whole frames into what differs."""

    def __init__(self) -> None:
        self._size = Size(0, 0)
        self._lines: dict[int, Strip] = {}
        self._changes: dict[int, dict[Cells, Strip]] = {}

    def forget(self) -> None:
        """The terminal shows something else: the next frame is sent whole."""
        self._lines.clear()
        self._changes.clear()

    def less(self, update: Frame, size: Size) -> Frame:
        """The update without what the terminal, of this size, shows already."""
        if size != self._size:
            self._size = size
            self.forget()
        if isinstance(update, ChopsUpdate):
            self._remember(update)
        elif isinstance(update, LayoutUpdate):
            if update.region != size.region:
                self.forget()
            else:
                return ChangedCells(list(self._changed(update)))
        elif update is not None:
            self.forget()
        return update

    def _remember(self, update: ChopsUpdate) -> None:
        for y, start, end in update.spans:
            changes = self._changes.setdefault(y, {})
            for x, strip in update.chops[y].items():
                if strip is not None and x < end and x + strip.cell_length > start:
                    cells = x, strip.cell_length
                    changes.pop(cells, None)  # the same cells change again and again
                    changes[cells] = strip
            if len(changes) > MOST_CHANGES:
                line = self._shown(y, self._size.width)
                changes.clear()
                if line is None:
                    self._lines.pop(y, None)
                else:
                    self._lines[y] = line

    def _changed(self, update: LayoutUpdate) -> Iterable[tuple[int, int, Strip]]:
        for y, strips in enumerate(update.strips):
            now = Strip.join(strips)
            before = self._shown(y, now.cell_length)
            self._lines[y] = now
            start, end = (0, now.cell_length) if before is None else differing_cells(before, now)
            if start < end:
                yield start, y, now if before is None else now.crop(start, end)
        self._changes.clear()

    def _shown(self, y: int, width: int) -> Strip | None:
        """What the terminal shows in this line; None where that is not known."""
        line = self._lines.get(y)
        for (x, _count), strip in self._changes.get(y, {}).items():
            if line is None:
                return None
            behind = line.crop(x + strip.cell_length, width)
            line = Strip.join([line.crop(0, x), strip, behind])
        return None if line is None or line.cell_length != width else line
