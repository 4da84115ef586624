"""Client cards and finding clients."""

import json

from supportdesk.domain.words import needles
from supportdesk.patterns import pattern
from supportdesk.store.read import client_details, tickets
from supportdesk.store.read.client_rows import ClientCard
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.phrases import any_of
from supportdesk.store.read.sql_parts import stands

_CARD = """
SELECT c.id, c.uuid, c.name, g.name, c.language, c.timezone, c.vip, c.traits, c.created_at,
       c.channel, c.forgotten_at, c.organisation_id, c.merged_into
  FROM client c LEFT JOIN organisation g ON g.id = c.organisation_id WHERE c.id = :client
"""

_PHONE = pattern(r"\+?[\d ().-]+")
_FEWEST_DIGITS = 3
_LAST_DIGITS = 9


def card(connection: Reader, client: int) -> ClientCard | None:
    """The profile of a client with notes and the newest twenty tickets, or None (F44, F46).

    Who was merged into somebody stands on that card.
    """
    found = connection.execute(_CARD, {"client": client}).fetchone()
    if found is not None and found[12] is not None:
        found = connection.execute(_CARD, {"client": found[12]}).fetchone()
    if found is None:
        return None
    client = found[0]
    addresses = connection.execute(
        "SELECT kind, shown FROM client_address WHERE client_id = :client ORDER BY place, id",
        {"client": client},
    ).fetchall()
    at_work, all_tickets = connection.execute(
        "SELECT coalesce(sum(category < 4), 0), count(*) FROM ticket"
        f" WHERE client_id = :client AND {stands('id')}",
        {"client": client},
    ).fetchone()
    family = client_details.family(connection, client)
    return ClientCard(
        id=found[0],
        uuid=found[1],
        name=found[2],
        company=found[3],
        emails=tuple(shown for kind, shown in addresses if kind == "email"),
        phones=tuple(shown for kind, shown in addresses if kind == "phone"),
        language=found[4],
        timezone=found[5],
        vip=bool(found[6]),
        traits=tuple(sorted(json.loads(found[7]).items())),
        created_at=found[8],
        open_tickets=at_work,
        done_tickets=all_tickets - at_work,
        notes=client_details.notes(connection, family),
        tickets=tuple(tickets.of_client(connection, client)),
        channel=found[9],
        organisation=client_details.organisation(connection, found[11]),
        properties=client_details.properties_of(connection, client),
        events=client_details.events(connection, family),
        event_count=client_details.event_count(connection, family),
        lookups=client_details.lookups(connection, client),
        forgotten_at=found[10],
        merged=family[1:],
    )


def ids_by_text(connection: Reader, text: str, limit: int = 50) -> list[int]:
    """Clients whose name holds the words of `text` in any form, or an address `text` itself.

    Digits, however they are written, are part of a phone number. The empty text lists the newest.
    Who was merged is found as whom they were merged into.
    """
    if not text:
        newest = connection.execute(
            "SELECT id FROM client WHERE merged_into IS NULL ORDER BY id DESC LIMIT :limit",
            {"limit": limit},
        )
        return [found for (found,) in newest]
    folded = text.casefold().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    number = _digits(text)
    wanted = [] if number and number != text else needles(text, open_end=True)
    words = f"{{words}} : ({any_of(connection, wanted)})" if wanted else ""
    by_name = "UNION SELECT rowid FROM client_text WHERE client_text MATCH :words" if wanted else ""
    found = connection.execute(
        "SELECT DISTINCT coalesce(c.merged_into, c.id) AS id FROM client c WHERE c.id IN ("
        " SELECT client_id FROM client_address WHERE key LIKE :pattern ESCAPE '\\'"
        f" {by_name}) ORDER BY id LIMIT :limit",
        {"pattern": f"%{number or folded}%", "words": words, "limit": limit},
    )
    return [number for (number,) in found]


def _digits(text: str) -> str:
    """What a phone number is found by; empty for what is none.

    Of a whole number the last nine: 8 900 … is +7 900 …, and 044 … is +380 44 …
    """
    digits = "".join(letter for letter in text if letter.isdigit())
    if len(digits) < _FEWEST_DIGITS or not _PHONE.fullmatch(text.strip()):
        return ""
    return digits[-_LAST_DIGITS:] if len(digits) > _LAST_DIGITS else digits


def id_by_address(connection: Reader, kind: str, key: str) -> int | None:
    """The client known by this normalised address, or None."""
    found = connection.execute(
        "SELECT client_id FROM client_address WHERE kind = :kind AND key = :key",
        {"kind": kind, "key": key},
    ).fetchone()
    return None if found is None else int(found[0])
