"""What taking back and doing again asks of one's role: what the command would ask by now.

Who was a lead, or an operator, does by an undo or a redo nothing that is theirs no more.
"""

from collections.abc import Sequence

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import Forward, Reply
from supportdesk.domain.errors import Refused
from supportdesk.domain.roles import COMMANDS, MAY_LEAD, MAY_SHARE_VIEWS, MAY_UNDO_OTHERS, may
from supportdesk.domain.ticket import MessageKind
from supportdesk.domain.time_spent import SEES_ALL_TIMES
from supportdesk.domain.views import Scope
from supportdesk.store.write import envelopes, rows
from supportdesk.store.write.conversations import message_row
from supportdesk.store.write.rows import Stored

_SENDING = {MessageKind.OPERATOR: Reply, MessageKind.FORWARD: Forward}
"""What a macro may hold beside what everybody may who may run it."""


def require(submission: Submission, wanted: Stored) -> None:
    """Raise Refused where one's role may not do, by now, all that this envelope did."""
    _require_may(submission, wanted["action"])
    events = envelopes.events_of(submission.transaction.connection, wanted["id"])
    _require_sending(submission, events)
    _require_sharing(submission, events)
    _require_own(submission, events)


def _require_may(submission: Submission, action: str) -> None:
    role = submission.operator.role
    if not may(role, COMMANDS[action]):
        raise Refused("role.not_allowed", role=role, action=action)


def _require_sending(submission: Submission, events: Sequence[Stored]) -> None:
    """A reply that went with something else is one all the same; one that moved was sent before."""
    for message in _subjects(events, "message", "present"):
        kind = message_row(submission.transaction.connection, message)["kind"]
        if kind in _SENDING:
            _require_may(submission, _SENDING[kind].__name__)


def _require_sharing(submission: Submission, events: Sequence[Stored]) -> None:
    """A view that others have, or had, is a lead's."""
    role = submission.operator.role
    if role in MAY_SHARE_VIEWS:
        return
    transaction = submission.transaction
    for view in _subjects(events, "saved_view"):
        row = rows.require_row(transaction.connection, "saved_view", view)
        moves = [event for event in events if _is_of(event, "saved_view", view, "scope")]
        had = [transaction.text_of(move[side]) for move in moves for side in ("before", "after")]
        shared = [scope for scope in (row["scope"], *had) if scope not in (None, Scope.ME)]
        if shared:
            raise Refused("view.not_shared", role=role, scope=shared[0])


def _require_own(submission: Submission, events: Sequence[Stored]) -> None:
    """Time of others, what others have planned and their absences are a lead's."""
    connection, actor = submission.transaction.connection, submission.operator
    for entry in _subjects(events, "time_entry"):
        row = rows.require_row(connection, "time_entry", entry)
        if row["operator_id"] != actor.id and actor.role not in SEES_ALL_TIMES:
            raise Refused("time.not_own")
    for entry in _subjects(events, "outbox"):
        row = rows.require_row(connection, "outbox", entry)
        if row["operator_id"] != actor.id and actor.role not in MAY_UNDO_OTHERS:
            raise Refused("outbox.not_own", entry=entry)
    for absence in _subjects(events, "absence"):
        row = rows.require_row(connection, "absence", absence)
        if row["operator_id"] != actor.id and actor.role not in MAY_LEAD:
            raise Refused("absence.not_own", role=actor.role)


def _subjects(events: Sequence[Stored], subject: str, field: str | None = None) -> list[int]:
    """The ids of what events of this kind, or of this field of it, are about, each once."""
    found = [
        event["subject_id"]
        for event in events
        if event["subject"] == subject and field in (None, event["field"])
    ]
    return list(dict.fromkeys(found))


def _is_of(event: Stored, subject: str, subject_id: int, field: str) -> bool:
    return (event["subject"], event["subject_id"], event["field"]) == (subject, subject_id, field)
