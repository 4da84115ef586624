"""The clocks of a ticket (R2)."""

from typing import Any, NamedTuple

from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.sla.level import SOON
from supportdesk.domain.sla.timeline import Stay, Timeline, Voice
from supportdesk.domain.ticket import Category
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.search import COUNT_LIMIT

OF_TICKETS = "IN (SELECT value FROM json_each(:tickets))"
VOICES = (
    "SELECT ticket_id, id >> 20, kind = 'client' FROM message"
    f" WHERE ticket_id {OF_TICKETS} AND kind IN ('client', 'operator') AND NOT withdrawn"
    " AND asks"
    " ORDER BY id"
)
"""Ticket, moment and whether it was the client's, of every public message that counts.

A client's thanks alone do not (R2).
"""
STAYS = (
    "SELECT ticket_id, from_at, to_at, state, category FROM ticket_span"
    f" WHERE ticket_id {OF_TICKETS} ORDER BY ticket_id, number"
)


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One cycle of a clock, moments and lengths in milliseconds; `met` is None without verdict."""

    clock: str
    policy: int
    started_at: int
    target: int
    due_at: int | None
    warn_at: int | None
    paused_at: int | None
    remaining: int | None
    ended_at: int | None
    met: bool | None
    warned_at: int | None
    breached_at: int | None

    @property
    def is_over(self) -> bool:
        """Whether nothing more is asked."""
        return self.ended_at is not None


def clocks_of(connection: Reader, ticket: int) -> list[ClockRow]:
    """Every cycle of every clock of a ticket, in the order of time."""
    found = connection.execute(
        "SELECT clock, policy_id, started_at, target, due_at, warn_at, paused_at, remaining,"
        " ended_at, met, warned_at, breached_at FROM sla_clock WHERE ticket_id = ?"
        " ORDER BY started_at, id",
        (ticket,),
    )
    return [_clock_row(row) for row in found]


def timeline_of(connection: Reader, ticket: int, created_at: int) -> Timeline:
    """What happened on a ticket, as far as clocks care."""
    asked = {"tickets": f"[{int(ticket)}]"}
    voices = [
        Voice(from_milliseconds(at), bool(of_client))
        for _ticket, at, of_client in connection.execute(VOICES, asked)
    ]
    stays = [stay(*row[1:]) for row in connection.execute(STAYS, asked)]
    return Timeline(from_milliseconds(created_at), tuple(voices), tuple(stays))


def stay(begin: int, end: int | None, state: str, category: int) -> Stay:
    """One span of a ticket, as clocks see it."""
    until = None if end is None else from_milliseconds(end)
    return Stay(from_milliseconds(begin), state, Category(category), until)


def _clock_row(found: tuple[Any, ...]) -> ClockRow:
    clock, policy, started, target, due, warn, paused, left, ended, met, warned, breached = found
    verdict = None if met is None else bool(met)
    return ClockRow(
        clock, policy, started, target, due, warn, paused, left, ended, verdict, warned, breached
    )


def tickets_to_look_at(connection: Reader) -> int | None:
    """Up to which number tickets have been held to changed policies; None when all have."""
    found = connection.execute("SELECT min(ref) FROM due_work WHERE kind = 'sla_again'").fetchone()
    number: int | None = found[0]
    return number


def highest_number(connection: Reader) -> int:
    """The number of the newest ticket."""
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM ticket").fetchone()[0])


class Standing(NamedTuple):
    """How many tickets are due within an hour and how many overdue; sleep stops no clock (R2)."""

    soon: int = 0
    breached: int = 0


_DUE = (
    "SELECT count(*) FROM (SELECT 1 FROM ticket t WHERE {whose}t.urgent IN (0, 1)"
    " AND t.due_key >= :low AND t.due_key < :high"
    f" AND t.category < {int(Category.DONE)} LIMIT {COUNT_LIMIT + 1}) s"
)


def standing(connection: Reader, owner: int | None, now: int) -> Standing:
    """Counts for the tickets of `owner`, or of everybody; each up to `COUNT_LIMIT` + 1."""
    statement = _DUE.format(whose="" if owner is None else "t.owner_id = :owner AND ")
    soon, breached = (
        connection.execute(statement, {"owner": owner, "low": low, "high": high}).fetchone()[0]
        for low, high in ((now, now + SOON), (0, now))
    )
    return Standing(soon, breached)


class AlertRow(NamedTuple):
    """A warning or a breach of a ticket's clock."""

    ticket: int
    owner: int | None
    breached: bool
    """Else it is a warning."""


ALERTS_AT_ONCE = 50
_ALERTS = """
SELECT +e.ticket_id AS number, max(t.owner_id),
       max(CASE WHEN e.field = 'sla.breached' THEN 1 ELSE 0 END)
  FROM event e
  JOIN ticket t ON t.id = e.ticket_id
 WHERE e.seq > :seq AND +e.subject = 'ticket' AND +e.field IN ('sla.warning', 'sla.breached')
 GROUP BY number ORDER BY max(e.seq) LIMIT :limit
"""


def alerts_since(connection: Reader, seq: int) -> list[AlertRow]:
    """Alerts of clocks after change number `seq`, oldest first, each ticket once."""
    found = connection.execute(_ALERTS, {"seq": seq, "limit": ALERTS_AT_ONCE})
    return [AlertRow(ticket, owner, bool(breached)) for ticket, owner, breached in found]
