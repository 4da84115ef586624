"""New tickets and live messages of clients."""

from dataclasses import replace

from supportdesk.desk import states
from supportdesk.desk.absences import hand_over
from supportdesk.desk.acknowledging import acknowledge_soon
from supportdesk.desk.courtesies import is_courtesy
from supportdesk.desk.details import add_tag
from supportdesk.desk.outbox import ANSWERED, CLIENT_WROTE, give_all_back
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import ClientReference, CreateTicket, ReceiveMessage
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.query_predicate import same
from supportdesk.domain.recipients import NOBODY_ELSE, address_key, readable
from supportdesk.domain.subject import clean_subject, cut_subject, with_whole_subject
from supportdesk.domain.ticket import (
    NO_SUBJECT,
    REOPEN_DAYS,
    Category,
    Delivery,
    MessageKind,
    Priority,
    clean_kind,
)
from supportdesk.store.write import conversations, letters, message_recipients, people
from supportdesk.store.write.conversations import NewMessage, NewTicket
from supportdesk.store.write.link_fields import end_of_merges
from supportdesk.store.write.operators import require_queue
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction

DAY_MILLISECONDS = 86_400_000
MANUAL = "manual"

LINES_OF_LISTS = 1_000
"""Characters that mailing lists put around a mail at the most."""


def create_ticket(submission: Submission, action: CreateTicket) -> Receipt:
    """Make a ticket by hand, as from a call; what the client said is its first message.

    Raises Invalid for a client, priority, kind, tag or subject that cannot be.
    """
    transaction = submission.transaction
    if not action.client.name.strip() and not action.client.address:
        raise Invalid("client.nameless")
    if action.priority not in list(Priority):
        raise Invalid("priority.unknown", wanted=action.priority)
    client, client_is_new = people.client_for(transaction, action.client)
    number = conversations.make_ticket(
        transaction,
        NewTicket(
            subject=clean_subject(action.subject) or NO_SUBJECT,
            client=client,
            queue=queue_or_first(transaction, action.queue),
            channel=same(action.channel) or MANUAL,
            priority=action.priority,
            kind=None if action.kind is None else clean_kind(action.kind),
            language=None if action.language is None else same(action.language) or None,
        ),
    )
    transaction.record("ticket", number, "present", None, "1", ticket=number)
    for tag in action.tags:
        add_tag(submission, number, tag)
    message = _client_message(transaction, number, client, action.client, action)
    return Receipt(
        transaction.envelope,
        tickets=(number,),
        message=message,
        client=client if client_is_new else None,
    )


def receive_message(submission: Submission, action: ReceiveMessage) -> Receipt:
    """Take in a live message: into its ticket, or a new one.

    It opens what was waiting, held or done; a ticket closed longer than `REOPEN_DAYS` ago gets a
    follow-up instead (R1, F18). Thanks alone open nothing: the ticket can be closed for it. What
    is for a merged ticket goes to the one it was merged into.
    The same source id is taken in once.
    """
    transaction = submission.transaction
    action, known = _told_apart(transaction, action)
    if known is not None:
        return Receipt(
            transaction.envelope,
            tickets=(known["ticket_id"],),
            message=known["id"],
            repeated=True,
        )
    aside = _automatic_message(submission, action) or _third_party_message(submission, action)
    if aside is not None:
        return aside
    client, _ = people.client_for(transaction, action.client)
    asks = not is_courtesy(submission, action)
    number = _ticket_for(submission, action, client, asks=asks)
    if number != action.ticket:
        acknowledge_soon(submission, number, action)
        action = replace(action, body=with_whole_subject(action.subject, action.body))
    message = _client_message(transaction, number, client, action.client, action, asks=asks)
    if asks:
        hand_over(submission, number)
    give_all_back(submission, number, CLIENT_WROTE)
    conversations.name_references(transaction.connection, number, action.references)
    return Receipt(transaction.envelope, tickets=(number,), message=message)


def _told_apart(
    transaction: Transaction, action: ReceiveMessage
) -> tuple[ReceiveMessage, Stored | None]:
    """The message as it is stored already, or the action under a source id that is free.

    Programs give one Message-ID to several mails: another text is another mail, and gets its own.
    """
    known = conversations.message_by_source(transaction.connection, action.source_id)
    if known is None or not action.digest or _is_same_text(known["body"], action.body):
        return action, known
    other = replace(action, source_id=f"{action.source_id}#{action.digest}", digest="")
    return _told_apart(transaction, other)


def _is_same_text(stored: str, came: str) -> bool:
    """Whether one is the other, with a few lines of a list before or after it."""
    shorter, longer = sorted((" ".join(text.split()) for text in (stored, came)), key=len)
    return shorter == longer or (
        bool(shorter) and shorter in longer and len(longer) - len(shorter) <= LINES_OF_LISTS
    )


def _automatic_message(submission: Submission, action: ReceiveMessage) -> Receipt | None:
    """What a program answers on a ticket that is done, or for one of ours: it opens nothing.

    Else an absence note that answers a notice would make the next notice, for ever.
    """
    transaction = submission.transaction
    if action.ticket is None or not action.automatic:
        return None
    conversations.ticket_row(transaction.connection, action.ticket)
    number = end_of_merges(transaction.connection, action.ticket)
    is_done = conversations.ticket_row(transaction.connection, number)["category"] == Category.DONE
    own = map(address_key, people.own_addresses(transaction.connection))
    if not is_done and address_key(action.client.address or "") not in own:
        return None
    message = conversations.add_message(
        transaction,
        NewMessage(
            ticket=number,
            kind=MessageKind.SYSTEM,
            author=action.client.name or action.client.address or "?",
            body=action.body,
            at=transaction.at,
            delivery=Delivery.RECEIVED,
            source_id=action.source_id,
            attachments=action.attachments,
        ),
    )
    return Receipt(transaction.envelope, tickets=(number,), message=message)


def _third_party_message(submission: Submission, action: ReceiveMessage) -> Receipt | None:
    """What somebody answers to whom a ticket was forwarded; None for everybody else's message.

    The client has no part in it: it opens a ticket that was on hold for it and answers nothing.
    """
    transaction = submission.transaction
    connection, address = transaction.connection, action.client.address
    if action.ticket is None or not address:
        return None
    conversations.ticket_row(connection, action.ticket)
    number = end_of_merges(connection, action.ticket)
    ticket = conversations.ticket_row(connection, number)
    own = message_recipients.addresses_of(connection, ticket["client_id"])
    if address_key(address) in own or _is_over(transaction, ticket):
        return None
    if not message_recipients.is_third_party(connection, number, address):
        return None
    message = conversations.add_message(
        transaction,
        NewMessage(
            ticket=number,
            kind=MessageKind.THIRD_PARTY,
            author=action.client.name or address,
            body=action.body,
            at=transaction.at,
            delivery=Delivery.RECEIVED,
            source_id=action.source_id,
            attachments=action.attachments,
            recipients=readable(action.recipients),
            sender=address,
        ),
    )
    states.open_after_third_party(submission, ticket)
    give_all_back(submission, number, ANSWERED)
    return Receipt(transaction.envelope, tickets=(number,), message=message)


def queue_or_first(transaction: Transaction, queue: int | None) -> int:
    """The wanted queue, or the first of the lowest line. Raises Refused("queue.none")."""
    if queue is not None:
        require_queue(transaction.connection, queue)
        return queue
    first = people.first_queue(transaction.connection)
    if first is None:
        raise Refused("queue.none")
    return first


def _ticket_for(submission: Submission, action: ReceiveMessage, client: int, *, asks: bool) -> int:
    transaction = submission.transaction
    follow_up_of = None
    if action.ticket is not None:
        conversations.ticket_row(transaction.connection, action.ticket)
        wanted = end_of_merges(transaction.connection, action.ticket)
        ticket = conversations.ticket_row(transaction.connection, wanted)
        if not asks:
            return wanted
        if not _is_over(transaction, ticket):
            states.open_after_client_message(submission, ticket)
            return wanted
        follow_up_of = wanted
    number = conversations.make_ticket(
        transaction,
        NewTicket(
            subject=cut_subject(" ".join(action.subject.split())) or NO_SUBJECT,
            client=client,
            queue=queue_or_first(transaction, action.queue),
            channel=same(action.channel) or MANUAL,
            language=action.language,
            follow_up_of=follow_up_of,
        ),
    )
    transaction.record("ticket", number, "present", None, "1", ticket=number)
    return number


def _is_over(transaction: Transaction, ticket: Stored) -> bool:
    """Closed too long ago to reopen, or not a conversation any more."""
    if ticket["state"] in ("merged", "spam"):
        return True
    closed_at = ticket["closed_at"]
    return closed_at is not None and transaction.at - closed_at > REOPEN_DAYS * DAY_MILLISECONDS


def _client_message(
    transaction: Transaction,
    ticket: int,
    client: int,
    who: ClientReference,
    action: CreateTicket | ReceiveMessage,
    *,
    asks: bool = True,
) -> int:
    """Keep a client's message; one of somebody else than the ticket's client names its address.

    So does one that its client wrote from another address than their first: answers go there.
    """
    owner = conversations.ticket_row(transaction.connection, ticket)["client_id"]
    first = letters.first_address(transaction.connection, client)
    is_first = first is not None and address_key(first.address) == address_key(who.address or "")
    return conversations.add_message(
        transaction,
        NewMessage(
            ticket=ticket,
            kind=MessageKind.CLIENT,
            author=who.name or who.address or "?",
            client=client,
            body=action.body,
            at=transaction.at,
            delivery=Delivery.RECEIVED,
            source_id=action.source_id if isinstance(action, ReceiveMessage) else None,
            attachments=action.attachments,
            recipients=readable(action.recipients)
            if isinstance(action, ReceiveMessage)
            else NOBODY_ELSE,
            sender=None if client == owner else who.address,
            own_address=who.address if client == owner and not is_first else None,
            asks=asks,
        ),
    )
