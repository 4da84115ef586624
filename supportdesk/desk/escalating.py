"""Handing a ticket on to the next line, with what the next one needs to know (F21)."""

from supportdesk.desk import notes
from supportdesk.desk.following import follow
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import AddNote, Escalate
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Refused
from supportdesk.domain.ticket import Category
from supportdesk.store.write import people
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.dealing import mark_given_back
from supportdesk.store.write.operators import require_queue


def escalate(submission: Submission, action: Escalate) -> Receipt:
    """Move a ticket to a queue of a later line, nobody's, under a handover note.

    Its first owner follows it from now on: whoever began with the client hears how it goes on.
    Refuses one that is done, an empty note, and where there is no such line.
    """
    transaction = submission.transaction
    connection = transaction.connection
    ticket = ticket_row(connection, action.ticket)
    if ticket["category"] == Category.DONE:
        raise Refused("escalate.done", number=action.ticket, state=ticket["state"])
    if not action.note.strip():
        raise Refused("escalate.no_note", number=action.ticket)
    line = require_queue(connection, ticket["queue_id"])["line"]
    wanted = action.queue
    queue = people.queue_after(connection, line) if wanted is None else wanted
    if queue is None or require_queue(connection, queue)["line"] <= line:
        raise Refused("escalate.no_line", line=line)
    receipt = notes.accept(submission, AddNote(action.ticket, action.note))
    change(transaction, "ticket", action.ticket, "queue_id", str(queue))
    first_owner = people.first_owner(connection, action.ticket)
    if first_owner is not None:
        follow(submission, action.ticket, first_owner)
    if ticket["owner_id"] is not None:
        mark_given_back(transaction, action.ticket, ticket["owner_id"])
        change(transaction, "ticket", action.ticket, "owner_id", None)
    return Receipt(transaction.envelope, tickets=(action.ticket,), message=receipt.message)
