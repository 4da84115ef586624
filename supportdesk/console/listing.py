"""A list of tickets in frozen order: an array of numbers, and rows by pages of 16."""

from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

from supportdesk.store.read.rows import TicketRow
from supportdesk.store.read.search import GroupName

PAGE = 64
"""So many numbers of a view are read under its key."""
ROWS = 16
"""So many rows are read at once: 64 cold ones took 31 ms of the one key in 64 that needed them."""
KEPT = 128
"""So many of these pages are kept."""

Fetch = Callable[[Sequence[int]], list[TicketRow]]
"""Reads the tickets with these numbers; missing ones are left out."""


class Listing:
    """The tickets of a view. The order never changes by itself; rows are read when looked at.

    A grouped one has a line more for the heading of each group.
    """

    def __init__(
        self,
        numbers: Iterable[int],
        fetch: Fetch,
        *,
        group_by: str = "",
        groups: Iterable[GroupName] = (),
    ) -> None:
        """`groups` names the group of each ticket, where `group_by` says by what."""
        self.numbers = array("q", numbers)
        self.group_by = group_by
        self.groups = list(groups)
        self._begins = self._group_begins()
        self._heading_lines = [begin + before for before, begin in enumerate(self._begins)]
        self._fetch = fetch
        self._pages: OrderedDict[int, dict[int, TicketRow]] = OrderedDict()

    def __len__(self) -> int:
        return len(self.numbers)

    def row(self, index: int) -> TicketRow | None:
        """The ticket at place `index`, or None when it is gone or there is no such place."""
        if not 0 <= index < len(self.numbers):
            return None
        return self._page(index // ROWS).get(self.numbers[index])

    def index(self, number: int) -> int | None:
        """The place of a ticket, or None when it is not in this list."""
        try:
            return self.numbers.index(number)
        except ValueError:
            return None

    # Lines: tickets and the headings of their groups

    @property
    def lines(self) -> int:
        """How many lines tickets and headings take."""
        return len(self.numbers) + len(self._begins)

    def line_of(self, index: int) -> int:
        """The line of the ticket at place `index`."""
        return index + bisect_right(self._begins, index)

    def at(self, line: int) -> tuple[int, bool]:
        """The place of the ticket on a line, or of the first one below the heading there."""
        before = bisect_right(self._heading_lines, line)
        if before and self._heading_lines[before - 1] == line:
            return self._begins[before - 1], True
        return line - before, False

    def begins_group(self, index: int) -> bool:
        """Whether a heading stands over the ticket at this place."""
        before = bisect_right(self._begins, index)
        return bool(before) and self._begins[before - 1] == index

    def group_size(self, index: int) -> int:
        """How many tickets the group has that begins at this place."""
        after = bisect_right(self._begins, index)
        end = self._begins[after] if after < len(self._begins) else len(self.numbers)
        return end - index

    def _group_begins(self) -> list[int]:
        groups = self.groups
        return [
            index for index, name in enumerate(groups) if not index or name != groups[index - 1]
        ]

    # Keeping true

    def with_rest(self, whole: "Listing") -> "Listing":
        """What is here and all of `whole` that follows it; may be asked on any thread."""
        here = len(self.numbers)
        if whole.numbers[:here] == self.numbers and whole.groups[:here] == self.groups:
            return whole
        known = set(self.numbers)
        added = [index for index, number in enumerate(whole.numbers) if number not in known]
        return Listing(
            [*self.numbers, *(whole.numbers[index] for index in added)],
            self._fetch,
            group_by=self.group_by,
            groups=[*self.groups, *(whole.groups[index] for index in added)] if self.groups else (),
        )

    def become(self, longer: "Listing") -> None:
        """Have the tickets of `longer`, which begins as this one does."""
        self._pages.pop(len(self.numbers) // ROWS, None)
        self.numbers, self.groups = longer.numbers, longer.groups
        self._begins, self._heading_lines = longer._begins, longer._heading_lines

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Tickets are called by other numbers from now on; each keeps its place."""
        for former, number in numbers.items():
            place = self.index(former)
            if place is not None:
                self.numbers[place] = number
                self._pages.pop(place // ROWS, None)

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
            wanted = self.numbers[page * ROWS : (page + 1) * ROWS]
            rows = self._pages[page] = {row.number: row for row in self._fetch(wanted)}
            if len(self._pages) > KEPT:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(page)
        return rows
