"""A field of one line: what is pasted into it is made harmless first."""

from textual import events
from textual.widgets import Input

from supportdesk.console import text


class LineInput(Input):
    """Textual's Input without a frame; where the focus is, it has another ground and a cursor."""

    DEFAULT_CSS = """
    LineInput, LineInput:focus {
        height: 1; border: none; padding: 0 1;
        color: $ink-text; background: $ground-cursor-idle; background-tint: transparent;
    }
    LineInput:focus { color: $ink-bright; background: $ground-cursor; }
    LineInput > .input--placeholder, LineInput:focus > .input--placeholder { color: $ink-dim; }
    LineInput > .input--cursor, LineInput:focus > .input--cursor { text-style: reverse; }
    """

    def __init__(self, value: str = "", *, placeholder: str = "", id: str | None = None) -> None:
        super().__init__(
            text.line(value, 10_000),
            placeholder=placeholder,
            id=id,
            select_on_focus=False,
            compact=True,
        )
        self.cursor_blink = False

    def _on_paste(self, event: events.Paste) -> None:
        """Insert a pasted text as one cleaned line."""
        event.stop()
        event.prevent_default()
        pasted = text.line(" ".join(event.text.split("\n")).strip(), 10_000)
        self.replace(pasted, *self.selection)
