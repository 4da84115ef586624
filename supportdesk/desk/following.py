"""Following tickets without owning them (F21)."""

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import ChangeFollowers
from supportdesk.domain.envelope import Receipt
from supportdesk.store.write import followers
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.operators import require_operator


def change_followers(submission: Submission, action: ChangeFollowers) -> Receipt:
    """Operators begin or end to follow a ticket; it is no work on it, so a new one stays new.

    Raises NotFound for no such ticket or operator.
    """
    ticket_row(submission.transaction.connection, action.ticket)
    for operator in (*action.add, *action.remove):
        require_operator(submission.transaction.connection, operator)
    for operator in action.add:
        follow(submission, action.ticket, operator)
    for operator in action.remove:
        change(submission.transaction, "ticket", action.ticket, f"follower:{operator}", None)
    return Receipt(submission.transaction.envelope, tickets=(action.ticket,))


def follow(submission: Submission, ticket: int, operator: int) -> None:
    """An operator follows a ticket from now on."""
    change(submission.transaction, "ticket", ticket, f"follower:{operator}", "1")


def follow_on(submission: Submission, source: int, target: int) -> None:
    """Who followed a ticket follows the one it was merged into."""
    for operator in followers.of_ticket(submission.transaction.connection, source):
        follow(submission, target, operator)
