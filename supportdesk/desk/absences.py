"""Who is away, and who gets the answers of their clients meanwhile (F85)."""

from supportdesk.desk.staffing import is_for
from supportdesk.desk.submission import Submission
from supportdesk.domain.action import EndAbsence, SetAbsence
from supportdesk.domain.envelope import Receipt, to_milliseconds
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.ticket import Category
from supportdesk.store.write import absences, due
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import ticket_row
from supportdesk.store.write.operators import require_operator
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.staffing_fields import ABSENCE_END, make_absence

AT_ONCE = 4
"""Tickets that return in one transaction: no lock is held for long (law 2)."""

WHILE_AWAY = "absence:"
"""How the event of a handing over begins to say why: `absence:3`."""


def set_absence(submission: Submission, action: SetAbsence) -> Receipt:
    """Plan an absence of one's own; another's is a lead's.

    Raises Invalid("absence.no_time"), Refused for a second one at the time or for oneself as
    substitute.
    """
    transaction = submission.transaction
    connection = transaction.connection
    row = require_operator(connection, action.operator)
    if not is_for(submission, action.operator):
        raise Refused("absence.not_own", role=submission.operator.role)
    since, until = to_milliseconds(action.since), to_milliseconds(action.until)
    if until <= max(since, transaction.at):
        raise Invalid("absence.no_time", since=action.since, until=action.until)
    if action.substitute is not None:
        substitute = require_operator(connection, action.substitute)
        if action.substitute == action.operator:
            raise Refused("absence.own_substitute", name=substitute["name"])
    if absences.overlaps(connection, action.operator, since, until):
        raise Refused("absence.twice", name=row["name"])
    absence = make_absence(transaction, action.operator, since, until, action.substitute)
    transaction.record("absence", absence, "present", None, "1")
    return Receipt(transaction.envelope, operator=action.operator, counts=(("absence", absence),))


def end_absence(submission: Submission, action: EndAbsence) -> Receipt:
    """End an absence now, or take back one that has not begun; its tickets return.

    Raises NotFound("absence.missing"), Refused for another's or one that is over.
    """
    transaction = submission.transaction
    row = absences.absence_row(transaction.connection, action.absence)
    if not is_for(submission, row["operator_id"]):
        raise Refused("absence.not_own", role=submission.operator.role)
    if row["withdrawn"] or row["until_at"] <= transaction.at:
        raise Refused("absence.over", number=action.absence)
    change(transaction, "absence", action.absence, "present", None)
    return Receipt(transaction.envelope, operator=row["operator_id"])


def hand_over(submission: Submission, number: int) -> None:
    """A client has written on a ticket whose owner is away: the substitute has it, or the queue."""
    transaction = submission.transaction
    connection = transaction.connection
    ticket = ticket_row(connection, number)
    if ticket["owner_id"] is None:
        return
    absence = absences.absence_of(connection, ticket["owner_id"], transaction.at)
    if absence is None:
        return
    substitute = _standing_in(submission, absence)
    transaction.rule = f"{WHILE_AWAY}{absence['id']}"
    owner = None if substitute is None else str(substitute)
    change(transaction, "ticket", number, "owner_id", owner)
    transaction.rule = None
    absences.keep_stand_in(connection, absence["id"], number)


def _standing_in(submission: Submission, absence: Stored) -> int | None:
    """The substitute, unless they are away as well or work here no more."""
    transaction = submission.transaction
    substitute: int | None = absence["substitute_id"]
    if substitute is None:
        return None
    row = absences.operator_at_work(transaction.connection, substitute)
    if row is None or absences.absence_of(transaction.connection, substitute, transaction.at):
        return None
    return substitute


def end(submission: Submission, number: int) -> None:
    """An absence is over: what went to somebody else returns, unless it went on from there."""
    transaction = submission.transaction
    connection = transaction.connection
    absence = absences.absence_row(connection, number)
    tickets = absences.stand_ins(connection, number, AT_ONCE)
    transaction.rule = f"{WHILE_AWAY}{number}"
    for one in tickets:
        ticket = ticket_row(connection, one)
        is_there = ticket["owner_id"] in (None, absence["substitute_id"])
        if is_there and ticket["category"] != Category.DONE:
            change(transaction, "ticket", one, "owner_id", str(absence["operator_id"]))
        absences.forget_stand_in(connection, number, one)
    transaction.rule = None
    if len(tickets) == AT_ONCE:
        due.plan(connection, ABSENCE_END, number, transaction.at)
