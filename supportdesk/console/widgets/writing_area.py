"""Where replies and notes are typed: a text field whose gaps are marked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.message import Message

from supportdesk.console import text
from supportdesk.console.command import Command
from supportdesk.console.widgets.fields import TextField
from supportdesk.console.writing_commands import EDITOR_COMMANDS
from supportdesk.domain.quoting import broken
from supportdesk.domain.template_marks import holds_mark, unresolved_marks

QUOTE = ">"
CALLS = ("::", "??")
"""Two signs that call for a text when they are typed."""


class WritingArea(TextField):
    """A text area whose keys never reach the screen below: Esc and Ctrl keys are facts to hear.

    No work is done per key beyond the text area's own.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"writing-area--mark"}
    DEFAULT_CSS = """
    WritingArea, WritingArea:focus {
        padding: 0; background: transparent;
    }
    WritingArea > .writing-area--mark { color: $ink-waiting; text-style: bold reverse; }
    """

    @dataclass
    class Pressed(Message):
        """A key that asks for something was pressed, or `::` or `??` typed."""

        command: str
        call: str = ""
        """The `::` or `??` that asked for it."""

    def __init__(
        self, body: str = "", cursor: int = 0, commands: Sequence[Command] = EDITOR_COMMANDS
    ) -> None:
        """`cursor` is a position in `body`, in characters; beyond its end is its end.

        The keys of `commands` are not typed but told.
        """
        super().__init__(body)
        self._asked = {key: command.name for command in commands for key in command.keys}
        self.cursor = cursor
        self.held = False
        """Whether keys are not taken at present."""
        self.quote: Callable[[], str] = lambda: ""
        """What `>` inserts: the client's words as a quote, or nothing where there are none."""

    def watch_has_focus(self, _has_focus: bool) -> None:
        """Look the same with the keys and without: no style need be found anew."""

    def begin(self, body: str, cursor: int) -> None:
        """Take up another text."""
        self.held = False
        self.set(body)
        self.cursor = cursor

    @property
    def cursor(self) -> int:
        """Where the cursor stands, in characters from the beginning."""
        row, column = self.cursor_location
        return sum(len(line) + 1 for line in self.document.lines[:row]) + column

    @cursor.setter
    def cursor(self, position: int) -> None:
        row = 0
        lines = self.document.lines
        left = max(0, position)
        while row < len(lines) - 1 and left > len(lines[row]):
            left -= len(lines[row]) + 1
            row += 1
        self.move_cursor((row, min(left, len(lines[row]))))

    def take_call(self, call: str) -> None:
        """Take the `::` or `??` before the cursor away: what it called for has come."""
        row, column = self.cursor_location
        if self.document.get_line(row)[:column].endswith(call):
            self.delete((row, column - len(call)), (row, column))

    def exchange(self, body: str) -> None:
        """Put another text in place of the whole, as one step that can be undone here."""
        self.replace(text.block(body), (0, 0), self.document.end)
        self.focus()

    def insert_at_cursor(self, inserted: str) -> None:
        """Insert a text in place of the selection, and go to its first gap, else behind it."""
        start = min(self.selection.start, self.selection.end)
        self.replace(text.block(inserted), *self.selection)
        if holds_mark(inserted):
            self.move_cursor(start)
            self.next_mark()

    def insert_quote(self, quoted: str | None = None) -> None:
        """Insert a quote, or that of what is in sight, over an empty line to answer on (F38)."""
        quote = self.quote() if quoted is None else quoted
        if quote:
            before = "" if not self._line_before() else "\n\n"
            self.insert_at_cursor(f"{before}{quote}\n\n")

    def next_mark(self) -> None:
        """Select the next gap, around the end if need be: typing replaces it."""
        places = [
            (row, start, end)
            for row, line in enumerate(self.document.lines)
            if holds_mark(line)
            for start, end in mark_places(line)
        ]
        if not places:
            return
        here = max(self.selection.start, self.selection.end)
        behind = (place for place in places if (place[0], place[1]) >= here)
        row, start, end = next(behind, places[0])
        self.move_cursor((row, start))
        self.move_cursor((row, end), select=True)

    def get_line(self, line_index: int) -> Text:
        """A line, with what a template could not fill in reverse."""
        line = super().get_line(line_index)
        if holds_mark(line.plain):
            style = self.get_component_rich_style("writing-area--mark")
            for start, end in mark_places(line.plain):
                line.stylize(style, start, end)
        return line

    async def _on_key(self, event: events.Key) -> None:
        """Keys that ask for something are told; Tab goes to the next gap; others edit."""
        if self.held:
            event.stop()
            event.prevent_default()
        elif event.key in self._asked:
            event.stop()
            event.prevent_default()
            self.post_message(self.Pressed(self._asked[event.key]))
        elif event.character == QUOTE and QUOTE in self._asked and self._quotes():
            event.stop()
            event.prevent_default()
            self.insert_quote()
        elif event.key == "enter" and self._answer_inside():
            event.stop()
            event.prevent_default()
        elif (call := self._call(event.character)) in self._asked:
            self.post_message(self.Pressed(self._asked[call], call))
        elif not event.is_printable:
            await self._edit(event)

    async def _on_paste(self, event: events.Paste) -> None:
        """Take no paste either while the text is on its way."""
        if self.held:
            event.stop()
            event.prevent_default()

    async def _edit(self, event: events.Key) -> None:
        """Do what an editing key does here, before the screen sees it."""
        bindings = self._bindings.key_to_bindings.get(event.key)
        if bindings:
            event.stop()
            event.prevent_default()
            await self.run_action(bindings[-1].action)

    def _line_before(self) -> str:
        """What stands on the line before the cursor."""
        row, column = self.cursor_location
        return self.document.get_line(row)[:column]

    def _quotes(self) -> bool:
        """Whether `>` inserts a quote: nothing stands before it, and there is one."""
        return not self._line_before() and bool(self.quote())

    def _answer_inside(self) -> bool:
        """Make room for an answer inside a quote; what follows keeps its depth (F38)."""
        row, column = self.cursor_location
        line = self.document.get_line(row)
        split = broken(line, column) if self.selection.is_empty else None
        if split is None:
            return False
        self.replace(split, (row, 0), (row, len(line)))
        self.move_cursor((row + 2, 0))
        return True

    def _call(self, sign: str | None) -> str:
        """The `::` or `??` that this sign makes with one before the cursor, or nothing."""
        if sign is None or (call := sign * 2) not in CALLS:
            return ""
        row, column = self.cursor_location
        before = self.document.get_line(row)[:column]
        return call if before.endswith(sign) and not before.endswith(call) else ""


def mark_places(line: str) -> list[tuple[int, int]]:
    """Start and end of every unresolved placeholder of a line."""
    places = []
    for mark in unresolved_marks(line):
        start = line.find(mark)
        while start >= 0:
            places.append((start, start + len(mark)))
            start = line.find(mark, start + len(mark))
    return sorted(places)
