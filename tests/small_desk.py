"""A clock that stands still, and a small real desk on a temporary store."""

from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from supportdesk.address import Address
from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain.action import (
    Action,
    ClientReference,
    CreateTicket,
    SaveOperator,
    SaveQueue,
)
from supportdesk.domain.envelope import Receipt
from supportdesk.store.read import tickets
from supportdesk.store.read.rows import TicketRow


@dataclass
class StandingClock:
    """A clock that moves only when told to."""

    now: datetime = field(default_factory=lambda: datetime(2026, 3, 2, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **amount: float) -> None:
        """Let time pass: `forward(minutes=5)`."""
        self.now += timedelta(**amount)


@dataclass
class SmallDesk:
    """A desk with three operators (lead Olga, operator Petro, trainee Tamar) and two queues."""

    desk: Desk
    clock: StandingClock
    olga: int
    petro: int
    tamar: int
    first_line: int
    billing: int

    def act(self, action: Action, *confirmed: str, by: int | None = None) -> Receipt:
        """Submit as Petro, or `by`; a second passes first, so that nothing is simultaneous."""
        self.clock.forward(seconds=1)
        return self.desk.act(self.petro if by is None else by, action, confirmed)

    def ticket(self, subject: str = "Where is my refund?", body: str = "I paid twice.") -> int:
        """A new ticket of the client Ann Lee; return its number."""
        who = ClientReference("Ann Lee", "ann@example.org")
        return self.act(CreateTicket(who, subject, body)).tickets[0]

    def row(self, number: int, me: int | None = None) -> TicketRow:
        """The ticket as a reader sees it."""
        found = self.desk.ask(tickets.row, number, self.petro if me is None else me)
        assert found is not None
        return found


def made_and_closed(address: Address) -> SmallDesk:
    """Make the small desk's people and queues in a store, and close it."""
    clock = StandingClock()
    with closing(open_desk(address, clock, create=True)) as desk:
        people = [
            desk.act(None, SaveOperator(person, login=person.lower(), role=role)).operator
            for person, role in (("Olga", "lead"), ("Petro", "operator"), ("Tamar", "trainee"))
        ]
        queues = [
            desk.act(None, SaveQueue(queue, line)).queue
            for queue, line in (("First line", 1), ("Billing", 2))
        ]
    olga, petro, tamar = (person for person in people if person is not None)
    first_line, billing = (queue for queue in queues if queue is not None)
    return SmallDesk(desk, clock, olga, petro, tamar, first_line, billing)
