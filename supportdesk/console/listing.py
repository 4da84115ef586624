"""A list of tickets in frozen order: an array of numbers, and rows by pages of 64 (speed.md)."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Sequence

from supportdesk.store.read.rows import TicketRow

PAGE = 64
KEPT_PAGES = 32

Fetch = Callable[[Sequence[int]], list[TicketRow]]
"""Reads the tickets with these numbers; missing ones are left out."""


class Listing:
    """The tickets of a view. The order never changes by itself; rows are read when looked at."""

    def __init__(self, numbers: Iterable[int], fetch: Fetch) -> None:
        self.numbers = array("q", numbers)
        self._fetch = fetch
        self._pages: OrderedDict[int, dict[int, TicketRow]] = OrderedDict()

    def __len__(self) -> int:
        return len(self.numbers)

    def row(self, index: int) -> TicketRow | None:
        """The ticket on line `index`, or None when it is gone or there is no such line."""
        if not 0 <= index < len(self.numbers):
            return None
        return self._page(index // PAGE).get(self.numbers[index])

    def index(self, number: int) -> int | None:
        """The line of a ticket, or None when it is not in this list."""
        try:
            return self.numbers.index(number)
        except ValueError:
            return None

    def extend(self, numbers: Sequence[int]) -> None:
        """Add the numbers that follow what is already here."""
        self._pages.pop(len(self.numbers) // PAGE, None)
        self.numbers.extend(numbers)

    def forget(self) -> None:
        """Read all rows again when they are next looked at; the order stays."""
        self._pages.clear()

    def read_again(self, numbers: Collection[int]) -> None:
        """Read these tickets again, where they were looked at before; the order stays."""
        for rows in self._pages.values():
            changed = rows.keys() & set(numbers)
            fresh = self._fetch(list(changed)) if changed else []
            for gone in changed - {row.number for row in fresh}:
                del rows[gone]
            for row in fresh:
                rows[row.number] = row

    def _page(self, page: int) -> dict[int, TicketRow]:
        rows = self._pages.get(page)
        if rows is None:
            wanted = self.numbers[page * PAGE : (page + 1) * PAGE]
            rows = self._pages[page] = {row.number: row for row in self._fetch(wanted)}
            if len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return rows
