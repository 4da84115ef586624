"""A message that is about something else becomes a ticket of its own (F25)."""

from supportdesk.desk import states
from supportdesk.desk.intake import queue_or_first
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import SplitMessage
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Refused, Stop
from supportdesk.domain.link import LinkKind
from supportdesk.domain.ticket import NO_SUBJECT, Delivery, MessageKind, clean_kind
from supportdesk.store.write import blobs, conversations, message_recipients, people
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import NewMessage, NewTicket
from supportdesk.store.write.link_fields import FIELD_OF
from supportdesk.store.write.rows import Stored


def split(submission: Submission, action: SplitMessage) -> Receipt:
    """Make a new ticket that begins with what a client said; the old ticket keeps its message.

    The new one is a child of the old one. The message keeps its words, its moment and its files, so
    the client's waiting counts from when they wrote. Refuses a message that is no client's, and
    stops at one that has begun a ticket already: two operators may have meant the same.
    """
    transaction = submission.transaction
    message = conversations.message_row(transaction.connection, action.message)
    if message["kind"] != MessageKind.CLIENT or message["withdrawn"]:
        raise Refused("split.not_clients", number=message["ticket_id"])
    _require_first(submission, message)
    ticket = conversations.ticket_row(transaction.connection, message["ticket_id"])
    number = _make_ticket(submission, action, ticket, message)
    copied = _copy(submission, number, message)
    change(
        transaction, "ticket", number, FIELD_OF[LinkKind.PARENT], str(ticket["id"]), ticket=number
    )
    states.open_after_action(submission, ticket["id"])
    return Receipt(transaction.envelope, tickets=(number, ticket["id"]), message=copied)


def _require_first(submission: Submission, message: Stored) -> None:
    begun = conversations.begun_with(submission.transaction.connection, message)
    if begun is not None and "split" not in submission.confirmed:
        stop = Stop("split", {"number": message["ticket_id"], "into": begun})
        raise Refused("split.stopped", stops=[stop])


def _make_ticket(
    submission: Submission, action: SplitMessage, ticket: Stored, message: Stored
) -> int:
    transaction = submission.transaction
    subject = ticket["subject"] if action.subject is None else action.subject
    number = conversations.make_ticket(
        transaction,
        NewTicket(
            subject=" ".join(subject.split()) or NO_SUBJECT,
            client=people.standing(
                transaction.connection, message["client_id"] or ticket["client_id"]
            ),
            queue=queue_or_first(transaction, action.queue or ticket["queue_id"]),
            channel=ticket["channel"],
            priority=ticket["priority"],
            kind=None if action.kind is None else clean_kind(action.kind),
            language=ticket["language"],
        ),
    )
    transaction.record("ticket", number, "present", None, "1", ticket=number)
    return number


def _copy(submission: Submission, number: int, message: Stored) -> int:
    transaction = submission.transaction
    copied = conversations.add_message(
        transaction,
        NewMessage(
            ticket=number,
            kind=MessageKind.CLIENT,
            author=message["author"],
            client=message["client_id"],
            body=message["body"],
            at=message["id"] // conversations.PLACES_A_MILLISECOND,
            delivery=Delivery.RECEIVED,
            recipients=message_recipients.of_message(transaction.connection, message["id"]),
        ),
    )
    blobs.attach_again(transaction.connection, message["id"], copied)
    return copied
