"""A list with a cursor, painted line by line: as fast with thousands of rows as with three."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import ClassVar, TypeVar, overload

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from supportdesk.console import text
from supportdesk.console.widgets.leaving import Leaving
from supportdesk.records import dataclass

Run = tuple[str, str]
"""Cleaned text and its ink: text, dim, match, bright, waiting or trouble."""

CURSOR, BAR, TRACK = "▌ ", "┃", "│"


@dataclass(frozen=True, slots=True)
class PickLine:
    """One painted line: `left` gives way to `right` when both do not fit."""

    left: tuple[Run, ...]
    right: tuple[Run, ...] = ()


Of = TypeVar("Of")
"""What a row is made of."""

PickRow = tuple[PickLine, ...]
"""What is picked as one: as many lines as the list's `row_height`."""


def marked(written: str, spans: Sequence[tuple[int, int]], ink: str = "text") -> tuple[Run, ...]:
    """`written` as runs, with what stands in `spans` in the ink `match`."""
    runs: list[Run] = []
    at = 0
    for start, end in spans:
        first, last = max(at, start), min(end, len(written))
        if first < last:
            runs += [(written[at:first], ink), (written[first:last], "match")]
            at = last
    return (*runs, (written[at:], ink))


def marked_pieces(written: str, spans: Sequence[tuple[int, int]], ink: str) -> tuple[Run, ...]:
    """Stored text as one line of runs: cleaned piece by piece, so that marks stay on their words.

    `spans` are places in the text as it is stored.
    """
    runs: list[Run] = []
    at = 0
    for start, end in spans:
        if start >= at:
            runs.append((text.line(written[at:start]), ink))
            runs.append((text.line(written[start:end]), "match"))
            at = end
    return (*runs, (text.line(written[at:]), ink))


class LateRows(Sequence[PickRow]):
    """Rows that are made when they come in sight: of thousands few ever do."""

    def __init__(self, of: Sequence[Of], row: Callable[[Of], PickRow]) -> None:
        self._make = [partial(row, one) for one in of]

    def __len__(self) -> int:
        return len(self._make)

    @overload
    def __getitem__(self, place: int) -> PickRow: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[PickRow]: ...

    def __getitem__(self, place: int | slice) -> PickRow | Sequence[PickRow]:
        if isinstance(place, slice):
            return [make() for make in self._make[place]]
        return self._make[place]()


class PickList(Leaving, Widget):
    """Rows of equal height; the keys are the dialog's, the mouse is the list's own."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pick-list--text",
        "pick-list--dim",
        "pick-list--bright",
        "pick-list--match",
        "pick-list--waiting",
        "pick-list--trouble",
        "pick-list--cursor",
    }
    DEFAULT_CSS = """
    PickList { height: 1fr; }
    PickList > .pick-list--text { color: $ink-text; }
    PickList > .pick-list--dim { color: $ink-dim; }
    PickList > .pick-list--bright { color: $ink-bright; text-style: bold; }
    PickList > .pick-list--match { color: $ink-accent; text-style: bold underline; }
    PickList > .pick-list--waiting { color: $ink-waiting; }
    PickList > .pick-list--trouble { color: $ink-trouble; }
    PickList > .pick-list--cursor {
        color: $ink-accent; background: $ground-cursor; text-style: $way-cursor;
    }
    """

    class Moved(Message):
        """The cursor stands on another row."""

    class Picked(Message):
        """The row under the cursor was clicked."""

    def __init__(self, *, row_height: int = 1, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[PickRow] = ()
        self.cursor = 0
        self._row_height = row_height
        self._empty = ""
        self._top = 0

    def show(self, rows: Sequence[PickRow], cursor: int = 0, *, empty: str = "") -> None:
        """Show other rows; where there are none, `empty` says why."""
        self.rows = rows
        self._empty = text.line(empty)
        self.cursor = max(0, min(cursor, len(rows) - 1))
        self._top = 0
        self._keep_in_sight()
        self.refresh()

    def move(self, rows: int) -> None:
        """Move the cursor, as far as there are rows."""
        wanted = max(0, min(len(self.rows) - 1, self.cursor + rows))
        if wanted != self.cursor:
            self.cursor = wanted
            self._keep_in_sight()
            self.refresh()
            self.post_message(self.Moved())

    @property
    def page(self) -> int:
        """Rows in sight at once."""
        return max(1, self.size.height // self._row_height)

    def on_resize(self) -> None:
        """The cursor's row stays in sight."""
        self._keep_in_sight()
        self.refresh()

    def _keep_in_sight(self) -> None:
        last_top = max(0, len(self.rows) - self.page)
        self._top = min(max(self._top, self.cursor - self.page + 1), self.cursor, last_top)

    def on_click(self, event: events.Click) -> None:
        """Pick the row under the mouse."""
        row = self._top + event.y // self._row_height
        if row < len(self.rows):
            event.stop()
            self.move(row - self.cursor)
            self.post_message(self.Picked())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.move(-1)

    def render_line(self, y: int) -> Strip:
        """A line of a row, with the cursor's mark before and the scroll bar behind."""
        width = self.size.width
        row, line = self._top + y // self._row_height, y % self._row_height
        if row >= len(self.rows):
            said = "" if self.rows or y else f"  {self._empty}"
            return text.strip([(said, self._ink("dim"))], width, self._ink("text"))
        here = row == self.cursor
        ground = self._ink("text", here=here)
        painted = self.rows[row][line]
        left = [(CURSOR if here else "  ", self._ink("cursor" if here else "text", here=here))]
        left += [(written, self._ink(ink, here=here)) for written, ink in painted.left]
        right = [(written, self._ink(ink, here=here)) for written, ink in painted.right]
        strip = text.between(left, right, max(0, width - 2), ground)
        return Strip([*strip, *text.strip([(" ", ground), self._bar(y)], 2, ground)], width)

    def _bar(self, y: int) -> text.Run:
        """The scroll bar at this line: only where not all rows are in sight."""
        if len(self.rows) <= self.page:
            return " ", self._ink("dim")
        height = self.page * self._row_height
        start = self._top * height // len(self.rows)
        end = max(start + 1, (self._top + self.page) * height // len(self.rows))
        return BAR if start <= y < end else TRACK, self._ink("dim")

    def _ink(self, name: str, *, here: bool = False) -> Style:
        style = self.get_component_rich_style(f"pick-list--{name}")
        if here:
            cursor = self.get_component_rich_style("pick-list--cursor")
            if cursor.reverse:  # colours reversed would be patches behind words
                return cursor + Style(bold=style.bold, underline=style.underline, color="default")
            return style + Style(bgcolor=cursor.bgcolor)
        return style + Style(bgcolor=self.rich_style.bgcolor)
