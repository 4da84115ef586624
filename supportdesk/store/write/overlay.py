"""What is shown of one's own doings before the remote has them, and the way back from it.

A replica holds the truth of its remote and, over it, what was done here and is on its way
(remotes.md, rule 1). While something is recorded, every change of a row leaves the statement that
takes it back; taken back newest first, they leave exactly what the remote is known to hold. Rows
that are made here meanwhile get numbers of their own far above those of the remote, the same ones
each time, so that later doings may refer to them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlmodel import SQLModel

from supportdesk.store.write.rows import NUMBERED_OF, Stored

RECORDED = "overlay"
"""In `Connection.info`: whether changes leave their way back."""

UNRECORDED = frozenset(
    "alembic_version overlay_step remote_link remote_sending remote_base blob blob_chunk blob_text"
    " indexed_word draft draft_file draft_source draft_article read_mark mark_number presence"
    " writing_claim opened_ticket view_place access_token mailbox kept_mail client_lookup".split()
)
"""What is one's own or of this machine, and content that is called by its digest."""

_SWITCH = "CREATE TEMP TABLE overlay_switch(is_on INTEGER NOT NULL)"
_NEWEST = text("SELECT id, statement FROM overlay_step ORDER BY id DESC")
_KEEP = text("INSERT INTO overlay_step(statement) VALUES (:statement)")


def prepare(connection: Connection) -> None:
    """Let changes of this connection leave their way back while they are recorded."""
    connection.exec_driver_sql(_SWITCH)
    for table in SQLModel.metadata.sorted_tables:
        if table.name not in UNRECORDED:
            for statement in _triggers(table):
                connection.exec_driver_sql(statement)


@contextmanager
def recorded(connection: Connection, sending: int) -> Iterator[None]:
    """Record what is changed inside, as the effect of the sending with this number."""
    connection.exec_driver_sql("INSERT INTO overlay_switch VALUES (1)")
    connection.info[RECORDED] = True
    connection.info[NUMBERED_OF] = sending
    try:
        yield
    finally:
        connection.info.pop(RECORDED)
        connection.info.pop(NUMBERED_OF)
        connection.exec_driver_sql("DELETE FROM overlay_switch")


class Clash(Exception):
    """It cannot be done on what stands there: the remote has done it, and has yet to say so."""


@contextmanager
def tried(connection: Connection, sending: int) -> Iterator[None]:
    """Record what is changed inside; where it raises, nothing was.

    Raises Clash where a row of it is there already, or one that it needs is not there yet: what
    is whole comes at once, what belongs to it with a later page.
    """
    try:
        with connection.begin_nested(), recorded(connection, sending):
            yield
    except (IntegrityError, NoResultFound, LookupError) as clash:
        raise Clash from clash


def take_away(connection: Connection) -> None:
    """Take back everything that was recorded: what is left is what the remote is known to hold."""
    for _id, statement in connection.execute(_NEWEST).fetchall():
        connection.exec_driver_sql(statement)
    connection.execute(text("DELETE FROM overlay_step"))


def is_recorded(connection: Connection) -> bool:
    """Whether changes have to leave their way back."""
    return RECORDED in connection.info


def keep_way_back(
    connection: Connection, index: str, columns: Sequence[str], rows: Sequence[Stored], *, add: bool
) -> None:
    """Keep how rows of a full-text index are put back, or with `add` taken out: no trigger sees it.

    An index knows no texts: a row is taken out with the words it came in with.
    """
    listed = ", ".join(("rowid", *columns))
    begun = (
        f"INSERT INTO {index}({index}, {listed}) VALUES ('delete', "
        if add
        else f"INSERT INTO {index}({listed}) VALUES ("
    )
    written = [
        ", ".join((str(int(row["row"])), *(quoted(row[column]) for column in columns)))
        for row in rows
    ]
    if written:
        connection.execute(_KEEP, [{"statement": f"{begun}{values})"} for values in written])


def quoted(words: str) -> str:
    """A text as SQL has it."""
    return "'" + words.replace("'", "''") + "'"


@cache
def _triggers(table: Table) -> tuple[str, str, str]:
    """What notes the way back from an insert, a delete and an update of a row."""
    name = table.name
    keys = [column.name for column in table.primary_key]
    columns = [column.name for column in table.columns if column.computed is None]
    listed = ", ".join(f'"{column}"' for column in columns)
    former = {column: _former(table, column) for column in columns}
    old = " || ', ' || ".join(former.values())
    values = " || ', ' || ".join(
        f"'\"{column}\" = ' || {value}" for column, value in former.items()
    )
    begun = (
        f'CREATE TEMP TRIGGER overlay_{{what}}_{name} AFTER {{what}} ON main."{name}"'
        " WHEN EXISTS (SELECT 1 FROM overlay_switch)"
        " BEGIN INSERT INTO overlay_step(statement) VALUES ({back}); END"
    )
    new = _where(keys, "NEW")
    return (
        begun.format(what="insert", back=f"'DELETE FROM \"{name}\" WHERE ' || {new}"),
        begun.format(
            what="delete", back=f"'INSERT INTO \"{name}\"({listed}) VALUES (' || {old} || ')'"
        ),
        begun.format(
            what="update", back=f"'UPDATE \"{name}\" SET ' || {values} || ' WHERE ' || {new}"
        ),
    )


def _former(table: Table, column: str) -> str:
    """What a column held, as SQL that gives SQL; `quote` alone ends a text at its first zero."""
    value = f'OLD."{column}"'
    if table.c[column].type.python_type in {int, bool}:
        return f"quote({value})"
    return (
        f"CASE WHEN instr({value}, char(0)) THEN 'CAST(x''' || hex({value}) || ''' AS TEXT)'"
        f" ELSE quote({value}) END"
    )


def _where(keys: Sequence[str], row: str) -> str:
    return " || ' AND ' || ".join(f'\'"{key}" = \' || quote({row}."{key}")' for key in keys)
