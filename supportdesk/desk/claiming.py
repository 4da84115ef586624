"""Who writes to the client of a ticket: a soft lock that others may take over (F77)."""

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import TakeOverWriting
from supportdesk.domain.desk_options import WRITING_LOCK, option_value
from supportdesk.domain.envelope import Receipt, from_milliseconds
from supportdesk.domain.errors import Refused, Stop
from supportdesk.store.write import presence
from supportdesk.store.write.change import touch
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.kept_options import kept_options

TRACE = "writer"
"""The field of the event that tells of a taken place; it is a trace, and never taken back."""


def take_over_writing(submission: Submission, action: TakeOverWriting) -> Receipt:
    """Become the writer in place of another; the event tells whose place it was."""
    transaction = submission.transaction
    ticket_row(transaction.connection, action.ticket)
    if not _is_on(submission):
        raise Refused("writing.not_locked")
    leave_trace(submission, action.ticket)
    presence.take_over(
        transaction.connection, action.ticket, submission.operator.id, transaction.at
    )
    return Receipt(transaction.envelope, tickets=(action.ticket,))


def claim_stops(submission: Submission, ticket: int) -> list[Stop]:
    """The stop for somebody else who writes to the client at this moment."""
    holder = _other(submission, ticket)
    if holder is None:
        return []
    return [Stop("writing", {"operator": holder[1], "until": from_milliseconds(holder[2])})]


def leave_trace(submission: Submission, ticket: int) -> None:
    """Record that the operator takes another writer's place, if one holds it."""
    transaction = submission.transaction
    holder = _other(submission, ticket)
    if holder is not None:
        before, after = str(holder[0]), str(submission.operator.id)
        transaction.record("ticket", ticket, TRACE, before, after, ticket=ticket)
        touch(transaction, ticket)
        presence.release(transaction.connection, ticket, holder[0])


def _other(submission: Submission, ticket: int) -> tuple[int, str, int] | None:
    """Who else holds the place of the writer, where the desk has one."""
    transaction = submission.transaction
    holder = presence.holder(transaction.connection, ticket, transaction.at)
    if holder is None or holder[0] == submission.operator.id or not _is_on(submission):
        return None
    return holder


def _is_on(submission: Submission) -> bool:
    kept = kept_options(submission.transaction.connection)
    return option_value(kept, WRITING_LOCK) == "on"
