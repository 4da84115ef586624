"""The conversations that are open, one beside another (F170)."""

from collections.abc import Collection, Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from supportdesk.console import text
from supportdesk.console.themes import Palette
from supportdesk.console.widgets.pane import Pane
from supportdesk.domain.provisional import ticket_name

_WIDEST = 26
"""Cells of one tab."""
DRAFT = "✎"


class TabStrip(Pane):
    """A line with a tab for each open conversation; what does not fit is counted at its side."""

    ground = "chrome"
    DEFAULT_CSS = "TabStrip { height: 1; display: none; }"

    class Picked(Message):
        """A tab was clicked."""

        def __init__(self, ticket: int) -> None:
            self.ticket = ticket
            super().__init__()

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="tabs")
        self._tabs: Sequence[tuple[int, str]] = ()
        self._drafts: Collection[int] = ()
        self._shown: int | None = None
        self._places: list[tuple[int, int, int]] = []
        """First cell, cell after the last, ticket."""

    def show(self, tabs: Sequence[tuple[int, str]], drafts: Collection[int]) -> None:
        """Show these tickets, number and subject; `drafts` have an unsent text."""
        fresh = (tuple(tabs), frozenset(drafts))
        if fresh != (self._tabs, self._drafts):
            self._tabs, self._drafts = fresh
            self.repaint()

    def mark(self, shown: int | None) -> None:
        """Mark the conversation in sight."""
        if shown != self._shown:
            self._shown = shown
            if self.display:
                self.repaint()

    def paint(self, y: int, width: int) -> Strip:
        """The tabs around the one that is shown."""
        dim = self.ink("dim")
        first, end = self._in_sight(width)
        runs: list[text.Run] = [(f"‹{first} " if first else " ", dim)]
        at = text.cells(runs[0][0])
        self._places = []
        for number, subject in self._tabs[first:end]:
            label = text.fit(self._label(number, subject), self._tab_width(width))
            here = number == self._shown
            runs += [(label, self.ink("bright" if here else "text", "bold" if here else ""))]
            runs.append((" │ ", self.ink("rule")))
            self._places.append((at, at + text.cells(label), number))
            at += text.cells(label) + 3
        left = len(self._tabs) - end
        if left:
            runs[-1] = (f" {left}›", dim)
        return text.strip(runs, width, dim)

    def _label(self, number: int, subject: str) -> str:
        here = "▸" if number == self._shown else " "
        draft = f"{DRAFT} " if number in self._drafts else ""
        return f"{here}{ticket_name(number)} {draft}{text.line(subject)}"

    def _tab_width(self, width: int) -> int:
        return max(8, min(_WIDEST, (width - 8) // max(1, len(self._tabs)) - 3, width - 10))

    def _in_sight(self, width: int) -> tuple[int, int]:
        """Which tabs fit: the one shown is among them."""
        fit = max(1, (width - 8) // (self._tab_width(width) + 3))
        numbers = [number for number, _subject in self._tabs]
        at = numbers.index(self._shown) if self._shown in numbers else 0
        first = max(0, min(at - fit // 2, len(numbers) - fit))
        return first, min(len(numbers), first + fit)

    def on_click(self, event: events.Click) -> None:
        """Go to the conversation that was clicked."""
        for start, end, number in self._places:
            if start <= event.x < end:
                self.post_message(self.Picked(number))
