"""Who messages went to or came to, and the addresses a recipient may be completed from (F30)."""

from supportdesk.domain.recipients import NOBODY_ELSE, Recipient, Recipients, address_key, shown
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader

_OF_TICKET = """
SELECT r.message_id, r.place, r.address, r.name
  FROM message m JOIN message_recipient r ON r.message_id = m.id
 WHERE m.ticket_id = :ticket ORDER BY r.id
"""
REPLY_TO = """
SELECT a.shown FROM client_address a JOIN ticket t ON t.client_id = a.client_id
 WHERE t.id = :ticket AND a.kind = 'email'
 ORDER BY a.key IS NOT (SELECT (SELECT r.key FROM message_recipient r
                           WHERE r.message_id = m.id AND r.place = 'own')
           FROM message m WHERE m.ticket_id = t.id AND m.kind = 'client' AND NOT m.withdrawn
            AND NOT EXISTS (SELECT 1 FROM message_recipient r
                             WHERE r.message_id = m.id AND r.place = 'from')
          ORDER BY m.id DESC LIMIT 1), a.place, a.id
 LIMIT 1
"""
_BY_ADDRESS = """
SELECT DISTINCT shown, name FROM (
  SELECT * FROM (SELECT a.shown, c.name FROM client_address a JOIN client c ON c.id = a.client_id
    WHERE a.kind = 'email' AND a.key >= :typed AND a.key < :end
    ORDER BY a.key LIMIT :limit) subquery
  UNION ALL
  SELECT * FROM (SELECT address, name FROM message_recipient
    WHERE key >= :typed AND key < :end ORDER BY key LIMIT :limit) subquery
) subquery LIMIT :limit
"""
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Addressed:
    """The recipients of one message, and the third party who wrote it."""

    recipients: Recipients
    sender: str | None


NOBODY = Addressed(NOBODY_ELSE, None)


def of_ticket(connection: Reader, ticket: int) -> dict[int, Addressed]:
    """The messages of a ticket that went to somebody else as well, or came from a third party."""
    places: dict[int, dict[str, list[Recipient]]] = {}
    for message, place, address, name in connection.execute(_OF_TICKET, {"ticket": ticket}):
        places.setdefault(message, {}).setdefault(place, []).append(Recipient(address, name))
    return {message: _addressed(found) for message, found in places.items()}


def _addressed(found: dict[str, list[Recipient]]) -> Addressed:
    sender = found.pop("from", None)
    found.pop("own", None)
    people = Recipients(**{place: tuple(several) for place, several in found.items()})
    return Addressed(people, sender[0].address if sender else None)


def in_copy(connection: Reader, ticket: int) -> tuple[Recipient, ...]:
    """Everybody the client's newest message came to, but the client and our own people: reply all.

    Who was asked by a forward is never among them.
    """
    newest = connection.execute(
        "SELECT m.id, t.client_id FROM ticket t JOIN message m ON m.ticket_id = t.id"
        " WHERE t.id = :ticket AND m.kind = 'client' AND NOT m.withdrawn"
        " ORDER BY m.id DESC LIMIT 1",
        {"ticket": ticket},
    ).fetchone()
    if newest is None:
        return ()
    message, client = newest
    ours = _keys(connection, "SELECT email FROM operator WHERE email IS NOT NULL", {})
    own = _keys(
        connection,
        "SELECT shown FROM client_address WHERE client_id = :client AND kind = 'email'",
        {"client": client},
    )
    found = connection.execute(
        "SELECT address, name FROM message_recipient"
        " WHERE message_id = :message AND place IN ('to', 'cc') ORDER BY id",
        {"message": message},
    )
    people = {address_key(address): Recipient(address, name) for address, name in found}
    return tuple(one for key, one in people.items() if key not in ours | own)


def reply_to(connection: Reader, ticket: int) -> str | None:
    """Where the client of a ticket is answered: at the address they last wrote from.

    It is the first of their card where that is theirs no more, or they wrote from none.
    """
    found = connection.execute(REPLY_TO, {"ticket": ticket}).fetchone()
    return None if found is None else str(found[0])


def known(connection: Reader, typed: str, limit: int = 8) -> list[str]:
    """Addresses that begin with what is typed, of clients and of earlier recipients."""
    key = address_key(typed)
    if not key:
        return []
    wanted = {"typed": key, "end": key + _LAST, "limit": limit}
    return [
        shown(Recipient(address, name)) for address, name in connection.execute(_BY_ADDRESS, wanted)
    ]


def _keys(connection: Reader, query: str, wanted: dict[str, int]) -> set[str]:
    return {address_key(found) for (found,) in connection.execute(query, wanted)}
