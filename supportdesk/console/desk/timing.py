"""Counting the time spent on tickets, and correcting it (F42).

Signs of the operator are counted in memory; now and then, at most once in 45 seconds, what was
counted is written down. Nothing is painted for it, and an idle console writes nothing.
"""

from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.errors import DeskError, Invalid
from supportdesk.domain.memory import SpendTime
from supportdesk.domain.provisional import ticket_name
from supportdesk.domain.time_spent import CALL, NEW_TICKET, READING, Focus, FocusTimer, Spell
from supportdesk.i18n import gettext as _
from supportdesk.i18n.work_names import time_text, work_name
from supportdesk.store.read.rows import TicketRow

if TYPE_CHECKING:
    from supportdesk.console.desk.writing import WritingDesk
    from supportdesk.domain.action import AddTime, CorrectTime

LOOKS_EVERY = 5.0
"""Seconds between looks at whether there is something to write down."""


class Timing:
    """Counts what the operator works on."""

    def __init__(self, at: Workplace, writing: "WritingDesk") -> None:
        self._at = at
        self._writing = writing
        self._timer = FocusTimer()
        panes = at.panes
        self.counts = panes.setting.tracks_time and not panes.desk.read_only_because
        """Whether anything is counted."""

    # Counting

    def begin(self) -> None:
        """Look now and then whether there is something to write down."""
        if self.counts:
            self._at.panes.set_interval(LOOKS_EVERY, self.look)

    def sign(self) -> None:
        """A key or a click."""
        if self.counts:
            self._timer.sign(self._at.reading.now(), self._focus())

    def away(self) -> None:
        """The terminal has lost the focus."""
        if self.counts:
            self._timer.away(self._at.reading.now(), self._focus())

    def look(self) -> None:
        """A few seconds have passed."""
        if not self.counts:
            return
        now = self._at.reading.now()
        self._timer.count(now, self._focus())
        if self._timer.is_due(now) and (spells := self._timer.take()):
            self._at.panes.run_worker(self._keep(spells), group="time")

    def keep_now(self) -> None:
        """Write down what was counted, at once and on this thread: the program is ending."""
        spells = self._timer.take() if self.counts else ()
        if spells:
            with suppress(DeskError):  # there is nobody to tell any more
                self._at.panes.desk.remember(SpendTime(self._at.panes.me.id, spells))

    def name_new(self, ticket: int | None) -> None:
        """What was being written down is this ticket by now, or nothing."""
        self._timer.name_new(ticket)

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Tickets are called by other numbers from now on."""
        self._timer.renumber(numbers)

    def _focus(self) -> Focus | None:
        """What the operator works on."""
        over = self._at.asking.over
        if over == "NewTicketScreen":
            return NEW_TICKET, CALL
        ticket = self._at.panes.ticket
        if ticket is None or over in _ELSEWHERE:
            return None
        writing = self._writing.open
        return ticket.number, READING if writing is None else writing.composer.kind

    async def _keep(self, spells: tuple[Spell, ...]) -> None:
        memory = SpendTime(self._at.panes.me.id, spells)
        if not await self._at.acting.keep_unseen(memory):
            self._timer.give_back(spells, self._at.reading.now())

    # By hand

    async def do_time(self, ticket: TicketRow) -> None:
        """See the time I have spent on the ticket; add to it, or say what it was in all."""
        number = ticket.number
        spent = self._at.reading.my_time(number)
        told = " · ".join(f"{work_name(work)} {time_text(ms)}" for work, ms in spent.items())
        example = _("+15m call with the bank    =1h reading, and why it was counted wrong")
        mine = _("mine: {times}").format(times=told or _("none"))
        typed = await self._at.asking.ask_line(
            _("Time on {number}").format(number=ticket_name(number)),
            lambda typed: _meaning(entry_of(number, typed)),
            example=f"{mine}\n{example}",
        )
        if typed is not None:
            entry = entry_of(number, typed)
            said = _("{number}: {change}.").format(
                number=ticket_name(number), change=_meaning(entry)
            )
            await self._at.acting.change(entry, said)


_ELSEWHERE = frozenset(
    {
        *("SearchScreen", "HelpScreen", "FirstRunScreen", "DraftsScreen"),
        *("ViewsScreen", "ViewEditScreen", "PropertyScreen"),
    }
)
"""Windows that are about no ticket in sight."""


def entry_of(ticket: int, typed: str) -> "AddTime | CorrectTime":
    """`+15m why` adds; `=15m why` is all of it; a kind of work may stand first. Raises Invalid."""
    from supportdesk.domain.action import AddTime, CorrectTime
    from supportdesk.domain.duration import read_duration
    from supportdesk.domain.time_spent import OTHER, WORKS

    sign, words = typed[:1], typed[1:].split()
    if sign not in ("+", "=") or not words:
        raise Invalid("time.unclear")
    milliseconds = read_duration(words.pop(0))
    called = {name: work for work in WORKS for name in (work, work_name(work).casefold())}
    work = called.get(words[0].casefold(), "") if words else ""
    reason = " ".join(words[1:] if work else words).lstrip(",: ")
    if not reason:
        raise Invalid("time.unclear")
    kind = AddTime if sign == "+" else CorrectTime
    return kind(ticket, milliseconds, reason, work or OTHER)


def _meaning(entry: "AddTime | CorrectTime") -> str:
    from supportdesk.domain.action import AddTime

    said = _("{work}: {time} more") if isinstance(entry, AddTime) else _("{work}: {time} in all")
    return said.format(work=work_name(entry.work), time=time_text(entry.milliseconds))
