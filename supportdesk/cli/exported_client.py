"""A client as the export of a ticket carries it: everything an empty store needs."""

from supportdesk.cli.session import Session
from supportdesk.objects.clients import event_object
from supportdesk.objects.tickets import Item
from supportdesk.objects.times import utc_text
from supportdesk.store.read import client_details
from supportdesk.store.read.client_rows import ClientCard, PropertyRow


def exported_client(session: Session, card: ClientCard) -> Item:
    """The client with all notes and events, oldest first, and with the organisation."""
    events = session.ask(client_details.every_event, (card.id, *card.merged))
    return {
        "number": card.id,
        "name": card.name,
        "email": next(iter(card.emails), None),
        "emails": list(card.emails),
        "phones": list(card.phones),
        "company": card.company,
        "organisation": _organisation(card),
        "language": card.language,
        "timezone": card.timezone,
        "channel": card.channel,
        "vip": card.vip,
        "traits": dict(card.traits),
        "properties": [_property(held) for held in card.properties],
        "notes": [
            {"author": note.author, "at": utc_text(note.at), "body": note.body}
            for note in reversed(card.notes)
        ],
        "events": [
            {**event_object(event), "id": source or f"{card.uuid}:{event.id}"}
            for event, source in events
        ],
        "uuid": card.uuid,
    }


def _property(held: PropertyRow) -> Item:
    return {
        "name": held.name,
        "value": held.value,
        "kind": held.kind,
        "choices": list(held.choices),
        "pinned": held.pinned,
    }


def _organisation(card: ClientCard) -> Item | None:
    row = card.organisation
    if row is None:
        return None
    held = {
        "contract": row.contract,
        "until": row.until,
        "hours": row.hours,
        "timezone": row.timezone,
        "email": row.email,
        "phone": row.phone,
        "note": row.note,
    }
    return {name: value for name, value in held.items() if value}
