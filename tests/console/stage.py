"""A bare stage on which one dialog or composer is tried, without a desk below it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from time import monotonic
from typing import Any

from textual.app import ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget
from textual.worker import WorkerCancelled

from supportdesk.console.theme_finding import DEFAULT_THEME, palettes
from supportdesk.console.turns import InTurn
from supportdesk.console.widgets.composer import Composer

USUAL, SMALL, WIDE = (80, 24), (60, 20), (140, 40)
PATIENCE = 10.0
"""Seconds that a test waits for a frame."""
UNANSWERED = object()
FRAMES = frozenset("│║┃")


class StageApp(InTurn):
    """Shows a widget, or a dialog and what it answered; hears what a composer says."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, widget: Widget | None) -> None:
        super().__init__(ansi_color=None)
        for palette in palettes().values():
            self.register_theme(palette.theme())
        self.theme = DEFAULT_THEME
        self.widget = widget
        self.answer: object = UNANSWERED
        self.heard: list[Message] = []

    def compose(self) -> ComposeResult:
        """The widget, if one is tried."""
        if self.widget is not None:
            yield self.widget

    def take(self, answer: object) -> None:
        """A dialog has answered."""
        self.answer = answer

    def _hear(self, message: Message) -> None:
        self.heard.append(message)

    def on_composer_submitted(self, message: Composer.Submitted) -> None:
        """Heard."""
        self._hear(message)

    def on_composer_draft_changed(self, message: Composer.DraftChanged) -> None:
        """Heard."""
        self._hear(message)

    def on_composer_template_wanted(self, message: Composer.TemplateWanted) -> None:
        """Heard."""
        self._hear(message)

    def on_composer_switched(self, message: Composer.Switched) -> None:
        """Heard."""
        self._hear(message)

    def on_composer_discarded(self, message: Composer.Discarded) -> None:
        """Heard."""
        self._hear(message)

    def on_composer_left(self, message: Composer.Left) -> None:
        """Heard."""
        self._hear(message)


@dataclass
class Stage:
    """A dialog or composer under test."""

    app: StageApp
    pilot: Pilot[None]

    @property
    def answer(self) -> object:
        """What the dialog answered; UNANSWERED while it is open."""
        return self.app.answer

    @property
    def heard(self) -> list[Message]:
        """What the composer said, oldest first."""
        return self.app.heard

    @property
    def lines(self) -> list[str]:
        """The screen as text, before any filter of the console."""
        return [
            "".join(segment.text for segment in strip)
            for strip in self.app.screen._compositor.render_strips()
        ]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def flowing(self) -> str:
        """The words of the screen in their order, without frames and line ends."""
        return " ".join(word for word in self.text.split() if word not in FRAMES)

    async def press(self, *keys: str) -> None:
        """Press keys and wait for what they began."""
        for key in keys:
            await self.pilot.press(key)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is to be done any more."""
        with suppress(WorkerCancelled):
            await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def until(self, words: str) -> None:
        """Wait until words are on the screen that a frame behind the key's own brings."""
        latest = monotonic() + PATIENCE
        while monotonic() < latest:
            if words in self.text:
                return
            await self.pilot.pause(0.01)
            await asyncio.sleep(0.001)
        raise AssertionError(f"no {words!r} in\n{self.text}")

    async def show(self, dialog: Screen[Any]) -> None:
        """Put a dialog on the stage."""
        self.app.push_screen(dialog, self.app.take)
        await self.settle()


@asynccontextmanager
async def stage(shown: Widget | None = None, size: tuple[int, int] = USUAL) -> AsyncIterator[Stage]:
    """Put a composer or a dialog on the stage."""
    is_dialog = isinstance(shown, Screen)
    app = StageApp(None if is_dialog else shown)
    async with app.run_test(size=size) as pilot:
        here = Stage(app, pilot)
        if isinstance(shown, Screen):
            await here.show(shown)
        await here.settle()
        yield here
