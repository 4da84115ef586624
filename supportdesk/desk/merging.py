"""Merging one ticket into another: nothing is lost, everything leaves a trace (F24, R1)."""

from supportdesk.desk import states
from supportdesk.desk.following import follow_on
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import MergeTicket
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Refused, Stop
from supportdesk.domain.link import LinkKind
from supportdesk.domain.ticket import Category
from supportdesk.store.write import rows
from supportdesk.store.write.change import change, touch
from supportdesk.store.write.conversations import messages_of, ticket_row
from supportdesk.store.write.link_fields import FIELD_OF, end_of_merges
from supportdesk.store.write.moving import move_messages
from supportdesk.store.write.rows import Stored


def merge(submission: Submission, action: MergeTicket) -> Receipt:
    """Move what was said on one ticket into another, in the order of time.

    Refuses a merged ticket, and one that is merged or spam as the target; stops once where the
    other ticket is another client's. A target that is at rest opens when it gets a client's
    message that nobody has answered.
    """
    connection = submission.transaction.connection
    source = ticket_row(connection, action.ticket)
    target = ticket_row(connection, action.into)
    _require_mergeable(submission, source, target)
    submission.stop_unless_confirmed("merge.stopped", _stops(submission, source, target))
    moved = messages_of(connection, source["id"])
    move_messages(submission.transaction, moved, target["id"], told=target["id"])
    if source["created_at"] < target["created_at"]:
        _set(submission, target["id"], "created_at", str(source["created_at"]))
    _open_target(submission, source, target["id"])
    follow_on(submission, source["id"], target["id"])
    _close_source(submission, source["id"], target["id"])
    return Receipt(submission.transaction.envelope, tickets=(target["id"], source["id"]))


def require_unmerged(submission: Submission, ticket: Stored) -> None:
    """Raise Refused("ticket.merged") for a ticket that was merged, naming where it went."""
    into = end_of_merges(submission.transaction.connection, ticket["id"])
    if ticket["state"] == "merged":
        raise Refused("ticket.merged", number=ticket["id"], into=into)


def merged_stops(submission: Submission, number: int, into: int) -> list[Stop]:
    """The stop for a text on a ticket that stands in another one: maybe another client's."""
    if into == number:
        return []
    target = ticket_row(submission.transaction.connection, into)
    client = _client_of(submission, target)
    return [Stop("merged", {"number": number, "into": into, "client": client})]


def _require_mergeable(submission: Submission, source: Stored, target: Stored) -> None:
    if source["id"] == target["id"]:
        raise Refused("merge.itself", number=source["id"])
    require_unmerged(submission, source)
    require_unmerged(submission, target)
    if target["state"] == "spam":
        raise Refused("merge.spam", number=target["id"])


def _stops(submission: Submission, source: Stored, target: Stored) -> list[Stop]:
    if source["client_id"] == target["client_id"]:
        return []
    names = [_client_of(submission, ticket) for ticket in (source, target)]
    return [
        Stop(
            "other_client",
            {
                "number": source["id"],
                "into": target["id"],
                "client": names[0],
                "other": names[1],
            },
        )
    ]


def _client_of(submission: Submission, ticket: Stored) -> str:
    connection = submission.transaction.connection
    return str(rows.require_row(connection, "client", ticket["client_id"])["name"])


def _open_target(submission: Submission, source: Stored, number: int) -> None:
    target = ticket_row(submission.transaction.connection, number)
    waits = source["category"] < Category.DONE and source["waiting_since"] is not None
    if waits and target["waiting_since"] is not None:
        states.open_after_client_message(submission, target)
    states.open_after_action(submission, number)


def _close_source(submission: Submission, number: int, into: int) -> None:
    for field in ("wake_at", "reason"):
        _set(submission, number, field, None)
    _set(submission, number, FIELD_OF[LinkKind.MERGED], str(into))
    _set(submission, number, "state", "merged")
    touch(submission.transaction, into)


def _set(submission: Submission, ticket: int, field: str, value: str | None) -> None:
    change(submission.transaction, "ticket", ticket, field, value)
