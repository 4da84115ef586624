"""Tickets going from one client to another, any number at once (law 2: it stays short)."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, func, select, text, update

from supportdesk.store.write import rows
from supportdesk.store.write.tables import CLIENT, CLIENT_ADDRESS, EVENT, TICKET
from supportdesk.store.write.transaction import Transaction

_AT_ONCE = 500
_MOVE = update(TICKET).where(TICKET.c.id == bindparam("ticket")).values(client_id=bindparam("to"))
_TOUCH = text(
    "UPDATE ticket SET updated_at = max(updated_at, :at), last_event = :event WHERE id = :ticket"
)


def tickets_of(connection: Connection, client: int, limit: int) -> list[int]:
    """The tickets of a client, at most `limit`."""
    found = connection.execute(
        select(TICKET.c.id).where(TICKET.c.client_id == client).order_by(TICKET.c.id).limit(limit)
    )
    return [int(number) for (number,) in found]


def addresses_of(connection: Connection, client: int) -> list[tuple[int, int]]:
    """The addresses of a client in their order: id and place."""
    found = connection.execute(
        select(CLIENT_ADDRESS.c.id, CLIENT_ADDRESS.c.place)
        .where(CLIENT_ADDRESS.c.client_id == client)
        .order_by(CLIENT_ADDRESS.c.place, CLIENT_ADDRESS.c.id)
    )
    return [(int(number), int(place)) for number, place in found]


def merged_into(connection: Connection, client: int) -> list[int]:
    """The clients that were merged into this one."""
    found = connection.execute(select(CLIENT.c.id).where(CLIENT.c.merged_into == client))
    return [int(number) for (number,) in found]


def client_of_each(transaction: Transaction, tickets: Sequence[int]) -> dict[int, int]:
    """Ticket → its client."""
    return {
        number: client
        for start in range(0, len(tickets), _AT_ONCE)
        for number, client in transaction.connection.execute(
            select(TICKET.c.id, TICKET.c.client_id).where(
                TICKET.c.id.in_(tickets[start : start + _AT_ONCE])
            )
        )
    }


def move_tickets(transaction: Transaction, tickets: Sequence[int], to: int) -> None:
    """Make tickets another client's, each with an event of its own."""
    before = client_of_each(transaction, tickets)
    moved = [number for number in tickets if before[number] != to]
    if not moved:
        return
    connection = transaction.connection
    connection.execute(_MOVE, [{"ticket": number, "to": to} for number in moved])
    event = {
        "at": transaction.at,
        "envelope_id": str(transaction.envelope),
        "actor_id": transaction.actor,
        "subject": "ticket",
        "field": "client_id",
        "after": str(to),
    }
    rows.insert_rows(
        connection,
        EVENT,
        [
            {**event, "subject_id": number, "ticket_id": number, "before": str(before[number])}
            for number in moved
        ],
    )
    newest = connection.execute(select(func.max(EVENT.c.seq))).scalar_one()
    connection.execute(
        _TOUCH, [{"ticket": number, "at": transaction.at, "event": newest} for number in moved]
    )
    transaction.last_event = newest
    transaction.tickets.update(dict.fromkeys(moved))
