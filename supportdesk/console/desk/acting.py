"""Changing the desk from the console: submit, ask where the desk stops, tell, repaint (law 12)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from supportdesk.console import names
from supportdesk.console.desk.asking import Asking, stop_names
from supportdesk.console.desk.carrying_out import CarryingOut
from supportdesk.console.desk.panes import DeskPanes
from supportdesk.console.desk.upkeep import Upkeep
from supportdesk.console.desk.writer import Writer
from supportdesk.console.frames import one_frame
from supportdesk.console.widgets.footer import Notice
from supportdesk.domain.envelope import Envelope, Receipt, Refusal, new_id
from supportdesk.domain.errors import DeskError, Refused, Stop
from supportdesk.i18n import gettext as _

if TYPE_CHECKING:
    from supportdesk.domain.action import Action, Forward, Reply, RunMacro, SendLater
    from supportdesk.domain.memory import Memory

    Sending = Reply | Forward | RunMacro | SendLater


T = TypeVar("T")


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
        self._painted = asyncio.Event()
        self._painted.set()

    async def submit(
        self, action: "Action", confirmed: Iterable[str] = (), *, leaving: bool = False
    ) -> Receipt | None:
        """Do `action` as me and repaint from its receipt; None when it was refused.

        Stops are shown and may be confirmed (law 12); everything else is told in the bottom line.
        With `leaving` the conversation in sight is not painted: whoever asks shows one next.
        """
        try:
            return await self.attempt(action, confirmed, leaving=leaving)
        except DeskError as error:
            self._panes.refuse(error)
            return None

    async def attempt(
        self, action: "Action", confirmed: Iterable[str] = (), *, leaving: bool = False
    ) -> Receipt | None:
        """As `submit`, but a refusal is raised: there may be another way. None where one left."""
        now = self._panes.desk.clock()
        envelope = Envelope(new_id(now), self._panes.me.id, now, action, frozenset(confirmed))
        while True:
            try:
                receipt = await self._carrying_out.carry_out(envelope)
            except Refused as refusal:
                if not refusal.stops:
                    raise
                if not await self._asking.confirm(refusal.stops):
                    return None
                envelope = _told(envelope, refusal.stops)
            else:
                receipt = await self._go_on_where_held(envelope, receipt)
                self.done += 1
                self._upkeep.catch_up(own=receipt.tickets, leaving=leaving)
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
            self._panes.said_done(f"{said} {names.undo_hint()}")
        return True

    @asynccontextmanager
    async def one_frame(self) -> AsyncIterator[None]:
        """Paint once what is done meanwhile; personal things are remembered behind it (S11)."""
        self._painted.clear()
        try:
            async with one_frame(self._panes):
                yield
        finally:
            self._painted.set()

    async def keep(self, memory: "Memory") -> bool:
        """Remember something personal (law 5); False where it could not be, which is told."""
        await self._painted.wait()
        if self._panes.desk.read_only_because:
            return False
        try:
            await self._writer.run(lambda: self._panes.desk.remember(memory))
        except DeskError as error:
            self._panes.refuse(error)
            return False
        return True

    async def run(self, change: Callable[[], None]) -> None:
        """Do something slow behind the writes before it; raises what it raises."""
        await self._writer.run(change)

    async def carry_out(self, change: Callable[[], T]) -> T:
        """Do something that is no action behind the writes before it, and show what it changed.

        Raises what it raises.
        """
        found = await self._writer.run(change)
        self._upkeep.catch_up()
        return found

    async def mark_opened(self, number: int, newest: int | None) -> None:
        """Remember that I have opened a ticket, and read it up to its newest message (F12)."""
        from supportdesk.domain.memory import MarkOpened

        await self.keep(MarkOpened(self._panes.me.id, number))
        if newest is not None:
            await self.mark_seen(number, newest)

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


def _told(envelope: Envelope, stops: Sequence[Stop]) -> Envelope:
    """What somebody submits who has read these stops.

    Of what a stop showed up to a change number only that is confirmed: what comes later stops
    anew (F76).
    """
    from supportdesk.domain.action import Forward, Reply, RunMacro, SendLater

    passed = {stop.name for stop in stops}
    shown = {stop.name: stop.parameters["seen"] for stop in stops if "seen" in stop.parameters}
    if shown and isinstance(envelope.action, Reply | Forward | RunMacro | SendLater):
        newest = max(int(str(number)) for number in shown.values())
        envelope = replace(envelope, action=_read_up_to(envelope.action, newest))
        passed -= set(shown)
    return replace(envelope, confirmed=envelope.confirmed | passed)


def _read_up_to(action: "Sending", number: int) -> "Sending":
    """A text, alone, planned or in a macro, of somebody who has read up to this change number."""
    from supportdesk.domain.action import Forward, Reply, SendLater

    if isinstance(action, Reply | Forward):
        return replace(action, base_seq=max(action.base_seq, number))
    if isinstance(action, SendLater):
        base_seq = max(action.sending.base_seq, number)
        return replace(action, sending=replace(action.sending, base_seq=base_seq))
    steps = [
        replace(step, base_seq=max(step.base_seq, number)) if isinstance(step, Reply) else step
        for step in action.steps
    ]
    return replace(action, steps=tuple(steps))
