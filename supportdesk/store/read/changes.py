"""What has changed since a change number: in the order of `seq`, whatever the store's size (law 3).

Everything is found by the events of one page and by keys, so a page costs what it holds.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace

from supportdesk.records import dataclass
from supportdesk.store.read import threads
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.event_rows import WITHOUT_TEXTS
from supportdesk.store.read.rows import EventRow, MessageRow

OF_TICKETS = frozenset({"ticket", "message"})

_WHOLE_THREAD = frozenset({"forgotten"})
"""Fields of tickets after which every message may read otherwise."""

_OF_CLIENTS = {
    "client_address": "client_address",
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


def newer_than(connection: Reader, page: Changes, moment: int) -> Changes:
    """A page without tickets that are done and were not changed since a moment (milliseconds)."""
    asked = {"numbers": json.dumps(_distinct(_named_tickets(page))), "moment": moment}
    kept = {number for (number,) in connection.execute(_AT_WORK_OR_NEWER, asked)}
    messages = json.dumps(list(page.messages))
    of = connection.execute(_TICKET_OF_EACH, {"messages": messages})
    return replace(
        page,
        events=tuple(one for one in page.events if one.ticket is None or one.ticket in kept),
        tickets=tuple(number for number in page.tickets if number in kept),
        threads=tuple(number for number in page.threads if number in kept),
        messages=tuple(message for message, ticket in of if ticket in kept),
    )


def of_ticket(connection: Reader, number: int) -> Changes:
    """All of a ticket as it is now, as a page of changes has it."""
    found = connection.execute(
        f"{WITHOUT_TEXTS} WHERE e.ticket_id = :ticket ORDER BY e.seq", {"ticket": number}
    )
    events = tuple(EventRow(*row) for row in found)
    messages = _ids_of(connection, "SELECT id FROM message WHERE ticket_id = :ticket", number)
    clients = {
        *_ids_of(connection, "SELECT client_id FROM ticket WHERE id = :ticket", number),
        *_ids_of(connection, "SELECT client_id FROM message WHERE ticket_id = :ticket", number),
    }
    now = connection.execute("SELECT coalesce(max(seq), 0) FROM event").fetchone()[0]
    last = int(now)
    return Changes(
        *(last, last, True, events, (number,), messages, (number,), _distinct(clients)),
        client_events=(),
        stale=(),
    )


def _named_tickets(page: Changes) -> Iterable[int]:
    yield from page.tickets
    yield from page.threads
    yield from (event.ticket for event in page.events if event.ticket is not None)


def _ids_of(connection: Reader, statement: str, ticket: int) -> tuple[int, ...]:
    found = connection.execute(statement, {"ticket": ticket})
    return tuple(int(number) for (number,) in found if number is not None)


_AT_WORK_OR_NEWER = """
SELECT id FROM ticket WHERE id IN (SELECT value FROM json_each(:numbers))
   AND (category < 4 OR updated_at >= :moment)
"""
_TICKET_OF_EACH = """
SELECT id, ticket_id FROM message WHERE id IN (SELECT value FROM json_each(:messages))
"""


def mark_of(connection: Reader, seq: int) -> str:
    """What an event is known by, whichever number it has; nothing where there is none."""
    found = connection.execute(
        "SELECT envelope_id, field, subject_id FROM event WHERE seq = :seq", {"seq": seq}
    ).fetchone()
    return "" if found is None else f"{found[0]}.{found[1]}.{found[2]}"[:80]


_CLIENT_SUBJECTS = frozenset({"client", *_OF_CLIENTS})


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
        elif event.subject == "client_address" and event.field == "client_id":
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
