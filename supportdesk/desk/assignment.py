"""Who works on a ticket, and in which queue it stands."""

from supportdesk.desk import states
from supportdesk.desk.caps import require_room
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import Assign, MoveToQueue, TakeNext
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Refused
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import first_unassigned, ticket_row
from supportdesk.store.write.dealing import mark_given_back
from supportdesk.store.write.operators import require_operator, require_queue


def assign(submission: Submission, action: Assign) -> Receipt:
    """Give a ticket to an operator or to nobody; a new ticket opens with it (R1).

    Stops once over one's own cap; over another's it is a lead's to give (R3).
    """
    transaction = submission.transaction
    ticket = ticket_row(transaction.connection, action.ticket)
    if action.owner is not None:
        require_operator(transaction.connection, action.owner)
        require_room(submission, ticket, action.owner)
    elif ticket["owner_id"] is not None:
        mark_given_back(transaction, action.ticket, ticket["owner_id"])
    owner = None if action.owner is None else str(action.owner)
    change(transaction, "ticket", action.ticket, "owner_id", owner)
    states.open_after_action(submission, action.ticket)
    return Receipt(transaction.envelope, tickets=(action.ticket,))


def move_to_queue(submission: Submission, action: MoveToQueue) -> Receipt:
    """Move a ticket to another queue; the owner stays."""
    transaction = submission.transaction
    ticket_row(transaction.connection, action.ticket)
    require_queue(transaction.connection, action.queue)
    change(transaction, "ticket", action.ticket, "queue_id", str(action.queue))
    states.open_after_action(submission, action.ticket)
    return Receipt(transaction.envelope, tickets=(action.ticket,))


def take_next(submission: Submission, _action: TakeNext) -> Receipt:
    """Give the actor the first new or open ticket of the one order that nobody has (R1).

    Chosen and taken in one transaction: two operators never get the same. Raises
    Refused("ticket.none_to_take").
    """
    transaction = submission.transaction
    number = first_unassigned(transaction.connection)
    if number is None:
        raise Refused("ticket.none_to_take")
    require_room(submission, ticket_row(transaction.connection, number), submission.operator.id)
    change(transaction, "ticket", number, "owner_id", str(submission.operator.id))
    states.open_after_action(submission, number)
    return Receipt(transaction.envelope, tickets=(number,))
