"""What the store already holds of other systems' messages, by the names they have there."""

from collections.abc import Collection
from typing import Any

from supportdesk.store.read import links
from supportdesk.store.read.connection import Reader

_AT_ONCE = 500


def tickets_of_sources(connection: Reader, source_ids: Collection[str]) -> dict[str, int]:
    """Source id → ticket, for messages that are stored or that a stored one answers.

    What was merged is its target by now.
    """
    found = _found(
        connection,
        "SELECT r.source_id, coalesce(m.ticket_id, r.ticket_id) FROM message_reference r"
        " LEFT JOIN message m ON m.source_id = r.source_id WHERE r.source_id IN ({})",
        source_ids,
    )
    return {source: links.end_of_merges(connection, ticket) for source, ticket in found}


def known_messages(connection: Reader, source_ids: Collection[str]) -> set[str]:
    """Which of these messages are stored."""
    found = _found(
        connection, "SELECT source_id, id FROM message WHERE source_id IN ({})", source_ids
    )
    return {source for source, _ in found}


def known_tickets(connection: Reader, source_ids: Collection[str]) -> set[str]:
    """Which of these tickets are stored."""
    return set(tickets_by_source(connection, source_ids))


def tickets_by_source(connection: Reader, source_ids: Collection[str]) -> dict[str, int]:
    """Source id → number, for the tickets that are stored."""
    return dict(
        _found(connection, "SELECT source_id, id FROM ticket WHERE source_id IN ({})", source_ids)
    )


def ratings(connection: Reader, source_ids: Collection[str]) -> dict[str, str]:
    """Source id → score and comment with a blank between, for the tickets that are rated."""
    return dict(
        _found(
            connection,
            "SELECT source_id, rating || ' ' || coalesce(rating_comment, '') FROM ticket"
            " WHERE rating IS NOT NULL AND source_id IN ({})",
            source_ids,
        )
    )


def created(connection: Reader, source_ids: Collection[str]) -> dict[str, int]:
    """Source id → when it was made, in milliseconds, for the tickets that are stored."""
    return dict(
        _found(
            connection,
            "SELECT source_id, created_at FROM ticket WHERE source_id IN ({})",
            source_ids,
        )
    )


def known_changes(connection: Reader, source_ids: Collection[str]) -> dict[str, set[str]]:
    """Source id of a ticket → the entries of its log that are stored."""
    known: dict[str, set[str]] = {}
    for source, entry in _found(
        connection,
        "SELECT t.source_id, e.after FROM ticket t JOIN event e ON e.ticket_id = t.id"
        " WHERE t.source_id IN ({}) AND e.field = 'update'",
        source_ids,
    ):
        known.setdefault(source, set()).add(entry.partition(" ")[0])
    return known


def _found(
    connection: Reader, statement: str, source_ids: Collection[str]
) -> list[tuple[str, Any]]:
    wanted = list(source_ids)
    found: list[tuple[str, Any]] = []
    for start in range(0, len(wanted), _AT_ONCE):
        part = wanted[start : start + _AT_ONCE]
        marks = ",".join("?" * len(part))
        found += connection.execute(statement.format(marks), part).fetchall()
    return found
