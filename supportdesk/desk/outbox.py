"""Sending later: planned, checked again when its time has come, given back where it may not go."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from supportdesk.desk import states
from supportdesk.desk.forwarding import forward
from supportdesk.desk.replies import reply
from supportdesk.desk.submission import Actor, Submission
from supportdesk.desk.template_uses import count_templates
from supportdesk.domain.action import CancelSending, Forward, PostponeSending, Reply, SendLater
from supportdesk.domain.envelope import Receipt, to_milliseconds
from supportdesk.domain.errors import DeskError, Invalid, NotFound, Refused
from supportdesk.domain.memory import TakeUpReturned
from supportdesk.domain.recipients import cleaned
from supportdesk.domain.roles import MAY_UNDO_OTHERS, may
from supportdesk.store.write import draft_sources, outbox, personal, presence
from supportdesk.store.write.change import change
from supportdesk.store.write.conversations import change_number, ticket_row
from supportdesk.store.write.link_fields import end_of_merges
from supportdesk.store.write.operators import require_operator
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction

LASTING = frozenset({"attachment", "recipient", "braces"})
"""Guards about the text: who has passed them once need not be there when it is sent."""

CLIENT_WROTE = "client"
ANSWERED = "newer"
"""Why something comes back: the client, or a third party, has written meanwhile."""


def send_later(submission: Submission, action: SendLater) -> Receipt:
    """Plan a reply; nothing of it is sent before its time.

    Refuses what would be refused now, and a moment that is over.
    """
    transaction = submission.transaction
    sending = _checked(submission, action.sending, action.at)
    passed = submission.confirmed & LASTING
    entry = outbox.add(transaction, outbox.NewEntry(submission.operator.id, sending, passed))
    _plan(submission, entry, sending.ticket, action.at)
    if submission.is_of_composer:
        me, kind = submission.operator.id, outbox.KINDS[type(sending)]
        personal.drop_draft(transaction.connection, me, action.sending.ticket, kind)
        presence.release(transaction.connection, action.sending.ticket, me)
        if isinstance(sending, Reply):
            draft_sources.plan(transaction.connection, me, action.sending.ticket, entry)
    states.open_after_action(submission, sending.ticket)
    return Receipt(transaction.envelope, tickets=(sending.ticket,), outbox=entry)


def postpone(submission: Submission, action: PostponeSending) -> Receipt:
    """Plan for another moment; what came back is checked anew."""
    connection = submission.transaction.connection
    row = _own(submission, action.entry)
    if row["state"] not in (outbox.WAITING, outbox.RETURNED):
        raise Refused("outbox.over", entry=action.entry, number=row["ticket_id"])
    sending = outbox.sending_of(row)
    if row["state"] == outbox.RETURNED:
        sending = _checked(submission, sending, action.at)
        passed = {*row["confirmed"].split(), *(submission.confirmed & LASTING)}
        outbox.replace_sending(connection, action.entry, sending, passed)
    _plan(submission, action.entry, row["ticket_id"], action.at)
    return Receipt(
        submission.transaction.envelope, tickets=(row["ticket_id"],), outbox=action.entry
    )


def cancel(submission: Submission, action: CancelSending) -> Receipt:
    """Do not send it: the text is its operator's draft again. Refuses what has been sent."""
    transaction = submission.transaction
    row = _own(submission, action.entry)
    if row["state"] not in (outbox.WAITING, outbox.RETURNED):
        raise Refused("outbox.over", entry=action.entry, number=row["ticket_id"])
    change(transaction, "outbox", action.entry, "at", None, ticket=row["ticket_id"])
    again = TakeUpReturned(row["operator_id"], row["ticket_id"], row["kind"])
    outbox.take_up(transaction.connection, again, transaction.at)
    return Receipt(transaction.envelope, tickets=(row["ticket_id"],), outbox=action.entry)


def give_all_back(submission: Submission, ticket: int, because: str) -> None:
    """Somebody has written on a ticket: nothing that was planned before is sent there."""
    for entry in outbox.waiting_on(submission.transaction.connection, ticket):
        _give_back(submission.transaction, entry, ticket, because)


def send(submission: Submission, entry: int) -> None:
    """Its time has come: it is sent in its operator's name, or comes back with the reason."""
    transaction = submission.transaction
    row = outbox.entry_row(transaction.connection, entry)
    if row["state"] != outbox.WAITING:
        return
    try:
        with transaction.connection.begin_nested():
            message = _sent(_of_author(submission, row), row)
    except (Refused, Invalid, NotFound) as error:
        _give_back(transaction, entry, row["ticket_id"], _reason(error))
        return
    change(transaction, "outbox", entry, "at", None, ticket=row["ticket_id"])
    outbox.mark_sent(transaction.connection, entry, message)


def _of_author(submission: Submission, row: Stored) -> Submission:
    """A submission of whoever planned it, with the rights they have now."""
    transaction = submission.transaction
    person = require_operator(transaction.connection, row["operator_id"])
    sending = type(outbox.sending_of(row))
    if not may(person["role"], sending):
        raise Refused("role.not_allowed", role=person["role"], action=sending.__name__)
    return replace(
        submission,
        transaction=replace(transaction, actor=person["id"]),
        actor=Actor(person["id"], person["name"], person["role"]),
        confirmed=frozenset(row["confirmed"].split()),
        in_absence=True,
    )


def _sent(submission: Submission, row: Stored) -> int:
    sending = outbox.sending_of(row)
    receipt = _do(submission, sending)
    if receipt.message is None:
        raise LookupError(row["id"])
    if isinstance(sending, Reply):
        count_templates(submission, sending, receipt.message, row["id"])
    return receipt.message


def _do(submission: Submission, sending: Reply | Forward) -> Receipt:
    if isinstance(sending, Reply):
        return reply(submission, sending)
    return forward(submission, sending)


class _Tried(Exception):
    """Ends a trial: nothing of it stays."""


def _checked(submission: Submission, sending: Reply | Forward, at: datetime) -> Reply | Forward:
    """What is planned, after it was tried out as if it went now; raises what that raises.

    Whoever has confirmed what stands there now is stopped by later messages only.
    """
    transaction = submission.transaction
    if to_milliseconds(at) <= transaction.at:
        raise Invalid("moment.past", until=at)
    ticket_row(transaction.connection, sending.ticket)
    trial = replace(
        submission,
        transaction=Transaction(
            transaction.connection, transaction.envelope, transaction.actor, transaction.at
        ),
    )
    try:
        with transaction.connection.begin_nested():
            _do(trial, sending)
            raise _Tried
    except _Tried:
        pass
    seen = sending.base_seq
    if "newer" in submission.confirmed:
        seen = change_number(transaction.connection)
    number = end_of_merges(transaction.connection, sending.ticket)
    return replace(sending, ticket=number, base_seq=seen, recipients=cleaned(sending.recipients))


def _plan(submission: Submission, entry: int, ticket: int, at: datetime) -> None:
    moment = str(to_milliseconds(at))
    change(submission.transaction, "outbox", entry, "at", moment, ticket=ticket)


def _own(submission: Submission, entry: int) -> Stored:
    """An entry of one's own; a lead may handle any. Raises NotFound, Refused."""
    row = outbox.entry_row(submission.transaction.connection, entry)
    own = row["operator_id"] == submission.operator.id
    if not own and submission.operator.role not in MAY_UNDO_OTHERS:
        raise Refused("outbox.not_own", entry=entry)
    return row


def _give_back(transaction: Transaction, entry: int, ticket: int, because: str) -> None:
    change(transaction, "outbox", entry, "at", None, ticket=ticket)
    outbox.came_back(transaction.connection, entry, because)


def _reason(error: DeskError) -> str:
    """The first guard that stopped it, or the rule that refused it."""
    stops: Iterable[str] = (stop.name for stop in error.stops) if isinstance(error, Refused) else ()
    return next(iter(stops), error.code)
