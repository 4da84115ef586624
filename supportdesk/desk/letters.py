"""Letters: what leaves when its undo window is over, and what became of it."""

from dataclasses import replace

from supportdesk.desk import states
from supportdesk.desk.guards import address_stops
from supportdesk.desk.submission import Submission
from supportdesk.domain import recipients as people
from supportdesk.domain.action import (
    RecordBounce,
    RecordDelivery,
    RecordSending,
    SendAgain,
    SettleDelivery,
)
from supportdesk.domain.desk_options import OUTGOING, option_value
from supportdesk.domain.envelope import Receipt, to_milliseconds
from supportdesk.domain.errors import NotFound, Refused
from supportdesk.domain.letter import (
    BY_HAND,
    DELIVERY_OF,
    FAILED,
    LATE,
    PATIENCE,
    STALE,
    LetterState,
    Purpose,
)
from supportdesk.domain.recipients import Recipient, Recipients
from supportdesk.domain.ticket import Delivery, MessageKind
from supportdesk.store.write import due, letters, message_recipients, mirror
from supportdesk.store.write.change import change, touch
from supportdesk.store.write.conversations import message_row, ticket_row
from supportdesk.store.write.kept_options import kept_options
from supportdesk.store.write.letters import REFUSED_MARK, UNKNOWN_MARK, NewLetter
from supportdesk.store.write.rows import Stored

_UNDER_WAY = (LetterState.SENDING, LetterState.UNKNOWN)
"""States in which an attempt may still tell what came of it."""


def leave(submission: Submission, message: int) -> None:
    """The undo window is over: the message becomes a letter, or is saved where none can go.

    On a desk that stands for another one it is that one's to send (`desk.mirror`).
    """
    row = message_row(submission.transaction.connection, message)
    if row["delivery"] != Delivery.QUEUED or row["withdrawn"]:
        return
    if mirror.is_mirror(submission.transaction.connection):
        is_reply = row["kind"] == MessageKind.OPERATOR
        _tell(submission, message, Delivery.OUTGOING if is_reply else Delivery.SAVED)
        return
    sender = outgoing_address(submission)
    going_to = _going_to(submission, row)
    if not sender or not going_to.everybody:
        record_delivery(submission, RecordDelivery(message, str(Delivery.SAVED)))
        return
    purpose = Purpose.FORWARD if row["kind"] == MessageKind.FORWARD else Purpose.REPLY
    send(submission, row, NewLetter(purpose, sender, sender, going_to, row["ticket_id"]))


def send(submission: Submission, message: Stored, new: NewLetter) -> None:
    """Have a message sent as a letter."""
    letters.add(submission.transaction, replace(new, message=message["id"], uuid=message["uuid"]))
    _tell(submission, message["id"], Delivery.OUTGOING)


def record_delivery(submission: Submission, action: RecordDelivery) -> Receipt:
    """Record what became of a reply after its undo-send window; done once."""
    transaction = submission.transaction
    message = message_row(transaction.connection, action.message)
    if message["delivery"] == Delivery.QUEUED and not message["withdrawn"]:
        _tell(submission, action.message, Delivery(action.delivery))
    return Receipt(transaction.envelope, message=action.message)


def record_sending(submission: Submission, action: RecordSending) -> Receipt:
    """Record what came of an attempt, once: the rest is tried again, or waits for an operator."""
    transaction = submission.transaction
    receipt = Receipt(transaction.envelope)
    row = letters.letter_row(transaction.connection, action.letter)
    if row is None or row["attempts"] != action.attempt or row["state"] not in _UNDER_WAY:
        return receipt
    left = [
        *_still_refused(row),
        *letters.marked(REFUSED_MARK, action.refused),
        *letters.marked(UNKNOWN_MARK, action.unknown),
        *action.later,
    ]
    is_stale = bool(action.later) and transaction.at - row["made_at"] > PATIENCE
    state = _state_after(action, left, is_stale=is_stale)
    kept = {"state": str(state), "left_to": "\n".join(left), "handed": False}
    if action.said or state is LetterState.SENT:
        kept["because"] = "" if state is LetterState.SENT else action.said
    if is_stale:
        kept["because"] = f"{STALE} {action.said}"
    if state is LetterState.SENT:
        kept["sent_at"] = transaction.at
    letters.keep(transaction.connection, row["id"], **kept)
    if state is LetterState.WAITING and action.again is not None:
        again = to_milliseconds(action.again)
        due.plan(transaction.connection, letters.DELIVER, row["id"], again)
    else:
        due.cancel(transaction.connection, letters.DELIVER, row["id"])
    _tell_message(submission, row, state)
    return receipt


def record_bounce(submission: Submission, action: RecordBounce) -> Receipt:
    """Record what a mail server told of a letter later on; nothing where it is none of ours.

    What did not arrive at last opens its ticket again.
    """
    transaction = submission.transaction
    connection = transaction.connection
    row = letters.by_mail_id(connection, action.mail_ids)
    if row is None or row["message_id"] is None:
        return Receipt(transaction.envelope)
    message, ticket = row["message_id"], _ticket_of(submission, row)
    receipt = Receipt(transaction.envelope, tickets=(ticket,), message=message)
    if not letters.name_report(connection, action.source_id, ticket):
        return replace(receipt, repeated=True)
    if action.arrived:
        state = LetterState.SENT if row["state"] == LetterState.UNKNOWN else None
    else:
        state = LetterState.BOUNCED if action.permanent else None
    if state is None:
        if not action.arrived and row["state"] not in FAILED:
            letters.keep(connection, row["id"], because=f"{LATE} {action.said}")
            _note(submission, message, ticket, "late", str(row["attempts"]))
        return receipt
    if row["state"] == state:
        return receipt
    moment = {"sent_at": transaction.at} if state is LetterState.SENT else {}
    letters.keep(connection, row["id"], state=str(state), because=action.said, **moment)
    due.cancel(connection, letters.DELIVER, row["id"])
    _tell_message(submission, row, state)
    return receipt


def send_again(submission: Submission, action: SendAgain) -> Receipt:
    """Send a letter once more to everybody who has not got it, or to another address for them.

    Refuses one that is under way or has arrived; stops at an address that is none of the ticket's
    people (F36).
    """
    transaction = submission.transaction
    row = _unsettled(submission, action.message, (*FAILED, LetterState.GIVEN_UP))
    message = message_row(transaction.connection, action.message)
    going_to = people.read_kept(row["recipients"])
    left = letters.left(row) or [one.address for one in going_to.everybody]
    if action.to:
        other = people.read_recipient(action.to)
        ticket = ticket_row(transaction.connection, message["ticket_id"])
        kind = MessageKind(message["kind"])
        stops = address_stops(submission, other.address, ticket, kind)
        submission.stop_unless_confirmed("letter.stopped", stops)
        going_to = _instead(going_to, left, other)
        left = [other.address]
    letters.keep(
        transaction.connection,
        row["id"],
        state=str(LetterState.WAITING),
        recipients=people.kept(going_to),
        left_to="\n".join(left),
        handed=False,
        because="",
        made_at=transaction.at,
    )
    due.plan(transaction.connection, letters.DELIVER, row["id"], transaction.at)
    _tell_message(submission, row, LetterState.WAITING)
    return Receipt(transaction.envelope, tickets=(message["ticket_id"],), message=action.message)


def settle_delivery(submission: Submission, action: SettleDelivery) -> Receipt:
    """Take an operator's word for what became of a letter. Refuses one that is under way."""
    transaction = submission.transaction
    row = _unsettled(submission, action.message, FAILED)
    state = LetterState.SENT if action.arrived else LetterState.GIVEN_UP
    moment = {"sent_at": transaction.at} if action.arrived else {}
    letters.keep(transaction.connection, row["id"], state=str(state), because=BY_HAND, **moment)
    _tell_message(submission, row, state)
    ticket = _ticket_of(submission, row)
    return Receipt(transaction.envelope, tickets=(ticket,), message=action.message)


def outgoing_address(submission: Submission) -> str:
    """The address this desk sends from; empty where it sends nothing.

    A desk that stands for another one sends none of its mail: that one does.
    """
    if mirror.is_mirror(submission.transaction.connection):
        return ""
    held = option_value(kept_options(submission.transaction.connection), OUTGOING)
    return "" if held == "off" else held


def _going_to(submission: Submission, message: Stored) -> Recipients:
    """Everybody a message goes to: a forward to those it names, a reply to the client first."""
    connection = submission.transaction.connection
    named = message_recipients.of_message(connection, message["id"])
    if message["kind"] == MessageKind.FORWARD:
        return named
    ticket = ticket_row(connection, message["ticket_id"])
    client = letters.reply_address(connection, ticket)
    if client is None:
        return people.NOBODY_ELSE
    return Recipients((Recipient(client.address, client.name),), named.cc, named.bcc)


def _instead(going_to: Recipients, left: list[str], other: Recipient) -> Recipients:
    """The same people, one of them for those who could not be reached."""

    def others(several: tuple[Recipient, ...]) -> tuple[Recipient, ...]:
        return tuple(one for one in several if one.address not in left)

    return Recipients((*others(going_to.to), other), others(going_to.cc), others(going_to.bcc))


def _still_refused(row: Stored) -> list[str]:
    """Who was refused in an earlier attempt: nobody asks again by himself."""
    return [line for line in row["left_to"].split("\n") if line.startswith(REFUSED_MARK)]


def _state_after(action: RecordSending, left: list[str], *, is_stale: bool) -> LetterState:
    if action.unknown:
        return LetterState.UNKNOWN
    if action.later and not is_stale:
        return LetterState.WAITING
    return LetterState.REFUSED if left else LetterState.SENT


def _unsettled(submission: Submission, message: int, states: tuple[LetterState, ...]) -> Stored:
    connection = submission.transaction.connection
    number = message_row(connection, message)["ticket_id"]
    row = letters.of_message(connection, message)
    if row is None:
        raise NotFound("letter.missing", number=number)
    if row["state"] not in states:
        raise Refused("letter.settled", number=number, state=row["state"])
    return row


def _ticket_of(submission: Submission, row: Stored) -> int:
    message = message_row(submission.transaction.connection, row["message_id"])
    return int(message["ticket_id"])


def _tell_message(submission: Submission, row: Stored, state: LetterState) -> None:
    """Say on the message what became of its letter; a ticket whose answer is lost opens again."""
    message = row["message_id"]
    if message is None:
        return
    ticket = _ticket_of(submission, row)
    if state is LetterState.WAITING and row["state"] == LetterState.SENDING:
        _note(submission, message, ticket, "attempt", str(row["attempts"]))
        return
    _tell(submission, message, DELIVERY_OF[state])
    if state in (LetterState.REFUSED, LetterState.BOUNCED) and row["purpose"] == Purpose.REPLY:
        _open_again(submission, ticket)


def _open_again(submission: Submission, number: int) -> None:
    """The client never got it: the ticket does not wait for them, nor is it done (R1)."""
    ticket = ticket_row(submission.transaction.connection, number)
    if ticket["state"] in ("waiting", "solved", "closed"):
        states.open_after_client_message(submission, ticket)


def _tell(submission: Submission, message: int, delivery: Delivery) -> None:
    ticket = message_row(submission.transaction.connection, message)["ticket_id"]
    change(submission.transaction, "message", message, "delivery", str(delivery), ticket=ticket)


def _note(submission: Submission, message: int, ticket: int, field: str, value: str) -> None:
    """An event that changes nothing on the message itself."""
    submission.transaction.record("message", message, field, None, value, ticket=ticket)
    touch(submission.transaction, ticket)
