"""The lead's board: tables of queues and people, bars of the day (F117; console.md)."""

from collections.abc import Iterator, Sequence

from rich.style import Style
from textual import events
from textual.message import Message
from textual.strip import Strip

from supportdesk.console import text
from supportdesk.console.themes import Palette
from supportdesk.console.widgets.board_rows import (
    NOTHING,
    Cell,
    Row,
    Table,
    operator_table,
    queue_table,
)
from supportdesk.console.widgets.board_week import LABEL, counted, measured, shaded, week_title
from supportdesk.console.widgets.pane import Pane
from supportdesk.console.widgets.plot import STEP, bars
from supportdesk.desk.board import BoardView
from supportdesk.desk.loads import Counted
from supportdesk.domain.load import Load
from supportdesk.i18n import gettext as _
from supportdesk.i18n.decimals import decimal
from supportdesk.i18n.metric_names import metric_title
from supportdesk.records import dataclass

WIDE = 120
"""From this width on people stand beside the queues, else below them."""

LEAST_LABEL = 10
HOURS = 24

WEEK_WIDTH = 58
"""Cells that a week in shades takes with what is said of its nights."""

BAR_HEIGHT = 6
LEAST_BAR_HEIGHT = 3

Line = list[text.Run]


MARK = "›"
"""Before the number under the cursor: it is seen without colour too."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number is painted: a line of the board, and cells of it."""

    line: int
    begin: int
    end: int


class BoardPane(Pane):
    """Paints a board and knows which of its numbers the cursor is on."""

    DEFAULT_CSS = "BoardPane { height: 1fr; }"

    class Picked(Message):
        """A number was clicked."""

    def __init__(self, palette: Palette, board: BoardView) -> None:
        super().__init__(palette, id="board")
        self._board = board
        self._tables = (queue_table(board), operator_table(board))
        self._at = (0, 0, 0)
        """Table, row and column of the cursor."""
        self._in_numbers = False
        self._weeks = (Counted.TICKETS, board.week)
        """What the week counts, and its numbers."""
        self._need = ""
        """How many people the coming hours need, where that is known."""
        self._top = 0
        self._lines: list[Line] = []
        self._places: dict[tuple[int, int, int], Place] = {}

    def show(
        self,
        board: BoardView,
        base: BoardView | None = None,
        counted: Counted = Counted.TICKETS,
        week: Load | None = None,
    ) -> None:
        """Show another board, against `base` if there is one; the cursor stays on its number.

        `week` is what the heat map counts where that is not the tickets of the board itself.
        """
        self._board = board
        self._weeks = (counted, board.week if counted is Counted.TICKETS else week)
        self._tables = (queue_table(board, base), operator_table(board, base))
        self._go(self._at)

    @property
    def row(self) -> Row:
        """The row under the cursor."""
        table, row, _column = self._at
        return self._tables[table].rows[row]

    @property
    def cell(self) -> Cell:
        """The number under the cursor."""
        return self.row.cells[self._at[2]]

    def move(self, rows: int, columns: int) -> None:
        """Move the cursor; below the last row, scroll."""
        table, row, column = self._at
        count = len(self._tables[table].rows)
        following = self._tables[1].rows if table == 0 and self.size.width < WIDE else ()
        if row + rows >= count and following:
            table, row, rows = 1, 0, 0
        elif row + rows < 0 and table and self.size.width < WIDE:
            table, row, rows = table - 1, len(self._tables[table - 1].rows) - 1, 0
        elif rows > 0 and row + rows >= count:
            self._top = min(self._top + rows, max(0, len(self._lines) - self.size.height))
            self.repaint()
            return
        self._go((table, row + rows, column + columns))

    def change_shades(self) -> bool:
        """Show the week in numbers, or in shades again; True for numbers."""
        self._in_numbers = not self._in_numbers
        self._go(self._at)
        return self._in_numbers

    def show_need(self, said: str) -> None:
        """Say how many people the coming hours need; nothing where that is not known."""
        if said != self._need:
            self._need = said
            self._go(self._at)

    def change_table(self) -> None:
        """From the queues to the people and back."""
        table, _row, column = self._at
        if self._tables[1 - table].rows:
            self._go((1 - table, 0, column))

    def on_click(self, event: events.Click) -> None:
        """Go to the number under the mouse."""
        line = event.y + self._top
        for at, place in self._places.items():
            if place.line == line and place.begin <= event.x < place.end:
                again = at == self._at
                self._go(at)
                if again:
                    self.post_message(self.Picked())
                return

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.move(1, 0)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.move(-1, 0)

    def lay_out(self, width: int, height: int) -> None:
        """Draw for this size."""
        self._draw(width)
        self._keep_in_sight(height)

    def paint(self, y: int, width: int) -> Strip:
        """A line of the board."""
        line = y + self._top
        runs = self._lines[line] if line < len(self._lines) else []
        return text.strip(runs, width, self.ink("text"))

    def _go(self, at: tuple[int, int, int]) -> None:
        table, row, column = at
        table = table if self._tables[table].rows else 0
        rows = self._tables[table].rows
        row = max(0, min(row, len(rows) - 1))
        self._at = (table, row, max(0, min(column, len(rows[row].cells) - 1)))
        self._draw(self.size.width)
        self._keep_in_sight(self.size.height)
        self.repaint()

    def _keep_in_sight(self, height: int) -> None:
        place = self._places.get(self._at)
        line = 0 if place is None else place.line
        first = 0 if self._at[:2] == (0, 0) else line
        self._top = max(min(self._top, first), line - height + 1, 0)

    # Drawing

    def _draw(self, width: int) -> None:
        self._places = {}
        if width >= WIDE:
            people = self._people_width(width)
            left: list[Line] = [[], *self._table_lines(0, width - people - 2, 1, 0)]
            left += [*self._needed(width - people - 2), []]
            left += self._day(height=BAR_HEIGHT)
            right: list[Line] = [[], *self._table_lines(1, people, 1, width - people), []]
            right += [*self._week(), [], *self._measures()]
            self._lines = [*_beside(left, right, width - people, self.ink("text"))]
            return
        lines: list[Line] = [[], *self._table_lines(0, width, 1, 0)]
        lines += [*self._needed(width), []]
        lines += [*self._table_lines(1, width, len(lines), 0), []]
        lines += [*self._day(height=LEAST_BAR_HEIGHT), *self._measures(), []]
        self._lines = [*lines, *self._week()]

    def _needed(self, width: int) -> Iterator[Line]:
        """How many people the coming hours need, as far as the board knows it (F131)."""
        if self._need and self._board.live:
            for line in text.wrap(self._need, width - 2):
                yield [(f"  {line}", self.ink("dim"))]

    def _people_width(self, width: int) -> int:
        table = self._tables[1]
        longest = max((text.cells(row.label) for row in table.rows), default=0)
        wanted = 3 + longest + sum(table.widths)
        return min(max(wanted, WEEK_WIDTH), width // 2)

    def _table_lines(self, number: int, width: int, first: int, x: int) -> list[Line]:
        """A table in `width` cells, whose first line is `first` and first cell `x` of the pane."""
        table = self._tables[number]
        shown = self._columns_in(table, width, number)
        room = width - sum(table.widths[column] for column in shown) - 1
        apart = min(2, max(0, room - LEAST_LABEL - 12) // max(1, len(shown)))
        longest = max(text.cells(row.label) for row in (*table.rows, Row(table.title, ())))
        label = min(room - apart * len(shown), longest + 3)
        heading: Line = [(text.fit(f"  {table.title}", label), self.ink("dim", "bold"))]
        heading += [
            (text.fit_right(table.headings[column], table.widths[column] + apart), self.ink("dim"))
            for column in shown
        ]
        lines = [heading]
        for place, row in enumerate(table.rows):
            here = self._at[:2] == (number, place)
            runs: Line = [self._label(row, label, here=here)]
            at = x + label
            for column in shown:
                width = table.widths[column] + apart
                runs.append(self._number(row, column, width, here=here and self._at[2] == column))
                self._places[number, place, column] = Place(first + len(lines), at, at + width)
                at += width
            lines.append(runs)
        return lines

    def _columns_in(self, table: Table, width: int, number: int) -> list[int]:
        """The columns there is room for: all, or those up to the cursor's."""
        room = width - LEAST_LABEL - 1
        last = self._at[2] if self._at[0] == number else 0
        shown: list[int] = []
        for column in (*range(last, -1, -1), *range(last + 1, len(table.widths))):
            room -= table.widths[column]
            if room < 0:
                break
            shown.append(column)
        return sorted(shown)

    def _label(self, row: Row, width: int, *, here: bool) -> text.Run:
        mark = "▌ " if here else "  "
        ink = self.ink("bright", "bold") if here or row.is_total else self.ink("text")
        return text.fit(mark + row.label, width), ink

    def _number(self, row: Row, column: int, width: int, *, here: bool) -> text.Run:
        cell = row.cells[column]
        if here:
            marked = text.fit_right(MARK + cell.shown, width)
            return marked, self.palette.ink("bright", "cursor", "bold")
        bold = "bold" if row.is_total and cell.opens else ""
        return text.fit_right(cell.shown, width), self.ink(cell.ink, bold)

    def _day(self, height: int) -> Iterator[Line]:
        """Bars of what came and what was answered in each hour of the day."""
        board = self._board
        for title, numbers, ink in (
            (_("Created per hour"), board.arrivals, "accent"),
            (_("Replies per hour"), board.replies, "good"),
        ):
            said = _("{count} since midnight") if board.live else _("{count} that day until then")
            said = said.format(count=sum(numbers))
            if numbers is board.arrivals and board.usual is not None:
                usual = _("usual: {count}").format(count=board.usual)
                said = f"{said}, {usual}"
            yield [(f"  {title}", self.ink("dim", "bold")), (f"   {said}", self.ink("dim"))]
            for line in bars(numbers, HOURS, height):
                yield [(f"  {line}", self.ink(ink))]
            hours = "".join(f"{hour:02}".ljust(STEP) for hour in range(HOURS))
            yield [(f"  {hours}", self.ink("dim"))]
            yield self._counted(numbers)
            yield []

    def _week(self) -> Iterator[Line]:
        """When tickets came, clients wrote or our people answered in the weeks before."""
        what, load = self._weeks
        title, when = week_title(what), _("the four weeks before")
        if load is None:
            if what is not Counted.TICKETS:
                nothing = f"{when}: {_('none')}"
                yield [(f"  {title}", self.ink("dim", "bold")), (f"   {nothing}", self.ink("dim"))]
            return
        yield [(f"  {title}", self.ink("dim", "bold")), (f"   {when}", self.ink("dim"))]
        for line in counted(load) if self._in_numbers else shaded(load):
            yield [(f"  {line[:LABEL]}", self.ink("dim")), (line[LABEL:], self.ink("accent"))]
        said = (
            _("night 22–06: {share} %")
            if load.justifies_nights or what is not Counted.TICKETS
            else _("night 22–06: {share} % · a night shift is not justified")
        )
        yield [(f"  {said.format(share=decimal(100 * load.night_share))}", self.ink("dim"))]

    def _measures(self) -> Iterator[Line]:
        """What was measured of this day."""
        sections = self._board.measured
        if not sections:
            return
        title = _("Since midnight") if self._board.live else _("That day until then")
        yield [(f"  {title}", self.ink("dim", "bold"))]
        titles = [metric_title(one.metric.name) for one in sections]
        width = 4 + max(map(text.cells, titles))
        for title, section in zip(titles, sections, strict=True):
            value, beside = measured(section)
            yield [
                (text.fit(f"  {title}", width), self.ink("text")),
                (text.fit_right(value, 7), self.ink("bright")),
                (f"   {beside}", self.ink("dim")),
            ]

    def _counted(self, numbers: Sequence[int]) -> Line:
        """The numbers themselves under their bars."""
        written = "".join(str(n or NOTHING).rjust(2).ljust(STEP) for n in numbers)
        return [(f"  {written}", self.ink("text"))]


def _beside(left: list[Line], right: list[Line], width: int, ground: Style) -> Iterator[Line]:
    """Two columns as one; the left one is `width` cells wide."""
    for y in range(max(len(left), len(right))):
        runs = list(left[y]) if y < len(left) else []
        taken = sum(text.cells(written) for written, _ink in runs)
        yield [*runs, (" " * (width - taken), ground), *(right[y] if y < len(right) else ())]
