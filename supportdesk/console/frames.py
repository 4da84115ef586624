"""Painting once what would be painted twice (speed.md)."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.widget import Widget

MESSAGES = 10
"""Steps of the event loop in which a widget has told the screen that it takes other room."""


@asynccontextmanager
async def one_frame(widget: Widget) -> AsyncIterator[None]:
    """Paint nothing until the layout is known that follows from what is done meanwhile.

    It comes as a message: without this a frame for the former layout would be painted first.
    """
    with widget.app.batch_update():
        yield
        for _step in range(MESSAGES):
            await asyncio.sleep(0)
    widget.screen._on_timer_update()  # at once: the next tick is some milliseconds away
    widget.screen.check_idle()
