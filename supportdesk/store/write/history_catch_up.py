"""An imported conversation that nobody has worked on yet follows its messages.

One with a log of its own says itself how it stands.
"""

import json
from collections.abc import Collection

from sqlalchemy import select, text, update

from supportdesk.domain.ticket import STATES
from supportdesk.store.write import counting, people, rows
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import MESSAGE, TICKET
from supportdesk.store.write.transaction import Transaction

_WORKED_ON = text(
    "SELECT j.value FROM json_each(:tickets) j WHERE EXISTS"
    " (SELECT 1 FROM event WHERE ticket_id = j.value"
    " AND (actor_id IS NOT NULL OR field = 'update'))"
)
_DERIVED = frozenset({"new", "open", "waiting"})
"""States that follow from who spoke last; others were said by the source and stay."""


def catch_up(transaction: Transaction, tickets: Collection[int]) -> None:
    """Old tickets got more messages: compute them anew, their beginning where nobody worked."""
    connection = transaction.connection
    worked_on = set(
        connection.execute(_WORKED_ON, {"tickets": json.dumps(list(tickets))}).scalars()
    )
    for number in tickets:
        counting.refresh_conversation(connection, number)
        if number not in worked_on:
            _follow_messages(transaction, number)


def _follow_messages(transaction: Transaction, number: int) -> None:
    """Beginning, client, state and last change of the ticket, from all its messages."""
    connection = transaction.connection
    messages = rows.every(
        connection,
        select(MESSAGE.c.id, MESSAGE.c.kind, MESSAGE.c.client_id)
        .where(MESSAGE.c.ticket_id == number, MESSAGE.c.withdrawn.is_(False))
        .order_by(MESSAGE.c.id),
    )
    if not messages:
        return
    ticket = ticket_row(connection, number)
    state = ticket["state"]
    if state in _DERIVED:
        state = _state_after(messages)
    first_client = next((row["client_id"] for row in messages if row["client_id"]), None)
    values = {
        "state": state,
        "category": int(STATES[state].category),
        "client_id": people.standing(connection, first_client or ticket["client_id"]),
        "created_at": min(ticket["created_at"], messages[0]["id"] >> 20),
        "updated_at": max(ticket["updated_at"], messages[-1]["id"] >> 20),
    }
    connection.execute(update(TICKET).where(TICKET.c.id == number).values(values))
    if state != ticket["state"]:
        counting.count(connection, ticket, -1)
        counting.count(connection, ticket | values, 1)
        transaction.record("ticket", number, "state", ticket["state"], state, ticket=number)
        counting.begin_span(transaction, number, messages[-1]["id"] >> 20)


def _state_after(messages: list[Stored]) -> str:
    public = [row["kind"] for row in messages if row["kind"] in ("client", "operator")]
    if "operator" not in public:
        return "new"
    return "open" if public[-1] == "client" else "waiting"
