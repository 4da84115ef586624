"""One key after another: what a key means is decided when all before it have done their work.

Textual gives a key to what has the focus at that moment, and asks what is bound to it only when it
comes back from there unused. Of keys that arrive together (a quick hand, a slow line, a busy
machine) a letter would overtake a Backspace and `Enter` an arrow, and letters for a window that
`Enter` opens would go nowhere.
"""

import asyncio
from collections import deque
from collections.abc import Sequence
from typing import Any, TypeVar

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

from supportdesk.console.keyboard import again

PATIENCE = 1.0
"""Seconds one key may take before the next is looked at all the same."""

LEAVING = 0.1
"""The same for what a key has told: whom it is told to may be leaving, and never answer."""

STEPS = 20
"""Steps of the event loop in which whoever got an answer goes on to what he asks next."""

LOOKS_EVERY = 0.005
"""Seconds between looks at whether a new window has its field by now."""

OPENS_IN = 20
"""Looks after which keys no longer wait for that."""

Answer = TypeVar("Answer")

InLine = events.Key | events.Paste | events.MouseDown | events.MouseUp


def _is_of_a_text(event: InLine) -> bool:
    """Whether a field only types it: such ones need not wait for each other, and cost one frame."""
    character = event.character if isinstance(event, events.Key) else None
    return character is not None and (character.isalpha() or character in " .,")


def _is_a_field(widget: Widget | None) -> bool:
    """Whether letters are text there; what a field is has been imported with the first of them."""
    if widget is None:
        return False
    from textual.widgets import Input, TextArea

    return isinstance(widget, Input | TextArea)


def is_given_to(screen: Screen[Any]) -> bool:
    """Whether the key at hand came to a screen itself, for want of a field: none has passed it on.

    By now there may be one, whose key it is then.
    """
    return isinstance(screen.app, InTurn) and screen.app.given_to is screen


def hand_on(screen: Screen[Any], field: Widget, event: events.Key | events.Paste) -> None:
    """Give a field what is at hand, which came to its screen too early."""
    if isinstance(screen.app, InTurn):
        screen.app.given_to = field  # a key comes back from there when the field has no use for it
    anew = again(event) if isinstance(event, events.Key) else events.Paste(event.text)
    field.post_message(anew)


def put_back(screen: Screen[Any], *keys: events.Key) -> None:
    """Let keys that came before their window had a field be the next ones, in this order."""
    app = screen.app
    if isinstance(app, InTurn):
        app.call_later(app._take_back, keys)


class InTurn(App[None], inherit_bindings=False):
    """An application that deals with keys, pastes and clicks one by one, in the order of coming.

    What follows a key goes the same way through the same queues, so that it arrives behind it;
    and then once more, behind what the key has made its field tell.
    """

    def __init__(self, *, ansi_color: bool | None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._waiting: deque[InLine] = deque()
        self._turn = 0
        self._in_turn = False
        self._late: asyncio.TimerHandle | None = None
        self._opens_until = 0.0
        """Till when keys wait for a window that is about to open; a moment of the event loop."""
        self._asked_on: Screen[Any] | None = None
        """The screen on top when the key at hand was given."""
        self.given_to: MessagePump | None = None
        """What had the focus, or the screen where nothing had, when the key at hand was given."""

    async def on_event(self, event: events.Event) -> None:
        """Let keys, pastes and clicks wait for their turn: each may change what the next means."""
        if isinstance(event, InLine) and not event.is_forwarded:
            self._waiting.append(event)
            await self._next()
        else:
            await super().on_event(event)

    async def _next(self) -> None:
        """Deal with those that wait, unless one before them is not done yet."""
        while self._waiting and not self._in_turn and not self._opens:
            self._turn += 1
            self._in_turn = True
            self._asked_on = self.screen
            field = self.focused
            self.given_to = target = field or self.screen
            event = self._waiting.popleft()
            await super().on_event(event)
            while self._waiting and _is_of_a_text(event) and _is_a_field(field):
                if not _is_of_a_text(self._waiting[0]):
                    break
                await super().on_event(self._waiting.popleft())
            self._follow(target, self._turn, PATIENCE, field)

    @property
    def _opens(self) -> bool:
        return asyncio.get_running_loop().time() < self._opens_until

    async def _take_back(self, keys: Sequence[events.Key]) -> None:
        """Put keys at the head of the line; made anew here, for nobody hears his own messages."""
        self._waiting.extendleft(again(key) for key in reversed(keys))
        await self._next()

    def _follow(
        self, target: MessagePump, turn: int, patience: float, once_more: MessagePump | None
    ) -> None:
        """Go the way of a key from `target`; then `once_more` from there, behind what it told."""
        loop = asyncio.get_running_loop()
        self._late = loop.call_later(patience, self.call_later, self._dealt, turn, None)
        self._go_up(target, turn, once_more)

    def _go_up(
        self, from_here: MessagePump | None, turn: int, once_more: MessagePump | None
    ) -> None:
        """Pass through the queue of every ancestor; one that is closed already is left out."""
        here = from_here
        while here is not None and here is not self:
            if here.call_later(self._go_up, here._parent, turn, once_more):
                return
            here = here._parent
        self.call_later(self._dealt, turn, once_more)

    async def _dealt(self, turn: int, once_more: MessagePump | None) -> None:
        """A key has been everywhere."""
        if turn != self._turn or not self._in_turn:
            return
        if self._late is not None:
            self._late.cancel()
        if once_more is not None:
            self._follow(once_more, turn, LEAVING, None)
        else:
            await self._finish(turn)

    async def _finish(self, turn: int) -> None:
        """Let the window that follows from a key stand before the next one is dealt with."""
        if self.screen is not self._asked_on:
            for _step in range(STEPS):
                await asyncio.sleep(0)
        if turn == self._turn and self._in_turn:
            self._in_turn = False
            await self._next()

    async def ask(self, window: Screen[Answer]) -> Answer:
        """Show a window and wait for its answer, in a worker; keys wait until it is there."""
        loop = asyncio.get_running_loop()
        self._opens_until = loop.time() + PATIENCE
        loop.call_later(PATIENCE, self.call_later, self._next)
        try:
            await self._flush_next_callbacks()  # the window before it goes away first
            answer = self.push_screen(window, wait_for_dismiss=True)
            for _look in range(OPENS_IN):
                has_none = window.is_mounted and not window.focus_chain
                if window.focused is not None or has_none or answer.done():
                    break
                await asyncio.sleep(LOOKS_EVERY)
        finally:
            self._opens_until = 0.0
            self.call_later(self._next)
        return await asyncio.shield(answer)
