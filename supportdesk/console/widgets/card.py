"""The client's card: who writes, how to reach them, what they asked before (F44, F46)."""

from textual import events
from textual.message import Message
from textual.strip import Strip

from supportdesk.console import text
from supportdesk.console.themes import Palette
from supportdesk.console.times import Watch
from supportdesk.console.widgets.card_lines import CardLine, Sight, card_lines
from supportdesk.console.widgets.pane import Pane
from supportdesk.store.read.client_rows import ClientCard

_INDENT = 2


class Card(Pane):
    """The pane on the right; where it is narrow, an overlay on `i`.

    The cursor stops at earlier tickets, at headings and at the organisation.
    """

    ground = "chrome"
    DEFAULT_CSS = "Card { width: 34; }"

    class Picked(Message):
        """An earlier ticket was clicked."""

        def __init__(self, ticket: int) -> None:
            self.ticket = ticket
            super().__init__()

    class Opened(Message):
        """A part of the card was clicked: organisation, orders, notes, events, history."""

        def __init__(self, part: str) -> None:
            self.part = part
            super().__init__()

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="card")
        self._card: ClientCard | None = None
        self._watch = Watch()
        self._current = 0
        self._lines: list[CardLine] = []
        self._top = 0
        self._cursor = 0
        """The line the cursor is on."""

    def show(self, card: ClientCard | None, current: int, watch: Watch) -> None:
        """Show a client beside the ticket `current`; None shows nothing."""
        other = card is None or self._card is None or card.id != self._card.id
        under = None if other else self._under_cursor
        self._card, self._current, self._watch = card, current, watch
        self._wrap()
        if other:
            self._top = 0
        if under is None or not self._stay_on(under):
            self._begin()
        self.repaint()

    @property
    def card(self) -> ClientCard | None:
        """The client shown."""
        return self._card

    @property
    def picked(self) -> int | None:
        """The earlier ticket under the cursor."""
        line = self._under_cursor
        return None if line is None else line.ticket

    @property
    def opens(self) -> str:
        """The part of the card whose heading is under the cursor, or nothing."""
        line = self._under_cursor
        return "" if line is None else line.opens

    def move(self, lines: int) -> None:
        """Move the cursor among what can be opened, and what is in sight with it."""
        stops = self._stops
        if not stops:
            return
        place = stops.index(self._cursor) if self._cursor in stops else 0
        place = max(0, min(len(stops) - 1, place + lines))
        self._cursor = stops[place]
        height = self.size.height
        self._top = max(0, min(self._top, self._cursor - 1), self._cursor - height + 2)
        if place == 0:
            self._top = 0
        elif place == len(stops) - 1:
            self._top = max(self._top, len(self._lines) - height + 1, 0)
            self._top = min(self._top, self._cursor)
        self.repaint()

    def lay_out(self, width: int, height: int) -> None:
        """Wrap for the new size."""
        under = self._under_cursor
        self._wrap()
        if under is None or not self._stay_on(under):
            self._begin()

    def paint(self, y: int, width: int) -> Strip:
        """A line of the card."""
        edge = [("│", self.ink("rule"))] if self.lies_over else []
        at = y - 1 + self._top
        if y == 0 or not 0 <= at < len(self._lines):
            return text.strip(edge, width, self.ink("text"))
        line = self._lines[at]
        here = self.active and line.is_stop and at == self._cursor
        ground = "cursor" if here else self.ground
        plain = self.palette.ink("text", ground)
        mark = "▌ " if here else "▸ " if self.active and at == 0 else "  "
        runs = [*edge, (mark, self.palette.ink("accent", ground))]
        runs += [(written, self.palette.ink(ink, ground, how)) for written, ink, how in line.runs]
        return text.strip(runs, width, plain)

    def on_click(self, event: events.Click) -> None:
        """Open what is under the mouse."""
        at = event.y - 1 + self._top
        line = self._lines[at] if 0 <= at < len(self._lines) else CardLine()
        if line.ticket is not None:
            self.post_message(self.Picked(line.ticket))
        elif line.opens:
            self.post_message(self.Opened(line.opens))

    @property
    def _stops(self) -> list[int]:
        return [at for at, line in enumerate(self._lines) if line.is_stop]

    @property
    def _under_cursor(self) -> CardLine | None:
        inside = 0 <= self._cursor < len(self._lines)
        line = self._lines[self._cursor] if inside else CardLine()
        return line if line.is_stop else None

    def _begin(self) -> None:
        """The cursor begins on the newest earlier ticket, else on what can be opened first."""
        stops = self._stops
        tickets = [at for at in stops if self._lines[at].ticket is not None]
        self._cursor = next(iter([*tickets, *stops]), 0)

    def _stay_on(self, line: CardLine) -> bool:
        """Keep the cursor on the same ticket or part; False where it is gone."""
        for at, other in enumerate(self._lines):
            if (other.ticket, other.opens) == (line.ticket, line.opens):
                self._cursor = at
                return True
        return False

    def _wrap(self) -> None:
        width = max(10, self.size.width - _INDENT - (2 if self.lies_over else 1))
        sight = Sight(width, max(1, self.size.height - 1), self._watch, self._current)
        self._lines = [] if self._card is None else card_lines(self._card, sight)
