"""What waits for its time to be sent, and what came back from there (F32)."""

import json
from typing import Any

from supportdesk.domain.recipients import Recipient, Recipients
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.rows import OutboxRow

_ENTRIES = """
SELECT x.id, x.ticket_id, x.kind, x.operator_id, o.name, x.at, x.because, x.told, x.action,
       t.subject, c.name
  FROM outbox x JOIN operator o ON o.id = x.operator_id JOIN ticket t ON t.id = x.ticket_id
  JOIN client c ON c.id = t.client_id
"""


def of_operator(connection: Reader, operator: int) -> list[OutboxRow]:
    """What of an operator's waits, by its time, after what came back."""
    return _rows(
        connection,
        "x.operator_id = :operator AND x.state IN ('returned', 'waiting')"
        " ORDER BY x.state, x.at, x.id",
        {"operator": operator},
    )


def everybodys(connection: Reader) -> list[OutboxRow]:
    """What waits of anybody's, by its time."""
    return _rows(connection, "x.state = 'waiting' ORDER BY x.at, x.id", {})


def entry(connection: Reader, number: int) -> OutboxRow | None:
    """One entry that waits or came back, or None."""
    wanted = "x.id = :number AND x.state IN ('returned', 'waiting')"
    return next(iter(_rows(connection, wanted, {"number": number})), None)


def returned(connection: Reader, operator: int, ticket: int) -> list[OutboxRow]:
    """What of an operator's came back on a ticket and was not taken up again."""
    return _rows(
        connection,
        "x.ticket_id = :ticket AND x.state = 'returned' AND x.operator_id = :operator"
        " ORDER BY x.id",
        {"ticket": ticket, "operator": operator},
    )


def untold(connection: Reader, operator: int) -> list[OutboxRow]:
    """What of an operator's came back by itself, and nobody has told them yet."""
    return _rows(
        connection,
        "x.operator_id = :operator AND x.state = 'returned' AND x.told = 0 ORDER BY x.id",
        {"operator": operator},
    )


def planned(connection: Reader, ticket: int) -> list[tuple[str, str, int]]:
    """What waits on a ticket: kind, operator and time."""
    return list(
        connection.execute(
            "SELECT x.kind, o.name, x.at FROM outbox x JOIN operator o ON o.id = x.operator_id"
            " WHERE x.ticket_id = :ticket AND x.state = 'waiting' ORDER BY x.at, x.id",
            {"ticket": ticket},
        )
    )


def _rows(connection: Reader, wanted: str, values: dict[str, int]) -> list[OutboxRow]:
    return [_row(found) for found in connection.execute(f"{_ENTRIES} WHERE {wanted}", values)]


def _row(found: tuple[Any, ...]) -> OutboxRow:
    number, ticket, kind, operator_id, operator, at, because, told, action, subject, client = found
    sending = json.loads(action)["with"]
    places = sending["recipients"]["with"]
    people = {place: tuple(Recipient(**one["with"]) for one in places[place]) for place in places}
    return OutboxRow(
        number,
        ticket,
        kind,
        operator_id,
        operator,
        at,
        because,
        bool(told),
        sending["body"],
        Recipients(**people),
        subject,
        client,
        tuple(file["with"]["name"] for file in sending["attachments"]),
    )
