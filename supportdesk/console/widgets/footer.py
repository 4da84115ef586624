"""The bottom line: the keys of the pane in use, or what just happened."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.strip import Strip

from supportdesk.console import text
from supportdesk.console.commands import Command
from supportdesk.console.themes import Palette
from supportdesk.console.widgets.pane import Pane
from supportdesk.i18n import gettext as _


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


KEY_NAMES = {
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "escape": "Esc",
    "space": "Space",
    "f1": "F1",
    "f5": "F5",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "down": "↓",
    "up": "↑",
}


def key_name(key: str) -> str:
    """A key as it is printed on a keyboard: "Ctrl+P", "Enter", "g m"."""
    if key in KEY_NAMES:
        return KEY_NAMES[key]
    if key.startswith("ctrl+"):
        return f"Ctrl+{key[5:].upper()}"
    return key


class Footer(Pane):
    """One line under the whole screen. A notice stays until the next key."""

    ground = "chrome"
    DEFAULT_CSS = "Footer { height: 1; dock: bottom; }"

    def __init__(self, palette: Palette) -> None:
        super().__init__(palette, id="footer")
        self._hints: Sequence[Command] = ()
        self._notice: Notice | None = None

    @property
    def notice(self) -> Notice | None:
        """What is being said, if anything."""
        return self._notice

    def hint(self, commands: Sequence[Command]) -> None:
        """Show the keys of these commands."""
        if commands != self._hints:
            self._hints = commands
            self.repaint()

    def say(self, notice: Notice | None) -> None:
        """Say what happened instead of the keys; None takes it back."""
        if notice != self._notice:
            self._notice = notice
            self.repaint()

    def paint(self, y: int, width: int) -> Strip:
        """A notice, or as many hints as fit whole."""
        if self._notice is not None:
            sentence = text.line(self._notice.sentence)
            return text.strip(
                [
                    (" " + self._notice.mark, self.ink(self._notice.ink, "bold")),
                    (text.cut(sentence, width - 4), self.ink(self._notice.ink)),
                ],
                width,
                self.ink("text"),
            )
        return text.strip(self._hint_runs(width), width, self.ink("text"))

    def _hint_runs(self, width: int) -> list[text.Run]:
        runs: list[text.Run] = []
        left = width
        for command in self._hints:
            key, title = key_name(command.keys[0]), _(command.title)
            gap = "  " if runs else " "
            taken = len(gap) + text.cells(key) + 1 + text.cells(title)
            if taken > left:
                break
            runs.append((gap + key, self.ink("accent", "bold")))
            runs.append((f" {title}", self.ink("text")))
            left -= taken
        return runs
