"""The console's one writer thread: a change never holds up a key (law 11)."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from supportdesk.console.widgets.footer import Footer, Notice
from supportdesk.i18n import gettext as _

T = TypeVar("T")

PATIENCE = 0.1
"""Seconds after which a write that is not done yet says so."""


class Writer:
    """Runs changes one after another; the footer tells when one takes long."""

    def __init__(self, footer: Footer) -> None:
        self._footer = footer
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._under_way = 0

    @property
    def is_free(self) -> bool:
        """Whether whoever handed over a change knows what came of it."""
        return not self._under_way

    async def run(self, change: Callable[[], T], *, quiet: bool = False) -> T:
        """Run `change` after those before it; raises what it raises. A quiet one says nothing."""
        self._under_way += 1
        try:
            return await self._run(change, quiet=quiet)
        finally:
            self._under_way -= 1

    async def _run(self, change: Callable[[], T], *, quiet: bool) -> T:
        future = asyncio.get_running_loop().run_in_executor(self._thread, change)
        done, _pending = await asyncio.wait({future}, timeout=PATIENCE)
        if not done and quiet:
            await asyncio.wait({future})
        elif not done:
            before, saving = self._footer.notice, Notice(_("saving…"), "dim")
            self._footer.say(saving)
            await asyncio.wait({future})
            if self._footer.notice is saving:
                self._footer.say(before)
        return future.result()

    def finish(self) -> None:
        """Let the last change finish."""
        self._thread.shutdown(wait=True)
