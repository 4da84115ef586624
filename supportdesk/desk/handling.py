"""From envelope to receipt: roles, idempotence, one transaction, one table of use cases."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from supportdesk.desk import (
    assignment,
    clients,
    details,
    histories,
    intake,
    notes,
    organising,
    replies,
    snoozing,
    states,
    templates,
    undoing,
    views,
)
from supportdesk.desk.submission import Actor, Submission
from supportdesk.domain import action as actions
from supportdesk.domain.envelope import Envelope, Receipt, from_milliseconds, to_milliseconds
from supportdesk.domain.errors import Refused
from supportdesk.domain.roles import ALLOWED, may
from supportdesk.store.write import envelopes
from supportdesk.store.write.engine import Writer
from supportdesk.store.write.operators import require_operator
from supportdesk.store.write.transaction import Transaction

HANDLERS: dict[type[actions.Action], Callable[[Submission, Any], Receipt]] = {
    actions.CreateTicket: intake.create_ticket,
    actions.ReceiveMessage: intake.receive_message,
    actions.Reply: replies.reply,
    actions.AddNote: notes.add_note,
    actions.SetState: states.set_state,
    actions.SetPriority: details.set_priority,
    actions.SetKind: details.set_kind,
    actions.SetSubject: details.set_subject,
    actions.ChangeTags: details.change_tags,
    actions.Assign: assignment.assign,
    actions.MoveToQueue: assignment.move_to_queue,
    actions.Snooze: snoozing.snooze,
    actions.EditClient: clients.edit_client,
    actions.AddClientNote: clients.add_client_note,
    actions.SaveTemplate: templates.save_template,
    actions.SaveOperator: organising.save_operator,
    actions.SaveQueue: organising.save_queue,
    actions.SaveView: views.save_view,
    actions.DeleteView: views.delete_view,
    actions.TakeNext: assignment.take_next,
    actions.Undo: undoing.undo,
    actions.Redo: undoing.redo,
    actions.RecordHistory: histories.record_history,
    actions.RecordDelivery: replies.record_delivery,
}
"""Every action has its use case; a test holds this table against the closed list."""


def handle(writer: Writer, envelope: Envelope, undo_send_seconds: int) -> Receipt:
    """Do what the envelope asks in one transaction, or raise a DeskError and change nothing."""
    with writer.transaction() as connection:
        accepted = envelopes.find(connection, envelope.id)
        if accepted is not None:
            return replace(_receipt_from(envelope.id, accepted["receipt"]), repeated=True)
        transaction = Transaction(
            connection, envelope.id, envelope.actor, to_milliseconds(envelope.at)
        )
        submission = Submission(
            transaction, _actor(transaction, envelope), envelope.confirmed, undo_send_seconds
        )
        receipt = HANDLERS[type(envelope.action)](submission, envelope.action)
        name = type(envelope.action).__name__
        receipt = replace(
            receipt,
            tickets=receipt.tickets or tuple(transaction.tickets),
            last_event=transaction.last_event,
            action=receipt.action or name,
        )
        _keep(transaction, name, receipt)
        return receipt


def _keep(transaction: Transaction, name: str, receipt: Receipt) -> None:
    envelopes.keep(
        transaction.connection,
        envelope=transaction.envelope,
        actor=transaction.actor,
        at=transaction.at,
        action=name,
        receipt=_receipt_text(receipt),
    )


def _receipt_text(receipt: Receipt) -> str:
    """The receipt as it is kept: numbers only."""
    until = receipt.undo_until
    return json.dumps(
        {
            "tickets": receipt.tickets,
            "message": receipt.message,
            "client": receipt.client,
            "template": receipt.template,
            "operator": receipt.operator,
            "queue": receipt.queue,
            "view": receipt.view,
            "undo_until": None if until is None else to_milliseconds(until),
            "last_event": receipt.last_event,
            "action": receipt.action,
        }
    )


def _receipt_from(envelope: UUID, kept: str) -> Receipt:
    values = json.loads(kept)
    until = values.pop("undo_until")
    return Receipt(
        envelope=envelope,
        tickets=tuple(values.pop("tickets")),
        undo_until=None if until is None else from_milliseconds(until),
        **values,
    )


def _actor(transaction: Transaction, envelope: Envelope) -> Actor | None:
    """Who acts, if the matrix of roles lets them."""
    kind = type(envelope.action)
    if envelope.actor is None:
        return None
    row = require_operator(transaction.connection, envelope.actor)
    actor = Actor(row["id"], row["name"], row["role"])
    if kind in ALLOWED and not may(actor.role, kind):
        raise Refused("role.not_allowed", role=actor.role, action=kind.__name__)
    return actor
