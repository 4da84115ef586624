"""What has changed since a change number: in the order of `seq`, whatever the store's size (law 3).

Everything is found by the events of one page and by keys, so a page costs what it holds.
"""

import json
from collections.abc import Iterable, Sequence

from supportdesk.records import dataclass
from supportdesk.store.read import threads
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.event_rows import WITHOUT_TEXTS
from supportdesk.store.read.rows import EventRow, MessageRow

OF_TICKETS = frozenset({"ticket", "message"})

_WHOLE_THREAD = frozenset({"forgotten"})
"""Fields of tickets after which every message may read otherwise."""

_OF_CLIENTS = {
    "client_note": "client_note",
    "client_event": "client_event",
    "recommendation": "recommendation",
}
"""Subjects that belong to a client, and the table that says to whom."""

_NEWEST = """
SELECT j.value, (SELECT max(seq) FROM event WHERE ticket_id = j.value)
  FROM json_each(:numbers) j
"""


@dataclass(frozen=True, slots=True)
class Changes:
    """One page of what has changed. `next` is the change number up to which it is told."""

    since: int
    next: int
    complete: bool
    """Nothing newer was there."""
    events: tuple[EventRow, ...]
    tickets: tuple[int, ...]
    """Those whose newest event is on this page: each comes once, as it is now."""
    messages: tuple[int, ...]
    threads: tuple[int, ...]
    """Tickets whose every message may have changed."""
    clients: tuple[int, ...]
    client_events: tuple[int, ...]
    """What clients have done elsewhere."""
    stale: tuple[str, ...]
    """Kinds of rows of the desk itself (`operator`, `queue`, `tag`…) that are to be read anew."""


def changes(connection: Reader, since: int, limit: int) -> Changes:
    """At most `limit` events after change number `since`, and what they are about.

    Texts of people are left as references (`text:ID`), so that a reader has nothing to forget.
    """
    found = connection.execute(
        f"{WITHOUT_TEXTS} WHERE e.seq > :since ORDER BY e.seq LIMIT {int(limit) + 1}",
        {"since": since},
    ).fetchall()
    complete = len(found) <= limit
    events = tuple(EventRow(*row) for row in found[:limit])
    last = events[-1].seq if events else since
    messages = _distinct(event.subject_id for event in events if event.subject == "message")
    return Changes(
        since,
        last,
        complete,
        events,
        _whole_by(connection, _distinct(_tickets_of(events)), last),
        messages,
        _distinct(
            event.ticket
            for event in events
            if event.field in _WHOLE_THREAD and event.subject == "ticket" and event.ticket
        ),
        _clients_of(connection, events, messages),
        _distinct(event.subject_id for event in events if event.subject == "client_event"),
        tuple(sorted({event.subject for event in events} - OF_TICKETS - _CLIENT_SUBJECTS)),
    )


def mark_of(connection: Reader, seq: int) -> str:
    """What an event is known by, whichever number it has; nothing where there is none."""
    found = connection.execute(
        "SELECT envelope_id, field, subject_id FROM event WHERE seq = :seq", {"seq": seq}
    ).fetchone()
    return "" if found is None else f"{found[0]}.{found[1]}.{found[2]}"[:80]


_CLIENT_SUBJECTS = frozenset({"client", "client_address", *_OF_CLIENTS})


def messages_by_id(connection: Reader, ids: Sequence[int]) -> tuple[MessageRow, ...]:
    """These messages, those that were withdrawn left out."""
    found = connection.execute(
        f"{threads.MESSAGE_COLUMNS} FROM message WHERE NOT withdrawn"
        " AND id IN (SELECT value FROM json_each(:ids)) ORDER BY id",
        {"ids": json.dumps(list(ids))},
    )
    return threads.message_rows(connection, found.fetchall())


def _tickets_of(events: Iterable[EventRow]) -> Iterable[int]:
    for event in events:
        if event.ticket is not None:
            yield event.ticket
        if event.subject == "message" and event.field == "ticket_id":
            yield from (int(number) for number in (event.before, event.after) if number)


def _whole_by(connection: Reader, numbers: Sequence[int], last: int) -> tuple[int, ...]:
    """The tickets of which nothing is told after event `last`."""
    found = connection.execute(_NEWEST, {"numbers": json.dumps(list(numbers))})
    return tuple(int(number) for number, newest in found if newest is None or newest <= last)


def _clients_of(
    connection: Reader, events: Sequence[EventRow], messages: Sequence[int]
) -> tuple[int, ...]:
    """Clients that have changed, and those who came with a ticket or a message."""
    named: list[int] = []
    for event in events:
        if event.subject == "client":
            named.append(event.subject_id)
            if event.field == "merged_into":
                named += [int(client) for client in (event.before, event.after) if client]
        elif event.subject == "client_address":
            named += [int(client) for client in (event.before, event.after) if client]
    for subject, table in _OF_CLIENTS.items():
        ids = [event.subject_id for event in events if event.subject == subject]
        named += _ids(connection, f"SELECT client_id FROM {table} WHERE id IN", ids)
    made = [
        event.subject_id
        for event in events
        if event.subject == "ticket" and event.field in ("present", "client_id")
    ]
    named += _ids(connection, "SELECT client_id FROM ticket WHERE id IN", made)
    named += _ids(connection, "SELECT client_id FROM message WHERE id IN", messages)
    return _distinct(named)


def _ids(connection: Reader, statement: str, ids: Sequence[int]) -> list[int]:
    if not ids:
        return []
    held = {"ids": json.dumps(list(ids))}
    found = connection.execute(f"{statement} (SELECT value FROM json_each(:ids))", held)
    return [int(number) for (number,) in found if number is not None]


def _distinct(numbers: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(numbers)))
