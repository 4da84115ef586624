"""The numbers of a report under each other, and below them the one under the cursor in full."""

from collections.abc import Iterator, Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from supportdesk.console import text
from supportdesk.console.themes import Palette
from supportdesk.console.widgets.pane import Pane
from supportdesk.console.widgets.report_rows import ReportRow
from supportdesk.i18n import gettext as _

INDENT = "    "
PART = " · "
SHORTEST_LABEL = 12
ROOMY = 30
"""Lines from which on a group stands apart from the one before."""

Line = list[text.Run]


class ReportPane(Pane):
    """Paints rows and knows which of them the cursor is on; headings are passed over."""

    DEFAULT_CSS = "ReportPane { height: 1fr; }"

    class Picked(Message):
        """A number was clicked a second time."""

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="report")
        self._rows: Sequence[ReportRow] = ()
        self._in_shell = ""
        """How a shell asks the same."""
        self._cursor = 0
        self._top = 0

    def show(
        self, rows: Sequence[ReportRow], in_shell: str, at: tuple[str, str | None] | None = None
    ) -> None:
        """Show numbers; the cursor goes to the metric and line of `at`, if they are there."""
        at = at or self.place
        self._rows, self._in_shell = rows, in_shell
        places = {(row.metric, row.line): place for place, row in enumerate(rows) if row.metric}
        whole = None if at is None else places.get((at[0], None))
        first = next(iter(places.values()), 0)
        found = None if at is None else places.get(at, whole)
        self._go(first if found is None else found)

    @property
    def row(self) -> ReportRow | None:
        """The number under the cursor."""
        return self._rows[self._cursor] if self._rows else None

    @property
    def place(self) -> tuple[str, str | None] | None:
        """Metric and line of the number under the cursor."""
        return None if self.row is None else (self.row.metric, self.row.line)

    def move(self, rows: int) -> None:
        """To another number; headings do not count as steps."""
        numbers = [place for place, row in enumerate(self._rows) if not row.is_heading]
        if numbers:
            here = numbers.index(self._cursor)
            self._go(numbers[max(0, min(here + rows, len(numbers) - 1))])

    @property
    def page(self) -> int:
        """How many numbers are in sight."""
        return max(1, self._room(self.size.height) - 2)

    def on_click(self, event: events.Click) -> None:
        """Go to the number under the mouse; once more opens it."""
        place = event.y + self._top
        shown = self._painted_rows()
        if event.y >= self._room(self.size.height) or not place < len(shown):
            return
        row = shown[place]
        if row is not None and not self._rows[row].is_heading:
            again = row == self._cursor
            self._go(row)
            if again:
                self.post_message(self.Picked())

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.move(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """The wheel moves the cursor."""
        event.stop()
        self.move(-1)

    def lay_out(self, width: int, height: int) -> None:
        """Keep the cursor in sight."""
        self._keep_in_sight(height)

    def paint(self, y: int, width: int) -> Strip:
        """A number, the rule, or a line of what is told of the number under the cursor."""
        room = self._room(self.size.height)
        plain = self.ink("text")
        if y < room:
            shown = self._painted_rows()
            at = y + self._top
            row = shown[at] if at < len(shown) else None
            return (
                self.blank(width)
                if row is None
                else text.strip(self._line(row, width), width, plain)
            )
        if y == room:
            return text.strip([("─" * width, self.ink("rule"))], width, plain)
        told = list(self._told(width - 3))
        at = y - room - 1
        return text.strip(told[at] if at < len(told) else [], width, plain)

    # Where things stand

    def _go(self, row: int) -> None:
        self._cursor = row
        self._keep_in_sight(self.size.height)
        self.repaint()

    def _room(self, height: int) -> int:
        """Lines for numbers; the rest tells of one of them."""
        return max(1, height - (6 if height >= 20 else 5))

    def _painted_rows(self) -> list[int | None]:
        """The rows as they are painted: with a line of air between groups where there is room."""
        airy = self.size.height >= ROOMY
        shown: list[int | None] = []
        for place, row in enumerate(self._rows):
            if row.is_heading and airy and place:
                shown.append(None)
            shown.append(place)
        return shown

    def _keep_in_sight(self, height: int) -> None:
        shown = self._painted_rows()
        if not shown:
            self._top = 0
            return
        line = first = shown.index(self._cursor)
        while first and self._is_no_number(shown[first - 1]):
            first -= 1  # a number stays with the heading over it
        self._top = max(min(self._top, first), line - self._room(height) + 1, 0)

    def _is_no_number(self, row: int | None) -> bool:
        return row is None or self._rows[row].is_heading

    # Painting

    def _line(self, place: int, width: int) -> Line:
        row = self._rows[place]
        label, value, before = self._widths(width)
        if row.is_heading:
            heading = [(text.fit(f"  {row.label}", label + value), self.ink("dim", "bold"))]
            is_first = place == 0 and before
            said = [(text.fit_right(_("Before"), before), self.ink("dim"))] if is_first else []
            return [*heading, *said]
        here = place == self._cursor
        name = row.label if row.line is None else f"  {row.label}"
        mark, name_ink, value_ink = "  ", self.ink("text"), self.ink("bright")
        if here:
            mark, name_ink = "▌ ", self.ink("bright", "bold")
            value_ink = self.palette.ink("bright", "cursor", "bold")
        runs: Line = [
            (text.fit(mark + name, label), name_ink),
            (text.fit_right(row.value, value), value_ink if row.opens or here else self.ink("dim")),
        ]
        if before:
            runs.append((text.fit_right(row.before, before), self.ink("dim")))
        beside = _whole_parts(row.details, width - label - value - before - len(INDENT))
        return [*runs, (f"{INDENT}{beside}", self.ink("dim"))]

    def _widths(self, width: int) -> tuple[int, int, int]:
        """Cells of the names, the values and those of the period before."""
        numbers = [row for row in self._rows if not row.is_heading]
        value = 2 + max((text.cells(row.value) for row in numbers), default=0)
        before = max((text.cells(row.before) for row in numbers), default=0)
        before = max(before, text.cells(_("Before"))) + 3 if before else 0
        longest = 4 + max(
            (text.cells(row.label) + (2 if row.line else 0) for row in numbers), default=0
        )
        return max(SHORTEST_LABEL, min(longest, width - value - before)), value, before

    def _told(self, width: int) -> Iterator[Line]:
        """The number under the cursor: what it is of, what is counted, and the shell's way."""
        row = self.row
        if row is None:
            return
        whole = PART.join(filter(None, (row.label, row.value, row.details)))
        for line in text.wrap(whole, width):
            yield [("   ", self.ink("text")), (line, self.ink("bright"))]
        for line in text.wrap(row.meaning, width):
            yield [("   ", self.ink("text")), (line, self.ink("text"))]
        said = _("in a shell: {command}").format(command=self._in_shell)
        for line in text.wrap(said, width):
            yield [("   ", self.ink("text")), (line, self.ink("dim"))]


def _whole_parts(details: str, width: int) -> str:
    """As many of the facts beside a number as fit whole; all of them are told below."""
    parts = details.split(PART)
    while parts and text.cells(PART.join(parts)) > width:
        parts.pop()
    return PART.join(parts)
