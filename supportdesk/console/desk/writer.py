"""The console's one writer thread: a change never holds up a key (law 11)."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from supportdesk.console.widgets.footer import Notice
from supportdesk.i18n import gettext as _

T = TypeVar("T")

PATIENCE = 0.1
"""Seconds after which a write that is not done yet says so."""


class Writer:
    """Runs changes one after another; `say` tells when one takes long."""

    def __init__(self, say: Callable[[Notice | None], None]) -> None:
        self._say = say
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")

    async def run(self, change: Callable[[], T]) -> T:
        """Run `change` after those before it; raises what it raises."""
        future = asyncio.get_running_loop().run_in_executor(self._thread, change)
        done, _pending = await asyncio.wait({future}, timeout=PATIENCE)
        if not done:
            self._say(Notice(_("saving…"), "dim"))
            await asyncio.wait({future})
            self._say(None)
        return future.result()

    def finish(self) -> None:
        """Let the last change finish."""
        self._thread.shutdown(wait=True)
