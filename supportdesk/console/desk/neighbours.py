"""Who else is at work on which ticket, and telling them that one is here oneself (F75).

On a copy of a desk, what was done to a ticket and waits or has stopped is shown beside them.

Beats are rare: a ticket that is open or written on, at most every ten seconds, and none from a
console that nobody has touched for minutes. Reading the others costs microseconds and paints only
where somebody came or went.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from supportdesk.console import text
from supportdesk.console.desk.panes import DeskPanes
from supportdesk.console.desk.writer import Writer
from supportdesk.domain.errors import DeskError
from supportdesk.domain.side_by_side import BEAT_MS, GONE, PRESENT_MS, VIEWING, WRITING
from supportdesk.i18n import gettext as _
from supportdesk.store.read.presence import Present
from supportdesk.store.read.sendings import UnsentRow

if TYPE_CHECKING:
    from supportdesk.domain.memory import Beat

UNTOUCHED_MS = 5 * 60_000
"""A console without a key for so long tells nobody any more that somebody looks at it."""

MARKS = {WRITING: "✎", VIEWING: "◦"}
"""How the list shows that somebody writes or looks; the heading says it in words."""


class Neighbours:
    """Follows the others and beats for oneself."""

    def __init__(self, panes: DeskPanes, writer: Writer) -> None:
        self._panes = panes
        self._writer = writer
        self._others: tuple[Present, ...] = ()
        self._unsent: Mapping[int, Sequence[UnsentRow]] = {}
        self._shown: object = ({}, {})
        """The others, and what is unsent, as they were shown last."""
        self._place: tuple[int, str] | None = None
        """Where one is, as looked at last: only a place one stays at is told."""
        self._told: tuple[int, str] | None = None
        self._told_at = self._touched_at = 0

    def touched(self) -> None:
        """A key was pressed."""
        self._touched_at = self._panes.reading.now()

    # The others

    def look(self) -> None:
        """Read who is here: the store has changed. Raises StoreTrouble."""
        self._others = self._panes.reading.others()
        if self._panes.overview.is_linked:
            from supportdesk.console.desk.unsent import unsent

            self._unsent = unsent(self._panes.reading)
        self._show(self._panes.reading.now())

    def _show(self, now: int) -> None:
        """Show those who are here now; paint nothing while nobody comes or goes."""
        here: dict[int, tuple[tuple[str, str], ...]] = {}
        for other in self._others:
            if other.at > now - PRESENT_MS:
                found = here.get(other.ticket, ())
                here[other.ticket] = (*found, (other.doing, other.operator))
        if (here, self._unsent) == self._shown:
            return
        self._shown = here, self._unsent
        phrases = {number: [_phrase(*one) for one in found] for number, found in here.items()}
        writing = {
            number: any(doing == WRITING for doing, _ in found) for number, found in here.items()
        }
        marks = {
            number: MARKS[WRITING if writes else VIEWING] for number, writes in writing.items()
        }
        if self._unsent:
            from supportdesk.console.desk.unsent import mark, phrase

            for number, rows in self._unsent.items():
                phrases[number] = [*map(phrase, rows), *phrases.get(number, ())]
                marks[number] = mark(rows)
        self._panes.thread.accompany(phrases)
        self._panes.tickets.accompany(marks)

    # Oneself

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Tickets are called by other numbers from now on: one is at the new one."""
        if self._told is not None and self._told[0] in numbers:
            self._told = self._place = None

    def tick(self) -> None:
        """A second has passed: forget who has gone silent, and tell where one is."""
        now = self._panes.reading.now()
        if self._others:
            self._show(now)
        place = self._where()
        stays, self._place = place == self._place, place
        if place is None or self._panes.desk.read_only_because:
            if place is None and self._told is not None:
                self._beat(self._told[0], GONE)
            return
        if place != self._told:
            if stays or place[1] == WRITING:
                self._beat(*place)
        elif now - self._told_at >= BEAT_MS and now - self._touched_at < UNTOUCHED_MS:
            self._beat(*place)

    def leave(self) -> None:
        """The console ends: nobody need wait until that is noticed."""
        if self._told is not None and not self._panes.desk.read_only_because:
            with suppress(DeskError):  # the trace expires by itself
                self._panes.desk.remember(self._beat_of(self._told[0], GONE))

    def _where(self) -> tuple[int, str] | None:
        """The ticket one has open, and what one does there."""
        ticket = self._panes.ticket
        if ticket is None:
            return None
        if self._panes.is_writing:
            return ticket.number, WRITING
        return (ticket.number, VIEWING) if self._panes.pane in ("thread", "card") else None

    def _beat(self, number: int, doing: str) -> None:
        left = self._told[0] if self._told is not None and self._told[0] != number else None
        self._told = None if doing == GONE else (number, doing)
        self._told_at = self._panes.reading.now()
        beat = self._beat_of(number, doing, left)
        self._panes.run_worker(self._tell(beat), group="presence")

    def _beat_of(self, number: int, doing: str, left: int | None = None) -> "Beat":
        from supportdesk.domain.memory import Beat

        return Beat(self._panes.me.id, number, doing, left)

    async def _tell(self, beat: "Beat") -> None:
        with suppress(DeskError):  # the next change tells what is wrong with the store
            await self._writer.run(lambda: self._panes.desk.remember(beat), quiet=True)


def _phrase(doing: str, operator: str) -> str:
    said = _("{operator} writes") if doing == WRITING else _("{operator} has it open")
    return said.format(operator=text.line(operator, 40))
