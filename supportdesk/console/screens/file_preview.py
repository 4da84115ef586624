"""A file of a conversation, read without leaving the desk (F33)."""

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from supportdesk.console import text
from supportdesk.console.keyboard import pressed, presses
from supportdesk.console.screens.dialog import Dialog, Frame
from supportdesk.i18n import gettext as _

SHOWN = 60_000
"""Characters shown: more is for a pager."""


class FilePreviewScreen(Dialog[bool]):
    """Shows the beginning of a file; answers True to save it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "read(1)", show=False),
        Binding("up", "read(-1)", show=False),
        Binding("pagedown,space", "read(10)", show=False),
        Binding("pageup", "read(-10)", show=False),
    ]
    DEFAULT_CSS = """
    FilePreviewScreen Frame { width: 100%; max-width: 130; }
    FilePreviewScreen VerticalScroll {
        height: auto; max-height: 80vh; scrollbar-size-vertical: 1;
    }
    FilePreviewScreen Static { height: auto; }
    """

    def __init__(self, title: str, body: str) -> None:
        """`body` is as the file has it; it is cleaned here."""
        super().__init__()
        self._title = title
        self._body = body

    def compose(self) -> ComposeResult:
        """The text under the name."""
        with Frame(self._title, _("s save · Esc leave")), VerticalScroll(can_focus=False):
            yield Static(text.contents(text.block(self._body[:SHOWN])))
            if len(self._body) > SHOWN:
                yield Static(text.content(_("… save it to read on")), classes="says")

    def action_read(self, lines: int) -> None:
        """Read on."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def on_key(self, event: events.Key) -> None:
        """Letters, whatever the keyboard layout."""
        press = pressed(event.key, event.character)
        if press in presses("s"):
            event.stop()
            event.prevent_default()
            self.dismiss(True)
        elif press in presses("j"):
            self.action_read(1)
        elif press in presses("k"):
            self.action_read(-1)
