"""The clocks of tickets, kept true within the transaction that moves them (R2, laws 2 and 4).

They are computed anew from what has happened on the ticket, never restored: an undo moves them as
any other change does. What has ended keeps its verdict under whatever policy comes later, and a
breach is never erased.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, delete, text, update

from supportdesk.domain.calendar import Calendar
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.sla.timeline import Stay, Timeline, Voice
from supportdesk.domain.ticket import Category, Priority
from supportdesk.records import dataclass
from supportdesk.store.read import custom_fields
from supportdesk.store.read.clocks import OF_TICKETS, STAYS, VOICES, stay
from supportdesk.store.read.policies import IN_ORDER, PolicyRow, choice_sql, policy_of, policy_row
from supportdesk.store.write import due, rows
from supportdesk.store.write.calendars import calendar_by_id, default_calendar
from supportdesk.store.write.clock_rows import NOTHING, Wanted, standing, wanted_clocks
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import SLA_CLOCK
from supportdesk.store.write.transaction import Transaction
from supportdesk.store.write.writer import reader_of

WARN = "sla_warning"
BREACH = "sla_breached"
AGAIN = "sla_again"
"""Due work: a clock is nearly due; it is over; every ticket at work goes by other policies."""

AT_ONCE = 200
"""Tickets looked at together."""

_VOICES, _STAYS = text(VOICES), text(STAYS)
_CLOCKS = text(f"SELECT * FROM sla_clock WHERE ticket_id {OF_TICKETS}")
_TICKET = text(
    "UPDATE ticket SET due_at = :due_at, risk_at = :risk_at, sla_policy_id = :policy"
    " WHERE id = :ticket"
)
_CHANGE = (
    update(SLA_CLOCK)
    .where(SLA_CLOCK.c.id == bindparam("row"))
    .values({column.name: bindparam(column.name) for column in SLA_CLOCK.c if column.name != "id"})
)
_OF_CLIENTS = text(
    "SELECT id FROM ticket WHERE client_id IN (SELECT value FROM json_each(:clients))"
    f" AND category < {int(Category.DONE)} LIMIT {AT_ONCE}"
)
_POLICIES = text(IN_ORDER)

_SHARED = {"sla_policy", "calendar"}
"""What every clock goes by."""


@dataclass(frozen=True, slots=True)
class Place:
    """A ticket as its clocks see it: which policy holds now, and what it knew until now."""

    ticket: int
    chosen: int | None
    priority: int
    created_at: int
    policy: int | None
    due_at: int | None
    risk_at: int | None


def keep(transaction: Transaction, *, quietly: bool = False) -> None:
    """Have the clocks follow what the transaction has changed.

    `quietly` marks what is over already without alerts: the past is brought in, or looked at anew.
    """
    connection = transaction.connection
    if not (transaction.tickets or transaction.clients or transaction.shared & _SHARED):
        return
    policies = present_policies(connection)
    if transaction.shared & _SHARED and (policies or "sla_policy" in transaction.shared):
        due.plan(connection, AGAIN, 0, transaction.at)
    if not policies:
        return
    numbers = list(transaction.tickets)
    if transaction.clients:
        asked = {"clients": _json(transaction.clients)}
        numbers += [number for (number,) in connection.execute(_OF_CLIENTS, asked)]
    for start in range(0, len(numbers), AT_ONCE):
        look_at(transaction, numbers[start : start + AT_ONCE], policies, quietly=quietly)


def present_policies(connection: Connection) -> list[PolicyRow]:
    """All policies that are not withdrawn, the first that holds first."""
    return [policy_row(tuple(found)) for found in connection.execute(_POLICIES)]


def look_at(
    transaction: Transaction,
    tickets: Sequence[int],
    policies: Sequence[PolicyRow],
    *,
    quietly: bool,
) -> None:
    """Compute the clocks of some tickets anew."""
    connection = transaction.connection
    asked = {"tickets": _json(tickets)}
    voices: dict[int, list[Voice]] = {}
    for ticket, at, of_client in connection.execute(_VOICES, asked):
        voices.setdefault(ticket, []).append(Voice(from_milliseconds(at), bool(of_client)))
    stays: dict[int, list[Stay]] = {}
    for ticket, begin, end, state, category in connection.execute(_STAYS, asked):
        stays.setdefault(ticket, []).append(stay(begin, end, state, category))
    kept: dict[int, list[Stored]] = {}
    for found in connection.execute(_CLOCKS, asked).mappings():
        kept.setdefault(found["ticket_id"], []).append(dict(found))
    by_id = {row.id: row for row in policies}
    calendars: dict[int | None, Calendar] = {}
    changes = _Changes(transaction, quietly)
    for place in _places(transaction, tickets, policies):
        timeline = Timeline(
            from_milliseconds(place.created_at),
            tuple(voices.get(place.ticket, ())),
            tuple(stays.get(place.ticket, ())),
        )
        row = by_id.get(place.chosen) if place.chosen is not None else None
        if row is not None and row.calendar not in calendars:
            calendars[row.calendar] = _calendar(connection, row.calendar)
        wanted = NOTHING
        if row is not None:
            calendar = calendars[row.calendar]
            priority = Priority(place.priority)
            wanted = wanted_clocks(timeline, policy_of(row), priority, calendar)
        changes.collect(place, wanted, kept.get(place.ticket, []))
    changes.write()


def _places(
    transaction: Transaction, tickets: Sequence[int], policies: Sequence[PolicyRow]
) -> list[Place]:
    connection = transaction.connection
    reader = reader_of(connection)
    choice, parameters = "NULL", dict[str, object]()
    if policies:
        now = from_milliseconds(transaction.at)
        choice, parameters = choice_sql(
            reader, policies, now, lambda: custom_fields.definitions(reader)
        )
    found = reader.execute(
        f"SELECT t.id, {choice}, t.priority, t.created_at, t.sla_policy_id, t.due_at, t.risk_at"
        f" FROM ticket t WHERE t.id {OF_TICKETS}",
        {**parameters, "tickets": _json(tickets)},
    )
    return [Place(*row) for row in found]


def _calendar(connection: Connection, calendar: int | None) -> Calendar:
    return (
        default_calendar(connection) if calendar is None else calendar_by_id(connection, calendar)
    )


class _Changes:
    """What has to be written for several tickets, table by table."""

    def __init__(self, transaction: Transaction, quietly: bool) -> None:
        self._transaction = transaction
        self._quietly = quietly
        self._gone: list[int] = []
        self._new: list[Stored] = []
        self._changed: list[Stored] = []
        self._plans: list[tuple[str, int, int | None]] = []
        self._tickets: list[Stored] = []

    def collect(self, place: Place, wanted: Wanted, kept: Sequence[Stored]) -> None:
        """Compare what a ticket's clocks should say with what they say."""
        now = self._transaction.at
        known = {(row["clock"], row["started_at"]): row for row in kept}
        running: list[Stored] = []
        for key, values in wanted.clocks.items():
            former = known.pop(key, None)
            row = standing(values, former, now, quietly=self._quietly)
            if former is None:
                self._new.append({"ticket_id": place.ticket, **row})
            elif any(former[name] != value for name, value in row.items()):
                self._changed.append({**former, **row})
            if row["due_at"] is not None and row["ended_at"] is None:
                running.append(row)
        for key, row in known.items():
            self._let_go(row, has_verdict=key in wanted.without_target, now=now)
        values = {
            "due_at": min((row["due_at"] for row in running), default=None),
            "risk_at": min(
                (row["warn_at"] for row in running if row["warn_at"] is not None), default=None
            ),
            "policy": place.chosen,
        }
        if values != {"due_at": place.due_at, "risk_at": place.risk_at, "policy": place.policy}:
            self._tickets.append({"ticket": place.ticket, **values})
            if place.policy not in (None, place.chosen):
                self._tell(place)

    def _let_go(self, row: Stored, *, has_verdict: bool, now: int) -> None:
        """A cycle that there is not any more, or for which there is no target now."""
        if has_verdict and row["met"] is not None and row["ended_at"] is not None:
            return
        if row["breached_at"] is None:
            self._gone.append(row["id"])
        elif row["ended_at"] is None:
            ended = {"due_at": None, "warn_at": None, "paused_at": None, "remaining": None}
            self._changed.append({**row, **ended, "ended_at": now})

    def _tell(self, place: Place) -> None:
        """A ticket goes by another policy than before: an event, by the ids of both."""
        before, after = str(place.policy), None if place.chosen is None else str(place.chosen)
        self._transaction.record(
            "ticket", place.ticket, "sla_policy", before, after, ticket=place.ticket
        )

    def write(self) -> None:
        """Write it all, and have what is due planned or forgotten."""
        connection = self._transaction.connection
        if self._gone:
            connection.execute(delete(SLA_CLOCK).where(SLA_CLOCK.c.id.in_(self._gone)))
            for clock in self._gone:
                self._plan(clock, None, None)
        for row in self._changed:
            connection.execute(_CHANGE, {**row, "row": row["id"]})
            self._plan_row(row)
        for row in self._new:
            self._plan_row({**row, "id": rows.insert_row(connection, SLA_CLOCK, **row)})
        due.plan_all(connection, self._plans)
        if self._tickets:
            connection.execute(_TICKET, self._tickets)

    def _plan_row(self, row: Stored) -> None:
        """One is late a moment after a clock is due."""
        runs = row["ended_at"] is None and row["due_at"] is not None and row["breached_at"] is None
        warn = row["warn_at"] if runs and row["warned_at"] is None else None
        breach = row["due_at"] + 1 if runs else None
        self._plan(row["id"], warn, breach)

    def _plan(self, clock: int, warn: int | None, breach: int | None) -> None:
        self._plans += [(WARN, clock, warn), (BREACH, clock, breach)]


def _json(numbers: Iterable[int]) -> str:
    return f"[{','.join(map(str, numbers))}]"
