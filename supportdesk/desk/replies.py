"""Public replies: what must be right before one is accepted, and how it leaves (F31, F35, F76)."""

from dataclasses import replace

from supportdesk.desk import articles, states, template_uses
from supportdesk.desk.claiming import claim_stops, leave_trace
from supportdesk.desk.desk_options import require_fitting
from supportdesk.desk.file_sizes import require_size
from supportdesk.desk.guards import text_stops
from supportdesk.desk.merging import merged_stops
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import Forward, Recipients, Reply
from supportdesk.domain.envelope import Receipt, from_milliseconds
from supportdesk.domain.errors import Refused, Stop
from supportdesk.domain.memory import MarkSeen
from supportdesk.domain.recipients import NOBODY_ELSE, cleaned
from supportdesk.domain.signing import signed
from supportdesk.domain.template import typed_braces, unresolved_marks
from supportdesk.domain.ticket import Delivery, MessageKind
from supportdesk.store.write import blobs, bulks, due, message_recipients, personal, presence
from supportdesk.store.write.conversations import (
    NewMessage,
    add_message,
    change_number,
    message_row,
    newer_messages,
    ticket_row,
)
from supportdesk.store.write.kept_options import kept_options
from supportdesk.store.write.link_fields import end_of_merges
from supportdesk.store.write.rows import Stored, write_column

RELEASE = "release"
"""Due work: the undo-send window of a reply is over."""


def reply(submission: Submission, action: Reply) -> Receipt:
    """Accept a reply from its composer: its draft is finished with it. Refuses as `accept` does."""
    receipt = accept(submission, action)
    if submission.is_of_composer:
        connection, operator = submission.transaction.connection, submission.operator.id
        articles.record_use(submission, action.ticket, "reply", receipt.tickets[0])
        personal.drop_draft(connection, operator, action.ticket, "reply")
        template_uses.count_templates(submission, action, receipt.message)
    return receipt


def accept(submission: Submission, action: Reply) -> Receipt:
    """Accept a reply; it leaves when the undo-send window is over. A draft stays.

    Refuses an empty one and one with an unresolved placeholder; stops once when somebody else
    has written since the composer opened, at braces the operator typed, and where the ticket was
    merged: the reply goes to the one it was merged into.
    """
    transaction = submission.transaction
    ticket_row(transaction.connection, action.ticket)
    number = end_of_merges(transaction.connection, action.ticket)
    ticket = ticket_row(transaction.connection, number)
    require_sendable(action)
    require_fitting(submission, ticket["channel"], action.attachments)
    recipients = _in_copy(submission, action, ticket)
    submission.stop_unless_confirmed("reply.stopped", _stops(submission, action, ticket))
    leave_trace(submission, number)
    message, release_at = hand_over(submission, action, number, recipients)
    move_on(submission, action, ticket)
    if submission.is_of_composer:
        seen = MarkSeen(submission.operator.id, number, message)
        personal.mark_seen(transaction.connection, seen)
        for place in sorted({action.ticket, number}):
            presence.release(transaction.connection, place, submission.operator.id)
    return Receipt(
        transaction.envelope,
        tickets=(number,),
        message=message,
        undo_until=from_milliseconds(release_at),
    )


def hand_over(
    submission: Submission, action: Reply | Forward, number: int, recipients: Recipients
) -> tuple[int, int]:
    """Keep a text under its signature until it leaves: its id, and when that is."""
    transaction = submission.transaction
    body, signed_from = signed(action.body, action.signature)
    release_at = transaction.at + submission.undo_send_seconds * 1000
    message = add_message(
        transaction,
        NewMessage(
            ticket=number,
            kind=MessageKind.OPERATOR if isinstance(action, Reply) else MessageKind.FORWARD,
            author=submission.operator.name,
            operator=submission.operator.id,
            body=body,
            at=transaction.at,
            delivery=Delivery.QUEUED,
            release_at=release_at,
            attachments=action.attachments,
            recipients=recipients,
            signed_from=signed_from,
        ),
    )
    due.plan(transaction.connection, RELEASE, message, release_at)
    return message, release_at


def hold_back(submission: Submission, message: int) -> bool:
    """Whether a reply has to wait still, because its bulk has been gone on with since."""
    transaction = submission.transaction
    row = message_row(transaction.connection, message)
    until = bulks.held_until(transaction.connection, row["ticket_id"], message)
    if until is None or until <= transaction.at or row["withdrawn"]:
        return False
    due.plan(transaction.connection, RELEASE, message, until)
    write_column(transaction.connection, "message", message, "release_at", until)
    return True


def require_sendable(action: Reply | Forward) -> None:
    """Refuse a text with nothing in it, and one with an unresolved placeholder (F35)."""
    if not action.body.strip() and not action.attachments:
        raise Refused("reply.empty", number=action.ticket)
    marks = unresolved_marks(f"{action.body}\n{action.signature}")
    if marks:
        raise Refused("reply.unresolved", number=action.ticket, marks=marks)


def newer_stops(submission: Submission, ticket: int, base_seq: int) -> list[Stop]:
    """The stops for others at work on a ticket: they have written since change number `base_seq`
    (F76), or somebody writes at this moment (F77).
    """
    connection = submission.transaction.connection
    newer = newer_messages(connection, ticket, base_seq, submission.operator.id)
    stops = claim_stops(submission, ticket)
    if newer:
        seen, count = change_number(connection), len(newer)
        stops.append(
            Stop("newer", {"number": ticket, "messages": newer, "count": count, "seen": seen})
        )
    return stops


def require_sendable_again(submission: Submission, message: Stored, base_seq: int) -> None:
    """Hold a recalled reply that is to leave after all, by what may have changed meanwhile."""
    connection, number = submission.transaction.connection, message["ticket_id"]
    sizes = blobs.sizes(connection, message["id"])
    if sizes:
        channel = ticket_row(connection, number)["channel"]
        require_size(kept_options(connection), channel, sizes)
    stops = newer_stops(submission, number, base_seq)
    submission.stop_unless_confirmed("reply.stopped", stops)
    leave_trace(submission, number)


def _stops(submission: Submission, action: Reply, ticket: Stored) -> list[Stop]:
    stops = merged_stops(submission, action.ticket, ticket["id"])
    stops += newer_stops(submission, ticket["id"], action.base_seq)
    stops += text_stops(submission, action, ticket)
    return stops + brace_stops(action)


def brace_stops(action: Reply | Forward) -> list[Stop]:
    """The stop for braces that the operator typed (F35)."""
    braces = typed_braces(action.body)
    return [Stop("braces", {"found": braces})] if braces else []


def _in_copy(submission: Submission, action: Reply, ticket: Stored) -> Recipients:
    """Who gets a copy; the client gets the reply itself, so is none of them."""
    if not action.recipients.everybody:
        return NOBODY_ELSE
    client = message_recipients.addresses_of(submission.transaction.connection, ticket["client_id"])
    return cleaned(replace(action.recipients, to=()), client)


def move_on(submission: Submission, action: Reply | Forward, ticket: Stored) -> None:
    """Set the state that goes with the reply; answering a ticket that is done keeps it done."""
    number = ticket["id"]
    if action.then_state and action.then_state != ticket["state"]:
        states.move(
            submission,
            ticket_row(submission.transaction.connection, number),
            action.then_state,
            reason=action.then_reason,
            kind=action.then_kind,
        )
    else:
        states.open_after_action(submission, number)
