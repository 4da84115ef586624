"""Reading lists: at once where an index answers, else on a thread behind the frame (law 11).

A list with an order, groups or words of its own may look at every ticket of a large store. Until
it is there the old one stays in sight, and keys wait for it: they are meant for what comes.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from supportdesk.console.listing import PAGE, Listing
from supportdesk.console.reading import Reading
from supportdesk.console.views import BY_NAME, View
from supportdesk.domain.errors import DeskError

SOON = 0.15
"""Seconds after which a list that is not there yet is told of."""

LONGEST_WAIT = 1.0
"""Seconds that keys wait for a list; then they are about the old one again."""


class Fetching:
    """Reads the lists of views; of several that are wanted the last one counts."""

    def __init__(
        self,
        reading: Reading,
        tell: Callable[[View | None], None],
        refuse: Callable[[DeskError], None],
    ) -> None:
        """`tell` says that a view takes its time, and no more; `refuse` that it cannot be read."""
        self._reading = reading
        self._tell = tell
        self._refuse = refuse
        self._wanted = 0
        self._told: View | None = None
        self._there = asyncio.Event()
        self._there.set()

    def at_once(self, view: View, number: int | None, *, whole: bool) -> Listing | None:
        """The list, where it takes no time to read; None where `bring` is to be asked.

        `number` is a ticket to be found in it; `whole` asks for more than the first page.
        """
        self._wanted += 1
        self._there.set()
        if view.numbers is not None:
            return self._reading.whole(view)
        if not (view.name in BY_NAME or view.name.startswith("queue-")):
            return None
        page = self._reading.first_page(view)
        return None if _is_missed(page, number, whole=whole) else page

    async def bring(
        self,
        view: View,
        number: int | None,
        take: Callable[[Listing], None],
        *,
        whole: bool = False,
    ) -> None:
        """Read the list on a thread, then hand it to `take`, unless another one is wanted by then.

        Called after `expect`.
        """

        def read() -> Listing:
            page = self._reading.first_page(view)
            return self._reading.whole(view) if _is_missed(page, number, whole=whole) else page

        with self._waited_for(view) as is_wanted:
            try:
                listing = await asyncio.to_thread(read)
                if is_wanted():
                    take(listing)
            except DeskError as error:
                if is_wanted():
                    self._told = None  # the refusal stands there instead
                    self._refuse(error)

    async def rest(self, view: View, listing: Listing) -> Listing:
        """What a list shows of a view, and everything that follows it.

        Where that cannot be read, which is told, what it shows is all.
        """
        try:
            return await asyncio.to_thread(lambda: listing.with_rest(self._reading.whole(view)))
        except DeskError as error:
            self._refuse(error)
            return listing

    async def settled(self) -> None:
        """Wait until the list that is wanted is there; not for ever."""
        if not self._there.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._there.wait(), LONGEST_WAIT)

    def expect(self) -> None:
        """A list is about to be brought: keys wait for it from now on."""
        self._there.clear()

    def arrived(self) -> None:
        """What was expected is there: keys wait no longer."""
        self._there.set()

    @contextmanager
    def _waited_for(self, view: View) -> Iterator[Callable[[], bool]]:
        wanted = self._wanted

        def is_wanted() -> bool:
            return wanted == self._wanted

        late = asyncio.get_running_loop().call_later(SOON, self._tell_of, view)
        try:
            yield is_wanted
        finally:
            late.cancel()
            if is_wanted():
                self._tell_of(None)
                self._there.set()

    def _tell_of(self, view: View | None) -> None:
        if view is not self._told:
            self._told = view
            self._tell(view)


def _is_missed(page: Listing, number: int | None, *, whole: bool) -> bool:
    """Whether a first page is not enough."""
    if len(page) < PAGE:
        return False
    return whole or (number is not None and page.index(number) is None)
