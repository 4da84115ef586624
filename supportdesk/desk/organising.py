"""The desk itself: its operators and queues."""

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import SaveOperator, SaveQueue
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.roles import ROLES, may_give
from supportdesk.domain.signature import check_signature
from supportdesk.store.write import people
from supportdesk.store.write.change import change
from supportdesk.store.write.operators import require_operator, require_queue


def save_operator(submission: Submission, action: SaveOperator) -> Receipt:
    """Make an operator, or change one.

    Refuses a login that is somebody else's, and what only an admin may do with a lead or an admin.
    """
    transaction = submission.transaction
    name = " ".join(action.name.split())
    if not name:
        raise Invalid("operator.nameless")
    check_signature(action.signature, itself=True)
    if action.role not in ROLES:
        raise Invalid("role.unknown", wanted=action.role, allowed=ROLES)
    if action.login and people.login_taken(transaction.connection, action.login, action.operator):
        raise Refused("operator.login_taken", login=action.login)
    if action.operator is None:
        _require_giving(submission, action.role)
        operator = people.make_operator(transaction, name)
        transaction.record("operator", operator, "present", None, "1")
    else:
        former = require_operator(transaction.connection, action.operator)
        operator = former["id"]
        if action.role != former["role"]:
            _require_giving(submission, action.role)
            _require_giving(submission, former["role"])
        if (action.login or None) != former["login"]:
            _require_giving(submission, former["role"])
    for field, value in (
        ("name", name),
        ("login", action.login),
        ("role", action.role),
        ("email", action.email),
        ("job", action.job),
        ("signature", action.signature),
    ):
        change(transaction, "operator", operator, field, value or None)
    if action.active is not None:
        change(transaction, "operator", operator, "active", str(int(action.active)))
    return Receipt(transaction.envelope, operator=operator)


def _require_giving(submission: Submission, role: str) -> None:
    """Raise Refused where who acts may not give `role`; a login gives the role it is mapped to."""
    actor = submission.actor
    if actor is not None and not may_give(actor.role, role):
        raise Refused("role.not_given", role=role, own=actor.role)


def save_queue(submission: Submission, action: SaveQueue) -> Receipt:
    """Make a queue, or change one. Refuses a name that another queue has."""
    transaction = submission.transaction
    name = " ".join(action.name.split())
    if not name or action.line < 1:
        raise Invalid("queue.invalid", name=action.name, line=action.line)
    check_signature(action.signature)
    if people.queue_name_taken(transaction.connection, name, action.queue):
        raise Refused("queue.name_taken", name=name)
    if action.queue is None:
        queue = people.make_queue(transaction, name, action.line)
        transaction.record("queue", queue, "present", None, "1")
    else:
        queue = require_queue(transaction.connection, action.queue)["id"]
        change(transaction, "queue", queue, "name", name)
        change(transaction, "queue", queue, "line", str(action.line))
    if action.signature is not None:
        change(transaction, "queue", queue, "signature", action.signature.strip() or None)
    return Receipt(transaction.envelope, queue=queue)
