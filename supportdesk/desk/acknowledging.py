"""Telling a client at once that their new ticket is there, with its number (F110).

Never to robots, never to ourselves, to one address so seldom that two machines that answer each
other fall silent, and to all of them together so often that a flood of forged senders ends with us.
"""

from dataclasses import replace
from datetime import tzinfo

from supportdesk.desk import letters
from supportdesk.desk.desk import Desk
from supportdesk.desk.submission import Submission
from supportdesk.desk.template_values import language_of, template_context
from supportdesk.domain.action import Acknowledge, ReceiveMessage
from supportdesk.domain.desk_options import (
    ACKNOWLEDGE,
    ACKNOWLEDGE_MINUTES,
    ACKNOWLEDGE_MOST,
    OFF,
    OUTGOING,
    option_value,
)
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.letter import Purpose
from supportdesk.domain.recipients import Recipient, Recipients, address_key
from supportdesk.domain.robots import is_answerable
from supportdesk.domain.template import choose_variant, render, unresolved_marks
from supportdesk.domain.ticket import Delivery, MessageKind
from supportdesk.i18n import LANGUAGES
from supportdesk.store.read import clients, desk_lists, tickets
from supportdesk.store.read.letters import HOUR
from supportdesk.store.read.rows import OperatorRow
from supportdesk.store.write import due, people
from supportdesk.store.write import letters as stored
from supportdesk.store.write.conversations import NewMessage, add_message, message_row, ticket_row
from supportdesk.store.write.kept_options import kept_options
from supportdesk.store.write.letters import ACKNOWLEDGEMENT, NewLetter

MINUTE, DAY = 60_000, 86_400_000

MOST_A_DAY = 5
"""Acknowledgements to one address within a day, however many tickets it makes."""


def acknowledge_soon(submission: Submission, ticket: int, action: ReceiveMessage) -> None:
    """A person has made a new ticket by mail: have it acknowledged, if the desk does that."""
    if not action.from_person:
        return
    connection = submission.transaction.connection
    options = kept_options(connection)
    if OFF in (option_value(options, ACKNOWLEDGE), option_value(options, OUTGOING)):
        return
    own = {option_value(options, OUTGOING), *people.own_addresses(connection)}
    if is_answerable(action.client.address, set(map(address_key, own))):
        due.plan(connection, ACKNOWLEDGEMENT, ticket, submission.transaction.at)


def acknowledge(submission: Submission, action: Acknowledge) -> Receipt:
    """Send the acknowledgement that is due on a ticket, once; an empty text ends it."""
    transaction = submission.transaction
    connection, receipt = transaction.connection, Receipt(transaction.envelope)
    if not stored.end(connection, ACKNOWLEDGEMENT, action.ticket) or not action.body.strip():
        return receipt
    ticket = ticket_row(connection, action.ticket)
    client = stored.reply_address(connection, ticket)
    sender = letters.outgoing_address(submission)
    if client is None or not sender or _is_too_often(submission, client.address):
        return receipt
    message = add_message(
        transaction,
        NewMessage(
            ticket=action.ticket,
            kind=MessageKind.SYSTEM,
            author=action.author,
            body=action.body,
            at=transaction.at,
            delivery=Delivery.QUEUED,
        ),
    )
    going_to = Recipients((Recipient(client.address, client.name),))
    new = NewLetter(Purpose.ACKNOWLEDGEMENT, sender, sender, going_to, action.ticket)
    letters.send(submission, message_row(connection, message), new)
    return replace(receipt, message=message)


def acknowledgement(desk: Desk, number: int, name: str, zone: tzinfo) -> Acknowledge:
    """What is said of a ticket: the template in the client's language; nothing where it cannot be
    filled in. Raises StoreTrouble.
    """
    nothing = Acknowledge(number, "", name)
    row = desk.ask(tickets.row, number, None)
    wanted = option_value(desk.ask(desk_lists.options), ACKNOWLEDGE)
    chosen = [one for one in desk.ask(desk_lists.templates) if str(one.id) == wanted]
    if row is None or not chosen or not chosen[0].variants:
        return nothing
    language = language_of(row, desk.ask(clients.card, row.client_id))
    shown, body, _missing = choose_variant(dict(chosen[0].variants), language, LANGUAGES)
    nobody = OperatorRow(0, "", name, None, "operator", None, None, None, active=True)
    context = replace(template_context(desk, nobody, row, zone), language=shown)
    text = render(body, context, {}).text
    return nothing if unresolved_marks(text) else replace(nothing, body=text)


def _is_too_often(submission: Submission, address: str) -> bool:
    connection, at = submission.transaction.connection, submission.transaction.at
    options = kept_options(connection)
    minutes = int(option_value(options, ACKNOWLEDGE_MINUTES))
    most = int(option_value(options, ACKNOWLEDGE_MOST))
    lately = stored.acknowledged_since(connection, address, at - minutes * MINUTE)
    today = stored.acknowledged_since(connection, address, at - DAY)
    in_all = stored.acknowledged_in_all(connection, at - HOUR)
    return lately > 0 or today >= MOST_A_DAY or in_all >= most
