"""What a conversation cannot say of its client: further addresses, properties, events, contract."""

from contextlib import suppress

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import (
    EditClient,
    EditOrganisation,
    HistoricClientEvent,
    RecordClientEvents,
    SaveClientProperty,
)
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.intake.record import PropertyRecord, TicketRecord
from supportdesk.store.read import client_details, clients
from supportdesk.store.read.client_rows import ClientCard

EVENTS_AT_ONCE = 200


def tell_more(desk: Desk, record: TicketRecord) -> None:
    """Tell the desk what else is known of the client of a ticket.

    What the desk refuses is left out: an address may be somebody else's here. A contract that is
    written down already stays as it is.
    """
    address = (record.client.address or "").casefold()
    number = desk.ask(clients.id_by_address, "email", address)
    card = None if number is None else desk.ask(clients.card, number)
    if card is None:
        return
    for field in record.client_fields:
        with suppress(Refused, Invalid):
            desk.act(None, EditClient(card.id, (field,)))
    for held in record.client_properties:
        with suppress(Refused, Invalid, NotFound):
            _tell_property(desk, card, held)
    _tell_contract(desk, card, record)
    _tell_events(desk, card, record)


def _tell_property(desk: Desk, card: ClientCard, held: PropertyRecord) -> None:
    known = {row.name.casefold() for row in desk.ask(client_details.properties)}
    if held.name.casefold() not in known:
        desk.act(None, SaveClientProperty(held.name, held.kind, held.choices, held.pinned))
    if held.name not in {own.name for own in card.properties}:
        desk.act(None, EditClient(card.id, properties=((held.name, held.value),)))


def _tell_contract(desk: Desk, card: ClientCard, record: TicketRecord) -> None:
    row = card.organisation
    if row is None or any((row.contract, row.until, row.hours, row.note)):
        return
    for field in record.organisation:
        with suppress(Refused, Invalid):
            desk.act(None, EditOrganisation(row.id, (field,)))


def _tell_events(desk: Desk, card: ClientCard, record: TicketRecord) -> None:
    events = [
        HistoricClientEvent(card.id, one.kind, one.at, one.text, one.details, one.source_id)
        for one in record.client_events
    ]
    for start in range(0, len(events), EVENTS_AT_ONCE):
        with suppress(Invalid):
            desk.act(None, RecordClientEvents(tuple(events[start : start + EVENTS_AT_ONCE])))
