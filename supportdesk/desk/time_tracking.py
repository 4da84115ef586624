"""Time on tickets, added and corrected by hand (F42)."""

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import AddTime, CorrectTime
from supportdesk.domain.duration import HOUR
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.time_spent import MINUTE, SEES_ALL_TIMES, WORKS
from supportdesk.store.write import times
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.operators import require_operator

LONGEST_ADDED = 24 * HOUR
LONGEST_IN_ALL = 1000 * HOUR
LONGEST_REASON = 500


def add_time(submission: Submission, action: AddTime) -> Receipt:
    """Add time, at least a minute and at most a day. Raises Invalid, Refused("time.not_own")."""
    if not MINUTE <= action.milliseconds <= LONGEST_ADDED:
        raise Invalid("time.added", value=action.milliseconds // MINUTE)
    return _enter(submission, action, action.milliseconds, in_all=False)


def correct_time(submission: Submission, action: CorrectTime) -> Receipt:
    """Make the time of one kind of work what it was in all; what was counted stays on record."""
    if not 0 <= action.milliseconds <= LONGEST_IN_ALL:
        raise Invalid("time.in_all", value=action.milliseconds // MINUTE)
    whose = times.Whose(action.ticket, _operator(submission, action), action.work)
    so_far = times.spent(submission.transaction.connection, whose)
    return _enter(submission, action, action.milliseconds - so_far, in_all=True)


def _enter(
    submission: Submission, action: AddTime | CorrectTime, milliseconds: int, *, in_all: bool
) -> Receipt:
    transaction = submission.transaction
    ticket_row(transaction.connection, action.ticket)
    reason = " ".join(action.reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise Invalid("time.reason", limit=LONGEST_REASON)
    if action.work not in WORKS:
        raise Invalid("time.work", wanted=action.work, allowed=WORKS)
    whose = times.Whose(action.ticket, _operator(submission, action), action.work)
    if milliseconds:
        entry = times.enter(transaction, whose, milliseconds, reason, in_all=in_all)
        transaction.record("time_entry", entry, "present", None, "1", ticket=action.ticket)
    return Receipt(transaction.envelope, tickets=(action.ticket,))


def _operator(submission: Submission, action: AddTime | CorrectTime) -> int:
    """Whose time it is: one's own; a lead may enter anybody's."""
    actor = submission.operator
    if action.operator is None or action.operator == actor.id:
        return actor.id
    if actor.role not in SEES_ALL_TIMES:
        raise Refused("time.not_own")
    return int(require_operator(submission.transaction.connection, action.operator)["id"])
