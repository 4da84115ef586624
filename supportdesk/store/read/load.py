"""When tickets came and how long they took, added up by the store (F131)."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from supportdesk.domain.load import QUARTER
from supportdesk.domain.query import Query
from supportdesk.store.read.query_sql import Compiled
from supportdesk.store.read.sql_parts import within


@dataclass(frozen=True, slots=True)
class Handling:
    """What was spent on the tickets somebody worked on while time was counted."""

    tickets: int
    milliseconds: int


def quarters(
    connection: sqlite3.Connection, query: Query, since: int | None, until: int | None
) -> Iterator[tuple[int, int]]:
    """Numbers of tickets by the quarter of an hour (since 1970, UTC) they were created in.

    Of the query's tickets with `since` ≤ created < `until`; its order and limit mean nothing here.
    """
    compiled = Compiled(connection, query.me)
    chosen = _chosen(compiled, query, since, until)
    return connection.execute(
        f"SELECT t.created_at / {QUARTER} AS quarter, count(*) FROM ticket t WHERE {chosen}"
        " GROUP BY quarter ORDER BY quarter",
        compiled.parameters,
    )


def handling(
    connection: sqlite3.Connection, query: Query, since: int | None, until: int | None
) -> Handling:
    """The time spent on the same tickets, counted or entered; those with none are left out."""
    compiled = Compiled(connection, query.me)
    chosen = _chosen(compiled, query, since, until)
    found = connection.execute(
        "SELECT count(*), coalesce(sum(spent), 0) FROM (SELECT sum(s.milliseconds) AS spent FROM"
        " (SELECT ticket_id, milliseconds FROM time_spent UNION ALL"
        " SELECT ticket_id, milliseconds FROM time_entry WHERE NOT withdrawn) s"
        f" JOIN ticket t ON t.id = s.ticket_id WHERE {chosen}"
        " GROUP BY s.ticket_id HAVING sum(s.milliseconds) > 0) sums",
        compiled.parameters,
    ).fetchone()
    return Handling(int(found[0]), int(found[1]))


def _chosen(compiled: Compiled, query: Query, since: int | None, until: int | None) -> str:
    condition = compiled.sql(query.condition)
    if since is None and until is None:
        return condition
    return f"{condition} AND {within('t.created_at', since, until)}"
