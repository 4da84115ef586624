"""Widgets that are being taken away while a frame is painted."""

from typing import TYPE_CHECKING

from textual.geometry import Region
from textual.strip import Strip

if TYPE_CHECKING:
    from textual.widget import Widget as _Painted
else:
    _Painted = object  # a second Widget would hide the component styles of the real one


class Leaving(_Painted):
    """Mixed into a widget: it paints nothing once it has left the screen.

    Textual may paint a widget once more between its removal and the next layout, when its
    component styles are gone already: without this the program would end with a KeyError.
    """

    def render_lines(self, crop: Region) -> list[Strip]:
        """The widget's lines; blank ones when it has been removed."""
        if self.parent is None:
            return [Strip.blank(crop.width)] * crop.height
        return super().render_lines(crop)
