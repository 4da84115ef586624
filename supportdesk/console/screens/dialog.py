"""What every dialog has in common: a frame over the desk, a title, the keys, and Esc."""

from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual import events
from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widget import Widget

from supportdesk.console import text
from supportdesk.console.keyboard import again
from supportdesk.console.turns import is_given_to, put_back

Result = TypeVar("Result")

WIDTHS = [(0, "-narrow"), (80, "-medium"), (120, "-wide")]


class Frame(Vertical):
    """The frame around a dialog; its title and keys stand in its border."""

    def __init__(self, title: str, keys: str = "") -> None:
        super().__init__()
        self.title(title)
        self.keys(keys)

    def title(self, title: str) -> None:
        """Say in the upper border what is asked."""
        self.border_title = text.content(f" {text.line(title, 200)} ")

    def keys(self, keys: str) -> None:
        """Say in the lower border which keys work."""
        self.border_subtitle = text.content(f" {keys} " if keys else "")


AFTER_KEYS = 0.05
"""Seconds after which the keys that came before a window had its field are in it."""


class Dialog(ModalScreen[Result | None]):
    """A window over the desk. Esc leaves it with None; the desk below stays in sight."""

    HORIZONTAL_BREAKPOINTS = WIDTHS
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]
    DEFAULT_CSS = """
    Dialog { align: center middle; background: transparent; }
    Dialog Frame {
        width: 72; max-width: 96%; height: auto; max-height: 90%;
        padding: 0 1; color: $ink-text; background: $ground-chrome;
        border: round $ink-accent; border-title-color: $ink-accent;
        border-title-style: bold; border-subtitle-color: $ink-dim;
    }
    Dialog .says { height: auto; color: $ink-dim; }
    Dialog .trouble { height: auto; color: $ink-trouble; text-style: bold; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._early: list[events.Key | Callable[[], None]] = []
        self._is_left = False

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave once: what quick keys ask of a window that is going is nothing any more."""
        if self._is_left:
            return AwaitComplete.nothing()  # type: ignore[no-untyped-call, no-any-return]
        self._is_left = True
        return super().dismiss(result)

    def action_leave(self) -> None:
        """Leave without a result."""
        self.dismiss(None)

    def on_key(self, event: events.Key) -> None:
        """What is typed before a field has the keys waits for it: a quick hand loses nothing."""
        if is_given_to(self) and (event.is_printable or event.key in {"enter", "backspace"}):
            event.stop()
            if self.focused is None:
                self._early.append(again(event))
            else:
                put_back(self, event)

    def after_typing(self, do: Callable[[], None]) -> None:
        """Do something once the field has everything that was typed before the key for it."""
        if self.focused is None:
            self._early.append(do)
        else:
            self.focused.call_later(self.call_later, do)  # and what the field told the dialog

    def watch_focused(self, field: Widget | None) -> None:
        """Type what came too early."""
        if field is None:
            return
        early, self._early = self._early, []
        put_back(self, *(one for one in early if isinstance(one, events.Key)))
        for one in early:
            if not isinstance(one, events.Key):
                self.set_timer(AFTER_KEYS, one)
