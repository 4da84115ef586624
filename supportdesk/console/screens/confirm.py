"""Asking before something that is hard to take back: what, why, and a safe way out."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from supportdesk.console import text
from supportdesk.console.keyboard import pressed, presses
from supportdesk.console.screens.dialog import Dialog, Frame
from supportdesk.i18n import gettext as _


class ConfirmScreen(Dialog[bool]):
    """Answers True only to `y` (or its button); Enter and Esc are the safe way, False or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "app.focus_previous", show=False),
        Binding("right", "app.focus_next", show=False),
        Binding("down", "read(1)", show=False),
        Binding("up", "read(-1)", show=False),
        Binding("pagedown", "read(10)", show=False),
        Binding("pageup", "read(-10)", show=False),
    ]
    DEFAULT_CSS = """
    ConfirmScreen Frame { border: heavy $ink-waiting; border-title-color: $ink-waiting; }
    ConfirmScreen VerticalScroll { height: auto; max-height: 12; scrollbar-size-vertical: 1; }
    ConfirmScreen VerticalScroll Static { height: auto; }
    ConfirmScreen Horizontal { height: 1; margin-top: 1; }
    ConfirmScreen Button, ConfirmScreen Button:hover {
        height: 1; border: none; padding: 0 1; margin-right: 2;
        color: $ink-text; background: $ground-chrome; text-style: none;
    }
    ConfirmScreen Button:focus {
        color: $ink-bright; background: $ground-cursor; text-style: bold reverse;
    }
    """

    def __init__(self, title: str, reasons: Sequence[str], *, yes: str, no: str = "") -> None:
        """`reasons` are sentences or texts of several lines; `yes` and `no` say what happens."""
        super().__init__()
        self._title = title
        self._reasons = reasons
        self._yes = Button(text.content(f"y  {yes}"), id="yes", compact=True)
        self._no = Button(text.content(f"n  {no or _('no, go back')}"), id="no", compact=True)

    def compose(self) -> ComposeResult:
        """The reasons over the two ways."""
        with Frame(self._title, _("Enter or Esc go back")):
            with VerticalScroll(can_focus=False):
                for reason in self._reasons:
                    yield Static(text.contents(reason))
            with Horizontal():
                yield self._no
                yield self._yes

    def on_mount(self) -> None:
        """The safe way is the default."""
        self._no.focus()

    def action_read(self, lines: int) -> None:
        """Read on in long reasons."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def on_key(self, event: events.Key) -> None:
        """`y` and `n`, whatever the keyboard layout."""
        press = pressed(event.key, event.character).lower()
        if press in presses("y"):
            event.stop()
            event.prevent_default()
            self.dismiss(True)
        elif press in presses("n"):
            event.stop()
            event.prevent_default()
            self.dismiss(False)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer what was pressed."""
        event.stop()
        self.dismiss(event.button is self._yes)
