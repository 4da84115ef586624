"""The full-text indexes as each database keeps them: FTS5 tables, or rows with a `tsvector`.

A row is its number `row` and its stems by column. In SQLite an index knows no texts: a row is taken
out with the stems it came in with. In PostgreSQL a column is a weight of the words.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from sqlalchemy import Connection, TextClause, text

from supportdesk.store.read.tsquery import WEIGHTS
from supportdesk.store.write import overlay
from supportdesk.store.write.rows import Stored, run_each

COLUMNS = {
    "message_text": ("client", "reply", "subject", "note"),
    "client_text": ("words", "notes"),
    "attachment_text": ("words",),
    "article_text": ("title", "tags", "body"),
}
"""Index → its columns. In the first of messages a word costs nothing more, so most stand there."""

_LONGEST = 900_000
"""Bytes of words and places in one `tsvector`; PostgreSQL takes a little more."""
_GAP = 8
"""Places between two columns: no phrase reaches from one into the next."""
_PLACES = 16_383
"""The last place that PostgreSQL tells from others."""


def add(connection: Connection, index: str, rows: Sequence[Stored]) -> None:
    """Put rows into an index."""
    if connection.dialect.name == "postgresql":
        run_each(connection, _insert_on_server(index), [_on_server(index, row) for row in rows])
    else:
        run_each(connection, _insert(index), rows)
        if overlay.is_recorded(connection):
            overlay.keep_way_back(connection, index, COLUMNS[index], rows, add=True)


def drop(connection: Connection, index: str, rows: Sequence[Stored]) -> None:
    """Take rows out of an index that hold what they came in with."""
    if connection.dialect.name == "postgresql":
        run_each(connection, _delete_on_server(index), [{"row": row["row"]} for row in rows])
    else:
        run_each(connection, _delete(index), rows)
        if overlay.is_recorded(connection):
            overlay.keep_way_back(connection, index, COLUMNS[index], rows, add=False)


def clear(connection: Connection, index: str) -> None:
    """Empty an index."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"DELETE FROM {index}")
    else:
        connection.exec_driver_sql(f"INSERT INTO {index}({index}) VALUES ('delete-all')")


@cache
def _insert(index: str) -> TextClause:
    names, values = ", ".join(COLUMNS[index]), ", ".join(f":{name}" for name in COLUMNS[index])
    return text(f"INSERT INTO {index}(rowid, {names}) VALUES (:row, {values})")


@cache
def _delete(index: str) -> TextClause:
    names, values = ", ".join(COLUMNS[index]), ", ".join(f":{name}" for name in COLUMNS[index])
    return text(f"INSERT INTO {index}({index}, rowid, {names}) VALUES ('delete', :row, {values})")


@cache
def _insert_on_server(index: str) -> TextClause:
    return text(
        f"INSERT INTO {index}(rowid, {index}, length)"
        " VALUES (:row, CAST(:found AS tsvector), :length)"
    )


@cache
def _delete_on_server(index: str) -> TextClause:
    return text(f"DELETE FROM {index} WHERE rowid = :row")


def _on_server(index: str, row: Stored) -> Stored:
    columns = COLUMNS[index]
    length = sum(len(row[column].split()) for column in columns)
    return {"row": row["row"], "found": _tsvector(row, columns), "length": length}


def _tsvector(row: Stored, columns: Iterable[str]) -> str:
    """The words of a row with their places and weights; a subject comes first: it is short."""
    places: dict[str, list[str]] = {}
    length = 0
    for place, word, weight in _placed(row, sorted(columns, key=lambda name: name != "subject")):
        known = places.get(word)
        if known is None:
            length += len(word.encode()) + 4
            if length > _LONGEST:
                break
            known = places[word] = []
        if place <= _PLACES or not known:
            known.append(f"{min(place, _PLACES)}{weight}")
            length += 2
    return " ".join(f"'{word}':{','.join(where)}" for word, where in places.items())


def _placed(row: Stored, columns: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    place = 0
    for column in columns:
        for word in row[column].split():
            place += 1
            yield place, word, WEIGHTS[column]
        place += _GAP
