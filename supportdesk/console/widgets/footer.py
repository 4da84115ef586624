"""The bottom line: the keys of the pane in use, or what just happened."""

from collections.abc import Mapping, Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from supportdesk.console import text
from supportdesk.console.command import Command
from supportdesk.console.key_names import key_name
from supportdesk.console.themes import Palette
from supportdesk.console.widgets.pane import Pane
from supportdesk.i18n import gettext as _
from supportdesk.records import dataclass

_MOST_LINES = 6
"""No sentence of ours is longer, at any width the desk is drawn for."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One sentence about what happened; `ink` says of which sort, `mark` says it without colour."""

    sentence: str
    ink: str = "text"
    mark: str = ""


def done(sentence: str) -> Notice:
    """Something was done."""
    return Notice(sentence, "good")


def refused(sentence: str) -> Notice:
    """Something was refused or failed."""
    return Notice(sentence, "trouble", "! ")


class Footer(Pane):
    """One line under the whole screen. A notice stays until the next key, and is told whole."""

    ground = "chrome"
    DEFAULT_CSS = "Footer { height: 1; dock: bottom; layer: over; }"

    class Picked(Message):
        """The hint of this command was clicked."""

        def __init__(self, command: Command) -> None:
            self.command = command
            super().__init__()

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="footer")
        self._hints: Sequence[Command] = ()
        self._titles: Mapping[str, str] = {}
        self._notice: Notice | None = None

    @property
    def notice(self) -> Notice | None:
        """What is being said, if anything."""
        return self._notice

    def hint(self, commands: Sequence[Command], titles: Mapping[str, str] | None = None) -> None:
        """Show the keys of these commands; `titles` replace theirs, by name."""
        if (commands, titles or {}) != (self._hints, self._titles):
            self._hints, self._titles = commands, titles or {}
            self.repaint()

    def say(self, notice: Notice | None) -> None:
        """Say what happened instead of the keys; None takes it back."""
        if notice is not self._notice and notice != self._notice:
            self._notice = notice
            self._fit_height()
            self.repaint()
        else:
            self._notice = notice

    def on_resize(self) -> None:
        """A sentence may need more lines, or fewer."""
        self._fit_height()

    def _fit_height(self) -> None:
        """As many lines as the sentence needs; the desk above does not move, it is covered."""
        height = len(self._sentence(self.size.width))
        if self.size.width and height != self.size.height:
            self.styles.height = height

    def _sentence(self, width: int) -> list[str]:
        if self._notice is None:
            return [""]
        room = max(10, width - len(self._notice.mark) - 2)
        return list(text.wrap(text.line(self._notice.sentence), room))[:_MOST_LINES]

    def paint(self, y: int, width: int) -> Strip:
        """A notice, or as many hints as fit whole."""
        if self._notice is None:
            runs = self._hint_runs(width) if y == 0 else []
            return text.strip(runs, width, self.ink("text"))
        lines = self._sentence(width)
        mark = self._notice.mark if y == 0 else " " * len(self._notice.mark)
        runs = [
            (" " + mark, self.ink(self._notice.ink, "bold")),
            (lines[y] if y < len(lines) else "", self.ink(self._notice.ink)),
        ]
        return text.strip(runs, width, self.ink("text"))

    def on_click(self, event: events.Click) -> None:
        """Do what the hint under the mouse names."""
        at = -1
        for command, key, title in () if self._notice else self._shown_hints(self.size.width):
            at += text.cells(key + title) + 3
            if event.x < at:
                self.post_message(self.Picked(command))
                return

    def _hint_runs(self, width: int) -> list[text.Run]:
        runs: list[text.Run] = []
        for _command, key, title in self._shown_hints(width):
            runs.append((("  " if runs else " ") + key, self.ink("accent", "bold")))
            runs.append((f" {title}", self.ink("text")))
        return runs

    def _shown_hints(self, width: int) -> list[tuple[Command, str, str]]:
        """The hints that fit whole; the last one always does: it is the way out, or the help."""
        hints = [(command, *self._hint(command)) for command in self._hints]
        room = width - 1
        shown = hints[-1:]
        left = room - sum(text.cells(key + title) + 3 for _command, key, title in shown)
        for place, (command, key, title) in enumerate(hints[:-1]):
            left -= text.cells(key + title) + 3
            if left < 0:
                break
            shown.insert(place, (command, key, title))
        return shown

    def _hint(self, command: Command) -> tuple[str, str]:
        return key_name(command.keys[0]), self._titles.get(command.name, _(command.title))
