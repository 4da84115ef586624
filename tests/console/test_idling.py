"""Whoever waits until a console is idle has waited for all that was to come, and for no more."""

import asyncio
import threading
import time

from textual.app import App
from textual.screen import UPDATE_PERIOD


async def test_what_comes_before_the_next_frame_is_waited_for_and_what_comes_later_is_not() -> None:
    came: list[str] = []
    app = App[None]()
    async with app.run_test() as pilot:
        app.set_timer(UPDATE_PERIOD / 2, lambda: came.append("soon"))
        app.set_timer(30.0, lambda: came.append("late"))
        await pilot.pause()
        assert came == ["soon"]


async def test_time_that_passes_in_the_console_brings_all_that_was_due_in_its_order() -> None:
    came: list[str] = []
    app = App[None]()
    began = time.monotonic()
    async with app.run_test() as pilot:
        app.set_timer(20.0, lambda: came.append("second"))
        app.set_timer(10.0, lambda: came.append("first"))
        ticks = app.set_interval(1.0, lambda: came.append("tick"))
        await pilot.pause(25.0)
        ticks.stop()
    assert [one for one in came if one != "tick"] == ["first", "second"]
    assert 23 <= came.count("tick") <= 26
    assert time.monotonic() - began < 20


async def test_a_thread_that_works_is_waited_for_and_one_that_waits_itself_is_not() -> None:
    allowed = threading.Event()
    counted: list[int] = []
    async with App[None]().run_test() as pilot:
        waiting = asyncio.ensure_future(asyncio.to_thread(allowed.wait))
        working = asyncio.to_thread(lambda: counted.append(sum(range(3_000_000))))
        done = asyncio.ensure_future(working)
        await pilot.pause()
        assert counted == [sum(range(3_000_000))]
        assert not waiting.done()
        allowed.set()
        assert await waiting
        await done
