"""What all panes of the desk are made of: lines painted straight to the compositor (speed.md)."""

from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from supportdesk.console import text
from supportdesk.console.themes import Palette


class Pane(Widget):
    """A widget of whole lines in the inks of a palette.

    No border, padding or opacity may be set on it: `render_lines` goes past Textual's styles.
    """

    ground = "desk"

    def __init__(self, palette: Palette, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.palette = palette
        self.active = False
        """Whether keys go to this pane: shown in its heading."""

    def paint(self, y: int, width: int) -> Strip:
        """The line `y` of the pane, exactly `width` cells."""
        raise NotImplementedError

    def use_palette(self, palette: Palette) -> None:
        """Repaint in another theme."""
        self.palette = palette
        self.refresh()

    def set_active(self, active: bool) -> None:
        """Show whether keys go here."""
        if active != self.active:
            self.active = active
            self.refresh()

    def ink(self, name: str, attributes: str = "") -> Style:
        """The style of an ink on this pane's ground."""
        return self.palette.ink(name, self.ground, attributes)

    def blank(self, width: int) -> Strip:
        """An empty line."""
        return text.strip((), width, self.ink("text"))

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint the lines of `crop`, past Textual's own styling."""
        width = self.size.width
        strips = [self.paint(y, width) for y in range(crop.y, crop.y + crop.height)]
        if crop.x or crop.width != width:
            strips = [strip.crop(crop.x, crop.x + crop.width) for strip in strips]
        return strips

    def refresh_line(self, y: int) -> None:
        """Repaint one line."""
        self.refresh(Region(0, y, self.size.width, 1))
