"""Putting tickets to sleep and waking them (F9)."""

from supportdesk.desk import states
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import Snooze
from supportdesk.domain.envelope import Receipt, to_milliseconds
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.ticket import Category
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import ticket_row

WAKE = "wake"
"""Due work: a sleeping ticket wakes up."""


def snooze(submission: Submission, action: Snooze) -> Receipt:
    """Put a ticket to sleep until a moment, or wake it now.

    Refuses a ticket that is done. Raises Invalid("moment.past").
    """
    transaction = submission.transaction
    ticket = ticket_row(transaction.connection, action.ticket)
    if ticket["category"] == Category.DONE:
        raise Refused("snooze.done", number=action.ticket, state=ticket["state"])
    until = None if action.until is None else to_milliseconds(action.until)
    if until is not None and until <= transaction.at:
        raise Invalid("moment.past", until=action.until)
    states.open_after_action(submission, action.ticket)
    change(
        transaction,
        "ticket",
        action.ticket,
        "wake_at",
        None if until is None else str(until),
    )
    return Receipt(transaction.envelope, tickets=(action.ticket,))


def wake(submission: Submission, number: int) -> None:
    """A sleeping ticket returns; a waiting or held one opens (R1)."""
    ticket = ticket_row(submission.transaction.connection, number)
    if ticket["category"] == Category.DONE:
        return
    change(submission.transaction, "ticket", number, "wake_at", None)
    states.open_after_wake_up(submission, ticket)
