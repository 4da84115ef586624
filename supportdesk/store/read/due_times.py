"""When the next due work falls, in the store or outside of it (law 6)."""

from supportdesk.store.read.connection import Reader

DELIVER = "deliver"
OUTSIDE = (DELIVER, "acknowledge")
"""Kinds of due work that no transaction waits for: letters go to their servers, new tickets are
acknowledged."""

_NEXT = "SELECT at FROM due_work {} ORDER BY at LIMIT 1"


def next_due(connection: Reader) -> int | None:
    """When the next due work falls (milliseconds), inside or outside of the store, or None."""
    return _moment(connection, _NEXT.format(""))


def next_inside(connection: Reader) -> int | None:
    """When the next due work falls that is done in the store itself, or None."""
    return _moment(connection, _NEXT.format(f"WHERE kind NOT IN {OUTSIDE}"))


def _moment(connection: Reader, statement: str) -> int | None:
    found = connection.execute(statement).fetchone()
    return None if found is None else int(found[0])
