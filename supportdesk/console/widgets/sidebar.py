"""The left pane: views and queues with live counts (F1)."""

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from supportdesk.console import text
from supportdesk.console.themes import Palette
from supportdesk.console.views import VIEWS, View, count
from supportdesk.console.widgets.pane import Pane
from supportdesk.i18n import gettext as _
from supportdesk.store.read.rows import Counts

EMPTY = Counts(0, 0, 0, 0, 0, (), 0)


class Sidebar(Pane):
    """Views by digit, then queues; the one shown is bright, the cursor is there when active."""

    ground = "chrome"
    DEFAULT_CSS = "Sidebar { width: 26; }"

    class Picked(Message):
        """A view was clicked."""

        def __init__(self, view: View) -> None:
            self.view = view
            super().__init__()

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="sidebar")
        self._queues: tuple[View, ...] = ()
        self._counts = EMPTY
        self._shown = ""
        self._cursor = 0

    def show(self, queues: Sequence[View], counts: Counts, shown: str) -> None:
        """Show these queues and numbers; `shown` is the name of the view in the list."""
        fresh = (tuple(queues), counts, shown)
        if fresh == (self._queues, self._counts, self._shown):
            return
        self._queues, self._counts, self._shown = fresh
        self.repaint()

    @property
    def picked(self) -> View:
        """The view under the cursor."""
        return self._choices[min(self._cursor, len(self._choices) - 1)]

    def move(self, lines: int) -> None:
        """Move the cursor."""
        self._cursor = max(0, min(len(self._choices) - 1, self._cursor + lines))
        self.repaint()

    def set_active(self, active: bool) -> None:
        """Put the cursor on the view that is shown when keys begin to go here."""
        names = [view.name for view in self._choices]
        if active and self._shown in names:
            self._cursor = names.index(self._shown)
        super().set_active(active)

    def paint(self, y: int, width: int) -> Strip:
        """A heading, a view or a queue; where it lies over other panes, a rule at its edge."""
        if not self.lies_over:
            return self._paint(y, width)
        edge = [("│", self.ink("rule"))]
        inner = self._paint(y, width - 1)
        runs = [(segment.text, segment.style or self.ink("text")) for segment in inner]
        return text.strip([*runs, *edge], width, self.ink("text"))

    def _paint(self, y: int, width: int) -> Strip:
        if y == 1:
            return self._heading(_("VIEWS"), width, marked=self.active)
        if y == len(VIEWS) + 3 and self._queues:
            return self._heading(_("QUEUES"), width, marked=False)
        choice = self._choice_at(y)
        if choice is None:
            return self.blank(width)
        return self._choice(choice, width)

    def _heading(self, title: str, width: int, *, marked: bool) -> Strip:
        ink = self.ink("accent" if marked else "dim", "bold")
        return text.strip([("▸" if marked else " ", ink), (title, ink)], width, ink)

    @property
    def _choices(self) -> tuple[View, ...]:
        return (*VIEWS, *self._queues)

    def _choice_at(self, y: int) -> int | None:
        if 2 <= y < 2 + len(VIEWS):
            return y - 2
        found = y - 4 if self._queues else -1
        return found if len(VIEWS) <= found < len(self._choices) else None

    def _choice(self, index: int, width: int) -> Strip:
        view = self._choices[index]
        here = self.active and index == self._cursor
        ground = "cursor" if here else self.ground
        shown = view.name == self._shown
        own = index < len(VIEWS)
        title = _(view.title) if own else text.line(view.title)
        number = count(view, self._counts) or 0
        unread = self._counts.mine_unread if view.name == "mine" else 0
        title_ink = self.palette.ink("bright" if shown else "text", ground, "bold" if shown else "")
        dim = self.palette.ink("dim", ground)
        tail = f"●{min(unread, 99)}" if unread else ""
        numbers = text.fit_right(str(number) if number else "·", 6)
        left: list[text.Run] = [
            ("▌" if here else "›" if shown else " ", self.palette.ink("accent", ground)),
            (f"{index + 1} " if own else "  ", dim),
            (text.fit(title, width - 14), title_ink),
        ]
        right = [
            (numbers, title_ink if number else dim),
            (text.fit(f" {tail}", 5), self.palette.ink("unread", ground, "bold")),
        ]
        return text.between(left, right, width, self.palette.ink("text", ground))

    def on_click(self, event: events.Click) -> None:
        """Pick the view under the mouse."""
        choice = self._choice_at(event.y)
        if choice is not None:
            self.post_message(self.Picked(self._choices[choice]))
