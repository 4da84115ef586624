"""Messages going from one ticket to another, any number at once (law 2: it stays short)."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select, update

from supportdesk.store.write import counting, rows, search_index
from supportdesk.store.write.change import touch
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import EVENT, MESSAGE
from supportdesk.store.write.transaction import Transaction

_AT_ONCE = 500
_MOVE = (
    update(MESSAGE).where(MESSAGE.c.id == bindparam("message")).values(ticket_id=bindparam("to"))
)


def ticket_of_each(transaction: Transaction, messages: Sequence[int]) -> dict[int, int]:
    """Message → the ticket on which it stands."""
    return {row["id"]: row["ticket_id"] for row in _rows(transaction, messages)}


def move_messages(transaction: Transaction, messages: Sequence[int], to: int, told: int) -> None:
    """Move messages to ticket `to`, each an event of ticket `told`.

    Their moments stay, and with them their order; the search index and the numbers of all tickets
    concerned follow.
    """
    moved = [row for row in _rows(transaction, messages) if row["ticket_id"] != to]
    if not moved:
        return
    for ticket in {row["ticket_id"] for row in moved}:
        _index_again(transaction, [row for row in moved if row["ticket_id"] == ticket], ticket, to)
    connection = transaction.connection
    connection.execute(_MOVE, [{"message": row["id"], "to": to} for row in moved])
    _record(transaction, moved, to, told)
    for ticket in {to, *(row["ticket_id"] for row in moved)}:
        counting.refresh_conversation(connection, ticket)
        touch(transaction, ticket)


def _rows(transaction: Transaction, messages: Sequence[int]) -> list[Stored]:
    return [
        row
        for start in range(0, len(messages), _AT_ONCE)
        for row in rows.every(
            transaction.connection,
            select(MESSAGE).where(MESSAGE.c.id.in_(messages[start : start + _AT_ONCE])),
        )
    ]


def _index_again(transaction: Transaction, moved: list[Stored], ticket: int, to: int) -> None:
    """A message is also found by the subject of its ticket."""
    connection = transaction.connection
    before, after = (
        rows.require_row(connection, "ticket", number)["subject"] for number in (ticket, to)
    )
    there = [(row["id"], row["kind"], row["body"]) for row in moved if not row["withdrawn"]]
    search_index.change_subject(connection, there, before, after)


def _record(transaction: Transaction, moved: list[Stored], to: int, told: int) -> None:
    event = {
        "at": transaction.at,
        "envelope_id": str(transaction.envelope),
        "actor_id": transaction.actor,
        "subject": "message",
        "field": "ticket_id",
        "ticket_id": told,
        "after": str(to),
    }
    rows.insert_rows(
        transaction.connection,
        EVENT,
        [{**event, "subject_id": row["id"], "before": str(row["ticket_id"])} for row in moved],
    )
    newest = transaction.connection.execute(select(func.max(EVENT.c.seq))).scalar_one()
    transaction.last_event = newest
    transaction.tickets[told] = None
