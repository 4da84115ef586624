"""Derived numbers: the counter table, the spans, and what a ticket knows of its conversation.

They are written by the same transaction as what they are derived from, and recomputed rather
than restored by an undo (law 4).
"""

import json
from collections.abc import Collection, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, text

from supportdesk.store.read.tickets import EVERYBODY, NOBODY
from supportdesk.store.write.rows import Stored, run_each
from supportdesk.store.write.transaction import Transaction

_COUNT = text(
    "INSERT INTO ticket_count(queue_id, category, owner_id, asleep, n)"
    " VALUES (:queue, :category, :owner, :asleep, :step)"
    " ON CONFLICT(owner_id, queue_id, category, asleep) DO UPDATE SET n = ticket_count.n + :step"
)
_CLOSE_SPAN = text(
    "UPDATE ticket_span SET to_at = max(from_at, :at) WHERE ticket_id = :ticket AND to_at IS NULL"
)
_OPEN_SPAN = text(
    "INSERT INTO ticket_span(ticket_id, number, from_at, to_at, state, category, queue_id,"
    " owner_id, asleep) SELECT t.id, coalesce((SELECT max(number) FROM ticket_span"
    " WHERE ticket_id = t.id), 0) + 1, coalesce((SELECT max(to_at) FROM ticket_span"
    " WHERE ticket_id = t.id), :at), NULL, t.state, t.category, t.queue_id, t.owner_id,"
    " t.wake_at IS NOT NULL"
    " FROM ticket t WHERE t.id = :ticket"
)
_CONVERSATION = text(
    """
    UPDATE ticket SET
      messages = (SELECT count(*) FROM message m
                   WHERE m.ticket_id = ticket.id AND NOT m.withdrawn),
      replies = (SELECT count(*) FROM message m
                  WHERE m.ticket_id = ticket.id AND m.kind = 'operator' AND NOT m.withdrawn),
      client_messages = (SELECT count(*) FROM message m
                  WHERE m.ticket_id = ticket.id AND m.kind = 'client' AND NOT m.withdrawn),
      last_client_message = (SELECT max(m.id) FROM message m
                  WHERE m.ticket_id = ticket.id AND m.kind IN ('client', 'third_party')
                    AND NOT m.withdrawn),
      unanswered = (SELECT count(*) FROM message m
                  WHERE m.ticket_id = ticket.id AND m.kind = 'client' AND NOT m.withdrawn
                    AND m.asks AND m.id > :answered),
      waiting_since = (SELECT min(m.id) >> 20 FROM message m
                  WHERE m.ticket_id = ticket.id AND m.kind = 'client' AND NOT m.withdrawn
                    AND m.asks AND m.id > :answered),
      thanked = coalesce((SELECT NOT m.asks FROM message m
                  WHERE m.ticket_id = ticket.id AND m.kind IN ('client', 'operator')
                    AND NOT m.withdrawn ORDER BY m.id DESC LIMIT 1), false)
    WHERE id = :ticket
    """
)
_ANSWERED = text(
    "SELECT j.value AS ticket, coalesce((SELECT max(id) FROM message WHERE ticket_id = j.value"
    " AND kind = 'operator' AND NOT withdrawn), 0) AS answered FROM json_each(:tickets) j"
)


class Place(NamedTuple):
    """Where a ticket is counted."""

    queue: int | None
    category: int
    owner: int | None
    asleep: bool


def count(connection: Connection, ticket: Stored, step: int) -> None:
    """Add (`step` 1) or take away (-1) a ticket in the counters of its place."""
    asleep = ticket["wake_at"] is not None
    place = Place(ticket["queue_id"], ticket["category"], ticket["owner_id"], asleep)
    count_places(connection, {place: step})


def count_places(connection: Connection, steps: Mapping[Place, int]) -> None:
    """Add so many tickets to the counters of each place; fewer than none takes away."""
    counted = [
        {**place._asdict(), "asleep": int(place.asleep), "owner": owner, "step": step}
        for place, step in steps.items()
        for owner in (place.owner or NOBODY, EVERYBODY)
    ]
    if counted:
        connection.execute(_COUNT, counted)


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
    refresh_conversations(connection, [ticket])


def refresh_conversations(connection: Connection, tickets: Collection[int]) -> None:
    """Do so for many tickets."""
    answered = connection.execute(_ANSWERED, {"tickets": json.dumps(list(tickets))})
    run_each(connection, _CONVERSATION, [dict(row) for row in answered.mappings()])
