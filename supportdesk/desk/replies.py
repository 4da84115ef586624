"""Public replies: what must be right before one is accepted, and how it leaves (F31, F35, F76)."""

from supportdesk.desk import states
from supportdesk.desk.claiming import claim_stops, leave_trace
from supportdesk.desk.desk_options import require_fitting
from supportdesk.desk.guards import text_stops
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import RecordDelivery, Reply
from supportdesk.domain.envelope import Receipt, from_milliseconds
from supportdesk.domain.errors import Refused, Stop
from supportdesk.domain.template import typed_braces, unresolved_marks
from supportdesk.domain.ticket import Delivery, MessageKind
from supportdesk.store.write import due, personal
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import (
    NewMessage,
    add_message,
    change_number,
    message_row,
    newer_messages,
    ticket_row,
)
from supportdesk.store.write.rows import Stored

RELEASE = "release"
"""Due work: the undo-send window of a reply is over."""


def reply(submission: Submission, action: Reply) -> Receipt:
    """Accept a reply; it leaves when the undo-send window is over.

    Refuses an empty one and one with an unresolved placeholder; stops once when somebody else
    has written since the composer opened, and at braces the operator typed.
    """
    transaction = submission.transaction
    ticket = ticket_row(transaction.connection, action.ticket)
    _require_sendable(action)
    require_fitting(submission, ticket["channel"], action.attachments)
    submission.stop_unless_confirmed("reply.stopped", _stops(submission, action, ticket))
    leave_trace(submission, action.ticket)
    release_at = transaction.at + submission.undo_send_seconds * 1000
    message = add_message(
        transaction,
        NewMessage(
            ticket=action.ticket,
            kind=MessageKind.OPERATOR,
            author=submission.operator.name,
            operator=submission.operator.id,
            body=action.body,
            at=transaction.at,
            delivery=Delivery.QUEUED,
            release_at=release_at,
            attachments=action.attachments,
        ),
    )
    due.plan(transaction.connection, RELEASE, message, release_at)
    _move_on(submission, action, ticket["state"])
    personal.text_sent(
        transaction.connection, submission.operator.id, action.ticket, "reply", message
    )
    return Receipt(
        transaction.envelope,
        tickets=(action.ticket,),
        message=message,
        undo_until=from_milliseconds(release_at),
    )


def record_delivery(submission: Submission, action: RecordDelivery) -> Receipt:
    """Record what became of a reply after its undo-send window; done once."""
    transaction = submission.transaction
    message = message_row(transaction.connection, action.message)
    if message["delivery"] == Delivery.QUEUED and not message["withdrawn"]:
        change(
            transaction,
            "message",
            action.message,
            "delivery",
            action.delivery,
            ticket=message["ticket_id"],
        )
    return Receipt(transaction.envelope, message=action.message)


def _require_sendable(action: Reply) -> None:
    if not action.body.strip() and not action.attachments:
        raise Refused("reply.empty", number=action.ticket)
    marks = unresolved_marks(action.body)
    if marks:
        raise Refused("reply.unresolved", number=action.ticket, marks=marks)


def newer_stops(submission: Submission, ticket: int, base_seq: int) -> list[Stop]:
    """The stops for others at work on a ticket: they have written since change number `base_seq`
    (F76), or somebody writes at this moment (F77).
    """
    newer = newer_messages(
        submission.transaction.connection, ticket, base_seq, submission.operator.id
    )
    stops = claim_stops(submission, ticket)
    if newer:
        seen = change_number(submission.transaction.connection)
        stops.append(Stop("newer", {"messages": newer, "count": len(newer), "seen": seen}))
    return stops


def _stops(submission: Submission, action: Reply, ticket: Stored) -> list[Stop]:
    stops = newer_stops(submission, action.ticket, action.base_seq)
    stops += text_stops(submission, action, ticket)
    braces = typed_braces(action.body)
    if braces:
        stops.append(Stop("braces", {"found": braces}))
    return stops


def _move_on(submission: Submission, action: Reply, state: str) -> None:
    """Set the state that goes with the reply; answering a ticket that is done keeps it done."""
    if action.then_state and action.then_state != state:
        ticket = ticket_row(submission.transaction.connection, action.ticket)
        states.move(
            submission,
            ticket,
            action.then_state,
            reason=action.then_reason,
            kind=action.then_kind,
        )
    else:
        states.open_after_action(submission, action.ticket)
