"""What can become of a text that is written: one letter each, on every keyboard layout (R7)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from supportdesk.console import text
from supportdesk.console.command import Command
from supportdesk.console.key_names import key_name
from supportdesk.console.keyboard import pressed, presses
from supportdesk.console.widgets.leaving import Leaving
from supportdesk.i18n import gettext as _

_GAP = 2


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    key: str
    title: str
    line: int
    start: int
    end: int


class ReviewBar(Leaving, Widget, can_focus=True):
    """Names the ways out of the composer, and hears which one is taken."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"review-bar--key", "review-bar--question"}
    DEFAULT_CSS = """
    ReviewBar { height: auto; color: $ink-text; background: $ground-cursor; }
    ReviewBar > .review-bar--key { color: $ink-accent; text-style: bold; }
    ReviewBar > .review-bar--question { color: $ink-waiting; text-style: bold; }
    """

    @dataclass
    class Chosen(Message):
        """The command of this name was chosen."""

        name: str

    def __init__(self, commands: Sequence[Command], titles: Mapping[str, str]) -> None:
        """`titles` replace those of the commands, by name; both are shown as they are."""
        super().__init__()
        self._commands = commands
        self._titles = titles
        self._question = ""
        self._asked_by = ""
        self._entries: list[_Entry] = []

    def ask(self, question: str, name: str) -> None:
        """Ask before the command `name` is chosen; everything but `y` takes the question back."""
        self._question = question
        self._asked_by = name
        self.refresh(layout=True)

    def on_blur(self) -> None:
        """A question nobody answers is no question any more."""
        self.ask("", "")

    def on_key(self, event: events.Key) -> None:
        """Hear a letter. Nothing reaches the screen below but keys of another kind."""
        press = pressed(event.key, event.character)
        if self._question:
            event.stop()
            name = self._asked_by
            self.ask("", "")
            if press.lower() in presses("y"):
                self.post_message(self.Chosen(name))
            return
        for command in self._commands:
            if press in command.presses:
                event.stop()
                self.post_message(self.Chosen(command.name))
                return
        if event.is_printable:
            event.stop()

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        event.stop()
        for entry in self._entries:
            if entry.line == event.y and entry.start <= event.x < entry.end:
                self._take(entry.name)

    def _take(self, name: str) -> None:
        if not self._question:
            self.post_message(self.Chosen(name))
        else:
            asked_by = self._asked_by
            self.ask("", "")
            if name == "yes":
                self.post_message(self.Chosen(asked_by))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the entries need."""
        self._entries = list(self._laid_out(width))
        return self._entries[-1].line + 1 if self._entries else 1

    def _laid_out(self, width: int) -> Iterator[_Entry]:
        line, at = 0, 1
        if self._question:
            line, at = len(list(text.wrap(self._question, max(1, width - 1)))), 1
        for name, key, title in self._choices():
            taken = text.cells(key) + 1 + text.cells(title)
            if at > 1 and at + taken > width:
                line, at = line + 1, 1
            yield _Entry(name, key, title, line, at, at + taken)
            at += taken + _GAP

    def _choices(self) -> list[tuple[str, str, str]]:
        if self._question:
            return [("yes", "y", _("yes")), ("no", "Esc", _("no, go back"))]
        return [
            (command.name, key_name(command.keys[0]), self._title(command))
            for command in self._commands
        ]

    def _title(self, command: Command) -> str:
        return _(self._titles.get(command.name, command.title))

    def render_line(self, y: int) -> Strip:
        """The question or the entries of a line."""
        width, ground = self.size.width, self.rich_style
        asked = list(text.wrap(self._question, max(1, width - 1))) if self._question else []
        if y < len(asked):
            ink = ground + self._part("question")
            return text.strip([(" ", ground), (asked[y], ink)], width, ground)
        runs: list[text.Run] = []
        at = 0
        for entry in self._entries:
            if entry.line == y:
                runs.append((" " * (entry.start - at), ground))
                runs.append((entry.key, ground + self._part("key")))
                runs.append((f" {entry.title}", ground))
                at = entry.end
        return text.strip(runs, width, ground)

    def _part(self, name: str) -> Style:
        style = self.get_component_rich_style(f"review-bar--{name}")
        return Style(color=style.color, bold=style.bold)
