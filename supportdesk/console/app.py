"""The console's application: theme, driver, signals, and the one standing screen."""

import asyncio
import gc
import signal
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import tzinfo

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter

from supportdesk.console.collector import Collector
from supportdesk.console.desk.screen import DeskScreen
from supportdesk.console.desk.setting import DeskSetting, Knowledge
from supportdesk.console.driver import ConsoleDriver
from supportdesk.console.inert import InertFilter
from supportdesk.console.themes import DEFAULT_THEME, palettes
from supportdesk.desk.desk import Desk
from supportdesk.store.read.rows import OperatorRow

LAST_WORDS = (signal.SIGTERM, signal.SIGHUP)
"""Signals that end the console; what was typed is kept first (trust.md)."""


NO_KNOWLEDGE = Knowledge()

KEY_PATIENCE = 1.0
"""Seconds the desk may take for one key before the next is looked at all the same."""


class Console(App[None], inherit_bindings=False):
    """Shows the desk to one operator."""

    TITLE = "supportdesk"
    CSS_PATH = "styles/desk.tcss"
    ENABLE_COMMAND_PALETTE = False
    """The desk has one of its own, made from its registry."""

    def __init__(
        self,
        desk: Desk,
        me: OperatorRow,
        *,
        theme: str = DEFAULT_THEME,
        desk_name: str = "",
        zone: tzinfo | None = None,
        knowledge: Knowledge = NO_KNOWLEDGE,
    ) -> None:
        super().__init__()
        known = palettes()
        palette = known.get(theme, known[DEFAULT_THEME])
        self.register_theme(palette.theme())
        self.theme = palette.name
        self._inert = InertFilter()
        self._collector = Collector()
        self._desk_screen = DeskScreen(DeskSetting(desk, me, palette, desk_name, zone, knowledge))
        self.defect: BaseException | None = None
        """What ended the console unexpectedly; whoever runs it reports."""

    def get_driver_class(self) -> type[Driver]:
        """Our driver for a terminal; Textual's own for tests and other places."""
        found = super().get_driver_class()
        return ConsoleDriver if found.__name__ == "LinuxDriver" else found

    def get_default_screen(self) -> DeskScreen:
        """The desk is the first and only standing screen."""
        return self._desk_screen

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Nothing that acts on a terminal leaves, whatever was painted (trust.md)."""
        return [*super().get_line_filters(), self._inert]

    def on_mount(self) -> None:
        """Listen for the end, and let the collector work again after the first frame."""
        if threading.current_thread() is threading.main_thread():
            loop = asyncio.get_running_loop()
            for number in LAST_WORDS:
                loop.add_signal_handler(number, self.leave, number)
        self.call_after_refresh(self._collector.begin)
        self.set_interval(1.0, self._collector.rest)

    async def on_event(self, event: events.Event) -> None:
        """Let the desk finish one key before the next: that one may be for the dialog it opens."""
        await super().on_event(event)
        if not isinstance(event, events.Key):
            return
        self._collector.key()
        desk = self._desk_screen
        if self.screen is desk and desk.focused is None:
            handled = asyncio.Event()
            if desk.call_later(handled.set):
                with suppress(TimeoutError):
                    await asyncio.wait_for(handled.wait(), KEY_PATIENCE)

    def leave(self, number: int) -> None:
        """Keep what was typed and go: the terminal is gone, or somebody ends the program."""
        try:
            self._desk_screen.keep_draft_now()
        finally:
            self.exit(return_code=128 + number)

    def _handle_exception(self, error: Exception) -> None:
        """End without Textual's traceback: it would print customers' texts (trust.md)."""
        self._return_code = 1
        if self._exception is None:
            self._exception = self.defect = error
            self._exception_event.set()
        self._close_messages_no_wait()


def run(
    desk: Desk,
    me: OperatorRow,
    *,
    theme: str = DEFAULT_THEME,
    desk_name: str = "",
    zone: tzinfo | None = None,
    knowledge: Knowledge = NO_KNOWLEDGE,
) -> int:
    """Run the console until the operator leaves; return the exit code.

    Raises whatever ended the console unexpectedly, with the terminal restored.
    """
    gc.disable()
    console = Console(desk, me, theme=theme, desk_name=desk_name, zone=zone, knowledge=knowledge)
    console.run()
    if console.defect is not None:
        raise console.defect
    return console.return_code or 0
