"""Where a message stands in its full-text index (speed.md: newest first by rowid, S17).

The index keeps the differences of rowids, so small numbers make it small: the first message of a
millisecond has its time for one. The others have their id, below zero, in a half of their own.
"""

from collections.abc import Iterator, Mapping
from heapq import merge
from operator import itemgetter
from typing import Any

from supportdesk.store.read.connection import Reader, is_in_file

MESSAGE = "CASE WHEN s.rowid < 0 THEN -s.rowid ELSE s.rowid << 20 END"
"""The id of the message that the row `s` of the index belongs to, as SQL."""

_HALVES = (("s.rowid >= 0", "DESC"), ("s.rowid < 0", "ASC"))
"""Conditions that split the index, and the order of the rowid in which the newest comes first."""


def row_of(message: int) -> int:
    """The rowid of a message in the index."""
    sent, place = divmod(message, 1 << 20)
    return -message if place else sent


def message_at(row: int) -> int:
    """The id of the message whose rowid in the index is `row`."""
    return -row if row < 0 else row << 20


PAGE = 200
"""Rows that a server is asked for at once: it finds all of a statement before it gives one."""


def newest_first(
    connection: Reader, columns: str, condition: str, parameters: Mapping[str, object]
) -> Iterator[tuple[Any, ...]]:
    """Id and `columns` of the messages `m` of tickets `t` that match, the newest first.

    The condition has a `message_text MATCH`. No more rows are read than are asked for.
    """
    halves = (
        _half(connection, columns, f"{half} AND {condition}", order, parameters)
        for half, order in _HALVES
    )
    return merge(*halves, key=itemgetter(0), reverse=True)


def _half(
    connection: Reader,
    columns: str,
    condition: str,
    order: str,
    parameters: Mapping[str, object],
) -> Iterator[tuple[Any, ...]]:
    matching = (
        f"SELECT m.id, {columns} FROM message_text s CROSS JOIN message m ON m.id = {MESSAGE}"
        f" CROSS JOIN ticket t ON t.id = m.ticket_id WHERE {condition}"
    )
    if is_in_file(connection):
        yield from connection.execute(f"{matching} ORDER BY s.rowid {order}", parameters)
        return
    behind, last = ("<", 1 << 62) if order == "DESC" else (">", -(1 << 62))
    while True:
        page = connection.execute(
            f"{matching} AND s.rowid {behind} :last ORDER BY s.rowid {order} LIMIT {PAGE}",
            {**parameters, "last": last},
        ).fetchall()
        yield from page
        if len(page) < PAGE:
            return
        last = row_of(page[-1][0])
