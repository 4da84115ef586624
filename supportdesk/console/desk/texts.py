"""The kinds of texts an operator writes: where each is typed, who reads it, what it becomes."""

from dataclasses import replace
from typing import TYPE_CHECKING

from supportdesk.console import names
from supportdesk.console.desk.workplace import Workplace
from supportdesk.desk.going_out import goes_by_mail
from supportdesk.domain.ticket import THIRD_PARTY
from supportdesk.store.read.rows import TicketRow

if TYPE_CHECKING:
    from supportdesk.console.widgets.composer import Composer
    from supportdesk.console.widgets.receiver import Receiver
    from supportdesk.domain.action import Forward, Reply


def composer_class(kind: str) -> "type[Composer]":
    """The composer of a kind of text; each is imported when it is first needed."""
    if kind == "reply":
        from supportdesk.console.widgets.reply_composer import ReplyComposer

        return ReplyComposer
    if kind == "forward":
        from supportdesk.console.widgets.forward_composer import ForwardComposer

        return ForwardComposer
    from supportdesk.console.widgets.note_composer import NoteComposer

    return NoteComposer


def receiver_of(at: Workplace, ticket: TicketRow, kind: str) -> "Receiver":
    """Who reads a text, who may want a copy, and what stands under it."""
    from supportdesk.console.widgets.receiver import Receiver

    reading = at.reading
    card = reading.card(ticket.client_id)
    traits = () if card is None else [names.trait(name, value) for name, value in card.traits]
    if kind == "forward":
        traits = ()  # the client does not read it
    leaves = goes_by_mail(at.panes.desk, ticket, kind)
    receiver = Receiver(ticket.client, reading.reply_to(ticket.number), traits, leaves)
    if kind == "note":
        return receiver
    in_copy = reading.in_copy(ticket.number) if kind == "reply" else ()
    return replace(receiver, in_copy=in_copy, signature=signature_on(at, ticket))


def signature_on(at: Workplace, ticket: TicketRow) -> str:
    """What stands under what I send on a ticket (F37)."""
    from supportdesk.desk.signatures import signature_for

    return signature_for(at.panes.desk, at.panes.me, ticket, at.reading.zone)


def sending_of(composer: "Composer", ticket: int, body: str) -> "Reply | Forward":
    """The reply or forward that stands in a composer."""
    from supportdesk.domain.action import Forward, Reply

    if composer.kind == "forward":
        return Forward(ticket, body, 0, composer.recipients)
    return Reply(ticket, body, 0, recipients=composer.recipients)


def moved_on(
    sending: "Reply | Forward", then_state: str | None, then_kind: str | None
) -> "Reply | Forward":
    """With the state that goes with it: waiting for a third party is holding the ticket for it."""
    from supportdesk.domain.action import Forward

    reason = None
    if isinstance(sending, Forward) and then_state == "waiting":
        then_state, reason = "hold", THIRD_PARTY
    return replace(sending, then_state=then_state, then_reason=reason, then_kind=then_kind)
