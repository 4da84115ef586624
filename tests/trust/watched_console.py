"""The console, telling what it does: which commands ran, which windows stood, and where it is.

`python -m tests.trust.watched_console LOG LAYERS --store FILE`: only for tests. A line of LOG is
`do NAME`, `window CLASS`, `markup TEXT` where one with a bracket was read for its meaning,
`held MILLISECONDS` where the console answered no key for so long, or
after SIGUSR1 `here WINDOWS PLACE MARKED`. LAYERS are those of `unsafe_console` that are taken
away, or `none`.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.trust.unsafe_console import LAYERS

LOOKS_EVERY = 0.02
"""Seconds between looks at whether every key was dealt with."""
HELD = 0.02
"""Seconds of work in one go, by the loop's own processor time, that are told of."""


def watch(log: Path) -> None:
    """Write into `log` what the console does from now on."""
    from rich.text import Text
    from textual.content import Content

    from supportdesk.console.app import Console
    from supportdesk.console.desk.screen import DeskScreen

    descriptor = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    do, push, start = DeskScreen.do, Console.push_screen, Console.on_mount

    def tell(words: str) -> None:
        os.write(descriptor, f"{words}\n".encode())

    def doing(desk: DeskScreen, command: Any, press: str = "") -> None:
        tell(f"do {command.name}")
        do(desk, command, press)

    def pushing(console: Console, screen: Any, *given: Any, **more: Any) -> Any:
        tell(f"window {type(screen).__name__}")
        return push(console, screen, *given, **more)

    def starting(console: Console) -> None:
        start(console)
        loop = asyncio.get_running_loop()

        def here() -> None:
            if console._waiting or console._in_turn or console._opens:
                loop.call_later(LOOKS_EVERY, here)
            else:
                tell(where(console))

        loop.add_signal_handler(signal.SIGUSR1, loop.call_later, LOOKS_EVERY, here)

    replaced: dict[Any, dict[str, Any]] = {
        asyncio.Handle: {"_run": timed(tell)},
        DeskScreen: {"do": doing},
        Console: {"push_screen": pushing, "on_mount": starting},
        Content: {"from_markup": meant(Content, tell)},
        Text: {"from_markup": meant(Text, tell)},
    }
    for kind, methods in replaced.items():
        for name, method in methods.items():
            setattr(kind, name, method)


def meant(kind: Any, tell: Callable[[str], None]) -> Any:
    """How a text becomes one of this kind by what its brackets mean, told of."""
    read = kind.from_markup.__func__

    def reading(of: Any, markup: Any, *given: Any, **more: Any) -> Any:
        if isinstance(markup, str) and "[" in markup:
            tell(f"markup {markup[:80]!a}")
        return read(of, markup, *given, **more)

    return classmethod(reading)


def timed(tell: Callable[[str], None]) -> Callable[[asyncio.Handle], None]:
    """A step of the loop that tells when it took long."""
    step = asyncio.Handle._run

    def stepping(handle: asyncio.Handle) -> None:
        began = time.thread_time()
        step(handle)
        taken = time.thread_time() - began
        if taken > HELD:
            tell(f"held {taken * 1000:.0f}")

    return stepping


def where(console: Any) -> str:
    """The line that tells where a console is."""
    desk = console._desk_screen
    windows = ",".join(type(screen).__name__ for screen in console.screen_stack)
    writing, place = desk.writing.open, "desk"
    if writing is not None:
        place = "review" if writing.composer.has_class("-reviewing") else "text"
    return f"here {windows} {place} {int(bool(desk.panes.tickets.marks))}"


if __name__ == "__main__":
    written, layers = Path(sys.argv.pop(1)), sys.argv.pop(1)
    for layer in layers.split(","):
        LAYERS.get(layer, bool)()
    watch(written)
    from supportdesk.cli.main import run

    run()
