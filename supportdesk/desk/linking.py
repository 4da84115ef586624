"""What tickets are to each other: parent, duplicate, problem, follow-up (F26)."""

from supportdesk.desk import merging, states
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import LinkTicket, RecordLinks, UnlinkTicket
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.link import SET_BY_HAND, LinkKind
from supportdesk.store.write.change import change, write_value
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.link_fields import FIELD_OF, leads_to, other_of
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction


def link(submission: Submission, action: LinkTicket) -> Receipt:
    """Say what one ticket is to another; a link of the same kind is replaced.

    Refuses a circle: nobody is, by whatever way, a child or a duplicate of oneself.
    """
    if action.kind not in SET_BY_HAND:
        raise Invalid("link.unknown", wanted=action.kind, allowed=SET_BY_HAND)
    kind = LinkKind(action.kind)
    connection = submission.transaction.connection
    for number in (action.ticket, action.other):
        merging.require_unmerged(submission, ticket_row(connection, number))
    if leads_to(connection, kind, action.other, action.ticket):
        raise Refused("link.circle", number=action.ticket, other=action.other)
    change(submission.transaction, "ticket", action.ticket, FIELD_OF[kind], str(action.other))
    states.open_after_action(submission, action.ticket)
    return _receipt(submission, action.ticket, action.other)


def unlink(submission: Submission, action: UnlinkTicket) -> Receipt:
    """Take away every link between two tickets that was set by hand.

    Raises Refused("link.none") where there is none.
    """
    connection = submission.transaction.connection
    pairs = ((action.ticket, action.other), (action.other, action.ticket))
    held = [
        (ticket, kind)
        for ticket, other in pairs
        for kind in SET_BY_HAND
        if ticket_row(connection, ticket) and other_of(connection, ticket, kind) == other
    ]
    if not held:
        raise Refused("link.none", number=action.ticket, other=action.other)
    for ticket, kind in held:
        change(submission.transaction, "ticket", ticket, FIELD_OF[kind], None)
    return _receipt(submission, action.ticket, action.other)


def record_links(submission: Submission, action: RecordLinks) -> Receipt:
    """Take over links of the past; what a ticket is already, and circles, stay as they are."""
    transaction = submission.transaction
    for past in action.links:
        kind = LinkKind(past.kind)
        ticket = ticket_row(transaction.connection, past.ticket)
        ticket_row(transaction.connection, past.other)
        stands_empty = ticket["state"] == "merged" and not ticket["messages"]
        if kind is LinkKind.MERGED and not stands_empty:
            continue
        if other_of(transaction.connection, past.ticket, kind) is not None:
            continue
        if not leads_to(transaction.connection, kind, past.other, past.ticket):
            _take_over(transaction, ticket, FIELD_OF[kind], str(past.other))
    return Receipt(transaction.envelope)


def _take_over(transaction: Transaction, ticket: Stored, field: str, other: str) -> None:
    """Write down a link without making the ticket's last change younger."""
    write_value(transaction, "ticket", ticket["id"], field, other)
    at = ticket["updated_at"]
    transaction.record("ticket", ticket["id"], field, None, other, ticket=ticket["id"], at=at)


def _receipt(submission: Submission, ticket: int, other: int) -> Receipt:
    return Receipt(submission.transaction.envelope, tickets=(ticket, other))
