"""What `reply` and `forward` have in common: recipients, quotes, signature, and sending later."""

from collections.abc import Sequence
from typing import Annotated

import typer

from supportdesk.cli.parameters import whole_number
from supportdesk.cli.receipts import tell_receipt
from supportdesk.cli.session import Session
from supportdesk.cli.times import clock_text, local_text
from supportdesk.domain.action import Forward, Reply, SendLater
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import NotFound
from supportdesk.domain.provisional import ticket_word
from supportdesk.domain.quoting import quoted
from supportdesk.domain.recipients import Recipient, read_recipients
from supportdesk.domain.ticket import MessageKind
from supportdesk.i18n import gettext as _
from supportdesk.i18n.key_names import runnable
from supportdesk.store.read import threads
from supportdesk.store.read.rows import MessageRow, TicketRow

Cc = Annotated[
    list[str] | None,
    typer.Option("--cc", metavar="ADDRESS", help=_("Send a copy there as well; repeatable.")),
]
Bcc = Annotated[
    list[str] | None,
    typer.Option(
        "--bcc", metavar="ADDRESS", help=_("Send a copy no other reader learns of; repeatable.")
    ),
]
Quote = Annotated[
    str | None,
    typer.Option(
        "--quote",
        metavar="WHICH",
        help=_("Quote this message of the client first: last, or its place in `show`."),
    ),
]
Unsigned = Annotated[bool, typer.Option("--unsigned", help=_("Put no signature under the text."))]
When = Annotated[
    str | None,
    typer.Option(
        "--at",
        metavar="WHEN",
        help=_("Send it then, unless the client writes first: tomorrow 9:00, mon, 2h."),
    ),
]
Seen = Annotated[
    int | None,
    typer.Option(
        "--seen",
        parser=whole_number,
        metavar="CHANGE",
        help=_("The `change` of the ticket as you read it; anything newer stops the reply."),
    ),
]


def people(typed: Sequence[str] | None) -> tuple[Recipient, ...]:
    """The recipients of a repeatable option. Raises Invalid("recipient.invalid")."""
    return tuple(one for line in typed or () for one in read_recipients(line))


def message_of_client(session: Session, row: TicketRow, which: str) -> MessageRow:
    """The message of the client that is meant. Raises NotFound("message.not_clients")."""
    messages = list(enumerate(session.ask(threads.messages, row.number), 1))
    found = [
        message
        for place, message in messages
        if message.kind == MessageKind.CLIENT and which.strip().casefold() in ("last", str(place))
    ]
    if not found:
        raise NotFound("message.not_clients", number=row.number, wanted=which)
    return found[-1]


def with_quote(session: Session, row: TicketRow, which: str | None, body: str) -> str:
    """The text under what it answers."""
    if which is None:
        return body
    return f"{quoted(message_of_client(session, row, which).body)}\n\n{body}"


def signature(session: Session, row: TicketRow, *, unsigned: bool) -> str:
    """What stands under the text."""
    from supportdesk.desk.signatures import signature_for

    if unsigned:
        return ""
    return signature_for(session.desk, session.actor(), row, session.settings.zone)


def send(session: Session, sending: Reply | Forward, when: str | None, said: str) -> None:
    """Send it, now or later; `said` names until when it can be recalled as `{when}`."""
    zone = session.settings.zone
    if when is None:
        receipt = session.act(sending)
        until = receipt.undo_until
        recalled = "" if until is None else clock_text(until, zone)
        tell_receipt(
            session,
            receipt,
            runnable(said).format(number=ticket_word(sending.ticket), when=recalled),
        )
        return
    from supportdesk.domain.moments import parse_moment

    at = parse_moment(when, session.clock(), zone)
    receipt = session.act(SendLater(sending, at))
    planned = _(
        "Entry {entry} of the outbox, on ticket {number}, is planned for {when}. Back: supportdesk"
        " undo"
    )
    moment = local_text(to_milliseconds(at), zone)
    tell_receipt(
        session,
        receipt,
        runnable(planned).format(
            entry=receipt.outbox, number=ticket_word(receipt.tickets[0]), when=moment
        ),
    )
