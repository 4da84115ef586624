"""How long operators have worked on tickets (F42): what is counted, and what is not.

Time counts for the ticket in sight from one key or click to the next, at most a minute: who does
nothing for longer is elsewhere. Tickets that are only passed over count nothing.
"""

from collections.abc import Mapping

from supportdesk.records import dataclass

MINUTE = 60_000
IDLE = MINUTE
"""Milliseconds without a key after which nothing counts (R8)."""

GLANCE = 3_000
"""Milliseconds a ticket must be in sight for its time to count."""

KEPT_AFTER = 45_000
"""Milliseconds of counted time after which it is written down: a crash loses at most a minute."""

QUARTER = 15 * MINUTE
"""Time is kept by quarters of an hour: days begin at one of them in every zone."""

LAST_QUARTER = 1 << 47
"""None begins as late: the year 6429, which every clock can still show."""

DAY = 24 * 60 * MINUTE
"""More is never counted at once, whatever clocks do."""

WORKS = ("reading", "reply", "forward", "note", "call", "other")
"""Kinds of work; the console counts all but the last: writing is called as its text is."""

READING, REPLY, FORWARD, NOTE, CALL, OTHER = WORKS

NEW_TICKET = 0
"""Stands for a ticket that is still being written down."""

SEES_ALL_TIMES = frozenset({"lead", "admin"})
"""Everybody sees the time they have spent themselves; these roles see everybody's."""

Focus = tuple[int, str]
"""A ticket and the kind of work."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Milliseconds of one kind of work on a ticket in one quarter of an hour.

    `quarter` is when it begins, in milliseconds.
    """

    ticket: int
    work: str
    quarter: int
    milliseconds: int


_Counted = dict[tuple[int, str, int], int]


class FocusTimer:
    """Counts in memory; moments are milliseconds. Costs nothing while nobody works."""

    def __init__(self) -> None:
        self._sign: int | None = None
        """The last sign of the operator; None while somebody else has the terminal."""
        self._until = 0
        """Up to where time is counted."""
        self._visit: int | None = None
        self._visited = 0
        self._fresh: _Counted = {}
        """Of the visit under way, while it may still be a glance."""
        self._kept: _Counted = {}
        self._since: int | None = None
        """Since when there is time that is not written down."""

    def sign(self, now: int, focus: Focus | None) -> None:
        """A key or a click; until now `focus` was in sight."""
        self.count(now, focus)
        self._sign, self._until = now, now

    def away(self, now: int, focus: Focus | None) -> None:
        """The terminal is not looked at any more."""
        self.count(now, focus)
        self._sign = None

    def count(self, now: int, focus: Focus | None) -> None:
        """Count what has passed since the last sign, at most a minute of it."""
        if self._sign is None:
            return
        start, end = self._until, min(now, self._sign + IDLE)
        if end <= start:
            return
        self._until = end
        if focus is not None:
            self._add(focus, start, end)

    def is_due(self, now: int) -> bool:
        """Whether there is something to write down, for long enough."""
        return self._since is not None and now - self._since >= KEPT_AFTER

    def take(self) -> tuple[Spell, ...]:
        """What is to be written down; it is not counted here any more."""
        if self._visited >= GLANCE:
            self._keep_visit()
        taken = {key: spent for key, spent in self._kept.items() if key[0] != NEW_TICKET}
        for key in taken:
            del self._kept[key]
        self._since = None
        return tuple(Spell(*key, spent) for key, spent in sorted(taken.items()))

    def give_back(self, spells: tuple[Spell, ...], now: int) -> None:
        """It could not be written down: it is counted here again."""
        for spell in spells:
            key = (spell.ticket, spell.work, spell.quarter)
            self._kept[key] = self._kept.get(key, 0) + spell.milliseconds
        if spells and self._since is None:
            self._since = now

    def name_new(self, ticket: int | None) -> None:
        """The ticket that was being written down has this number; None forgets it."""
        for counted in (self._kept, self._fresh):
            for key in [key for key in counted if key[0] == NEW_TICKET]:
                spent = counted.pop(key)
                if ticket is not None:
                    self._kept[(ticket, *key[1:])] = spent
        self._visit, self._visited = None, 0

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Tickets are called by other numbers from now on."""
        for counted in (self._kept, self._fresh):
            for key in [key for key in counted if key[0] in numbers]:
                spent, here = counted.pop(key), (numbers[key[0]], *key[1:])
                counted[here] = counted.get(here, 0) + spent
        if self._visit is not None:
            self._visit = numbers.get(self._visit, self._visit)

    def _add(self, focus: Focus, start: int, end: int) -> None:
        ticket, work = focus
        if ticket != self._visit:
            self._end_visit()
            self._visit = ticket
        if self._since is None:
            self._since = start
        self._visited += end - start
        while start < end:
            quarter = start // QUARTER * QUARTER
            stop = min(end, quarter + QUARTER)
            key = (ticket, work, quarter)
            self._fresh[key] = self._fresh.get(key, 0) + stop - start
            start = stop

    def _end_visit(self) -> None:
        if self._visited >= GLANCE:
            self._keep_visit()
        self._fresh.clear()
        self._visited = 0

    def _keep_visit(self) -> None:
        for key, spent in self._fresh.items():
            self._kept[key] = self._kept.get(key, 0) + spent
        self._fresh.clear()
