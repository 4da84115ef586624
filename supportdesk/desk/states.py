"""Moving tickets from state to state (R1)."""

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import SetState
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Refused, Stop
from supportdesk.domain.ticket import (
    CLOSE_REASONS,
    HOLD_REASONS,
    STATES,
    THIRD_PARTY,
    UNANSWERED,
    Category,
    clean_kind,
    require_state,
)
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.link_fields import end_of_merges
from supportdesk.store.write.rows import Stored


def set_state(submission: Submission, action: SetState) -> Receipt:
    """Move a ticket to another state.

    Refuses a transition that R1 does not name, a hold without reason, a solved ticket without
    kind; stops once at waiting for a client who has not been answered.
    """
    ticket = ticket_row(submission.transaction.connection, action.ticket)
    move(submission, ticket, action.state, reason=action.reason, kind=action.kind)
    return Receipt(submission.transaction.envelope, tickets=(action.ticket,))


def move(
    submission: Submission,
    ticket: Stored,
    wanted: str,
    *,
    reason: str | None = None,
    kind: str | None = None,
) -> None:
    """Check and make one transition."""
    number = ticket["id"]
    _require_transition(submission, ticket, wanted)
    if wanted == "waiting" and ticket["waiting_since"] is not None:
        submission.stop_unless_confirmed(
            "state.stopped", [Stop("waiting_unanswered", {"number": number})]
        )
    if wanted == "solved":
        _require_owner_and_kind(submission, ticket, kind)
    _set(submission, number, "state", wanted)
    _set(submission, number, "reason", _reason(ticket, wanted, reason))
    _set(submission, number, "solved_at", _solved_at(submission, ticket, wanted))
    _set(submission, number, "closed_at", _moment(submission) if wanted == "closed" else None)
    if STATES[wanted].category is Category.DONE:
        _set(submission, number, "wake_at", None)


def open_after_action(submission: Submission, number: int) -> None:
    """A new ticket opens with the first thing an operator does on it (R1)."""
    if ticket_row(submission.transaction.connection, number)["state"] == "new":
        _set(submission, number, "state", "open")


def open_after_client_message(submission: Submission, ticket: Stored) -> None:
    """A client's message opens a waiting, held, solved or closed ticket, owner kept (F17)."""
    number = ticket["id"]
    _set(submission, number, "wake_at", None)
    if ticket["state"] in ("new", "open"):
        return
    if ticket["category"] == Category.DONE:
        _set(submission, number, "reopens", str(ticket["reopens"] + 1))
    _set(submission, number, "state", "open")
    for field in ("reason", "solved_at", "closed_at"):
        _set(submission, number, field, None)


def open_after_third_party(submission: Submission, ticket: Stored) -> None:
    """Who was asked has answered: what was on hold for that goes on (R1)."""
    if (ticket["state"], ticket["reason"]) == ("hold", THIRD_PARTY):
        _set(submission, ticket["id"], "wake_at", None)
        _set(submission, ticket["id"], "state", "open")
        _set(submission, ticket["id"], "reason", None)


def open_after_wake_up(submission: Submission, ticket: Stored) -> None:
    """A waiting or held ticket opens when its sleep is over (R1)."""
    if ticket["category"] in (Category.WAITING, Category.PAUSED):
        _set(submission, ticket["id"], "state", "open")
        _set(submission, ticket["id"], "reason", None)


def _require_transition(submission: Submission, ticket: Stored, wanted: str) -> None:
    require_state(wanted)
    into = end_of_merges(submission.transaction.connection, ticket["id"])
    if into != ticket["id"]:
        raise Refused("ticket.merged", number=ticket["id"], into=into)
    allowed = STATES[ticket["state"]].successors
    if wanted not in allowed:
        raise Refused(
            "state.not_allowed",
            number=ticket["id"],
            state=ticket["state"],
            wanted=wanted,
            allowed=sorted(allowed),
        )


def _require_owner_and_kind(submission: Submission, ticket: Stored, kind: str | None) -> None:
    """Solved needs an owner, who is the solver if there is none, and a kind (R1)."""
    if ticket["owner_id"] is None:
        if submission.actor is None:
            raise Refused("state.needs_owner", number=ticket["id"])
        _set(submission, ticket["id"], "owner_id", str(submission.actor.id))
    if kind is not None:
        _set(submission, ticket["id"], "kind", clean_kind(kind))
    elif ticket["kind"] is None:
        raise Refused("state.needs_kind", number=ticket["id"])


def _reason(ticket: Stored, wanted: str, reason: str | None) -> str | None:
    if wanted == "waiting":
        return None if ticket["waiting_since"] is None else UNANSWERED
    if STATES[wanted].needs_reason:
        if reason not in HOLD_REASONS:
            raise Refused("state.needs_reason", allowed=HOLD_REASONS)
        return reason
    if wanted == "closed":
        if reason is not None and reason not in CLOSE_REASONS:
            raise Refused("state.needs_reason", allowed=CLOSE_REASONS)
        return reason or ("confirmed" if ticket["thanked"] else "operator")
    return None


def _solved_at(submission: Submission, ticket: Stored, wanted: str) -> str | None:
    if wanted == "solved":
        return _moment(submission)
    if wanted == "closed":
        solved_at = ticket["solved_at"]
        return _moment(submission) if solved_at is None else str(solved_at)
    return None


def _moment(submission: Submission) -> str:
    return str(submission.transaction.at)


def _set(submission: Submission, ticket: int, field: str, value: str | None) -> None:
    change(submission.transaction, "ticket", ticket, field, value)
