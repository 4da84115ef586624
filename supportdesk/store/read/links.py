"""What tickets are to each other, and which of a client's may be about the same (F26, F28)."""

from supportdesk.domain.likeness import ALIKE, likeness, trigrams
from supportdesk.domain.link import LinkKind
from supportdesk.domain.ticket import NO_SUBJECT
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.rows import AlikeTicket, LinkRow
from supportdesk.store.read.sql_parts import stands

_OF_TICKET = f"""
SELECT ticket_id, kind, other_id FROM ticket_link WHERE ticket_id = :ticket
UNION ALL
SELECT ticket_id, kind, other_id FROM ticket_link WHERE other_id = :ticket
UNION ALL
SELECT id, 'follow_up', follow_up_of FROM ticket WHERE id = :ticket AND follow_up_of IS NOT NULL
UNION ALL
SELECT id, 'follow_up', follow_up_of FROM ticket WHERE follow_up_of = :ticket AND {stands("id")}
 ORDER BY 1, 2, 3
"""
_NEAR = (
    "SELECT id FROM ticket WHERE client_id = :client AND id {} :ticket ORDER BY id {} LIMIT :most"
)
_ALIKE = f"""
SELECT id, subject, state, created_at FROM ticket
 WHERE id IN (SELECT * FROM ({_NEAR.format("<", "DESC")}) subquery
              UNION ALL SELECT * FROM ({_NEAR.format(">", "ASC")}) subquery)
   AND created_at BETWEEN :since AND :until
   AND state NOT IN ('merged', 'spam') AND {stands("id")}
"""

ALIKE_DAYS = 30
"""Tickets created further apart than this are never offered as the same request."""

COMPARED = 20
"""So many of a client's tickets before and after are compared: a robot may have any number."""

_DAY = 86_400_000


def of_ticket(connection: Reader, ticket: int) -> tuple[LinkRow, ...]:
    """Every link from a ticket and to it."""
    found = connection.execute(_OF_TICKET, {"ticket": ticket})
    return tuple(LinkRow(*link) for link in found)


def from_ticket(connection: Reader, ticket: int) -> tuple[LinkRow, ...]:
    """The links that a ticket has itself, without those of others to it."""
    return tuple(link for link in of_ticket(connection, ticket) if link.ticket == ticket)


def end_of_merges(connection: Reader, ticket: int) -> int:
    """The ticket in which everything stands by now that was said on this one: mostly itself."""
    passed: set[int] = set()
    while ticket not in passed:
        passed.add(ticket)
        found = connection.execute(
            "SELECT other_id FROM ticket_link WHERE ticket_id = :ticket AND kind = :kind",
            {"ticket": ticket, "kind": str(LinkKind.MERGED)},
        ).fetchone()
        if found is None:
            break
        ticket = found[0]
    return ticket


def alike(connection: Reader, ticket: int) -> list[AlikeTicket]:
    """The client's other tickets that may be about the same, the most alike first (F28).

    Only the client's own tickets are looked at, created within 30 days of this one.
    """
    row = connection.execute(
        "SELECT client_id, subject, created_at FROM ticket WHERE id = :ticket", {"ticket": ticket}
    ).fetchone()
    if row is None or row[1] == NO_SUBJECT:
        return []
    client, subject, created_at = row
    wanted = trigrams(subject)
    found = connection.execute(
        _ALIKE,
        {
            "client": client,
            "ticket": ticket,
            "since": created_at - ALIKE_DAYS * _DAY,
            "until": created_at + ALIKE_DAYS * _DAY,
            "most": COMPARED,
        },
    )
    rows = [
        AlikeTicket(number, subject, state, created_at, likeness(wanted, trigrams(subject)))
        for number, subject, state, created_at in found
    ]
    return sorted(
        (other for other in rows if other.likeness >= ALIKE),
        key=lambda other: (-other.likeness, -other.number),
    )
