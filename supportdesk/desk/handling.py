"""From envelope to receipt: roles, idempotence, one transaction, one table of use cases."""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from supportdesk.desk import (
    absences,
    access,
    acknowledging,
    articles,
    assignment,
    bulk,
    bulk_beginning,
    calendars,
    claiming,
    client_events,
    client_merging,
    client_properties,
    clients,
    conflicts,
    desk_options,
    details,
    escalating,
    fields,
    following,
    forgetting,
    forwarding,
    histories,
    intake,
    letters,
    linking,
    macro_running,
    macros,
    mail_notices,
    merging,
    notes,
    organisations,
    organising,
    outbox,
    policies,
    ratings,
    replies,
    snoozing,
    splitting,
    staffing,
    states,
    tagging,
    templates,
    time_tracking,
    undoing,
    views,
)
from supportdesk.desk.submission import Actor, Submission
from supportdesk.domain import action as actions
from supportdesk.domain.envelope import Envelope, Receipt, from_milliseconds, to_milliseconds
from supportdesk.domain.errors import Refused
from supportdesk.domain.roles import may, require_to_act_as
from supportdesk.store.write import clocks, envelopes
from supportdesk.store.write.operators import require_operator
from supportdesk.store.write.transaction import Transaction
from supportdesk.store.write.writer import Connection, Writer

HANDLERS: dict[type[actions.Action], Callable[[Submission, Any], Receipt]] = {
    actions.CreateTicket: intake.create_ticket,
    actions.ReceiveMessage: intake.receive_message,
    actions.Reply: replies.reply,
    actions.Forward: forwarding.forward,
    actions.SendLater: outbox.send_later,
    actions.PostponeSending: outbox.postpone,
    actions.CancelSending: outbox.cancel,
    actions.SendAgain: letters.send_again,
    actions.SettleDelivery: letters.settle_delivery,
    actions.AddNote: notes.add_note,
    actions.SetState: states.set_state,
    actions.SetPriority: details.set_priority,
    actions.SetKind: details.set_kind,
    actions.SetSubject: details.set_subject,
    actions.ChangeTags: details.change_tags,
    actions.ChangeFollowers: following.change_followers,
    actions.RateTicket: ratings.rate_ticket,
    actions.AddRecommendation: ratings.add_recommendation,
    actions.SetField: fields.set_field,
    actions.Assign: assignment.assign,
    actions.MoveToQueue: assignment.move_to_queue,
    actions.Escalate: escalating.escalate,
    actions.Snooze: snoozing.snooze,
    actions.AddTime: time_tracking.add_time,
    actions.CorrectTime: time_tracking.correct_time,
    actions.EditClient: clients.edit_client,
    actions.AddClientNote: clients.add_client_note,
    actions.MergeClients: client_merging.merge_clients,
    actions.ForgetClient: forgetting.forget_client,
    actions.EditOrganisation: organisations.edit_organisation,
    actions.SaveClientProperty: client_properties.save_property,
    actions.RemoveClientProperty: client_properties.remove_property,
    actions.RecordClientEvents: client_events.record_events,
    actions.MergeTicket: merging.merge,
    actions.SplitMessage: splitting.split,
    actions.LinkTicket: linking.link,
    actions.UnlinkTicket: linking.unlink,
    actions.RenameTag: tagging.rename_tag,
    actions.DefineFields: fields.define_fields,
    actions.SaveTemplate: templates.save_template,
    actions.SaveMacro: macros.save_macro,
    actions.DeleteMacro: macros.delete_macro,
    actions.RunMacro: macro_running.run_macro,
    actions.SaveArticle: articles.save_article,
    actions.RemoveArticle: articles.remove_article,
    actions.SaveOperator: organising.save_operator,
    actions.SaveQueue: organising.save_queue,
    actions.SetStatus: staffing.set_status,
    actions.SetMailNotices: mail_notices.set_mail_notices,
    actions.SetDuties: staffing.set_duties,
    actions.SetDealing: staffing.set_dealing,
    actions.SetAbsence: absences.set_absence,
    actions.EndAbsence: absences.end_absence,
    actions.ChangeOption: desk_options.change_option,
    actions.SaveCalendar: calendars.save_calendar,
    actions.RemoveCalendar: calendars.remove_calendar,
    actions.SavePolicy: policies.save_policy,
    actions.SavePolicies: policies.save_policies,
    actions.RemovePolicy: policies.remove_policy,
    actions.OrderPolicies: policies.order_policies,
    actions.TakeOverWriting: claiming.take_over_writing,
    actions.SaveView: views.save_view,
    actions.SaveViews: views.save_views,
    actions.DeleteView: views.delete_view,
    actions.TakeNext: assignment.take_next,
    actions.AddToken: access.add_token,
    actions.RevokeToken: access.revoke_token,
    actions.Undo: undoing.undo,
    actions.Redo: undoing.redo,
    actions.RecordHistory: histories.record_history,
    actions.RecordLinks: linking.record_links,
    actions.RecordArticles: articles.record_articles,
    actions.RecordDelivery: letters.record_delivery,
    actions.RecordSending: letters.record_sending,
    actions.RecordBounce: letters.record_bounce,
    actions.Acknowledge: acknowledging.acknowledge,
    actions.PlanNotices: mail_notices.plan_notices,
    actions.RecordRatings: ratings.record_ratings,
    actions.RecordRecommendations: ratings.record_recommendations,
}
"""Every action about a single thing has its use case, and `Bulk` is many of them; a test holds this
table against the closed list."""


def handle(writer: Writer, envelope: Envelope, undo_send_seconds: int) -> Receipt:
    """Do what the envelope asks in one transaction, or raise a DeskError and change nothing."""
    with writer.transaction() as connection:
        return handle_within(connection, envelope, undo_send_seconds)


def handle_within(
    connection: Connection, envelope: Envelope, undo_send_seconds: int, *, again: bool = False
) -> Receipt:
    """Do so in the caller's transaction, which ends with it where a DeskError is raised.

    With `again` it was done before, and whoever did it may be writing something else meanwhile.
    """
    accepted = envelopes.find(connection, envelope.id)
    if accepted is not None:
        return replace(kept_receipt(envelope.id, accepted["receipt"]), repeated=True)
    transaction = Transaction(connection, envelope.id, envelope.actor, to_milliseconds(envelope.at))
    submission = replace(submission_of(transaction, envelope, undo_send_seconds), in_absence=again)
    many = bulk_beginning.begun(submission, envelope)
    doing = partial(_do_one, submission)
    if many is None:
        return doing(envelope, None)
    receipt = bulk.go_on(submission, envelope, many, doing)
    if not receipt.left and many["envelope_id"] != str(envelope.id):
        _keep(submission, type(envelope.action).__name__, receipt)  # it has ended another one
    return receipt


def rehearse(writer: Writer, envelope: Envelope, undo_send_seconds: int) -> Receipt:
    """What a bulk would do now, ticket by ticket; nothing is changed."""
    if not isinstance(envelope.action, actions.Bulk):
        raise TypeError(envelope.action)
    return bulk.rehearse(
        writer,
        envelope,
        envelope.action,
        lambda transaction: partial(
            _do_one, submission_of(transaction, envelope, undo_send_seconds)
        ),
    )


def _do_one(within: Submission, envelope: Envelope, step_of: int | None) -> Receipt:
    """Do one command about a single thing, and keep its envelope once nothing of it is left."""
    if within.actor is not None:
        _require_role(within.actor, type(envelope.action))
    transaction = Transaction(
        within.transaction.connection, envelope.id, envelope.actor, to_milliseconds(envelope.at)
    )
    submission = replace(within, transaction=transaction, bulk=step_of)
    receipt = HANDLERS[type(envelope.action)](submission, envelope.action)
    if envelope.base is not None:
        conflicts.require_none(submission, envelope.base)
    clocks.keep(transaction, quietly=isinstance(envelope.action, actions.Fact))
    name = type(envelope.action).__name__
    receipt = replace(
        receipt,
        tickets=receipt.tickets or tuple(submission.transaction.tickets),
        last_event=submission.transaction.last_event,
        action=receipt.action or name,
    )
    if not receipt.left:
        _keep(submission, name, receipt)
    return receipt


def submission_of(
    transaction: Transaction, envelope: Envelope, undo_send_seconds: int
) -> Submission:
    """An envelope being handled, by whom the matrix of roles lets."""
    actor = _actor(transaction, envelope)
    return Submission(transaction, actor, envelope.confirmed, undo_send_seconds, by=envelope.by)


def _keep(submission: Submission, name: str, receipt: Receipt) -> None:
    transaction = submission.transaction
    envelopes.keep(
        transaction.connection,
        envelope=transaction.envelope,
        actor=transaction.actor,
        at=transaction.at,
        action=name,
        receipt=receipt_text(receipt),
        bulk=submission.bulk,
        by=submission.by,
    )


def receipt_text(receipt: Receipt) -> str:
    """The receipt as it is kept: numbers only."""
    until = receipt.undo_until
    return json.dumps(
        {
            "tickets": receipt.tickets,
            "message": receipt.message,
            "client": receipt.client,
            "template": receipt.template,
            "macro": receipt.macro,
            "article": receipt.article,
            "operator": receipt.operator,
            "queue": receipt.queue,
            "view": receipt.view,
            "calendar": receipt.calendar,
            "policy": receipt.policy,
            "outbox": receipt.outbox,
            "undo_until": None if until is None else to_milliseconds(until),
            "last_event": receipt.last_event,
            "action": receipt.action,
            "counts": receipt.counts,
        }
    )


def kept_receipt(envelope: UUID, kept: str) -> Receipt:
    """The receipt that `receipt_text` has written."""
    values = json.loads(kept)
    until = values.pop("undo_until")
    counts = tuple((str(name), int(count)) for name, count in values.pop("counts", ()))
    return Receipt(
        counts=counts,
        envelope=envelope,
        tickets=tuple(values.pop("tickets")),
        undo_until=None if until is None else from_milliseconds(until),
        **values,
    )


def _actor(transaction: Transaction, envelope: Envelope) -> Actor | None:
    """Who acts, if the matrix of roles lets them."""
    if envelope.actor is None:
        return None
    row = require_operator(transaction.connection, envelope.actor)
    actor = Actor(row["id"], row["name"], row["role"])
    if envelope.by is not None:
        by = require_operator(transaction.connection, envelope.by)
        require_to_act_as(by["role"], row["role"], row["name"])
    _require_role(actor, type(envelope.action))
    return actor


def _require_role(actor: Actor, kind: type[actions.Action]) -> None:
    if not may(actor.role, kind):
        raise Refused("role.not_allowed", role=actor.role, action=kind.__name__)
