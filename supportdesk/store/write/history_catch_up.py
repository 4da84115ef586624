"""An imported conversation that nobody has worked on yet follows its messages.

One with a log of its own says itself how it stands.
"""

import json
from collections.abc import Collection, Sequence

from sqlalchemy import text

from supportdesk.domain.ticket import STATES
from supportdesk.store.write import counting, rows
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction

_WORKED_ON = text(
    "SELECT j.value FROM json_each(:tickets) j WHERE EXISTS"
    " (SELECT 1 FROM event WHERE ticket_id = j.value"
    " AND (actor_id IS NOT NULL OR field = 'update'))"
)
_MESSAGES = text(
    "SELECT m.id, m.ticket_id, m.kind, m.client_id FROM json_each(:tickets) j"
    " JOIN message m ON m.ticket_id = j.value WHERE NOT m.withdrawn ORDER BY m.id"
)
_TICKETS = text(
    "SELECT id, state, category, queue_id, owner_id, wake_at, client_id, created_at, updated_at"
    " FROM ticket WHERE id IN (SELECT value FROM json_each(:tickets))"
)
_STANDING = text(
    "SELECT id, coalesce(merged_into, id) AS stands FROM client"
    " WHERE id IN (SELECT value FROM json_each(:clients))"
)
_COLUMNS = ("id", "state", "category", "client_id", "created_at", "updated_at")
_FOLLOW = text(
    "UPDATE ticket SET state = :state, category = :category, client_id = :client_id,"
    " created_at = :created_at, updated_at = :updated_at WHERE id = :id"
)
_DERIVED = frozenset({"new", "open", "waiting"})
"""States that follow from who spoke last; others were said by the source and stay."""


def catch_up(transaction: Transaction, tickets: Collection[int]) -> None:
    """Old tickets got more messages: compute them anew, their beginning where nobody worked."""
    connection = transaction.connection
    every = {"tickets": json.dumps(list(tickets))}
    worked_on = set(connection.execute(_WORKED_ON, every).scalars())
    counting.refresh_conversations(connection, tickets)
    _follow_messages(transaction, [number for number in tickets if number not in worked_on])


def _follow_messages(transaction: Transaction, tickets: Sequence[int]) -> None:
    """Beginning, client, state and last change of the tickets, from all their messages."""
    connection = transaction.connection
    wanted = {"tickets": json.dumps(tickets)}
    messages: dict[int, list[Stored]] = {}
    for row in connection.execute(_MESSAGES, wanted).mappings():
        messages.setdefault(row["ticket_id"], []).append(dict(row))
    stored = [dict(row) for row in connection.execute(_TICKETS, wanted).mappings()]
    told = [ticket for ticket in stored if ticket["id"] in messages]
    clients = {ticket["id"]: _client(ticket, messages[ticket["id"]]) for ticket in told}
    asked = {"clients": json.dumps(list(set(clients.values())))}
    standing = {row.id: row.stands for row in connection.execute(_STANDING, asked)}
    changed = [_followed(ticket, messages[ticket["id"]]) for ticket in told]
    for ticket in changed:
        ticket["client_id"] = standing[clients[ticket["id"]]]
    rows.run_each(connection, _FOLLOW, [{name: row[name] for name in _COLUMNS} for row in changed])
    for before, after in zip(told, changed, strict=True):
        if before["state"] != after["state"]:
            _move(transaction, before, after, messages[after["id"]][-1]["id"] >> 20)


def _client(ticket: Stored, messages: list[Stored]) -> int:
    """Whose ticket it is by its messages; whoever they were merged into stands for them."""
    first: int | None = next((row["client_id"] for row in messages if row["client_id"]), None)
    return first or int(ticket["client_id"])


def _followed(ticket: Stored, messages: list[Stored]) -> Stored:
    """The ticket as its messages have it."""
    state = _state_after(messages) if ticket["state"] in _DERIVED else ticket["state"]
    return ticket | {
        "state": state,
        "category": int(STATES[state].category),
        "created_at": min(ticket["created_at"], messages[0]["id"] >> 20),
        "updated_at": max(ticket["updated_at"], messages[-1]["id"] >> 20),
    }


def _move(transaction: Transaction, before: Stored, after: Stored, at: int) -> None:
    """Count a ticket where it stands now, and tell of it."""
    connection, number = transaction.connection, after["id"]
    counting.count(connection, before, -1)
    counting.count(connection, after, 1)
    transaction.record("ticket", number, "state", before["state"], after["state"], ticket=number)
    counting.begin_span(transaction, number, at)


def _state_after(messages: list[Stored]) -> str:
    public = [row["kind"] for row in messages if row["kind"] in ("client", "operator")]
    if "operator" not in public:
        return "new"
    return "open" if public[-1] == "client" else "waiting"
