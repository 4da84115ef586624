"""What is shown of one's own doings before the remote has them, and the way back from it.

A replica holds the truth of its remote and, over it, what was done here and is on its way
(remotes.md, rule 1). While something is recorded, every change of a row leaves the statement that
takes it back; taken back newest first, they leave exactly what the remote is known to hold. Rows
that are made here meanwhile get numbers of their own far above those of the remote, the same ones
each time, so that later doings may refer to them.

Each step says which tickets, messages, clients and envelopes it is about. Doings that are about
nothing in common do not know of each other: those alone are taken back that a change of the truth
is about, with what is bound up with them.
"""

import json
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache

from sqlalchemy import Connection, Table, text
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlmodel import SQLModel

from supportdesk.domain.provisional import FIRST
from supportdesk.store.read.replica import COLUMNS
from supportdesk.store.write.rows import NUMBERED_OF, Stored

RECORDED = "overlay"
"""In `Connection.info`: whether changes leave their way back."""

UNRECORDED = frozenset(
    "alembic_version overlay_step remote_link remote_sending remote_base blob blob_chunk blob_text"
    " indexed_word draft draft_file draft_source draft_article read_mark mark_number presence"
    " writing_claim opened_ticket view_place access_token mailbox kept_mail client_lookup".split()
)
"""What is one's own or of this machine, and content that is called by its digest."""

EVERYTHING = "*"
"""What a step is about that changes what every ticket may depend on: a queue, a tag, a template."""

_NAMED = ("ticket", "message", "client", "envelope")
"""Tables by whose rows a step says what it is about."""

_REFERRING = {
    **dict.fromkeys(("ticket_id", "other_id", "follow_up_of"), "ticket"),
    "message_id": "message",
    **dict.fromkeys(("client_id", "merged_into"), "client"),
}
"""Column of any table → which of those has the row of that number."""

_ALONE = frozenset("text_value ticket_count due_work".split())
"""Rows made there are nobody else's; counters are put back by the difference alone."""

_COUNTER = "ticket_count"

_ROW_DOINGS = frozenset(
    {
        sqlite3.SQLITE_INSERT,
        sqlite3.SQLITE_UPDATE,
        sqlite3.SQLITE_DELETE,
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
    }
)
"""What a step back may do: no other file is opened, nothing made or dropped."""

_SWITCH = "CREATE TEMP TABLE overlay_switch(sending INTEGER NOT NULL)"
_ABOUT_OF = text("SELECT DISTINCT sending, about FROM overlay_step")
_NEWEST_OF = text(
    "SELECT statement FROM overlay_step WHERE sending IN (SELECT value FROM json_each(:sendings))"
    " ORDER BY id DESC"
)
_FORGET_OF = text(
    "DELETE FROM overlay_step WHERE sending IN (SELECT value FROM json_each(:sendings))"
)
_KEEP = text(
    "INSERT INTO overlay_step(statement, sending, about) VALUES (:statement, :sending, '')"
)

_OF_HANDLING = ("envelope", "bulk", "bulk_step")
"""Tables whose rows say that something was done, and nothing of what."""

_CHANGES_OF = text(
    "SELECT 1 FROM overlay_step WHERE sending = :sending"
    + "".join(
        f" AND statement NOT LIKE '{step}'"
        for table in _OF_HANDLING
        for step in (
            f'DELETE FROM "{table}" %',
            f'UPDATE "{table}" SET %',
            f'INSERT INTO "{table}"(%',
        )
    )
    + " LIMIT 1"
)


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
    connection.exec_driver_sql("INSERT INTO overlay_switch VALUES (?)", (sending,))
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


def take_away(connection: Connection, sendings: Collection[int] | None = None) -> None:
    """Take back what these sendings have changed, or with None all that was done here.

    What is left is what the remote is known to hold, and what is bound up with none of them.
    """
    taken = standing(connection) if sendings is None else sendings
    which = {"sendings": json.dumps(list(taken))}
    steps = connection.execute(_NEWEST_OF, which).fetchall()
    if steps:
        with _rows_alone(connection):
            for (statement,) in steps:
                connection.exec_driver_sql(statement)
        connection.execute(_FORGET_OF, which)


@contextmanager
def _rows_alone(connection: Connection) -> Iterator[None]:
    """Let nothing but rows be changed inside: a file that somebody gives away may say anything.

    Raises StoreTrouble for a step that does more, such as reaching another file.
    """
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError(driver)
    driver.set_authorizer(_authorize)
    try:
        yield
    finally:
        driver.set_authorizer(None)


def _authorize(doing: int, named: str | None, *_more: str | None) -> int:
    looks = doing == sqlite3.SQLITE_PRAGMA and named == "data_version"  # as a full-text index does
    return sqlite3.SQLITE_OK if looks or doing in _ROW_DOINGS else sqlite3.SQLITE_DENY


def bound_up(
    known: Mapping[int, set[str]], about: Collection[str], sendings: Collection[int]
) -> set[int]:
    """Those of `known` that have to go with these sendings, and with what is about one of `about`.

    What something is about is written `ticket:7`, `message:`, `client:`, `envelope:`, or for a row
    that has a number as the remote gives them, its table and that number.
    """
    if any(EVERYTHING in words for words in known.values()):
        return set(known)
    reached = set(about).union(*(known.get(one, ()) for one in sendings))
    found: set[int] = set()
    while more := {one for one in known.keys() - found if known[one] & reached}:
        found |= more
        reached.update(*(known[one] for one in more))
    return found


def standing(connection: Connection) -> dict[int, set[str]]:
    """The sendings whose effect is there now, and all that each is about."""
    found: dict[int, set[str]] = defaultdict(set)
    for sending, words in connection.execute(_ABOUT_OF):
        found[sending].update(words.split())
    return found


def changed_something(connection: Connection, sending: int) -> bool:
    """Whether a sending has changed any row here but those that say that it was done."""
    return connection.execute(_CHANGES_OF, {"sending": sending}).first() is not None


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
        sending = connection.info[NUMBERED_OF]
        kept = [{"statement": f"{begun}{values})", "sending": sending} for values in written]
        connection.execute(_KEEP, kept)


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
    new = _where(keys, "NEW")
    inserted: Sequence[str]
    updated: Sequence[str]
    if name == _COUNTER:
        less = "'UPDATE ticket_count SET n = n - ' || (NEW.n - {}) || ' WHERE ' || " + new
        none_left = f"'DELETE FROM ticket_count WHERE n = 0 AND ' || {new}"
        inserted, updated = (none_left, less.format("0")), (less.format("OLD.n"),)
    else:
        inserted = (f"'DELETE FROM \"{name}\" WHERE ' || {new}",)
        updated = (f"'UPDATE \"{name}\" SET ' || {values} || ' WHERE ' || {new}",)
    deleted = (f"'INSERT INTO \"{name}\"({listed}) VALUES (' || {old} || ')'",)
    return (
        _trigger(table, "insert", inserted, "NEW"),
        _trigger(table, "delete", deleted, "OLD"),
        _trigger(table, "update", updated, "OLD", "NEW"),
    )


def _trigger(table: Table, what: str, steps: Sequence[str], *rows: str) -> str:
    """A trigger that keeps the steps back, the last of them to be taken first."""
    about = _what_about(table, *rows)
    if what == "insert":
        about += _number_of_the_remote(table)
    kept = " ".join(
        "INSERT INTO overlay_step(statement, sending, about)"
        f" SELECT {step}, sending, {about} FROM overlay_switch;"
        for step in steps
    )
    return (
        f'CREATE TEMP TRIGGER overlay_{what}_{table.name} AFTER {what} ON main."{table.name}"'
        f" WHEN EXISTS (SELECT 1 FROM overlay_switch) BEGIN {kept} END"
    )


def _what_about(table: Table, *rows: str) -> str:
    """What the change of a row is about, as SQL that gives it."""
    named = {column: kind for column, kind in _REFERRING.items() if column in table.c}
    if table.name in _NAMED:
        named["id"] = table.name
    if not named:
        return "''" if table.name in _ALONE else f"'{EVERYTHING}'"
    return " || ".join(
        f"coalesce(' {kind}:' || {row}.\"{column}\", '')"
        for column, kind in named.items()
        for row in rows
    )


def _number_of_the_remote(table: Table) -> str:
    """Its own number, where it is one that the remote may give to another row."""
    keys = list(table.primary_key)
    if table.name not in COLUMNS or len(keys) != 1 or keys[0].type.python_type is not int:
        return ""
    number = f'NEW."{keys[0].name}"'
    return f" || CASE WHEN {number} < {FIRST} THEN ' {table.name}:' || {number} ELSE '' END"


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
