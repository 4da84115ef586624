"""Clocks that are due, and the tickets still to be held to changed policies."""

from sqlalchemy import Connection, text

from supportdesk.domain.ticket import Category
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction

AT_ONCE = 50
"""Tickets at work that are looked at again in one transaction (law 2)."""

NUMBERS_AT_ONCE = 5_000
"""Ticket numbers passed over in one step: most of an old desk's tickets are done."""

_RUNNING = text(
    "SELECT * FROM sla_clock WHERE id = :clock AND ended_at IS NULL AND due_at IS NOT NULL"
)
_WARNED = text("UPDATE sla_clock SET warned_at = warn_at WHERE id = :clock")
_BREACHED = text("UPDATE sla_clock SET breached_at = due_at, met = false WHERE id = :clock")
_NOTE = text("UPDATE ticket SET last_event = :event WHERE id = :ticket")
_NEXT = text(
    "SELECT id FROM ticket WHERE id > :after AND id <= :until"
    f" AND category < {int(Category.DONE)} ORDER BY id LIMIT :most"
)
_HIGHEST = text("SELECT coalesce(max(id), 0) FROM ticket")


def running(connection: Connection, clock: int) -> Stored | None:
    """The clock, if it runs."""
    found = connection.execute(_RUNNING, {"clock": clock}).mappings().first()
    return None if found is None else dict(found)


def set_warned(transaction: Transaction, row: Stored) -> None:
    """Keep that the warning has been given."""
    transaction.connection.execute(_WARNED, {"clock": row["id"]})


def set_breached(transaction: Transaction, row: Stored) -> None:
    """Keep the breach; nothing takes it back."""
    transaction.connection.execute(_BREACHED, {"clock": row["id"]})


def note_event(transaction: Transaction, ticket: int) -> None:
    """Have consoles see the ticket anew; nobody has changed it."""
    transaction.connection.execute(_NOTE, {"ticket": ticket, "event": transaction.last_event})


def next_at_work(connection: Connection, after: int) -> tuple[list[int], int | None]:
    """The next tickets at work above a number, and the number to go on from; None at the end."""
    until = after + NUMBERS_AT_ONCE
    asked = {"after": after, "until": until, "most": AT_ONCE}
    found = [int(number) for (number,) in connection.execute(_NEXT, asked)]
    if len(found) == AT_ONCE:
        return found, found[-1]
    highest: int = connection.execute(_HIGHEST).scalar_one()
    return found, until if until < highest else None
