"""The left pane: views, queues and saved views with live counts (F1, F2)."""

from collections.abc import Mapping, Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from supportdesk.console import text
from supportdesk.console.themes import Palette
from supportdesk.console.views import BY_NAME, VIEWS, View, count
from supportdesk.console.widgets.pane import Pane
from supportdesk.i18n import gettext as _
from supportdesk.store.read.rows import Counts

EMPTY = Counts(0, 0, 0, 0, 0, (), 0)

Section = tuple[str, Sequence[View]]
"""A heading and the lists under it."""

_AROUND = 9
"""Cells of a line that are neither a view's name nor its number."""


class Sidebar(Pane):
    """Lists under their headings; the one shown is bright, the cursor is there when active."""

    ground = "chrome"
    DEFAULT_CSS = "Sidebar { width: 26; }"

    class Picked(Message):
        """A view was clicked."""

        def __init__(self, view: View) -> None:
            self.view = view
            super().__init__()

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="sidebar")
        self._sections: Sequence[Section] = (("", VIEWS),)
        self._lines: list[str | View] = []
        self._choices: list[View] = list(VIEWS)
        self._counts = EMPTY
        self._saved_counts: Mapping[str, int] = {}
        self._shown = ""
        self._cursor = 0
        self._top = 0

    def show(
        self,
        sections: Sequence[Section],
        counts: Counts,
        saved_counts: Mapping[str, int],
        shown: str,
    ) -> None:
        """Show these lists and numbers; `shown` is the name of the view in the list."""
        fresh = (tuple(sections), counts, dict(saved_counts), shown)
        if fresh == (self._sections, self._counts, self._saved_counts, self._shown):
            return
        self._sections, self._counts, self._saved_counts, self._shown = fresh
        self._lines = []
        for heading, views in sections:
            if views:
                self._lines += ["", heading, *views]
        self._choices = [line for line in self._lines if isinstance(line, View)]
        self._cursor = min(self._cursor, len(self._choices) - 1)
        self._keep_in_sight()
        self.repaint()

    @property
    def picked(self) -> View:
        """The view under the cursor."""
        return self._choices[self._cursor]

    def move(self, lines: int) -> None:
        """Move the cursor."""
        self._cursor = max(0, min(len(self._choices) - 1, self._cursor + lines))
        self._keep_in_sight()
        self.repaint()

    def set_active(self, active: bool) -> None:
        """Put the cursor on the view that is shown when keys begin to go here."""
        names = [view.name for view in self._choices]
        if active and self._shown in names:
            self._cursor = names.index(self._shown)
            self._keep_in_sight()
        super().set_active(active)

    def lay_out(self, width: int, height: int) -> None:
        """Keep the cursor in sight in the new size."""
        self._keep_in_sight()

    def _keep_in_sight(self) -> None:
        """Scroll no further than the cursor asks, with the heading over it where there is one."""
        line = self._lines.index(self.picked) if self._lines else 0
        height = max(1, self.size.height)
        top = min(max(self._top, line - height + 2), max(0, line - 2))
        self._top = max(0, min(top, len(self._lines) - height))

    def paint(self, y: int, width: int) -> Strip:
        """A heading, a view or a queue; where it lies over other panes, a rule at its edge."""
        if not self.lies_over:
            return self._paint(y, width)
        edge = [("│", self.ink("rule"))]
        inner = self._paint(y, width - 1)
        runs = [(segment.text, segment.style or self.ink("text")) for segment in inner]
        return text.strip([*runs, *edge], width, self.ink("text"))

    def _paint(self, y: int, width: int) -> Strip:
        line = self._line_at(y)
        if not line:
            return self.blank(width)
        if isinstance(line, View):
            return self._choice(line, width)
        return self._heading(line, width, marked=self.active and line == self._lines[1])

    def _line_at(self, y: int) -> str | View:
        at = self._top + y
        return self._lines[at] if 0 <= at < len(self._lines) else ""

    def _heading(self, title: str, width: int, *, marked: bool) -> Strip:
        ink = self.ink("accent" if marked else "dim", "bold")
        return text.strip([("▸" if marked else " ", ink), (title, ink)], width, ink)

    def _choice(self, view: View, width: int) -> Strip:
        here = self.active and view is self.picked
        ground = "cursor" if here else self.ground
        shown = view.name == self._shown
        title = _(view.title) if view.name in BY_NAME else text.line(view.title)
        number = count(view, self._counts, self._saved_counts)
        unread = self._counts.mine_unread if view.name == "mine" else 0
        title_ink = self.palette.ink("bright" if shown else "text", ground, "bold" if shown else "")
        dim = self.palette.ink("dim", ground)
        tail = f"●{min(unread, 99)}" if unread else ""
        number_shown = "·" if number in ("", "0") else number
        left: list[text.Run] = [
            ("▌" if here else "›" if shown else " ", self.palette.ink("accent", ground)),
            (f"{view.digit or ' '} ", dim),
            (text.fit(title, width - _AROUND - text.cells(number_shown)), title_ink),
        ]
        right = [
            (f" {number_shown}", title_ink if number not in ("", "0") else dim),
            (text.fit(f" {tail}", 5), self.palette.ink("unread", ground, "bold")),
        ]
        return text.between(left, right, width, self.palette.ink("text", ground))

    def on_click(self, event: events.Click) -> None:
        """Pick the view under the mouse."""
        line = self._line_at(event.y)
        if isinstance(line, View):
            self.post_message(self.Picked(line))
