"""Rows as this caller may see them, with the numbers by which a replica knows them."""

from supportdesk.objects.clients import client_object, organisation_object
from supportdesk.objects.tickets import Item, message_object
from supportdesk.objects.times import utc_text_or_none
from supportdesk.server.access import Caller
from supportdesk.store.read.client_rows import ClientCard
from supportdesk.store.read.rows import MessageRow, TicketRow

INTERNAL = frozenset({"note", "forward", "third_party"})
"""Kinds of messages that no client sees: they need the scope `notes`."""


def may_see(caller: Caller, kind: str) -> bool:
    """Whether a message of this kind is shown to the caller."""
    return caller.sees_notes or kind not in INTERNAL


def numbers_of(row: TicketRow) -> Item:
    """The numbers behind the names of a ticket."""
    return {"queue_number": row.queue_id, "owner_number": row.owner_id, "source_id": row.source_id}


def message_item(caller: Caller, message: MessageRow) -> Item:
    """A message with its numbers; hidden copies are for those who see notes."""
    item: Item = {
        "number": message.id,
        "ticket": message.ticket,
        **message_object(message),
        "operator_number": message.operator_id,
        "client_number": message.client_id,
        "source_id": message.source_id,
        "asks": message.asks,
        "recall_until": utc_text_or_none(message.release_at),
    }
    if not caller.sees_notes:
        item["bcc"] = []
    return item


def client_item(caller: Caller, card: ClientCard) -> Item:
    """A client's card; what operators keep about them is for those who see notes."""
    item: Item = client_object(card)
    if caller.sees_notes:
        return item
    company = card.organisation
    told = None if company is None else {**organisation_object(company), "note": None}
    return {**item, "notes": [], "traits": {}, "organisation": told}
