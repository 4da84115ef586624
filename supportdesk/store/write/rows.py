"""Reading and inserting single rows as plain dictionaries, and single columns by name."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Dialect,
    Insert,
    Select,
    Table,
    TextClause,
    Update,
    bindparam,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from supportdesk.domain.errors import NotFound
from supportdesk.domain.provisional import OF_A_KIND, first_number
from supportdesk.store.write.tables import (
    ABSENCE,
    ACCESS_TOKEN,
    ARTICLE,
    CALENDAR,
    CLIENT,
    CLIENT_ADDRESS,
    CLIENT_EVENT,
    CLIENT_NOTE,
    CLIENT_PROPERTY,
    CUSTOM_FIELD,
    MACRO,
    MESSAGE,
    OPERATOR,
    ORGANISATION,
    OUTBOX,
    QUEUE,
    RECOMMENDATION,
    SAVED_VIEW,
    SLA_POLICY,
    TAG,
    TEMPLATE,
    TICKET,
    TIME_ENTRY,
)

Stored = dict[str, Any]
"""A stored row: column name → value."""

SUBJECTS: dict[str, Table] = {
    "ticket": TICKET,
    "message": MESSAGE,
    "client": CLIENT,
    "client_note": CLIENT_NOTE,
    "client_address": CLIENT_ADDRESS,
    "client_event": CLIENT_EVENT,
    "client_property": CLIENT_PROPERTY,
    "recommendation": RECOMMENDATION,
    "organisation": ORGANISATION,
    "template": TEMPLATE,
    "macro": MACRO,
    "article": ARTICLE,
    "operator": OPERATOR,
    "queue": QUEUE,
    "saved_view": SAVED_VIEW,
    "tag": TAG,
    "outbox": OUTBOX,
    "custom_field": CUSTOM_FIELD,
    "time_entry": TIME_ENTRY,
    "calendar": CALENDAR,
    "sla_policy": SLA_POLICY,
    "absence": ABSENCE,
    "access_token": ACCESS_TOKEN,
}
"""What events can be about, and where it is kept."""


def one(connection: Connection, statement: Select[Any]) -> Stored | None:
    """The first row of a select, or None."""
    found = connection.execute(statement).mappings().first()
    return None if found is None else dict(found)


def every(connection: Connection, statement: Select[Any]) -> list[Stored]:
    """All rows of a select."""
    return [dict(found) for found in connection.execute(statement).mappings()]


NUMBERED_OF = "numbered_of"
"""In `Connection.info`: the sending that has numbers of its own for what it makes in a copy."""


def insert_row(connection: Connection, table: Table, **values: Any) -> int:
    """Insert a row with a generated id; return the id."""
    if NUMBERED_OF in connection.info:
        least = first_number(connection.info[NUMBERED_OF], table.name)
        number = _next_number(connection, table, least)
        values = {next(iter(table.primary_key)).name: number, **values}
    key = connection.execute(inserting(table), values).inserted_primary_key
    if key is None:
        raise LookupError(table.name)
    return int(key[0])


def insert_rows(connection: Connection, table: Table, many: Sequence[Stored]) -> None:
    """Insert rows that have the same columns, each with a generated id."""
    if NUMBERED_OF in connection.info:
        key = next(iter(table.primary_key)).name
        least = first_number(connection.info[NUMBERED_OF], table.name)
        first = _next_number(connection, table, least)
        many = [{key: number, **row} for number, row in enumerate(many, first)]
    if many:
        connection.execute(inserting(table), many)


def run_each(
    connection: Connection, statement: Insert | TextClause, rows: Sequence[Stored]
) -> None:
    """Run a statement for each of many rows that have the same columns.

    Past what SQLAlchemy does for each of them, which takes longer than the store needs.
    """
    if rows:
        sql, places, usual = _compiled(statement, connection.dialect, tuple(rows[0]))
        filled: list[Any]
        if connection.dialect.positional:
            filled = [
                tuple([row[place] if place in row else usual[place] for place in places])
                for row in rows
            ]
        else:
            filled = [{**usual, **row} for row in rows]
        connection.exec_driver_sql(sql, filled)


def require_row(connection: Connection, subject: str, subject_id: int) -> Stored:
    """The row an event subject names. Raises NotFound("<subject>.missing")."""
    table = SUBJECTS[subject]
    found = connection.execute(_by_id(table), {"row": subject_id}).mappings().first()
    if found is None:
        raise NotFound(f"{subject}.missing", number=subject_id)
    return dict(found)


def read_column(connection: Connection, subject: str, subject_id: int, column: str) -> str | None:
    """One column as text (whole numbers in decimal, yes as 1, no as 0); None for nothing."""
    value = require_row(connection, subject, subject_id)[column]
    if value is None:
        return None
    return str(int(value)) if isinstance(value, bool) else str(value)


def write_column(
    connection: Connection, subject: str, subject_id: int, column: str, value: object
) -> None:
    """Set one column; text becomes a whole number where the column holds those."""
    table = SUBJECTS[subject]
    if isinstance(value, str) and table.c[column].type.python_type in (int, bool):
        value = int(value)
    connection.execute(_setting(table, column), {"row": subject_id, "value": value})


# Statements are built once: building one costs as much as running it.


@cache
def inserting(table: Table) -> Insert:
    """The insert of a row of a table; its values come as parameters."""
    return insert(table)


@cache
def _compiled(
    statement: Insert | TextClause, dialect: Dialect, columns: tuple[str, ...]
) -> tuple[str, tuple[str, ...], Stored]:
    """The words of a statement, its values in their order, and what columns hold by themselves."""
    compiled = statement.compile(dialect=dialect, column_keys=list(columns))
    table = statement.table.columns if isinstance(statement, Insert) else ()
    usual = {
        column.name: column.default.arg
        for column in table
        if isinstance(column.default, ScalarElementColumnDefault)
    }
    return str(compiled), tuple(getattr(compiled, "positiontup", None) or ()), usual


def _next_number(connection: Connection, table: Table, least: int) -> int:
    """The next of those that a sending has: others may have made rows since it was first done."""
    held = {"least": least, "most": least + OF_A_KIND - 1}
    newest = connection.execute(_newest(table), held).scalar_one()
    return least if newest is None else int(newest) + 1


@cache
def _newest(table: Table) -> Select[Any]:
    key = next(iter(table.primary_key))
    return select(func.max(key)).where(key.between(bindparam("least"), bindparam("most")))


@cache
def _by_id(table: Table) -> Select[Any]:
    return select(table).where(table.c.id == bindparam("row"))


@cache
def _setting(table: Table, column: str) -> Update:
    to_be = {column: bindparam("value", type_=table.c[column].type)}
    return update(table).where(table.c.id == bindparam("row")).values(to_be)
