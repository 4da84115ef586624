"""Keeping the desk true: writes on one thread, what others changed, what time brings (law 11)."""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from textual import work
from textual.worker import get_current_worker

from supportdesk.console.listing import Listing
from supportdesk.console.screens.desk_panes import DeskPanes
from supportdesk.console.screens.desk_setting import DeskSetting
from supportdesk.console.times import MINUTE
from supportdesk.console.views import View
from supportdesk.console.widgets.footer import Notice
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import DeskError, Refused, Stop
from supportdesk.domain.ticket import Delivery
from supportdesk.i18n import gettext as _

if TYPE_CHECKING:
    from supportdesk.domain.action import Action
    from supportdesk.domain.memory import Memory

T = TypeVar("T")

POLL_SECONDS = 0.25
"""How often other processes' changes are looked for: 2 µs each time (speed.md)."""

PATIENCE = 0.1
"""Seconds after which a write that is not done yet says so."""

RETRY = 5_000
"""Milliseconds between attempts at due work that stays undone."""

ARRIVALS_LOOKED_AT = 200
"""Changed tickets looked at to count new arrivals; more than that reads as this many."""


class DeskUpkeep(DeskPanes):
    """Adds writing and upkeep to the panes."""

    def __init__(self, setting: DeskSetting) -> None:
        super().__init__(setting)
        self.writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._version = -1
        self._minute = 0
        self._next_due: int | None = None
        self._working = False
        self._arrived: set[int] = set()

    def on_mount(self) -> None:
        """Fill the panes before the first frame and begin to look after them."""
        try:
            self.show_first()
            self._version = self.reading.version()
            self._next_due = self.reading.next_due()
        except DeskError as error:
            self.refuse(error)
        self.set_interval(POLL_SECONDS, self.poll)

    def on_unmount(self) -> None:
        """Let the last write finish."""
        self.writer.shutdown(wait=True)

    # Writing

    async def in_writer(self, change: Callable[[], T]) -> T:
        """Run `change` on the writer thread, after those before it; say so when it takes long."""
        loop = asyncio.get_running_loop()
        future = loop.run_in_executor(self.writer, change)
        done, _pending = await asyncio.wait({future}, timeout=PATIENCE)
        if not done:
            before, saving = self.footer.notice, Notice(_("saving…"), "dim")
            self.say(saving)
            await asyncio.wait({future})
            if self.footer.notice is saving:
                self.say(before)
        return future.result()

    async def submit(self, action: "Action", confirmed: Iterable[str] = ()) -> Receipt | None:
        """Do `action` as me and repaint from its receipt; None when it was refused.

        Stops are shown and may be confirmed (law 12); everything else is told in the bottom line.
        """
        passed = frozenset(confirmed)
        while True:
            try:
                receipt = await self.in_writer(
                    lambda: self.desk.act(self.me.id, action, passed)  # noqa: B023
                )
            except Refused as refusal:
                if not refusal.stops:
                    self.refuse(refusal)
                    return None
                if not await self.confirm(refusal.stops):
                    return None
                passed |= {stop.name for stop in refusal.stops}
            except DeskError as error:
                self.refuse(error)
                return None
            else:
                self.catch_up(own=receipt.tickets)
                return receipt

    async def confirm(self, stops: Iterable[Stop]) -> bool:
        """Ask whether to go on in spite of these stops."""
        raise NotImplementedError

    async def keep(self, memory: "Memory") -> None:
        """Remember something personal; a store that cannot be written says so once."""
        if self.desk.read_only_because:
            return
        try:
            await self.in_writer(lambda: self.desk.remember(memory))
        except DeskError as error:
            self.refuse(error)

    # Following what changes

    def poll(self) -> None:
        """A quarter of a second has passed."""
        try:
            self._poll()
        except DeskError as error:
            self.refuse(error)

    def _poll(self) -> None:
        version = self.reading.version()
        if version != self._version:
            self._version = version
            self._next_due = self.reading.next_due()
            self.catch_up()
        now = self.reading.now()
        if self._due(now):
            self._working = True
            self.do_due_work()
        if now // MINUTE != self._minute:
            self._minute = now // MINUTE
            self.show_header()
            self.tickets.look_again(self.moment)
        if any(message.delivery == Delivery.QUEUED for message in self.thread.messages):
            self.thread.tick(self.moment)

    def catch_up(self, *, own: tuple[int, ...] = ()) -> None:
        """Repaint what has changed since this screen last looked; the list keeps its order.

        Tickets in `own` are my doing and no arrivals.
        """
        changed = self.reading.changed_since(self._seen_change)
        self._seen_change = self.reading.change_number()
        self.tickets.listing.forget()
        self.tickets.look_again(self.moment)
        self.show_counts()
        self.show_ticket_again()
        self._count_arrivals([number for number in changed if number not in own])

    def show_ticket_again(self) -> None:
        """Show the ticket in sight as it is now."""
        shown = self.thread.ticket
        fresh = None if shown is None else self.reading.row(shown.number)
        if fresh is None:
            self.show_ticket()
        else:
            self.show_row(fresh)

    def _count_arrivals(self, changed: list[int]) -> None:
        known = self.tickets.listing
        unknown = [number for number in changed if known.index(number) is None]
        if unknown and not self.view.numbers:
            self._arrived.update(self.reading.among(self.view, unknown[:ARRIVALS_LOOKED_AT]))
        self.tickets.announce(len(self._arrived))

    def show_view(self, view: View, number: int | None = None) -> None:
        """Show another list; nothing has arrived in it yet."""
        self._arrived.clear()
        super().show_view(view, number)

    def load_rest(self, view: View, listing: Listing) -> None:
        """Load the rest of a long view behind the frame."""
        self._load_rest(view, listing)

    @work(thread=True, group="listing")
    def _load_rest(self, view: View, listing: Listing) -> None:
        numbers = self.reading.numbers(view)
        if not get_current_worker().is_cancelled:
            self.call_later(self._take_rest, listing, numbers)

    def _take_rest(self, listing: Listing, numbers: list[int]) -> None:
        """Take in what a thread has read, unless the operator has gone elsewhere meanwhile."""
        if listing is self.tickets.listing:
            first = set(listing.numbers)
            listing.extend([number for number in numbers if number not in first])
            self.tickets.grown()

    @work(group="due", exit_on_error=False)
    async def do_due_work(self) -> None:
        """Do what time has brought: woken tickets, replies that leave (law 6)."""
        try:
            await self.in_writer(self.desk.work)
            self.catch_up()
            self._next_due = self._again(self.reading.next_due())
        except DeskError as error:
            self._next_due = self._again(self._next_due)
            self.refuse(error)
        finally:
            self._working = False

    def _due(self, now: int) -> bool:
        waits = self._working or self.desk.read_only_because is not None
        return not waits and self._next_due is not None and self._next_due <= now

    def _again(self, due: int | None) -> int | None:
        """When to work again: work that could not be done is not tried without a pause."""
        return None if due is None else max(due, self.reading.now() + RETRY)
