"""Changing the desk from the console: submit, ask where the desk stops, tell, repaint (law 12)."""

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from supportdesk.console.desk.asking import Asking, stop_names
from supportdesk.console.desk.carrying_out import CarryingOut
from supportdesk.console.desk.panes import DeskPanes
from supportdesk.console.desk.upkeep import Upkeep
from supportdesk.console.desk.writer import Writer
from supportdesk.console.widgets.footer import Notice
from supportdesk.domain.envelope import Envelope, Receipt, Refusal, new_id
from supportdesk.domain.errors import DeskError, Refused
from supportdesk.i18n import gettext as _

if TYPE_CHECKING:
    from supportdesk.domain.action import Action
    from supportdesk.domain.memory import Memory


class Acting:
    """Submits actions as the operator and repaints from their receipts."""

    def __init__(
        self,
        panes: DeskPanes,
        asking: Asking,
        writer: Writer,
        upkeep: Upkeep,
        carrying_out: CarryingOut,
    ) -> None:
        self._panes = panes
        self._asking = asking
        self._writer = writer
        self._upkeep = upkeep
        self._carrying_out = carrying_out
        self.done = 0
        """Actions done here so far: tells whether anything came after something."""

    async def submit(self, action: "Action", confirmed: Iterable[str] = ()) -> Receipt | None:
        """Do `action` as me and repaint from its receipt; None when it was refused.

        Stops are shown and may be confirmed (law 12); everything else is told in the bottom line.
        """
        now = self._panes.desk.clock()
        envelope = Envelope(new_id(now), self._panes.me.id, now, action, frozenset(confirmed))
        while True:
            try:
                receipt = await self._carrying_out.carry_out(envelope)
            except Refused as refusal:
                if not refusal.stops:
                    self._panes.refuse(refusal)
                    return None
                if not await self._asking.confirm(refusal.stops):
                    return None
                passed = {stop.name for stop in refusal.stops}
                envelope = replace(envelope, confirmed=envelope.confirmed | passed)
            except DeskError as error:
                self._panes.refuse(error)
                return None
            else:
                receipt = await self._go_on_where_held(envelope, receipt)
                self.done += 1
                self._upkeep.catch_up(own=receipt.tickets)
                return receipt

    async def _go_on_where_held(self, envelope: Envelope, receipt: Receipt) -> Receipt:
        """Ask about the tickets of a bulk at which a guard has stopped, and do those as well."""
        while held := [refusal for refusal in receipt.refused if _is_held(refusal)]:
            if receipt.left or not await self._asking.confirm_held(held):
                return receipt
            envelope = replace(envelope, confirmed=envelope.confirmed.union(stop_names(held)))
            rest = tuple(refusal for refusal in receipt.refused if refusal not in held)
            before = replace(receipt, refused=rest)
            receipt = before.and_then(await self._carrying_out.carry_out(envelope))
        return receipt

    async def change(self, action: "Action", said: str) -> bool:
        """Do `action`; say so, and how to take it back. False when it was refused."""
        before = self._panes.reading.change_number()
        receipt = await self.submit(action)
        if receipt is None:
            return False
        if receipt.last_event <= before:
            self._panes.say(Notice(_("It was so already; nothing has changed."), "dim"))
        else:
            self._panes.said_done(f"{said} {_('z undoes.')}")
        return True

    async def keep(self, memory: "Memory") -> bool:
        """Remember something personal (law 5); False where it could not be, which is told."""
        if self._panes.desk.read_only_because:
            return False
        try:
            await self._writer.run(lambda: self._panes.desk.remember(memory))
        except DeskError as error:
            self._panes.refuse(error)
            return False
        return True

    async def keep_unseen(self, memory: "Memory") -> bool:
        """Remember something of which nothing is in sight: no pane is painted for it."""
        try:
            followed = self._upkeep.is_up_to_date()
            await self._writer.run(lambda: self._panes.desk.remember(memory))
            if followed:
                self._upkeep.pass_over_own()
        except DeskError:
            return False  # it is tried again; whoever changes something is told what is wrong
        return True

    async def mark_seen(self, number: int, message: int) -> None:
        """Remember up to which message of a ticket I have read; 0 is none."""
        from supportdesk.domain.memory import MarkSeen

        if await self.keep(MarkSeen(self._panes.me.id, number, message)):
            self._upkeep.catch_up(own=(number,))


def _is_held(refusal: Refusal) -> bool:
    return isinstance(refusal.error, Refused) and bool(refusal.error.stops)
