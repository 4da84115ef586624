"""The console's application: theme, driver, signals, and the one standing screen."""

import asyncio
import gc
import os
import signal
import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import tzinfo
from typing import Any, cast

from rich.console import RenderableType
from textual import events
from textual.driver import Driver
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import WorkerFailed

from supportdesk.console.appearance import USUAL_WARDROBE, Appearance, Wardrobe
from supportdesk.console.collector import Collector
from supportdesk.console.desk.screen import DeskScreen
from supportdesk.console.desk.setting import NO_NOTICES, DeskSetting, Knowledge
from supportdesk.console.driver import ConsoleDriver
from supportdesk.console.inert import InertFilter
from supportdesk.console.keys import USUAL_KEYS, Keys
from supportdesk.console.notices import GIVE_TITLE_BACK, KEEP_TITLE, NoticeSettings
from supportdesk.console.outside import Outside
from supportdesk.console.sent_lines import SentLines
from supportdesk.console.themes import Palette
from supportdesk.console.turns import InTurn
from supportdesk.desk.desk import Desk
from supportdesk.domain.lookup import Lookups
from supportdesk.i18n.key_names import choose_key_names
from supportdesk.store.read.rows import OperatorRow

LAST_WORDS = (signal.SIGTERM, signal.SIGHUP)
"""Signals that end the console; what was typed is kept first (trust.md)."""


LOOKS_AGAIN = 0.2
"""Seconds after which a terminal that did not read is painted again."""

FEW_COLOURS = (None, "standard", "windows")
"""Colour systems of Rich in which the shades of a theme become one."""
NO_KNOWLEDGE = Knowledge()

_SIGNS = (events.Key, events.MouseDown, events.MouseScrollDown, events.MouseScrollUp, events.Paste)
"""What shows that somebody is at work."""


class Console(InTurn, inherit_bindings=False):
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
        desk_name: str = "",
        zone: tzinfo | None = None,
        lookups: Lookups | None = None,
        keys: Keys = USUAL_KEYS,
        wardrobe: Wardrobe = USUAL_WARDROBE,
        notices: NoticeSettings = NO_NOTICES,
        after_sending: str = "next",
        tracks_time: bool = True,
        knowledge: Knowledge = NO_KNOWLEDGE,
    ) -> None:
        no_colour = "NO_COLOR" in os.environ
        super().__init__(ansi_color=no_colour or None)
        choose_key_names(keys.names())
        few = self.console.color_system in FEW_COLOURS
        appearance = Appearance(wardrobe, self._wear, no_colour=no_colour, few_colours=few)
        palette = appearance.shown
        self._worn = 0
        self._wear_theme(palette)
        self._inert = InertFilter()
        self._sent = SentLines()
        self._begun = 0
        self._owes = False
        self._collector = Collector(lambda: self.screen_stack)
        setting = DeskSetting(
            desk,
            me,
            palette,
            desk_name,
            zone,
            lookups,
            keys,
            appearance,
            Outside(self._suspended),
            notices,
            self._signal,
            after_sending,
            tracks_time,
            knowledge,
        )
        self._titled = notices.title
        self._desk_screen = DeskScreen(setting)
        self.defect: BaseException | None = None
        """What ended the console unexpectedly; whoever runs it reports."""

    def _suspended(self) -> AbstractContextManager[None]:
        """The terminal is somebody else's for the time of a block."""
        return nullcontext() if self.is_headless else self.suspend()

    def _signal(self, sequence: str) -> None:
        """Send a sequence of our own to the terminal, past the screen."""
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)

    def _wear(self, palette: Palette) -> None:
        """Show everything in another palette."""
        self._wear_theme(palette)
        self._desk_screen.panes.wear(palette)

    def _wear_theme(self, palette: Palette) -> None:
        """Give Textual's own widgets the palette; each time under another name: it is new."""
        self._worn += 1
        theme = palette.theme(f"{palette.name}-{self._worn}")
        self.register_theme(theme)
        self.ansi_color = palette.ansi
        self.theme = theme.name

    def refresh_css(self, animate: bool = True) -> None:
        """Read the styles anew in other colours.

        Before the first are read it is enough to name the colours: reading them twice is slow.
        """
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

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
        if self._titled:
            self._signal(KEEP_TITLE)
        if threading.current_thread() is threading.main_thread():
            loop = asyncio.get_running_loop()
            for number in LAST_WORDS:
                loop.add_signal_handler(number, self.leave, number)
        self.call_after_refresh(self._collector.begin)
        self._desk_screen.each_second(self._collector.rest)

    def on_unmount(self) -> None:
        """Give the window the title back that it had."""
        if self._titled:
            self._signal(GIVE_TITLE_BACK)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send a frame without what the terminal shows already (F178)."""
        driver = self._driver
        if isinstance(driver, ConsoleDriver) and not self._batch_count and self._running:
            if driver.is_stalled:
                self._owe_a_frame()
                return
            if driver.begun != self._begun:
                self._begun = driver.begun
                self._sent.forget()
            frame = self._sent.less(renderable, self.size)
            with driver.in_one_piece():
                super()._display(screen, cast("RenderableType", frame))
        else:
            super()._display(screen, renderable)

    def _owe_a_frame(self) -> None:
        """Paint nothing while nobody reads, and all of it once somebody does (trust.md)."""
        if not self._owes:
            self._owes = True
            self._sent.forget()
            self.set_timer(LOOKS_AGAIN, self._pay_a_frame)

    def _pay_a_frame(self) -> None:
        self._owes = False
        self.screen.refresh(layout=True)

    async def on_event(self, event: events.Event) -> None:
        """Notice that somebody is at work."""
        if isinstance(event, _SIGNS):
            self._desk_screen.timing.sign()
        elif isinstance(event, events.AppBlur):
            self._desk_screen.timing.away()
        if isinstance(event, events.Key):
            self._collector.key()
        await super().on_event(event)

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
            self._exception = error
            self.defect = error.error if isinstance(error, WorkerFailed) else error
            self._exception_event.set()
        self._close_messages_no_wait()


def run(
    desk: Desk,
    me: OperatorRow,
    *,
    desk_name: str = "",
    zone: tzinfo | None = None,
    lookups: Lookups | None = None,
    keys: Keys = USUAL_KEYS,
    wardrobe: Wardrobe = USUAL_WARDROBE,
    notices: NoticeSettings = NO_NOTICES,
    after_sending: str = "next",
    tracks_time: bool = True,
    knowledge: Knowledge = NO_KNOWLEDGE,
) -> int:
    """Run the console until the operator leaves; return the exit code.

    Raises whatever ended the console unexpectedly, with the terminal restored.
    """
    gc.disable()
    console = Console(
        desk,
        me,
        desk_name=desk_name,
        zone=zone,
        lookups=lookups,
        keys=keys,
        wardrobe=wardrobe,
        notices=notices,
        after_sending=after_sending,
        tracks_time=tracks_time,
        knowledge=knowledge,
    )
    console.run()
    if console.defect is not None:
        raise console.defect
    return console.return_code or 0
