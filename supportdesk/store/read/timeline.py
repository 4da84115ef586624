"""A client's history in one line of time over all tickets, newest first (F46).

Paged by the key of the last row, never by counting. What stands at the same millisecond keeps one
order: by its kind, then by its id.
"""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from heapq import merge
from itertools import islice

from supportdesk.domain.words import Needle, found, hits, needles, stems, tokens
from supportdesk.records import dataclass
from supportdesk.store.read.client_details import family
from supportdesk.store.read.client_rows import TimelineRow
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.sql_parts import one_of, stands

Key = tuple[int, int, int]
"""Moment, rank of the kind, id."""

TICKETS = frozenset({"ticket"})
SAID = frozenset({"client", "operator", "system"})
NOTES = frozenset({"note", "client_note"})
EVENTS = frozenset({"client_event"})
EVERYTHING = TICKETS | SAID | NOTES | EVENTS

TEXT_SHOWN = 400
"""Characters of a text that a row carries; the whole stands on its ticket."""

TEXT_SEARCHED = 20_000
"""Characters of each text that a search inside looks at."""

_NEWEST: Key = (1 << 42, 9, 1 << 62)
_PART = 200
"""Rows read at once; a search inside reads on until it has found enough."""

_RANKS = {"client_event": 0, "ticket": 1, "client_note": 2, "said": 3}


def page(
    connection: Reader,
    client: int,
    *,
    before: Key | None = None,
    limit: int = 50,
    kinds: Collection[str] = EVERYTHING,
    text: str = "",
) -> list[TimelineRow]:
    """What happened before the row with key `before`, newest first, at most `limit`.

    `text` keeps the rows that hold every word of it, in any form.
    """
    wanted = [needles(word, open_end=True) for word in tokens(text)]
    asked = _Asked(connection, family(connection, client), TEXT_SEARCHED if wanted else TEXT_SHOWN)
    ways = [
        _all_of(asked, source, before or _NEWEST)
        for source in _SOURCES
        if _is_wanted(source, kinds)
    ]
    rows = merge(*ways, key=lambda row: row.key, reverse=True)
    kept = (row for row in rows if row.kind in kinds and _holds(row, wanted))
    return [_shown(row, wanted) for row in islice(kept, limit)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Of whom everything is asked, and how much of each text."""

    connection: Reader
    clients: Sequence[int]
    characters: int


def _is_wanted(source: str, kinds: Collection[str]) -> bool:
    said = SAID | {"note"}
    return not said.isdisjoint(kinds) if source == "said" else source in kinds


def _holds(row: TimelineRow, wanted: Sequence[tuple[Needle, ...]]) -> bool:
    if not wanted:
        return True
    said = stems(f"{row.text} {row.who or ''} {row.ticket or ''}")
    return all(found(word, said) for word in wanted)


def _shown(row: TimelineRow, wanted: Sequence[tuple[Needle, ...]]) -> TimelineRow:
    """As much of a long text as a row carries: where the first word stands."""
    if len(row.text) <= TEXT_SHOWN:
        return row
    every = [needle for word in wanted for needle in word]
    first, _end = next(hits(every, row.text), (0, 0))
    start = max(0, first - TEXT_SHOWN // 4)
    return replace(row, text=row.text[start : start + TEXT_SHOWN])


_Read = Callable[[_Asked, int, int], list[TimelineRow]]


def _all_of(asked: _Asked, source: str, before: Key) -> Iterator[TimelineRow]:
    """Everything of one source before a key, read part by part."""
    rank, read = _RANKS[source], _SOURCES[source]
    at, bound = before[0], before[2]
    if rank < before[1]:
        bound = 1 << 62
    elif rank > before[1]:
        bound = -1
    while True:
        rows = read(asked, at, bound)
        yield from rows
        if len(rows) < _PART:
            return
        at, _rank, bound = rows[-1].key


def _tickets(asked: _Asked, at: int, bound: int) -> list[TimelineRow]:
    rank = _RANKS["ticket"]
    return [
        TimelineRow("ticket", created, number, owner, subject, state, (created, rank, number))
        for number, subject, state, created, owner in asked.connection.execute(
            "SELECT t.id, t.subject, t.state, t.created_at, o.name FROM ticket t"
            " LEFT JOIN operator o ON o.id = t.owner_id"
            " WHERE t.client_id = :client AND (t.created_at, t.id) < (:at, :bound)"
            f" AND {stands('t.id')}"
            " ORDER BY t.created_at DESC, t.id DESC LIMIT :limit",
            {"client": asked.clients[0], "at": at, "bound": bound, "limit": _PART},
        )
    ]


def _said(asked: _Asked, at: int, bound: int) -> list[TimelineRow]:
    """Messages, replies and notes of all tickets: their ids are in order of time."""
    rank = _RANKS["said"]
    below = min(bound, (at + 1) << 20) if bound >= 0 else at << 20
    found_ids = asked.connection.execute(
        "SELECT m.id FROM ticket t JOIN message m ON m.ticket_id = t.id"
        " WHERE t.client_id = :client AND m.id < :below AND NOT m.withdrawn"
        f" AND {stands('t.id')}"
        " ORDER BY m.id DESC LIMIT :limit",
        {"client": asked.clients[0], "below": below, "limit": _PART},
    ).fetchall()
    ids = ", ".join(str(number) for (number,) in found_ids)
    return [
        TimelineRow(kind, number >> 20, ticket, author, body, None, (number >> 20, rank, number))
        for number, kind, ticket, author, body in asked.connection.execute(
            f"SELECT id, kind, ticket_id, author, substr(body, 1, {asked.characters}) FROM message"
            f" WHERE id IN ({ids}) ORDER BY id DESC"
        )
    ]


def _notes(asked: _Asked, at: int, bound: int) -> list[TimelineRow]:
    rank = _RANKS["client_note"]
    return [
        TimelineRow("client_note", moment, None, author, body, None, (moment, rank, number))
        for number, moment, author, body in asked.connection.execute(
            f"SELECT n.id, n.at, o.name, substr(n.body, 1, {asked.characters}) FROM client_note n"
            " LEFT JOIN operator o ON o.id = n.author_id"
            f" WHERE {one_of('n.client_id', asked.clients)} AND (n.at, n.id) < (:at, :bound)"
            " AND NOT n.withdrawn ORDER BY n.at DESC, n.id DESC LIMIT :limit",
            {"at": at, "bound": bound, "limit": _PART},
        )
    ]


def _events(asked: _Asked, at: int, bound: int) -> list[TimelineRow]:
    rank = _RANKS["client_event"]
    return [
        TimelineRow(
            "client_event",
            moment,
            None,
            None,
            event_text(kind, body, json.loads(details)),
            None,
            (moment, rank, number),
        )
        for number, moment, kind, body, details in asked.connection.execute(
            "SELECT id, at, kind, body, details FROM client_event"
            f" WHERE {one_of('client_id', asked.clients)} AND (at, id) < (:at, :bound)"
            " ORDER BY at DESC, id DESC LIMIT :limit",
            {"at": at, "bound": bound, "limit": _PART},
        )
    ]


def event_text(kind: str, text: str, details: dict[str, str]) -> str:
    """An event in one line: its kind, what it says, its details."""
    return " · ".join(part for part in (kind, text, *details.values()) if part)


_SOURCES: dict[str, _Read] = {
    "ticket": _tickets,
    "said": _said,
    "client_note": _notes,
    "client_event": _events,
}
