"""What is told to another system of whom it is asked about (F50)."""

from supportdesk.domain.lookup import LookupSubject
from supportdesk.store.read.client_rows import ClientCard


def subject_of(card: ClientCard) -> LookupSubject:
    """The client of a card, as lookups see them."""
    return LookupSubject(
        client=card.id,
        name=card.name,
        email=next(iter(card.emails), None),
        phone=next(iter(card.phones), None),
        company=card.company,
        language=card.language,
        properties=tuple((held.name, held.value or "") for held in card.properties),
    )
