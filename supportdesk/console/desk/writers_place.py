"""The place of whoever writes to a client, where the desk keeps one (F77)."""

from collections.abc import Mapping

from supportdesk.console import text
from supportdesk.console.desk.workplace import Workplace
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.errors import Stop
from supportdesk.domain.memory import ClaimWriting, ReleaseWriting
from supportdesk.store.read.presence import Claim


class WritersPlace:
    """Takes the place of the writer on a ticket and gives it back; asks where another holds it."""

    def __init__(self, at: Workplace) -> None:
        self._at = at
        self._held: int | None = None

    def of_another(self, number: int, kind: str) -> Claim | None:
        """Who else writes to the client of a ticket; nobody is held up in a note."""
        return self._at.reading.claim(number) if kind == "reply" else None

    async def take_over(self, number: int, claim: Claim) -> bool:
        """Take another's place, if the operator wants that; the ticket tells it."""
        from supportdesk.domain.action import TakeOverWriting

        until = from_milliseconds(claim.until).astimezone(self._at.reading.zone)
        stop = Stop("writing", {"operator": text.line(claim.operator, 60), "until": until})
        if not await self._at.asking.confirm([stop]):
            return False
        return await self._at.acting.submit(TakeOverWriting(number)) is not None

    def take(self, number: int, kind: str) -> None:
        """A reply is begun."""
        if kind == "reply" and self._at.reading.keeps_places():
            self._held = number
            memory = ClaimWriting(self._at.panes.me.id, number)
            self._at.panes.run_worker(self._at.acting.keep(memory), group="draft")

    def renumber(self, numbers: Mapping[int, int]) -> None:
        """Tickets are called by other numbers from now on: the place is that of the new one."""
        if self._held is not None and self._held in numbers:
            self.take(numbers[self._held], "reply")

    def give_back(self) -> None:
        """The composer closes."""
        number, self._held = self._held, None
        if number is not None:
            memory = ReleaseWriting(self._at.panes.me.id, number)
            self._at.panes.run_worker(self._at.acting.keep(memory), group="draft")
