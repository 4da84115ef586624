"""Fields of forms and dialogs: a line, a text, a choice. What is pasted is made harmless first."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input, TextArea
from textual.widgets.input import Selection

from supportdesk.console import text
from supportdesk.console.matching import matching
from supportdesk.console.widgets.leaving import Leaving
from supportdesk.domain.safe_text import clean_block

_LONGEST_LINE = 10_000
_UNLIMITED = 10**9


class LineField(Leaving, Input):
    """One line. Where the focus is, it has another ground and a cursor."""

    DEFAULT_CSS = """
    LineField, LineField.-textual-compact, LineField:focus {
        height: 1; border: none; padding: 0 1;
        color: $ink-text; background: $ground-cursor-idle; background-tint: transparent;
        text-style: $way-cursor-idle;
    }
    LineField:focus {
        color: $ink-bright; background: $ground-cursor; text-style: $way-cursor-idle;
    }
    LineField > .input--placeholder, LineField:focus > .input--placeholder { color: $ink-dim; }
    """

    def __init__(self, value: str = "", *, placeholder: str = "") -> None:
        super().__init__(placeholder=placeholder, select_on_focus=False, compact=True)
        self.cursor_blink = False
        cleaned = text.line(value, _LONGEST_LINE)
        self.set_reactive(LineField.value, cleaned)
        self.set_reactive(LineField.selection, Selection.cursor(len(cleaned)))

    def set(self, value: str) -> None:
        """Put another value in, with the cursor behind it."""
        self.value = text.line(value, _LONGEST_LINE)
        self.cursor_position = len(self.value)

    def _on_paste(self, event: events.Paste) -> None:
        """Insert what was pasted as one cleaned line."""
        event.stop()
        event.prevent_default()
        self.replace(text.line(" ".join(event.text.split()), _LONGEST_LINE), *self.selection)


class TextField(Leaving, TextArea):
    """A text of several lines; Tab leaves it. It does no work per key beyond Textual's own."""

    DEFAULT_CSS = """
    TextField { height: 1fr; }
    TextField, TextField:focus {
        border: none; padding: 0 1; scrollbar-size-vertical: 1;
        color: $ink-text; background: $ground-cursor-idle;
    }
    TextField:focus { background: $ground-cursor; }
    """

    def __init__(self, body: str = "") -> None:
        super().__init__(_cleaned(body), highlight_cursor_line=False)
        self.cursor_blink = False
        self.match_cursor_bracket = False

    def set(self, body: str) -> None:
        """Put another text in, without the history of the one before; no change is told."""
        with self.prevent(TextArea.Changed):
            self.load_text(_cleaned(body))

    async def _on_paste(self, event: events.Paste) -> None:
        """Insert what was pasted, made harmless (trust.md); a text only to be read stays."""
        event.stop()
        event.prevent_default()
        if not self.read_only:
            self.replace(text.block(event.text), *self.selection)


class ChoiceField(Widget, can_focus=True):
    """One of a few values: arrows step through them, letters go to the value they begin."""

    DEFAULT_CSS = """
    ChoiceField {
        height: 1; color: $ink-text; background: $ground-cursor-idle; text-style: $way-cursor-idle;
    }
    ChoiceField:focus {
        color: $ink-bright; background: $ground-cursor; text-style: $way-cursor-bold;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "step(-1)", show=False),
        Binding("right,space", "step(1)", show=False),
        Binding("enter", "submit", show=False),
    ]

    class Submitted(Message):
        """Enter was pressed: on to the next field."""

    def __init__(self, labels: Sequence[str], chosen: int = 0) -> None:
        super().__init__()
        self._labels = [text.line(label, 60) for label in labels]
        self.chosen = chosen
        self._typed = ""

    def action_step(self, steps: int) -> None:
        """Go to the next or previous value, round and round."""
        self._typed = ""
        self._choose((self.chosen + steps) % len(self._labels))

    def action_submit(self) -> None:
        """On to the next field."""
        self.post_message(self.Submitted())

    def on_blur(self) -> None:
        """What was typed belongs to this visit."""
        self._typed = ""

    def on_key(self, event: events.Key) -> None:
        """Letters go to the value they match best."""
        if event.is_printable and event.character and not event.character.isspace():
            event.stop()
            for typed in (self._typed + event.character, event.character):
                found = matching(typed, self._labels)
                if found:
                    self._typed = typed
                    self._choose(found[0].index)
                    return

    def on_click(self) -> None:
        """The next value."""
        self.action_step(1)

    def _choose(self, chosen: int) -> None:
        self.chosen = chosen
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The value, with arrows while keys go here."""
        style = self.rich_style
        before, behind = "‹›" if self.has_focus else "  "
        shown = f"{before}{self._labels[self.chosen]}{behind}" if y == 0 else ""
        return text.strip([(shown, style)], self.size.width, style)


def _cleaned(body: str) -> str:
    return clean_block(body, limit=_UNLIMITED, line_limit=_UNLIMITED)
