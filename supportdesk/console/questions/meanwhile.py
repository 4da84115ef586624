"""What others do meanwhile, and what time brings."""

from collections.abc import Sequence

from supportdesk.console.questions.asking import Questions
from supportdesk.domain.desk_options import WRITING_LOCK, option_value
from supportdesk.store.read import (
    bulks,
    client_messages,
    clocks,
    connection,
    desk_lists,
    presence,
    tickets,
)
from supportdesk.store.read.clocks import AlertRow
from supportdesk.store.read.due_times import next_due


class MeanwhileQuestions(Questions):
    """What has changed since the panes were true."""

    def others(self) -> tuple[presence.Present, ...]:
        """Who else has which ticket in sight (F75)."""
        return self._desk.ask(presence.others, self._me, self.now())

    def claim(self, number: int) -> presence.Claim | None:
        """Who else writes to the client of a ticket, if the desk keeps places (F77)."""
        found = self._desk.ask(presence.claim, number, self.now()) if self.keeps_places() else None
        return None if found is None or found.operator_id == self._me else found

    def keeps_places(self) -> bool:
        """Whether whoever begins a reply is named to the others (F77)."""
        return option_value(self._desk.ask(desk_lists.options), WRITING_LOCK) == "on"

    def mark_number(self) -> int:
        """Grows when I mark something as read, in whichever console."""
        return self._desk.ask(presence.mark_number, self._me)

    def alerts_since(self, seq: int) -> Sequence[AlertRow]:
        """Warnings and breaches of clocks after change number `seq`."""
        return self._desk.ask(clocks.alerts_since, seq)

    def client_messages_since(self, seq: int, after: int) -> list[tuple[int, int | None]]:
        """Ticket and owner of client messages after change number `seq`, sent after `after`."""
        return self._desk.ask(client_messages.client_messages_since, seq, after, self._me)

    def interrupted(self) -> int:
        """How many steps are left of my newest command, where it was interrupted; else 0."""
        return self._desk.ask(bulks.interrupted, self._me)

    def late_work_since(self) -> int | None:
        """Since when due work lies undone, in milliseconds, or None."""
        due = self._desk.ask(next_due)
        return due if due is not None and due < self.now() else None

    def version(self) -> int:
        """Changes when anybody else has written; costs two microseconds."""
        return self._desk.ask(connection.data_version)

    def change_number(self) -> int:
        """Grows with every change of the desk."""
        return self._desk.ask(tickets.change_number)

    def changed_since(self, seq: int) -> list[int]:
        """Tickets changed after change number `seq`."""
        return self._desk.ask(tickets.changed_since, seq)

    def next_due(self) -> int | None:
        """When the next due work falls, in milliseconds, or None."""
        return self._desk.next_due()
