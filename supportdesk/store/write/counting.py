"""Derived numbers: the counter table, the spans, and what a ticket knows of its conversation.

They are written by the same transaction as what they are derived from, and recomputed rather
than restored by an undo (law 4).
"""

from sqlalchemy import Connection, text

from supportdesk.store.read.tickets import EVERYBODY, NOBODY
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction

_COUNT = text(
    "INSERT INTO ticket_count(queue_id, category, owner_id, asleep, n)"
    " VALUES (:queue, :category, :owner, :asleep, :step)"
    " ON CONFLICT(owner_id, queue_id, category, asleep) DO UPDATE SET n = n + :step"
)
_CLOSE_SPAN = text(
    "UPDATE ticket_span SET to_at = max(from_at, :at) WHERE ticket_id = :ticket AND to_at IS NULL"
)
_OPEN_SPAN = text(
    "INSERT INTO ticket_span(ticket_id, number, from_at, to_at, state, category, queue_id,"
    " owner_id) SELECT t.id, coalesce((SELECT max(number) FROM ticket_span"
    " WHERE ticket_id = t.id), 0) + 1, coalesce((SELECT max(to_at) FROM ticket_span"
    " WHERE ticket_id = t.id), :at), NULL, t.state, t.category, t.queue_id, t.owner_id"
    " FROM ticket t WHERE t.id = :ticket"
)
_CONVERSATION = text(
    """
    UPDATE ticket SET
      messages = (SELECT count(*) FROM message m
                   WHERE m.ticket_id = ticket.id AND NOT m.withdrawn),
      replies = (SELECT count(*) FROM message m
                  WHERE m.ticket_id = ticket.id AND m.kind = 'operator' AND NOT m.withdrawn),
      last_client_message = (SELECT max(m.id) FROM message m
                  WHERE m.ticket_id = ticket.id AND m.kind IN ('client', 'third_party')
                    AND NOT m.withdrawn),
      unanswered = (SELECT count(*) FROM message m
                  WHERE m.ticket_id = ticket.id AND m.kind = 'client' AND NOT m.withdrawn
                    AND m.id > :answered),
      waiting_since = (SELECT min(m.id) >> 20 FROM message m
                  WHERE m.ticket_id = ticket.id AND m.kind = 'client' AND NOT m.withdrawn
                    AND m.id > :answered)
    WHERE id = :ticket
    """
)
_ANSWERED = text(
    "SELECT coalesce(max(id), 0) FROM message"
    " WHERE ticket_id = :ticket AND kind = 'operator' AND NOT withdrawn"
)


def count(connection: Connection, ticket: Stored, step: int) -> None:
    """Add (`step` 1) or take away (-1) a ticket in the counters of its place."""
    place = {
        "queue": ticket["queue_id"],
        "category": ticket["category"],
        "asleep": int(ticket["wake_at"] is not None),
        "step": step,
    }
    owners = (ticket["owner_id"] or NOBODY, EVERYBODY)
    connection.execute(_COUNT, [{**place, "owner": owner} for owner in owners])


def begin_span(transaction: Transaction, ticket: int, at: int | None = None) -> None:
    """End the ticket's running span and begin the one it is in now.

    Clocks of two processes may differ: a span never ends before it begins.
    """
    moment = transaction.at if at is None else at
    parameters = {"ticket": ticket, "at": moment}
    transaction.connection.execute(_CLOSE_SPAN, parameters)
    transaction.connection.execute(_OPEN_SPAN, parameters)


def refresh_conversation(connection: Connection, ticket: int) -> None:
    """Recompute message numbers and the oldest unanswered client message (R1, F4)."""
    answered = connection.execute(_ANSWERED, {"ticket": ticket}).scalar_one()
    connection.execute(_CONVERSATION, {"ticket": ticket, "answered": answered})
