"""Private notes on tickets (F71)."""

from supportdesk.desk import states
from supportdesk.desk.desk_options import INTERNAL, require_fitting
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import AddNote
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Refused
from supportdesk.domain.ticket import Delivery, MessageKind
from supportdesk.store.write import personal
from supportdesk.store.write.conversations import NewMessage, add_message, ticket_row


def add_note(submission: Submission, action: AddNote) -> Receipt:
    """Add a note that no client ever sees. Refuses an empty one."""
    transaction = submission.transaction
    ticket_row(transaction.connection, action.ticket)
    if not action.body.strip() and not action.attachments:
        raise Refused("note.empty", number=action.ticket)
    require_fitting(submission, INTERNAL, action.attachments)
    message = add_message(
        transaction,
        NewMessage(
            ticket=action.ticket,
            kind=MessageKind.NOTE,
            author=submission.operator.name,
            operator=submission.operator.id,
            body=action.body,
            at=transaction.at,
            delivery=Delivery.RECORDED,
            attachments=action.attachments,
        ),
    )
    states.open_after_action(submission, action.ticket)
    personal.text_sent(
        transaction.connection, submission.operator.id, action.ticket, "note", message
    )
    return Receipt(transaction.envelope, tickets=(action.ticket,), message=message)
