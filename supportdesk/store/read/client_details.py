"""The parts of a client's card: notes, properties, events, lookups, the organisation."""

import json
from collections.abc import Sequence

from supportdesk.store.read.client_rows import (
    ClientEventRow,
    ClientNoteRow,
    LookupRow,
    OrganisationRow,
    PropertyRow,
)
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.sql_parts import one_of

EVENTS_SHOWN = 20
MOST_COUNTED = 1_000
"""Events of a client counted; nobody reads a larger number."""

_PROPERTY = "SELECT p.id, p.name, p.kind, p.choices, p.pinned"
_ORDER = "ORDER BY p.pinned DESC, p.name, p.id"


def family(connection: Reader, client: int) -> tuple[int, ...]:
    """A client, and those who were merged into it: their notes and events stay theirs."""
    merged = connection.execute(
        "SELECT id FROM client WHERE merged_into = :client ORDER BY id", {"client": client}
    )
    return (client, *(number for (number,) in merged))


def notes(connection: Reader, clients: Sequence[int]) -> tuple[ClientNoteRow, ...]:
    """The signed notes on clients, newest first."""
    return tuple(
        ClientNoteRow(*found)
        for found in connection.execute(
            "SELECT n.id, o.name, n.at, n.body FROM client_note n"
            " LEFT JOIN operator o ON o.id = n.author_id"
            f" WHERE {one_of('n.client_id', clients)} AND NOT n.withdrawn"
            " ORDER BY n.at DESC, n.id DESC"
        )
    )


def events(connection: Reader, clients: Sequence[int]) -> tuple[ClientEventRow, ...]:
    """The newest twenty events of clients (F49)."""
    found = connection.execute(
        "SELECT id, at, kind, body, details FROM client_event"
        f" WHERE {one_of('client_id', clients)} ORDER BY at DESC, id DESC LIMIT {EVENTS_SHOWN}"
    )
    return tuple(
        ClientEventRow(number, at, kind, body, tuple(json.loads(details).items()))
        for number, at, kind, body, details in found
    )


def every_event(
    connection: Reader, clients: Sequence[int]
) -> list[tuple[ClientEventRow, str | None]]:
    """All events of clients, oldest first, each with the name its source gave it."""
    found = connection.execute(
        "SELECT id, at, kind, body, details, source_id FROM client_event"
        f" WHERE {one_of('client_id', clients)} AND kind > '' ORDER BY at, id"
    )
    return [
        (ClientEventRow(number, at, kind, body, tuple(json.loads(details).items())), source)
        for number, at, kind, body, details, source in found
    ]


def events_by_id(connection: Reader, ids: Sequence[int]) -> list[tuple[int, ClientEventRow]]:
    """These events, each with the client whose it is."""
    found = connection.execute(
        "SELECT client_id, id, at, kind, body, details FROM client_event"
        f" WHERE {one_of('id', ids)} ORDER BY id"
    )
    return [
        (client, ClientEventRow(number, at, kind, body, tuple(json.loads(details).items())))
        for client, number, at, kind, body, details in found
    ]


def event_count(connection: Reader, clients: Sequence[int]) -> int:
    """How many events there are of clients, at most `MOST_COUNTED`."""
    counted = connection.execute(
        "SELECT count(*) FROM (SELECT 1 FROM client_event"
        f" WHERE {one_of('client_id', clients)} LIMIT {MOST_COUNTED}) subquery"
    )
    return int(counted.fetchone()[0])


def properties_of(connection: Reader, client: int) -> tuple[PropertyRow, ...]:
    """The properties a client has a value of; pinned ones first (F45)."""
    return tuple(
        _property(row)
        for row in connection.execute(
            f"{_PROPERTY}, v.value FROM client_property_value v JOIN client_property p"
            f" ON p.id = v.property_id WHERE v.client_id = :client AND NOT p.withdrawn {_ORDER}",
            {"client": client},
        )
    )


def properties(connection: Reader) -> tuple[PropertyRow, ...]:
    """The properties that clients may have; pinned ones first."""
    return tuple(
        _property((*row, None))
        for row in connection.execute(
            f"{_PROPERTY} FROM client_property p WHERE NOT p.withdrawn {_ORDER}"
        )
    )


def lookups(connection: Reader, client: int) -> tuple[LookupRow, ...]:
    """What other systems have answered about a client (F50)."""
    found = connection.execute(
        "SELECT title, at, answered_at, lines, trouble FROM client_lookup"
        " WHERE client_id = :client ORDER BY title",
        {"client": client},
    )
    return tuple(
        LookupRow(title, at, answered_at, tuple(json.loads(lines)), trouble)
        for title, at, answered_at, lines, trouble in found
    )


def organisation(connection: Reader, number: int | None) -> OrganisationRow | None:
    """An organisation with its contract, or None."""
    found = connection.execute(
        "SELECT id, name, contract, contract_until, hours, timezone, email, phone, note"
        " FROM organisation WHERE id = :number",
        {"number": number},
    ).fetchone()
    return None if found is None else OrganisationRow(*found)


def _property(row: tuple[int, str, str, str, int, str | None]) -> PropertyRow:
    number, name, kind, choices, pinned, value = row
    return PropertyRow(number, name, kind, tuple(json.loads(choices)), bool(pinned), value)
