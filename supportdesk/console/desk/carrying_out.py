"""Carrying out an action part by part: the desk stays usable, and Esc stops a long one (law 2)."""

import asyncio
from dataclasses import replace

from supportdesk.console.desk.panes import DeskPanes
from supportdesk.console.desk.writer import Writer
from supportdesk.console.widgets.footer import Notice
from supportdesk.desk.desk import PAUSE_SECONDS
from supportdesk.domain.envelope import Envelope, Receipt
from supportdesk.i18n import gettext as _


class CarryingOut:
    """Submits an envelope until nothing is left of it; other writes have their turn between."""

    def __init__(self, panes: DeskPanes, writer: Writer) -> None:
        self._panes = panes
        self._writer = writer
        self.busy = False
        """Whether a change of many tickets is under way."""
        self._stopped = False
        self._turn = asyncio.Lock()
        """One action after another: an undo typed early takes back all of what it follows."""

    async def carry_out(self, envelope: Envelope) -> Receipt:
        """Do it to its end, or until somebody stops it. Raises what `Desk.submit` raises."""
        async with self._turn:
            return await self._carry_out(envelope)

    async def _carry_out(self, envelope: Envelope) -> Receipt:
        whole = await self._submit(envelope)
        if not whole.left:
            return whole
        self.busy, self._stopped = True, False
        try:
            while whole.left and not self._stopped:
                told = _("{left} to go · Esc stops").format(left=whole.left)
                self._panes.say(Notice(told, "dim"))
                await asyncio.sleep(PAUSE_SECONDS)
                whole = whole.and_then(await self._submit(envelope))
        finally:
            self.busy = False
        return whole

    def stop(self) -> bool:
        """Do no more than has been done; whether anything was under way."""
        self._stopped = self.busy
        return self.busy

    async def _submit(self, envelope: Envelope) -> Receipt:
        desk = self._panes.desk
        return await self._writer.run(lambda: desk.submit(replace(envelope, at=desk.clock())))
