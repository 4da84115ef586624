"""Public replies: what must be right before one is accepted, and how it leaves (F31, F35, F76)."""

from supportdesk.desk import articles, states
from supportdesk.desk.merging import merged_stops
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import RecordDelivery, Reply
from supportdesk.domain.envelope import Receipt, from_milliseconds
from supportdesk.domain.errors import Refused, Stop
from supportdesk.domain.memory import MarkSeen
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
from supportdesk.store.write.link_fields import end_of_merges
from supportdesk.store.write.rows import Stored, write_column

RELEASE = "release"
"""Due work: the undo-send window of a reply is over."""


def reply(submission: Submission, action: Reply) -> Receipt:
    """Accept a reply; it leaves when the undo-send window is over.

    Refuses an empty one and one with an unresolved placeholder; stops once when somebody else
    has written since the composer opened, at braces the operator typed, and where the ticket was
    merged: the reply goes to the one it was merged into.
    """
    transaction = submission.transaction
    ticket_row(transaction.connection, action.ticket)
    number = end_of_merges(transaction.connection, action.ticket)
    ticket = ticket_row(transaction.connection, number)
    _require_sendable(action)
    submission.stop_unless_confirmed("reply.stopped", _stops(submission, action, number))
    release_at = transaction.at + submission.undo_send_seconds * 1000
    message = add_message(
        transaction,
        NewMessage(
            ticket=number,
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
    _move_on(submission, action, ticket)
    if submission.bulk is None:
        articles.record_use(submission, action.ticket, "reply", number)
        seen = MarkSeen(submission.operator.id, number, message)
        personal.text_sent(transaction.connection, action.ticket, "reply", seen)
    return Receipt(
        transaction.envelope,
        tickets=(number,),
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


def _stops(submission: Submission, action: Reply, number: int) -> list[Stop]:
    stops = merged_stops(submission, action.ticket, number)
    stops += newer_stops(submission, number, action.base_seq)
    braces = typed_braces(action.body)
    if braces:
        stops.append(Stop("braces", {"found": braces}))
    return stops


def _move_on(submission: Submission, action: Reply, ticket: Stored) -> None:
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
