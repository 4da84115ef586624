"""What time brings to the clocks of tickets: warnings, breaches, other policies (R2, F97)."""

from supportdesk.desk.submission import Submission
from supportdesk.store.write import clock_alerts, clocks, due

WARNING_EVENT = "sla.warning"
BREACH_EVENT = "sla.breached"
"""Fields of events on a ticket; what they are about is the clock, what follows is when it is due.
"""


def warn(submission: Submission, clock: int) -> None:
    """A clock is nearly due: an event, once."""
    row = clock_alerts.running(submission.transaction.connection, clock)
    if row is None or row["warned_at"] is not None or row["breached_at"] is not None:
        return
    clock_alerts.set_warned(submission.transaction, row)
    _tell(submission, row["ticket_id"], WARNING_EVENT, row["clock"], row["warn_at"])


def breach(submission: Submission, clock: int) -> None:
    """The time of a clock is over: it is missed for good, and an event says so, once."""
    row = clock_alerts.running(submission.transaction.connection, clock)
    if row is None or row["breached_at"] is not None:
        return
    clock_alerts.set_breached(submission.transaction, row)
    _tell(submission, row["ticket_id"], BREACH_EVENT, row["clock"], row["due_at"])


def _tell(submission: Submission, ticket: int, event: str, clock: str, at: int) -> None:
    transaction = submission.transaction
    transaction.record("ticket", ticket, event, None, clock, ticket=ticket, at=at)
    clock_alerts.note_event(transaction, ticket)


def look_again(submission: Submission, after: int) -> None:
    """Hold some more tickets at work, those with numbers above `after`, to the policies there are.

    What is over already is not told of: nobody could have known.
    """
    transaction = submission.transaction
    tickets, up_to = clock_alerts.next_at_work(transaction.connection, after)
    clocks.look_at(
        transaction, tickets, clocks.present_policies(transaction.connection), quietly=True
    )
    if up_to is not None:
        due.plan(transaction.connection, clocks.AGAIN, up_to, transaction.at)
    transaction.tickets.clear()
