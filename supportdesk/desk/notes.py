"""Private notes on tickets (F71)."""

from supportdesk.desk import articles, states
from supportdesk.desk.desk_options import require_fitting
from supportdesk.desk.merging import merged_stops
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import AddNote
from supportdesk.domain.desk_options import INTERNAL
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Refused
from supportdesk.domain.memory import MarkSeen
from supportdesk.domain.ticket import Delivery, MessageKind
from supportdesk.store.write import personal
from supportdesk.store.write.conversations import NewMessage, add_message, ticket_row
from supportdesk.store.write.link_fields import end_of_merges


def add_note(submission: Submission, action: AddNote) -> Receipt:
    """Add a note from its composer: its draft is finished with it. Refuses as `accept` does."""
    receipt = accept(submission, action)
    if submission.bulk is None:
        connection = submission.transaction.connection
        articles.record_use(submission, action.ticket, "note", receipt.tickets[0])
        personal.drop_draft(connection, submission.operator.id, action.ticket, "note")
    return receipt


def accept(submission: Submission, action: AddNote) -> Receipt:
    """Add a note that no client ever sees; a draft stays. Refuses an empty one.

    Stops once where the ticket was merged: the note goes to the one it was merged into.
    """
    transaction = submission.transaction
    ticket_row(transaction.connection, action.ticket)
    number = end_of_merges(transaction.connection, action.ticket)
    if not action.body.strip() and not action.attachments:
        raise Refused("note.empty", number=action.ticket)
    require_fitting(submission, INTERNAL, action.attachments)
    submission.stop_unless_confirmed(
        "note.stopped", merged_stops(submission, action.ticket, number)
    )
    message = add_message(
        transaction,
        NewMessage(
            ticket=number,
            kind=MessageKind.NOTE,
            author=submission.operator.name,
            operator=submission.operator.id,
            body=action.body,
            at=transaction.at,
            delivery=Delivery.RECORDED,
            attachments=action.attachments,
        ),
    )
    states.open_after_action(submission, number)
    if submission.bulk is None:
        seen = MarkSeen(submission.operator.id, number, message)
        personal.mark_seen(transaction.connection, seen)
    return Receipt(transaction.envelope, tickets=(number,), message=message)
