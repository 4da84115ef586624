"""Facts: conversations of the past, recorded as they happened."""

from supportdesk.desk.intake import queue_or_first
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import RecordHistory
from supportdesk.domain.envelope import Receipt
from supportdesk.store.write import history


def record_history(submission: Submission, action: RecordHistory) -> Receipt:
    """Record a batch of conversations; what is known by its source id is left alone.

    The receipt lists the tickets that were made or got messages, in the order of the batch.
    """
    transaction = submission.transaction
    queue_or_first(transaction, None)
    numbers = history.record(transaction, action.tickets)
    return Receipt(transaction.envelope, tickets=tuple(dict.fromkeys(numbers)))
