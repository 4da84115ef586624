"""One key after another: what a key means is decided when all before it have done their work.

Textual gives a key to what has the focus at that moment, and asks what is bound to it only when it
comes back from there unused. Of keys that arrive together (a quick hand, a slow line, a busy
machine) a letter would overtake a Backspace and `Enter` an arrow, and letters for a window that
`Enter` opens would go nowhere.
"""

import asyncio
from collections import deque
from typing import Any, TypeVar

from textual import events
from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen

PATIENCE = 1.0
"""Seconds one key may take before the next is looked at all the same."""

LEAVING = 0.1
"""The same for what a key has told: whom it is told to may be leaving, and never answer."""

STEPS = 20
"""Steps of the event loop in which whoever got an answer goes on to what he asks next."""

LOOKS_EVERY = 0.005
"""Seconds between looks at whether that stands by now."""

Answer = TypeVar("Answer")

Typed = events.Key | events.Paste


def is_given_to(screen: Screen[Any]) -> bool:
    """Whether the key at hand came to a screen itself, for want of a field: none has passed it on.

    By now there may be one, whose key it is then.
    """
    return isinstance(screen.app, InTurn) and screen.app.given_to is screen


class InTurn(App[None], inherit_bindings=False):
    """An application that deals with keys and pastes one by one, in the order they came in.

    What follows a key goes the same way through the same queues, so that it arrives behind it;
    and then once more, behind what the key has made its field tell.
    """

    def __init__(self, *, ansi_color: bool | None) -> None:
        super().__init__(ansi_color=ansi_color)
        self._waiting: deque[Typed] = deque()
        self._turn = 0
        self._in_turn = False
        self._late: asyncio.TimerHandle | None = None
        self._given_at = 0.0
        self._opening = 0
        """Windows that are about to open."""
        self._asked_on: Screen[Any] | None = None
        """The screen on top when the key at hand was given."""
        self.given_to: MessagePump | None = None
        """What had the focus, or the screen where nothing had, when the key at hand was given."""

    async def on_event(self, event: events.Event) -> None:
        """Let keys and pastes wait for their turn; nothing else is about where one types."""
        if isinstance(event, Typed) and not event.is_forwarded:
            self._waiting.append(event)
            await self._next()
        else:
            await super().on_event(event)

    async def _next(self) -> None:
        """Deal with those that wait, unless one before them is not done yet."""
        while self._waiting and not self._in_turn:
            self._turn += 1
            self._in_turn = True
            self._asked_on, self._given_at = self.screen, asyncio.get_running_loop().time()
            field = self.focused
            self.given_to = target = field or self.screen
            await super().on_event(self._waiting.popleft())
            self._follow(target, self._turn, PATIENCE, field)

    def _follow(
        self, target: MessagePump, turn: int, patience: float, again: MessagePump | None
    ) -> None:
        """Go the way of a key from `target`; then `again` from there, behind what it told."""
        loop = asyncio.get_running_loop()
        self._late = loop.call_later(patience, self.call_later, self._dealt, turn, None)
        self._go_up(target, turn, again)

    def _go_up(self, from_here: MessagePump | None, turn: int, again: MessagePump | None) -> None:
        """Pass through the queue of every ancestor; one that is closed already is left out."""
        here = from_here
        while here is not None and here is not self:
            if here.call_later(self._go_up, here._parent, turn, again):
                return
            here = here._parent
        self.call_later(self._dealt, turn, again)

    async def _dealt(self, turn: int, again: MessagePump | None) -> None:
        """A key has been everywhere."""
        if turn != self._turn or not self._in_turn:
            return
        if self._late is not None:
            self._late.cancel()
        if again is not None:
            self._follow(again, turn, LEAVING, None)
        else:
            await self._finish()

    async def _finish(self) -> None:
        """Let the window that follows from a key stand before the next one is dealt with."""
        if self.screen is not self._asked_on:
            for _step in range(STEPS):
                await asyncio.sleep(0)
        loop = asyncio.get_running_loop()
        if self._opening and loop.time() < self._given_at + PATIENCE:
            loop.call_later(LOOKS_EVERY, self.call_later, self._finish)
            return
        self._in_turn = False
        await self._next()

    async def ask(self, window: Screen[Answer]) -> Answer:
        """Show a window and wait for its answer, in a worker; keys wait until it is there."""
        self._opening += 1
        try:
            await self._flush_next_callbacks()  # the window before it goes away first
        finally:
            self._opening -= 1
        return await self.push_screen_wait(window)
