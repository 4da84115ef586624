"""What all panes of the desk are made of: lines painted straight to the compositor (speed.md).

A pane paints its lines once and keeps them. When it shows something else, only the cells that
differ are sent to the terminal.
"""

from collections.abc import Sequence
from operator import is_

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import ANSIToTruecolor
from textual.geometry import Region, Size
from textual.reactive import Reactive
from textual.strip import Strip
from textual.widget import Widget

from supportdesk.console import text
from supportdesk.console.themes import Palette


class Pane(Widget):
    """A widget of whole lines in the inks of a palette.

    No border, padding or opacity may be set on it: `render_lines` goes past Textual's styles.
    """

    ground = "desk"

    virtual_size = Reactive(Size(0, 0), layout=False, repaint=False)
    """A pane never scrolls by Textual's means: another size asks for no second layout or frame."""

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.palette = palette
        self.active = False
        """Whether keys go to this pane: shown in its heading."""
        self._painted: list[Strip] = []
        self._filtered: list[Strip | None] = []
        self._painted_width = -1
        self._blank: tuple[tuple[int, Style], Strip] | None = None

    def paint(self, y: int, width: int) -> Strip:
        """The line `y` of the pane, exactly `width` cells."""
        raise NotImplementedError

    def lay_out(self, width: int, height: int) -> None:
        """The pane has this size now; called before its first line is painted in it."""

    def set_active(self, active: bool) -> None:
        """Show whether keys go here."""
        if active != self.active:
            self.active = active
            self.repaint()

    @property
    def lies_over(self) -> bool:
        """Whether this pane covers others: then a rule sets it off, for eyes without colour."""
        return self.styles.dock != "none"

    def wear(self, palette: Palette) -> None:
        """Paint everything in the inks of another palette."""
        self.palette = palette
        self._blank = None
        self._painted_width = -1
        self.refresh()

    def ink(self, name: str, attributes: str = "") -> Style:
        """The style of an ink on this pane's ground."""
        return self.palette.ink(name, self.ground, attributes)

    def blank(self, width: int) -> Strip:
        """An empty line; the same one each time."""
        ground = self.ink("text")
        if self._blank is None or self._blank[0] != (width, ground):
            self._blank = (width, ground), text.strip((), width, ground)
        return self._blank[1]

    def repaint(self, *lines: int) -> None:
        """Paint these lines again, or all, and send the cells that differ."""
        width, height = self.size
        if not self._is_painted(width, height):
            self._painted_width = -1  # hidden now: what was painted before is not true any more
            self.refresh()
            return
        regions = []
        for y in lines or range(height):
            if not 0 <= y < height:
                continue
            before, now = self._painted[y], self.paint(y, width)
            start, end = differing_cells(before, now)
            if start < end:
                self._painted[y], self._filtered[y] = now, None
                regions.append(Region(start, y, end - start, 1))
        if regions:
            self.refresh(*regions)

    def expect_layout(self) -> None:
        """Another size is about to come: until then nothing is painted for the old one."""
        self._painted_width = -1

    def render_lines(self, crop: Region) -> list[Strip]:
        """Hand out the painted lines of `crop`, past Textual's own styling."""
        width, height = self.size
        if not self._is_painted(width, height):
            self.lay_out(width, height)
            self._painted = [self.paint(y, width) for y in range(height)]
            self._filtered = [None] * height
            self._painted_width = width
        lines = range(crop.y, min(crop.y + crop.height, height))
        self._make_ready([y for y in lines if self._filtered[y] is None])
        strips = [strip for y in lines if (strip := self._filtered[y]) is not None]
        if crop.x or crop.width != width:
            strips = [strip.crop(crop.x, crop.x + crop.width) for strip in strips]
        return strips

    def _is_painted(self, width: int, height: int) -> bool:
        return self._painted_width == width and len(self._painted) == height

    def _make_ready(self, lines: Sequence[int]) -> None:
        """Pass lines through the output filters: inert, and without colour where none is wanted.

        The inks of a palette are exact colours: there are none of a terminal's own to convert.
        """
        if not lines:
            return
        ground = Color.parse(self.palette.behind(self.ground))
        filters = [one for one in self.get_line_filters() if not isinstance(one, ANSIToTruecolor)]
        for y in lines:
            painted = self._painted[y]
            before = segments = list(painted)
            for line_filter in filters:
                segments = line_filter.apply(segments, ground)
            same = len(before) == len(segments) and all(map(is_, before, segments))
            self._filtered[y] = painted if same else Strip(segments, painted.cell_length)


class Holder(Widget):
    """Only lays out the panes in it, which cover it whole: has no lines of its own to render."""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Nothing: a line that is covered costs time with every key (speed.md)."""
        return []


def differing_cells(before: Strip, now: Strip) -> tuple[int, int]:
    """Where two lines of one width differ: first cell and the cell after the last; 0, 0 nowhere."""
    if before is now or before == now:
        return 0, 0
    width = now.cell_length
    start = _common(list(before), list(now), at_end=False)
    return start, width - _common(list(before)[::-1], list(now)[::-1], at_end=True)


def _common(one: list[Segment], other: list[Segment], *, at_end: bool) -> int:
    """Cells of equal segments from one side, and of the equal characters in the next ones."""
    same = 0
    for left, right in zip(one, other, strict=False):
        if left == right:
            same += left.cell_length
            continue
        if left.style == right.style and _one_cell_each(left.text) and _one_cell_each(right.text):
            same += _equal_characters(left.text, right.text, at_end=at_end)
        break
    return same


def _one_cell_each(written: str) -> bool:
    return text.cells(written) == len(written)


def _equal_characters(one: str, other: str, *, at_end: bool) -> int:
    pairs = (
        zip(reversed(one), reversed(other), strict=False)
        if at_end
        else zip(one, other, strict=False)
    )
    same = 0
    for left, right in pairs:
        if left != right:
            break
        same += 1
    return same
