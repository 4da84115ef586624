"""A clock that stands still, and a small real desk on a temporary store."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import Action, ClientReference, CreateTicket
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
