"""Facts: conversations of the past, recorded as they happened."""

from supportdesk.desk.intake import queue_or_first
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import HistoricChange, HistoricTicket, RecordHistory
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid, NotFound
from supportdesk.domain.subject import clean_subject
from supportdesk.domain.ticket import Delivery, MessageKind, Priority, require_state
from supportdesk.store.write import history

_UNDER_WAY = (Delivery.QUEUED, Delivery.OUTGOING)
TRAVELLED = tuple(delivery for delivery in Delivery if delivery not in _UNDER_WAY)
"""How far a message of the past can have come: nothing of it waits to leave any more."""

CHANGES = frozenset({"state", "reason", "owner_id", "queue_id", "priority", "kind"})
"""Fields that an entry of a log can name, apart from tags."""

_ALL_PRIORITIES = frozenset(Priority)
_KINDS = frozenset(MessageKind)
_PRIORITIES = [str(int(priority)) for priority in Priority]


def record_history(submission: Submission, action: RecordHistory) -> Receipt:
    """Record a batch of conversations; what is known by its source id is left alone.

    The receipt lists the tickets that were made or got messages or entries of their log, in the
    order of the batch.
    Raises Invalid for a state, priority, kind of message or delivery that does not exist, and for
    a subject that is too long (whoever reads the source cuts it).
    """
    transaction = submission.transaction
    for ticket in action.tickets:
        _require_sense(ticket)
    queue_or_first(transaction, None)
    numbers = history.record(transaction, action.tickets)
    return Receipt(transaction.envelope, tickets=tuple(dict.fromkeys(numbers)))


def _require_sense(ticket: HistoricTicket) -> None:
    clean_subject(ticket.subject)
    if ticket.state is not None:
        require_state(ticket.state)
    if ticket.priority not in _ALL_PRIORITIES:
        raise Invalid("priority.unknown", wanted=ticket.priority)
    for change in ticket.changes:
        _require_sense_of(change)
    for message in ticket.messages:
        if message.kind not in _KINDS:
            raise Invalid("message.kind_unknown", wanted=message.kind, allowed=list(MessageKind))
        if message.delivery is not None and message.delivery not in TRAVELLED:
            raise Invalid(
                "message.delivery_unknown", wanted=message.delivery, allowed=list(TRAVELLED)
            )


def _require_sense_of(change: HistoricChange) -> None:
    if " " in change.source_id:
        raise NotFound("field.missing", name=change.source_id)
    for field, value in change.values:
        if " " in field or not (field in CHANGES or field.startswith("tag:")):
            raise NotFound("field.missing", name=field)
        if field == "state":
            require_state(value or "")
        if field == "priority" and value not in _PRIORITIES:
            raise Invalid("priority.unknown", wanted=value)
