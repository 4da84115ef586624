"""A client's card as scripts see it."""

from supportdesk.domain.ticket import Category
from supportdesk.objects.times import utc_text, utc_text_or_none
from supportdesk.store.read.client_rows import (
    ClientCard,
    ClientEventRow,
    LookupRow,
    OrganisationRow,
)


def client_object(card: ClientCard) -> dict[str, object]:
    """A client as scripts see it; the tickets are the newest twenty."""
    return {
        "number": card.id,
        "name": card.name,
        "company": card.company,
        "organisation": None
        if card.organisation is None
        else organisation_object(card.organisation),
        "emails": list(card.emails),
        "phones": list(card.phones),
        "language": card.language,
        "timezone": card.timezone,
        "channel": card.channel,
        "vip": card.vip,
        "traits": dict(card.traits),
        "properties": {held.name: held.value for held in card.properties},
        "created": utc_text(card.created_at),
        "tickets_at_work": card.open_tickets,
        "tickets_done": card.done_tickets,
        "notes": [
            {"author": note.author, "at": utc_text(note.at), "body": note.body}
            for note in card.notes
        ],
        "tickets": [
            {
                "number": row.number,
                "subject": row.subject,
                "state": row.state,
                "category": Category(row.category).name.lower(),
                "created": utc_text(row.created_at),
                "updated": utc_text(row.updated_at),
            }
            for row in card.tickets
        ],
        "events": [event_object(event) for event in card.events],
        "event_count": card.event_count,
        "lookups": [lookup_object(lookup) for lookup in card.lookups],
        "merged": list(card.merged),
        "forgotten": utc_text_or_none(card.forgotten_at),
        "uuid": card.uuid,
    }


def organisation_object(row: OrganisationRow) -> dict[str, object]:
    """An organisation as scripts see it."""
    return {
        "number": row.id,
        "name": row.name,
        "contract": row.contract,
        "until": row.until,
        "hours": row.hours,
        "timezone": row.timezone,
        "email": row.email,
        "phone": row.phone,
        "note": row.note,
    }


def event_object(event: ClientEventRow) -> dict[str, object]:
    """Something a client did elsewhere, as scripts see it."""
    return {
        "at": utc_text(event.at),
        "kind": event.kind,
        "text": event.text,
        "details": dict(event.details),
    }


def lookup_object(lookup: LookupRow) -> dict[str, object]:
    """What another system has answered, as scripts see it."""
    return {
        "title": lookup.title,
        "lines": list(lookup.lines),
        "answered": utc_text_or_none(lookup.answered_at),
        "asked": utc_text(lookup.at),
        "trouble": lookup.trouble,
    }
