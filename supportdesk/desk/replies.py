"""Public replies: what must be right before one is accepted, and how it leaves (F31, F35, F76)."""

from supportdesk.desk import states
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import RecordDelivery, Reply
from supportdesk.domain.envelope import Receipt, from_milliseconds
from supportdesk.domain.errors import Refused, Stop
from supportdesk.domain.template import typed_braces, unresolved_marks
from supportdesk.domain.ticket import Delivery, MessageKind
from supportdesk.store.write import bulks, due, personal
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import (
    NewMessage,
    add_message,
    message_row,
    newer_messages,
    ticket_row,
)
from supportdesk.store.write.rows import write_column

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
    submission.stop_unless_confirmed("reply.stopped", _stops(submission, action))
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
    if submission.bulk is None:
        personal.text_sent(
            transaction.connection, submission.operator.id, action.ticket, "reply", message
        )
    return Receipt(
        transaction.envelope,
        tickets=(action.ticket,),
        message=message,
        undo_until=from_milliseconds(release_at),
    )


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
    """The stop for what others have written on a ticket since change number `base_seq` (F76)."""
    newer = newer_messages(
        submission.transaction.connection, ticket, base_seq, submission.operator.id
    )
    return [Stop("newer", {"messages": newer, "count": len(newer)})] if newer else []


def _stops(submission: Submission, action: Reply) -> list[Stop]:
    stops = newer_stops(submission, action.ticket, action.base_seq)
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
