"""What operators do, which queues they work, with which skills and caps (R3)."""

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import SetDealing, SetDuties, SetStatus
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Refused
from supportdesk.domain.roles import MAY_LEAD, may
from supportdesk.domain.staffing import (
    caps_text,
    checked_mode,
    checked_start,
    checked_status,
    checked_take_back,
    queues_text,
    skills_text,
)
from supportdesk.store.write import dealing
from supportdesk.store.write.change import change
from supportdesk.store.write.operators import require_operator, require_queue


def set_status(submission: Submission, action: SetStatus) -> Receipt:
    """Set one's status; another's is a lead's. Who is available is dealt tickets.

    Raises Invalid("status.unknown"), and Refused for who works on no tickets.
    """
    transaction = submission.transaction
    status = checked_status(action.status)
    operator = submission.operator.id if action.operator is None else action.operator
    row = require_operator(transaction.connection, operator)
    if not is_for(submission, operator):
        raise Refused("status.not_own", role=submission.operator.role)
    if not may(row["role"], SetStatus):
        raise Refused("status.no_worker", name=row["name"], role=row["role"])
    change(transaction, "operator", operator, "status", str(status))
    return Receipt(transaction.envelope, operator=operator)


def set_duties(submission: Submission, action: SetDuties) -> Receipt:
    """Set queues, skills, caps and planned start of an operator, as far as they are named.

    Raises Invalid for what cannot be, NotFound for a queue that is not there.
    """
    transaction = submission.transaction
    connection = transaction.connection
    require_operator(connection, action.operator)
    for queue in action.queues or ():
        require_queue(connection, queue)
    named = {
        "queues": None if action.queues is None else queues_text(action.queues),
        "skills": None if action.skills is None else skills_text(action.skills),
        "caps": None if action.caps is None else caps_text(dict(action.caps)),
    }
    for field, value in named.items():
        if value is not None:
            change(transaction, "operator", action.operator, field, value)
    if action.starts is not None:
        starts = checked_start(action.starts)
        change(transaction, "operator", action.operator, "starts", starts)
    dealing.hurry(connection, transaction.at)
    return Receipt(transaction.envelope, operator=action.operator)


def set_dealing(submission: Submission, action: SetDealing) -> Receipt:
    """Set how a queue is dealt, as far as it is named. Raises Invalid for what cannot be."""
    transaction = submission.transaction
    require_queue(transaction.connection, action.queue)
    if action.take_back is not None:
        minutes = str(checked_take_back(action.take_back))
        change(transaction, "queue", action.queue, "take_back", minutes)
    if action.skills is not None:
        change(transaction, "queue", action.queue, "skills", skills_text(action.skills))
    if action.mode is not None:
        change(transaction, "queue", action.queue, "dealing", str(checked_mode(action.mode)))
    dealing.hurry(transaction.connection, transaction.at)
    return Receipt(transaction.envelope, queue=action.queue)


def is_for(submission: Submission, operator: int) -> bool:
    """Whether who acts may say this of an operator: of oneself, or as a lead."""
    actor = submission.actor
    return actor is None or actor.id == operator or actor.role in MAY_LEAD
