"""Several conversations at once: opened tickets stay as tabs until they are closed (F170)."""

from collections.abc import Collection, Mapping

from supportdesk.console.reading import Reading
from supportdesk.console.widgets.tab_strip import TabStrip
from supportdesk.domain.ticket import WITHDRAWN
from supportdesk.store.read.rows import TicketRow


class Tabs:
    """The open conversations in the order they were opened; those with my drafts come first."""

    def __init__(self, reading: Reading, strip: TabStrip) -> None:
        self._reading = reading
        self._strip = strip
        self._subjects: dict[int, str] = {}

    def begin(self) -> None:
        """Open those that an unsent text was left on. Raises StoreTrouble."""
        for draft in reversed(self._reading.drafts()):
            self._subjects[draft.ticket] = draft.subject
        self.show()

    def open(self, ticket: TicketRow) -> None:
        """Keep a conversation that was opened."""
        self._subjects[ticket.number] = ticket.subject
        self.show()

    def close(self, number: int) -> int | None:
        """Close one; the answer is the one after it, or None when there is none or it was not open.

        Its draft, if there is one, stays where drafts are.
        """
        beside = self.beside(number, 1)
        closed = self._subjects.pop(number, None)
        self.show()
        return None if closed is None or beside == number else beside

    def close_withdrawn(self, changed: Collection[int]) -> None:
        """Close those of these tickets whose making was taken back. Raises StoreTrouble."""
        for number in self._subjects.keys() & set(changed):
            row = self._reading.row(number)
            if row is not None and row.reason == WITHDRAWN:
                del self._subjects[number]

    def beside(self, number: int | None, steps: int) -> int | None:
        """The open conversation so many steps from `number`, round and round; None without any."""
        numbers = [*self._subjects]
        if not numbers:
            return None
        if number not in numbers:
            return numbers[0] if steps > 0 else numbers[-1]
        return numbers[(numbers.index(number) + steps) % len(numbers)]

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Tickets are called by other numbers from now on; the order stays."""
        self._subjects = {numbers.get(n, n): subject for n, subject in self._subjects.items()}

    def show(self) -> None:
        """Show the strip as it is now; one conversation alone needs none. Raises StoreTrouble."""
        shown = len(self._subjects) > 1
        if shown is not self._strip.display:
            self._strip.display = shown
        if shown:
            drafts = {draft.ticket for draft in self._reading.drafts()}
            self._strip.show([*self._subjects.items()], drafts)
