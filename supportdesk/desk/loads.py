"""When tickets come, clients write and our people answer: by hour and weekday (R8, F122)."""

from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import NotFound
from supportdesk.domain.load import Days, Load, days_of, load_of
from supportdesk.domain.query import Query
from supportdesk.domain.ticket import MessageKind
from supportdesk.records import dataclass
from supportdesk.store.read import load
from supportdesk.store.read.connection import Reader


class Counted(StrEnum):
    """What a heat map counts."""

    TICKETS = "tickets"
    """Tickets, in the hour they were created in."""
    MESSAGES = "messages"
    """Messages of clients."""
    REPLIES = "replies"
    """Public replies of our people."""


_KINDS = {Counted.MESSAGES: MessageKind.CLIENT, Counted.REPLIES: MessageKind.OPERATOR}


@dataclass(frozen=True, slots=True)
class Period:
    """The tickets meant, and the days they came on; None is open."""

    query: Query
    since: datetime | None
    until: datetime | None

    @property
    def first(self) -> date | None:
        """The first day, on the reader's clock."""
        return None if self.since is None else self.since.date()

    @property
    def last(self) -> date | None:
        """The last day, on the reader's clock."""
        return None if self.until is None else (self.until - timedelta(microseconds=1)).date()

    @property
    def edges(self) -> tuple[int | None, int | None]:
        """The same in milliseconds: from the one up to, not with, the other."""
        ends = (self.since, self.until)
        begin, end = (None if one is None else to_milliseconds(one) for one in ends)
        return begin, end


def days_asked(
    connection: Reader,
    asked: Period,
    zone: tzinfo,
    counted: Counted = Counted.TICKETS,
) -> Days:
    """How many came by day and hour on the clocks of a zone."""
    if counted is Counted.TICKETS:
        quarters = load.quarters(connection, asked.query, *asked.edges)
    else:
        quarters = load.message_quarters(connection, asked.query, *asked.edges, _KINDS[counted])
    return days_of(quarters, zone)


def load_asked(
    connection: Reader,
    asked: Period,
    zone: tzinfo,
    counted: Counted = Counted.TICKETS,
) -> Load:
    """The load of a period. Raises NotFound("roster.no_tickets")."""
    found = load_of(days_asked(connection, asked, zone, counted), asked.first, asked.last)
    if found is None:
        raise NotFound("roster.no_tickets")
    return found


def night_share_of(connection: Reader, asked: Period, zone: tzinfo) -> float:
    """The share of tickets that came at night; none of none."""
    found = load_of(days_asked(connection, asked, zone), asked.first, asked.last)
    return 0.0 if found is None else found.night_share
