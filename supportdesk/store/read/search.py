"""Asking the store a query: numbers for a list, hits with snippets for a search (F147, R6)."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from heapq import merge

from supportdesk.domain.query import (
    And,
    Condition,
    Query,
    Sort,
    Words,
    numbered,
    top_words,
    without,
)
from supportdesk.domain.query_predicate import named_number, term_needles
from supportdesk.domain.words import Needle, hits
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.message_index import newest_first, row_of
from supportdesk.store.read.query_sql import Compiled, count_sql, numbers_sql
from supportdesk.store.read.rows import SearchHit

SNIPPET = 160
"""Characters of a message shown around the first word found."""

COUNT_LIMIT = 1_000
"""Counting stops there: more is shown as `1000+`."""

_Found = tuple[int, int]
"""Message id and ticket number."""


def numbers(connection: Reader, query: Query, limit: int | None = None) -> "array[int]":
    """Numbers of the query's tickets: by words newest message first, else in the one order.

    The query's own `limit:` holds too. Paging is by these numbers, never by OFFSET.
    """
    wanted = min((n for n in (limit, query.limit) if n is not None), default=None)
    words = None if query.sort or query.group else top_words(query.condition)
    if words is not None:
        return array("q", (number for _, number in distinct(connection, query, words, wanted)))
    statement, parameters = numbers_sql(connection, query)
    if wanted is not None:
        statement = f"{statement} LIMIT {int(wanted)}"
    return array("q", (row[0] for row in connection.execute(statement, parameters)))


GroupName = str | int | None
"""What the tickets of a group have in common, as stored; None is nothing."""


def grouped(
    connection: Reader, query: Query, limit: int | None = None
) -> "tuple[array[int], list[GroupName]]":
    """Numbers of a grouped query's tickets in its order, and the name of the group of each."""
    wanted = min((n for n in (limit, query.limit) if n is not None), default=None)
    statement, parameters = numbers_sql(connection, query)
    if wanted is not None:
        statement = f"{statement} LIMIT {int(wanted)}"
    found, names = array("q"), []
    for number, name in connection.execute(statement, parameters):
        found.append(number)
        names.append(name)
    return found, names


def arrived(connection: Reader, query: Query, changed: Sequence[int]) -> Sequence[int]:
    """Which of the tickets that have changed belong to a query now.

    By words those whose newest message has them: with an older one a ticket was found before.
    Only these messages are looked at, however frequent a word is.
    """
    words = top_words(query.condition)
    rest = query.condition if words is None else without(query.condition, words)
    named = And((rest, numbered(changed)))
    by_number = replace(query, condition=named, sort=(Sort("number"),), limit=None, group="")
    candidates = numbers(connection, by_number)
    if words is None:
        return candidates
    expression = Compiled(connection, query.me).match(words)
    return [
        number
        for message, number in _newest_messages(connection, candidates)
        if number == named_number(words) or _is_in(connection, message, expression)
    ]


def _is_in(connection: Reader, message: int, expression: str | None) -> bool:
    """Whether a message has what a full-text expression looks for."""
    if expression is None:
        return False
    found = connection.execute(
        "SELECT 1 FROM message_text WHERE message_text MATCH :wanted AND rowid = :row",
        {"wanted": expression, "row": row_of(message)},
    )
    return found.fetchone() is not None


def count(connection: Reader, query: Query) -> int:
    """How many tickets the query has, counted up to `COUNT_LIMIT` + 1."""
    if top_words(query.condition) is not None:
        return len(numbers(connection, query, COUNT_LIMIT + 1))
    most = COUNT_LIMIT + 1 if query.limit is None else min(query.limit, COUNT_LIMIT + 1)
    statement, parameters = count_sql(connection, query, most)
    return int(connection.execute(statement, parameters).fetchone()[0])


def search_hits(connection: Reader, query: Query, limit: int = 50) -> list[SearchHit]:
    """The first tickets of a query with the place where its words stand.

    A query without words shows the beginning of each ticket's newest message.
    """
    words = top_words(query.condition)
    if words is None or query.sort or query.group:
        found = _newest_messages(connection, numbers(connection, query, limit))
    else:
        wanted = limit if query.limit is None else min(limit, query.limit)
        found = list(distinct(connection, query, words, wanted))
    return [_hit(connection, message, number, words) for message, number in found]


def distinct(connection: Reader, query: Query, words: Words, limit: int | None) -> Iterator[_Found]:
    """Tickets with the words, each once, the one with the newest message first."""
    rest = without(query.condition, words)
    streams = [_by_number(connection, query, rest, named_number(words))]
    expression = Compiled(connection, query.me).match(words)
    if expression is not None:
        streams.append(_by_message(connection, query, rest, expression))
        if words.column is None:
            streams.append(_by_file(connection, query, rest, expression))
            streams.append(_by_client(connection, query, rest, expression))
    seen: set[int] = set()
    for message, number in merge(*streams, reverse=True):
        if limit is not None and len(seen) >= limit:
            return
        if number not in seen:
            seen.add(number)
            yield message, number


def _by_message(
    connection: Reader, query: Query, rest: Condition, expression: str
) -> Iterator[_Found]:
    compiled = Compiled(connection, query.me)
    condition = f"message_text MATCH {compiled.name(expression)} AND {compiled.asked(rest)}"
    yield from newest_first(connection, "m.ticket_id", condition, compiled.parameters)


def _by_file(
    connection: Reader, query: Query, rest: Condition, expression: str
) -> Iterator[_Found]:
    compiled = Compiled(connection, query.me)
    condition = compiled.asked(rest)
    wanted = compiled.name(expression)
    yield from connection.execute(
        "SELECT s.rowid, m.ticket_id FROM attachment_text s"
        " CROSS JOIN message m ON m.id = s.rowid CROSS JOIN ticket t ON t.id = m.ticket_id"
        f" WHERE attachment_text MATCH {wanted} AND {condition} ORDER BY s.rowid DESC",
        compiled.parameters,
    )


def _by_client(
    connection: Reader, query: Query, rest: Condition, expression: str
) -> Iterator[_Found]:
    compiled = Compiled(connection, query.me)
    condition = compiled.asked(rest)
    wanted = compiled.name(expression)
    yield from connection.execute(
        f"SELECT {_NEWEST} AS newest, t.id FROM ticket t WHERE t.client_id IN"
        f" (SELECT rowid FROM client_text WHERE client_text MATCH {wanted})"
        f" AND {condition} ORDER BY newest DESC, t.id DESC",
        compiled.parameters,
    )


def _by_number(
    connection: Reader, query: Query, rest: Condition, number: int | None
) -> Iterator[_Found]:
    if number is None:
        return
    compiled = Compiled(connection, query.me)
    condition = compiled.sql(rest)
    yield from connection.execute(
        f"SELECT {_NEWEST}, t.id FROM ticket t WHERE t.id = {number} AND {condition}",
        compiled.parameters,
    )


_NEWEST = "coalesce((SELECT max(id) FROM message WHERE ticket_id = t.id AND NOT withdrawn), 0)"


def _newest_messages(connection: Reader, found: "array[int]") -> list[_Found]:
    return [
        (
            connection.execute(
                f"SELECT {_NEWEST} FROM ticket t WHERE t.id = :number", {"number": number}
            ).fetchone()[0],
            number,
        )
        for number in found
    ]


def _file_with(connection: Reader, message: int, wanted: list[Needle]) -> tuple[str, int] | None:
    """The attached text in which the words stand: its name and text, and their place."""
    for name, text in connection.execute(
        "SELECT a.name, b.body FROM attachment a JOIN blob_text b ON b.sha256 = a.sha256"
        " WHERE a.message_id = :message ORDER BY a.id",
        {"message": message},
    ):
        body = " ".join(text[:20_000].split())
        first, end = next(hits(wanted, body), (0, 0))
        if end:
            start = max(0, first - SNIPPET // 4)
            opening = f"{name}: "
            return opening + body[start:], len(opening) + first - start
    return None


def _hit(connection: Reader, message: int, number: int, words: Words | None) -> SearchHit:
    row = connection.execute("SELECT body FROM message WHERE id = :id", {"id": message}).fetchone()
    body = " ".join(row[0][:20_000].split()) if row else ""
    wanted = [needle for term in term_needles(words) for needle in term] if words else []
    first, end = next(hits(wanted, body), (0, 0))
    if wanted and not end:
        body, first = _file_with(connection, message, wanted) or (body, 0)
    start = max(0, first - SNIPPET // 4)
    start = body.find(" ", start) + 1 if start else 0
    snippet = body[start : start + SNIPPET]
    return SearchHit(number, message, snippet, tuple(hits(wanted, snippet)))
