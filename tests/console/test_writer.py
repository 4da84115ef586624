"""The one thread that writes: whether a change waits for it."""

import asyncio
import threading

from supportdesk.console.desk.writer import Writer
from supportdesk.console.theme_finding import find_palette
from supportdesk.console.widgets.footer import Footer


async def test_it_is_free_when_all_that_was_handed_over_is_done() -> None:
    writer = Writer(Footer(find_palette("calm-dark")))
    may_end = threading.Event()
    assert writer.is_free
    first = asyncio.ensure_future(writer.run(lambda: None))
    second = asyncio.ensure_future(writer.run(may_end.wait, quiet=True))
    await first
    assert not writer.is_free  # what waits will be shown with it
    may_end.set()
    await second
    assert writer.is_free
    writer.finish()
