"""The full-text index: word forms of messages and clients, written in the same transaction.

Both tables are contentless: only stems are indexed. An old row can be taken out with the stems of
its old text alone, so the stemmer's version is kept and a change of it reindexes (speed.md). Where
a message stands follows its time, whatever the order of import: `store.read.message_index`.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Row, text

from supportdesk.domain.words import STEMMER_VERSION, stems
from supportdesk.store.read.message_index import row_of
from supportdesk.store.write import article_index, file_index, full_text
from supportdesk.store.write.full_text import COLUMNS
from supportdesk.store.write.indexed_words import know_words

TABLES = (
    "CREATE VIRTUAL TABLE message_text USING fts5(client, reply, subject, note,"
    " content='', tokenize='unicode61 remove_diacritics 0')",
    "CREATE VIRTUAL TABLE client_text USING fts5(words, notes,"
    " content='', tokenize='unicode61 remove_diacritics 0', prefix='2 3')",
)

_COLUMN_OF_KIND = {
    "client": "client",
    "operator": "reply",
    "note": "note",
    "system": "note",
    "forward": "note",
    "third_party": "note",
}
"""What no client sees is found as a note is."""

_MESSAGES_OF_TICKET = text(
    "SELECT m.id, m.kind, m.body, t.subject FROM message m JOIN ticket t ON t.id = m.ticket_id"
    " WHERE m.ticket_id = :ticket AND NOT m.withdrawn"
)
_ONE_MESSAGE = text(
    "SELECT m.id, m.kind, m.body, t.subject FROM message m JOIN ticket t ON t.id = m.ticket_id"
    " WHERE m.id = :message"
)
_EVERY_MESSAGE = text(
    "SELECT m.id, m.kind, m.body, t.subject FROM message m JOIN ticket t ON t.id = m.ticket_id"
    " WHERE NOT m.withdrawn ORDER BY m.id"
)
_FAMILY = "(SELECT id FROM client WHERE id = :client OR merged_into = :client)"
_NAMES_OF_CLIENT = text(f"SELECT name FROM client WHERE id IN {_FAMILY} ORDER BY id")
_ADDRESSES_OF_CLIENT = text(
    f"SELECT shown || ' ' || key FROM client_address WHERE client_id IN {_FAMILY} ORDER BY id"
)
_NOTES_ON_CLIENT = text(
    f"SELECT body FROM client_note WHERE client_id IN {_FAMILY} AND NOT withdrawn ORDER BY id"
)
_MERGED_INTO = text("SELECT merged_into FROM client WHERE id = :client AND merged_into IS NOT NULL")


def message_row(message: int, kind: str, subject: str, body: str) -> dict[str, Any]:
    """The index row of one message: its subject and its words, in the column of its speaker."""
    row = {"row": row_of(message), "subject": stems(subject), "client": "", "reply": "", "note": ""}
    row[_COLUMN_OF_KIND[kind]] = stems(body)
    return row


def add_rows(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Index messages whose rows `message_row` made."""
    if rows:
        full_text.add(connection, "message_text", rows)
        know_words(connection, (row[column] for row in rows for column in COLUMNS["message_text"]))


def drop_rows(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Take messages out of the index whose rows `message_row` made of what they still say."""
    if rows:
        full_text.drop(connection, "message_text", rows)


def add_message(connection: Connection, message_id: int) -> None:
    """Index one stored message and the words of its files."""
    add_rows(connection, _stored_rows(connection.execute(_ONE_MESSAGE, {"message": message_id})))
    file_index.add(connection, message_id)


def drop_message(connection: Connection, message_id: int) -> None:
    """Take one stored message out of the index; call it before its text changes."""
    rows = _stored_rows(connection.execute(_ONE_MESSAGE, {"message": message_id}))
    full_text.drop(connection, "message_text", rows)
    file_index.drop(connection, message_id)


def drop_ticket(connection: Connection, ticket: int) -> None:
    """Take a ticket's messages out of the index; call it before its subject changes."""
    rows = _stored_rows(connection.execute(_MESSAGES_OF_TICKET, {"ticket": ticket}))
    if rows:
        full_text.drop(connection, "message_text", rows)


def add_ticket(connection: Connection, ticket: int) -> None:
    """Index a ticket's messages again after its subject has changed."""
    add_rows(connection, _stored_rows(connection.execute(_MESSAGES_OF_TICKET, {"ticket": ticket})))


def change_subject(
    connection: Connection, messages: Iterable[tuple[int, str, str]], before: str, after: str
) -> None:
    """Index messages (id, kind, body) under another subject; nothing to do for the same words."""
    former, new = stems(before), stems(after)
    rows = [message_row(message, kind, "", body) for message, kind, body in messages]
    if rows and former != new:
        full_text.drop(connection, "message_text", [{**row, "subject": former} for row in rows])
        add_rows(connection, [{**row, "subject": new} for row in rows])


def add_client(connection: Connection, client: int) -> None:
    """Index a client's name and addresses, and the notes on them.

    A client is also found by the words of those that were merged into it.
    """
    add_client_rows(connection, [_client_row(connection, client)])


def new_client_row(client: int, name: str, addresses: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """The index row of a client just made, from its name and (shown, key) of its addresses."""
    words = " ".join([name, *(f"{shown} {key}" for shown, key in addresses)])
    return {"row": client, "words": stems(words), "notes": ""}


def add_client_rows(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Index clients whose rows `new_client_row` made."""
    if rows:
        full_text.add(connection, "client_text", rows)
        know_words(connection, (row[column] for row in rows for column in ("words", "notes")))


@contextmanager
def clients_changing(connection: Connection, *clients: int) -> Iterator[None]:
    """Index clients again after their names, addresses, notes or merges change inside."""
    affected = set(clients)
    for client in clients:
        affected.update(connection.execute(_MERGED_INTO, {"client": client}).scalars())
    full_text.drop(
        connection, "client_text", [_client_row(connection, client) for client in affected]
    )
    yield
    for client in affected:
        add_client(connection, client)


def stamp(connection: Connection) -> None:
    """Note which stemmer made the index."""
    connection.execute(
        text(
            "INSERT INTO setting(name, value) VALUES ('stemmer', :version)"
            " ON CONFLICT(name) DO UPDATE SET value = excluded.value"
        ),
        {"version": str(STEMMER_VERSION)},
    )


def rebuild(connection: Connection) -> None:
    """Index everything anew: after a change of the stemmer, or when `doctor` finds a fault."""
    full_text.clear(connection, "message_text")
    full_text.clear(connection, "client_text")
    connection.execute(text("DELETE FROM indexed_word"))
    add_messages(connection)
    for (client,) in connection.execute(text("SELECT id FROM client")).fetchall():
        add_client(connection, client)
    file_index.rebuild(connection)
    article_index.rebuild(connection)
    stamp(connection)


def add_messages(connection: Connection) -> None:
    """Index every message that stands; the index of messages has to be empty."""
    every = connection.execute(_EVERY_MESSAGE)
    for part in every.partitions(500):
        add_rows(connection, _stored_rows(part))


def drop_unused_words(connection: Connection) -> None:
    """Let go of the words that no row holds any more; reads the whole index."""
    tables = ("message_text", "client_text", "attachment_text")
    listed = tables if connection.dialect.name == "sqlite" else ()
    for table in listed:
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE temp.{table}_in_use USING fts5vocab(main, {table}, 'row')"
        )
    unused = " AND ".join(f"word NOT IN (SELECT term FROM {table}_in_use)" for table in tables)
    connection.exec_driver_sql(f"DELETE FROM indexed_word WHERE {unused}")
    for table in listed:
        connection.exec_driver_sql(f"DROP TABLE temp.{table}_in_use")


def _stored_rows(found: Iterable[Row[Any]]) -> list[dict[str, Any]]:
    return [message_row(row.id, row.kind, row.subject, row.body) for row in found]


def _client_row(connection: Connection, client: int) -> dict[str, Any]:
    who = {"client": client}
    words = [*connection.execute(_NAMES_OF_CLIENT, who).scalars()]
    words += connection.execute(_ADDRESSES_OF_CLIENT, who).scalars()
    notes = connection.execute(_NOTES_ON_CLIENT, who).scalars()
    return {"row": client, "words": stems(" ".join(words)), "notes": stems(" ".join(notes))}
