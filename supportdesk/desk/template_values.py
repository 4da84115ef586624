"""What a template can say about one ticket: its values, read from the store (R5)."""

from dataclasses import replace
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from supportdesk.desk.desk import Desk
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.provisional import is_provisional
from supportdesk.domain.signature import has_names
from supportdesk.domain.template import render
from supportdesk.domain.template_context import TemplateContext
from supportdesk.domain.ticket import MessageKind, Priority
from supportdesk.store.read import clients, threads
from supportdesk.store.read.client_rows import ClientCard
from supportdesk.store.read.rows import OperatorRow, TicketRow

SOURCE_LANGUAGE = "en"
"""The language of a text for a client whose own is not known."""


def template_context(
    desk: Desk, me: OperatorRow, ticket: TicketRow, zone: tzinfo
) -> TemplateContext:
    """The values for a text that `me` writes on `ticket`.

    `zone` is the desk's clock: it holds where the client's zone is not known. The language is the
    conversation's, else the client's. Raises StoreTrouble.
    """
    card = desk.ask(clients.card, ticket.client_id)
    said = [
        message.body
        for message in desk.ask(threads.messages, ticket.number, 500)
        if message.kind == MessageKind.CLIENT
    ]
    context = TemplateContext(
        now=desk.clock(),
        zone=_zone_of(card) or zone,
        language=language_of(ticket, card) or SOURCE_LANGUAGE,
        client_name=ticket.client,
        client_company=None if card is None else card.company,
        client_email=ticket.client_email,
        client_phone=None if card is None else next(iter(card.phones), None),
        client_language=None if card is None else card.language,
        client_vip=card is not None and card.vip,
        client_traits=() if card is None else card.traits,
        client_properties=()
        if card is None
        else tuple((held.name, held.value or "") for held in card.properties),
        ticket_number=None if is_provisional(ticket.number) else ticket.number,
        ticket_subject=ticket.subject,
        ticket_kind=ticket.kind,
        ticket_state=ticket.state,
        ticket_priority=Priority(ticket.priority).name.lower(),
        ticket_queue=ticket.queue,
        ticket_created=from_milliseconds(ticket.created_at),
        operator_name=me.name,
        operator_job=me.job,
        owner_name=ticket.owner,
        last_message=said[-1] if said else None,
    )
    return replace(context, operator_signature=_signature(me, context))


def _signature(me: OperatorRow, context: TemplateContext) -> str | None:
    """The operator's own, filled in."""
    if not has_names(me.signature or ""):
        return me.signature
    return render(me.signature or "", context, {}).text


def language_of(ticket: TicketRow, card: ClientCard | None) -> str | None:
    """The language to write to a client in: the conversation's, else the client's, or None."""
    return ticket.language or (None if card is None else card.language)


def _zone_of(card: ClientCard | None) -> tzinfo | None:
    if card is None or not card.timezone:
        return None
    try:
        return ZoneInfo(card.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
