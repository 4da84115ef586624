"""Asking a third party: the client is not copied, and sees nothing of it (F30)."""

from dataclasses import replace

from supportdesk.desk.desk_options import require_fitting
from supportdesk.desk.guards import text_stops
from supportdesk.desk.merging import merged_stops
from supportdesk.desk.replies import (
    brace_stops,
    hand_over,
    move_on,
    newer_stops,
    require_sendable,
)
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import Forward
from supportdesk.domain.envelope import Receipt, from_milliseconds
from supportdesk.domain.errors import Refused
from supportdesk.domain.memory import MarkSeen
from supportdesk.domain.recipients import address_key, cleaned
from supportdesk.store.write import message_recipients, personal
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.link_fields import end_of_merges


def forward(submission: Submission, action: Forward) -> Receipt:
    """Send a text to a third party; it leaves when the undo-send window is over.

    Refuses one to nobody and one to the client; stops where a reply would.
    """
    transaction = submission.transaction
    ticket_row(transaction.connection, action.ticket)
    number = end_of_merges(transaction.connection, action.ticket)
    ticket = ticket_row(transaction.connection, number)
    require_sendable(action)
    action = replace(action, recipients=cleaned(action.recipients))
    _require_third_party(submission, action, ticket["client_id"])
    require_fitting(submission, ticket["channel"], action.attachments)
    stops = merged_stops(submission, action.ticket, number)
    stops += newer_stops(submission, number, action.base_seq)
    stops += text_stops(submission, action, ticket)
    submission.stop_unless_confirmed("reply.stopped", stops + brace_stops(action))
    message, release_at = hand_over(submission, action, number, action.recipients)
    move_on(submission, action, ticket)
    if submission.is_of_composer:
        seen = MarkSeen(submission.operator.id, number, message)
        personal.mark_seen(transaction.connection, seen)
        personal.drop_draft(
            transaction.connection, submission.operator.id, action.ticket, "forward"
        )
    return Receipt(
        transaction.envelope,
        tickets=(number,),
        message=message,
        undo_until=from_milliseconds(release_at),
    )


def _require_third_party(submission: Submission, action: Forward, client: int) -> None:
    if not action.recipients.to:
        raise Refused("forward.nobody", number=action.ticket)
    clients_own = message_recipients.addresses_of(submission.transaction.connection, client)
    for one in action.recipients.everybody:
        if address_key(one.address) in clients_own:
            raise Refused("forward.to_client", number=action.ticket, address=one.address)
