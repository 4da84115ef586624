"""Marking tickets of the list: what the next change is about (F7)."""

from collections import deque
from collections.abc import Sequence

from supportdesk.console.desk.panes import DeskPanes
from supportdesk.console.widgets.footer import Notice
from supportdesk.i18n import gettext as _
from supportdesk.i18n import ngettext

_CHANGES = 50
"""So many changes of many tickets keep what was marked before them."""


class Marking:
    """Commands that mark lines; marks stay while moving and go with the view."""

    def __init__(self, panes: DeskPanes) -> None:
        self._panes = panes
        self._from: int | None = None
        """The ticket that was marked last: where a range begins."""
        self._spent: deque[frozenset[int]] = deque(maxlen=_CHANGES)
        """What was marked before each of the last changes of many, the newest at the end."""

    @property
    def marked(self) -> Sequence[int]:
        """The marked tickets in the order of the list."""
        tickets = self._panes.tickets
        marks = tickets.marks
        return [number for number in tickets.listing.numbers if number in marks] if marks else ()

    @property
    def meant(self) -> Sequence[int]:
        """The marked tickets a change is about: none while one conversation is being read."""
        return () if self._panes.pane == "thread" else self.marked

    def do_mark(self) -> None:
        """Mark the ticket under the cursor, or take its mark off."""
        row = self._panes.tickets.row
        if row is not None:
            self._from = row.number
            self._mark(self._panes.tickets.marks ^ {row.number})

    def do_mark_range(self) -> None:
        """Mark everything from the ticket marked last to the cursor."""
        tickets = self._panes.tickets
        begin = None if self._from is None else tickets.listing.index(self._from)
        if begin is None or self._from not in tickets.marks:
            self._panes.say(
                Notice(_("Mark one end first with x; X at the other end marks all."), "dim")
            )
            return
        first, last = sorted((begin, tickets.cursor))
        self._mark(tickets.marks.union(tickets.listing.numbers[first : last + 1]))

    async def do_mark_all(self) -> None:
        """Mark the whole view, also what is not in sight; all marked already, mark none."""
        await self._panes.load_whole()
        tickets = self._panes.tickets
        everything = frozenset(tickets.listing.numbers)
        self._mark(frozenset() if tickets.marks == everything else everything)

    def clear(self) -> bool:
        """Take all marks off; whether there were any."""
        there_were = bool(self._panes.tickets.marks)
        self._panes.tickets.mark(frozenset())
        return there_were

    def spend(self) -> None:
        """A change of many is done: its marks come off, and back with its undo."""
        self._spent.append(self._panes.tickets.marks)
        self.clear()

    def give_back(self, undone: Sequence[int]) -> None:
        """Mark what was marked before the change that was undone, also what it left as it was.

        Of a change that was made elsewhere the tickets are marked that were undone.
        """
        marks = frozenset(undone)
        if self._spent and marks <= self._spent[-1]:
            marks = self._spent.pop()
        self._panes.tickets.mark(marks.intersection(self._panes.tickets.listing.numbers))

    def _mark(self, marks: frozenset[int]) -> None:
        """Show what is marked; the next key goes to the list, where it is about the marks."""
        self._panes.enter("list")
        self._panes.tickets.mark(marks)
        count = len(marks)
        told = ngettext(
            "{count} marked: the next change is about it · Esc takes the mark off",
            "{count} marked: the next change is about them all · Esc takes the marks off",
            count,
        )
        self._panes.say(Notice(told.format(count=count), "dim") if count else None)
