"""Priority, kind, subject and tags of a ticket."""

from supportdesk.desk import states
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import ChangeTags, SetKind, SetPriority, SetSubject
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid
from supportdesk.domain.subject import clean_subject
from supportdesk.domain.tag import clean_tag
from supportdesk.domain.ticket import Priority, clean_kind
from supportdesk.store.write import tags
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import ticket_row


def set_priority(submission: Submission, action: SetPriority) -> Receipt:
    """Set how urgent a ticket is. Raises Invalid("priority.unknown")."""
    if action.priority not in list(Priority):
        raise Invalid("priority.unknown", wanted=action.priority)
    return _set(submission, action.ticket, "priority", str(int(action.priority)))


def set_kind(submission: Submission, action: SetKind) -> Receipt:
    """Say what kind of request a ticket is; a store may have kinds of its own (R1)."""
    kind = None if action.kind is None else clean_kind(action.kind)
    return _set(submission, action.ticket, "kind", kind)


def set_subject(submission: Submission, action: SetSubject) -> Receipt:
    """Reword the subject. Raises Invalid("subject.empty"), Invalid("subject.too_long")."""
    subject = clean_subject(action.subject)
    if not subject:
        raise Invalid("subject.empty", number=action.ticket)
    return _set(submission, action.ticket, "subject", subject)


def change_tags(submission: Submission, action: ChangeTags) -> Receipt:
    """Add and remove tags in one step. Raises Invalid("tag.invalid")."""
    connection = submission.transaction.connection
    ticket_row(connection, action.ticket)
    for name in action.add:
        add_tag(submission, action.ticket, name)
    for name in action.remove:
        tag = tags.meant(connection, clean_tag(name))
        for held in [] if tag is None else tags.names_on(connection, action.ticket, tag["id"]):
            change(submission.transaction, "ticket", action.ticket, f"tag:{held}", None)
    states.open_after_action(submission, action.ticket)
    return Receipt(submission.transaction.envelope, tickets=(action.ticket,))


def add_tag(submission: Submission, ticket: int, name: str) -> None:
    """Give a ticket a tag by any name that means it. Raises Invalid("tag.invalid")."""
    connection = submission.transaction.connection
    name = clean_tag(name)
    tag = tags.meant(connection, name)
    if tag is None or not tags.names_on(connection, ticket, tag["id"]):
        field = f"tag:{name if tag is None else tag['name']}"
        change(submission.transaction, "ticket", ticket, field, "1")


def _set(submission: Submission, ticket: int, field: str, value: str | None) -> Receipt:
    ticket_row(submission.transaction.connection, ticket)
    change(submission.transaction, "ticket", ticket, field, value)
    states.open_after_action(submission, ticket)
    return Receipt(submission.transaction.envelope, tickets=(ticket,))
