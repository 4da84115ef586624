"""The tickets of a query page by page: by the key of the last row, never by counting (law 11)."""

from collections.abc import Sequence
from dataclasses import replace

from supportdesk.domain.query import Query, Words, top_words
from supportdesk.records import dataclass
from supportdesk.store.read import search
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.query_sql import SORTS, Compiled

Key = tuple[int, ...]
"""Where a page ended: the values its last row was sorted by; of words, its newest message."""

_ORDER = ("t.urgent", "t.due_key", "t.waiting_key")


@dataclass(frozen=True, slots=True)
class Page:
    """Numbers of tickets, and after which key the next page begins; None at the end."""

    numbers: tuple[int, ...]
    next: Key | None


def page(connection: Reader, query: Query, after: Key | None, limit: int) -> Page:
    """At most `limit` tickets of a query after a key, in the query's order.

    A `limit:` of the query is that of the page, which then is the only one.
    """
    query = replace(query, group="")
    wanted = limit if query.limit is None else min(limit, query.limit)
    words = None if query.sort else top_words(query.condition)
    found = (
        _sorted(connection, query, after, wanted + 1)
        if words is None
        else _newest(connection, query, words, after, wanted + 1)
    )
    goes_on = len(found) > wanted and query.limit is None
    shown = found[:wanted]
    return Page(tuple(key[-1] for key in shown), shown[-1] if goes_on and shown else None)


def key_size(query: Query) -> int:
    """How many values a key of this query has."""
    if not query.sort and top_words(query.condition) is not None:
        return 2
    return len(_sorts(query)) + 1


def _sorts(query: Query) -> list[tuple[str, bool]]:
    """What the query is sorted by before the number, and whether downwards."""
    if not query.sort:
        return [(column, False) for column in _ORDER]
    return [(SORTS[sort.field], sort.descending) for sort in query.sort]


def _sorted(connection: Reader, query: Query, after: Key | None, limit: int) -> list[Key]:
    compiled = Compiled(connection, query.me)
    condition = compiled.asked(query.condition)
    columns = [*_sorts(query), ("t.id", False)]
    if after is not None:
        names = [compiled.name(value) for value in after]
        condition = f"({condition}) AND {_after(columns, names)}"
    order = ", ".join(f"{column} {'DESC' if down else 'ASC'}" for column, down in columns)
    listed = ", ".join(column for column, _down in columns)
    statement = (
        f"SELECT {listed} FROM ticket t WHERE {condition} ORDER BY {order} LIMIT {int(limit)}"
    )
    return [
        tuple(int(value) for value in row)
        for row in connection.execute(statement, compiled.parameters)
    ]


def _after(columns: Sequence[tuple[str, bool]], names: Sequence[str]) -> str:
    """The row comes after those values in the order of the columns."""
    if not any(down for _column, down in columns):
        held = ", ".join(column for column, _down in columns)
        return f"({held}) > ({', '.join(names)})"
    (column, down), name = columns[0], names[0]
    here = f"{column} {'<' if down else '>'} {name}"
    if len(columns) == 1:
        return here
    return f"({here} OR ({column} = {name} AND {_after(columns[1:], names[1:])}))"


def _newest(
    connection: Reader, query: Query, words: Words, after: Key | None, limit: int
) -> list[Key]:
    """By words the newest message first; what came on earlier pages is passed by."""
    found: list[Key] = []
    for key in search.distinct(connection, query, words, None):
        if after is None or key < after:
            found.append(key)
            if len(found) == limit:
                break
    return found
