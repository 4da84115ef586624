"""Keeping the panes true: what others changed, what time brings (laws 6 and 11)."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

from supportdesk.console.desk.neighbours import Neighbours
from supportdesk.console.desk.panes import DeskPanes
from supportdesk.console.desk.saved_counts import SavedCounts
from supportdesk.console.desk.telling import Telling
from supportdesk.console.desk.writer import Writer
from supportdesk.console.listing import Listing
from supportdesk.console.times import MINUTE
from supportdesk.domain.errors import DeskError
from supportdesk.domain.ticket import Delivery
from supportdesk.store.read.tickets import CHANGED_AT_MOST

POLL_SECONDS = 0.25
"""How often other processes' changes are looked for: 2 µs each time (speed.md)."""

RESTS = 4
"""Looks without a change after which the store is at rest."""

SECOND = 4
"""Looks in a second, for what a second is soon enough: a timer more costs more than a look (S6)."""

RETRY = 5_000
"""Milliseconds between attempts at due work that stays undone."""

ARRIVALS_LOOKED_AT = 200
"""Changed tickets looked at to count new arrivals; more than that reads as this many."""


class Upkeep:
    """Follows the store and the clock, a quarter of a second behind at most."""

    def __init__(self, panes: DeskPanes, writer: Writer, neighbours: Neighbours) -> None:
        self._panes = panes
        panes.desk.deals_at_once = False  # a reply does not wait for it: the next look deals
        self._telling = Telling(panes)
        self._writer = writer
        self._neighbours = neighbours
        self._version = -1
        self._marks = 0
        self._looks = 0
        self._minute = 0
        self._next_due: int | None = None
        self._working = False
        self._rests = 0
        """Looks in a row that found nothing new."""
        self._saved = SavedCounts(panes)
        self.each_second: tuple[Callable[[], None], ...] = (neighbours.tick,)
        """What else is looked after, once a second."""
        self.renumbered: tuple[Callable[[Mapping[int, int]], None], ...] = (
            panes.renumber,
            neighbours.renumber,
        )
        """Who has to know under which numbers tickets go from now on."""
        self._numbered: set[int] = set()
        self.caught_up: Callable[[], None] = lambda: None
        """Called when the panes show what has changed."""
        self._arrived: set[int] = set()
        self._arrived_beside: Listing | None = None

    def begin(self) -> None:
        """The panes are about to show the store as it is now. Raises StoreTrouble."""
        self._version = self._panes.reading.version()
        self._next_due = self._panes.reading.next_due()
        self._marks = self._panes.reading.mark_number()
        self._telling.badge()

    def poll(self) -> None:
        """A quarter of a second has passed."""
        try:
            self._poll()
        except DeskError as error:
            self._panes.refuse(error)

    def _poll(self) -> None:
        panes = self._panes
        version = panes.reading.version()
        if version != self._version and self._is_news(version):
            self.catch_up()
        else:
            self._rests += 1
            if self._rests == RESTS:
                panes.run_worker(self._fold(), group="fold")
        self._looks += 1
        if self._looks % SECOND == 0:
            for look in self.each_second:
                look()
        now = panes.reading.now()
        self._saved.poll(now, at_rest=self._rests >= RESTS)
        if self._due(now):
            self._working = True
            panes.run_worker(self._do_due_work(), group="due")
        if now // MINUTE != self._minute:
            self._minute = now // MINUTE
            self._saved.changed(now)
            panes.overview.show_header()
            panes.tickets.look_again(panes.moment)
        if any(message.delivery == Delivery.QUEUED for message in panes.thread.messages):
            panes.thread.tick(panes.moment)

    def _is_news(self, version: int) -> bool:
        """Whether a write of somebody changes more than the marks on tabs that tell of drafts."""
        self._version = version
        self._panes.tabs.show()
        self._next_due = self._panes.reading.next_due()
        self._neighbours.look()
        if self._panes.follow_link():
            self.caught_up()
        reading = self._panes.reading
        changed = reading.change_number() != self._panes.shown_change
        return changed or reading.mark_number() != self._marks

    def is_up_to_date(self) -> bool:
        """Whether nobody has written since the panes last looked. Raises StoreTrouble."""
        return self._panes.reading.version() == self._version

    def pass_over_own(self) -> None:
        """What was written just now is my own and in no pane: it is no reason to look again.

        Where something else has happened meanwhile, there is. Raises StoreTrouble.
        """
        panes = self._panes
        if panes.reading.change_number() == panes.shown_change:
            self._version = panes.reading.version()
            self._rests = 0

    def catch_up(self, *, own: tuple[int, ...] = (), leaving: bool = False) -> None:
        """Repaint what has changed since the panes last looked; the list keeps its order.

        Tickets in `own` are my doing: no arrivals, and read again also where only a mark changed.
        With `leaving` another conversation is about to be shown.
        """
        panes = self._panes
        self._follow_numbers()
        since = panes.shown_change
        changed = panes.reading.changed_since(since)
        panes.shown_change = panes.reading.change_number()
        self.begin()
        self._rests = 0
        self._saved.changed(panes.reading.now())
        if len(changed) in range(1, CHANGED_AT_MOST) or own:
            panes.tickets.listing.read_again({*changed, *own})
        else:
            panes.tickets.listing.forget()  # too much has changed, or marks that leave no event
        panes.tickets.look_again(panes.moment)
        panes.tabs.close_withdrawn(changed)
        panes.show_counts()
        if panes.overview.is_linked:
            self._neighbours.look()
        if not leaving:
            panes.show_ticket_again()
        self._count_arrivals([number for number in changed if number not in own])
        self._telling.look(since)
        self.caught_up()

    def _follow_numbers(self) -> None:
        """Tickets made on a copy have got their numbers: whatever is open goes on under those."""
        if not self._panes.overview.is_linked:
            return
        numbered = self._panes.reading.all_numbered()
        fresh = {former: numbered[former] for former in numbered.keys() - self._numbered}
        self._numbered |= fresh.keys()
        if fresh:
            for renumber in self.renumbered:
                renumber(fresh)

    def _count_arrivals(self, changed: Sequence[int]) -> None:
        """Count what belongs to the list in sight and came after it was read (console.md)."""
        panes = self._panes
        listing = panes.tickets.listing
        if listing is not self._arrived_beside:
            self._arrived, self._arrived_beside = set(), listing
        known = set(listing.numbers) if changed else ()
        unknown = [number for number in changed if number not in known]
        if unknown and not panes.view.numbers:
            self._arrived.update(panes.reading.arrived(panes.view, unknown[:ARRIVALS_LOOKED_AT]))
        panes.tickets.announce(len(self._arrived))

    async def _fold(self) -> None:
        """Nobody writes: let the next change be quick."""
        with suppress(DeskError):  # the next change tells what is wrong with the store
            await self._writer.run(self._panes.desk.rest, quiet=True)

    async def _do_due_work(self) -> None:
        """Do what time has brought: woken tickets, replies that leave (law 6)."""
        try:
            await self._writer.run(self._panes.desk.work)
            if self._writer.is_free:  # else the change that waits is shown with it, or a look does
                self.catch_up()
            self._next_due = self._again(self._panes.reading.next_due())
        except DeskError as error:
            self._next_due = self._again(self._next_due)
            self._panes.refuse(error)
        finally:
            self._working = False

    def _due(self, now: int) -> bool:
        waits = self._working or self._panes.desk.read_only_because is not None
        return not waits and self._next_due is not None and self._next_due <= now

    def _again(self, due: int | None) -> int | None:
        """When to work again: work that could not be done is not tried without a pause."""
        return None if due is None else max(due, self._panes.reading.now() + RETRY)
