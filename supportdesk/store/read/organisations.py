"""Organisations with all their people and tickets at work (F48)."""

from supportdesk.store.read.client_details import organisation
from supportdesk.store.read.client_rows import (
    EarlierTicket,
    OrganisationCard,
    OrganisationRow,
    PersonRow,
)
from supportdesk.store.read.connection import Reader

PEOPLE_SHOWN = 200
TICKETS_SHOWN = 200

_PEOPLE = """
SELECT c.id, c.name,
       (SELECT a.shown FROM client_address a WHERE a.client_id = c.id AND a.kind = 'email'
         ORDER BY a.place, a.id LIMIT 1),
       (SELECT a.shown FROM client_address a WHERE a.client_id = c.id AND a.kind = 'phone'
         ORDER BY a.place, a.id LIMIT 1),
       (SELECT count(*) FROM ticket t WHERE t.client_id = c.id AND t.category < 4), c.vip
  FROM client c WHERE c.organisation_id = :organisation AND c.merged_into IS NULL
 ORDER BY c.id LIMIT :limit
"""
_TICKETS = """
SELECT t.id, t.subject, t.state, t.category, t.created_at, t.updated_at
  FROM client c JOIN ticket t ON t.client_id = c.id
 WHERE c.organisation_id = :organisation AND c.merged_into IS NULL AND t.category < 4
 ORDER BY t.id DESC LIMIT :limit
"""
_NAMED = """
SELECT id, name, contract, contract_until, hours, timezone, email, phone, note
  FROM organisation {} ORDER BY name, id LIMIT :limit
"""


def card(connection: Reader, number: int) -> OrganisationCard | None:
    """An organisation with its first 200 people and newest 200 tickets at work, or None."""
    found = organisation(connection, number)
    if found is None:
        return None
    wanted = {"organisation": number}
    people = connection.execute(_PEOPLE, {**wanted, "limit": PEOPLE_SHOWN})
    tickets = connection.execute(_TICKETS, {**wanted, "limit": TICKETS_SHOWN})
    count = connection.execute(
        "SELECT count(*) FROM client WHERE organisation_id = :organisation AND merged_into IS NULL",
        wanted,
    ).fetchone()[0]
    return OrganisationCard(
        found,
        tuple(PersonRow(*row) for row in people),
        tuple(EarlierTicket(*row) for row in tickets),
        int(count),
    )


def named(connection: Reader, text: str, limit: int = 50) -> list[OrganisationRow]:
    """Organisations by name, those that contain `text`; upper and lower case alike."""
    every = connection.execute(_NAMED.format(""), {"limit": -1})
    folded = text.strip().casefold()
    found: list[OrganisationRow] = []
    for row in every:
        if folded in str(row[1]).casefold():
            found.append(OrganisationRow(*row))
            if len(found) == limit:
                break
    return found
