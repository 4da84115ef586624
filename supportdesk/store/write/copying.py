"""Rows of another store, put in the place of those that are here: this one becomes the same.

Which rows stand and fall together is said in `store.read.replica`. What follows from others (the
counters, the indexes) is made here, as the desk itself would have made it.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, text
from sqlmodel import SQLModel

from supportdesk.domain.errors import Invalid
from supportdesk.domain.provisional import is_provisional
from supportdesk.records import dataclass
from supportdesk.store.read.replica import COLUMNS, OF_CLIENT, OF_MESSAGE, OF_TICKET, WHOLE
from supportdesk.store.write import article_index, counting, repair, search_index
from supportdesk.store.write.copied_values import are_of_ours
from supportdesk.store.write.rows import Stored

_OWNERS = {
    **dict.fromkeys(OF_TICKET, ("tickets", "ticket_id")),
    **dict.fromkeys(OF_MESSAGE, ("messages", "message_id")),
    **dict.fromkeys(OF_CLIENT, ("clients", "client_id")),
}
_IN_FORCE_AGAIN = text("UPDATE envelope SET undone_by = NULL WHERE undone_by = :undo")
"""What an undo had taken back that was itself taken back: its own row is not told again."""

_OWN = {
    "ticket": ("tickets", "id"),
    "message": ("messages", "id"),
    "client": ("clients", "id"),
}
"""What a page is about, and where its own row is."""

_GIVEN_WHOLE = {table for tables in WHOLE.values() for table in tables}

_PASSING = {"operator": frozenset({"status", "status_since"})}
"""Columns of whole tables on which nothing depends that was done here: a copy deals nothing."""

_MORE = {"envelope": {"receipt": ""}}
"""Columns that are not copied and cannot be without a value."""


_WORDS_OF_CLIENTS = ("client_address", "client_note")
"""What a client is found by, and what may go from one to another."""


@dataclass(frozen=True, slots=True)
class RowsPage:
    """What has changed in the other store: `tickets`, `messages` and `clients` come whole.

    `whole` are tables that come from end to end, `next` is the change number up to which it is
    told, `mark` what the event of that number is known by, `last` the newest number there is.
    """

    next: int
    mark: str
    last: int
    complete: bool
    tickets: tuple[int, ...]
    messages: tuple[int, ...]
    clients: tuple[int, ...]
    whole: tuple[str, ...]
    rows: Mapping[str, Sequence[Mapping[str, Any]]]


def require_sound(page: RowsPage) -> None:
    """Raise Invalid("remote.rows") where a page is not made of rows of a store.

    Every value is one that its column can hold, every row belongs to what the page says it is
    about, and what it is about is there.
    """
    for table, rows in page.rows.items():
        fits = _columns(table) if table in COLUMNS else {}
        for row in rows:
            if not fits or row.keys() != fits.keys():
                raise Invalid("remote.rows", wanted=table[:40])
            if not all(_fits(row[name], *kind) for name, kind in fits.items()):
                raise Invalid("remote.rows", wanted=table[:40])
            if not are_of_ours(table, row):
                raise Invalid("remote.rows", wanted=table[:40])
    if not set(page.whole) <= _GIVEN_WHOLE:
        raise Invalid("remote.rows", wanted="whole")
    for table, (named, column) in (*_OWNERS.items(), *_OWN.items()):
        about = set(getattr(page, named))
        found = {row[column] for row in page.rows.get(table, ())}
        if not found <= about or (table in _OWN and found != about):
            raise Invalid("remote.rows", wanted=table)
    if any(map(is_provisional, (*page.tickets, *page.clients))):
        raise Invalid("remote.rows", wanted="number")


@cache
def _columns(table: str) -> dict[str, tuple[bool, bool]]:
    """Whether the columns of a table hold whole numbers, or else texts; and maybe nothing."""
    columns = SQLModel.metadata.tables[table].columns
    return {
        name: (columns[name].type.python_type in {int, bool}, bool(columns[name].nullable))
        for name in COLUMNS[table].split()
    }


def _fits(value: object, is_number: bool, may_be_none: bool) -> bool:
    """Whether a column can hold a value; as JSON has it, a yes or no may be a number."""
    match value:
        case None:
            return may_be_none
        case bool() | int():
            return is_number and -(1 << 63) <= value < 1 << 63
        case str():
            return not is_number and _is_text(value)
        case _:
            return False


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:  # half a character
        return False
    return True


def about(connection: Connection, page: RowsPage) -> set[str]:
    """What a page changes, as the overlay names it (`overlay.bound_up`)."""
    messages = page.rows.get("message", ())
    clients = {*page.clients, *_holders(connection, page)}
    heads = [
        *page.rows.get("client", ()),
        *_rows(connection, "merged_into", "client", sorted(clients)),
    ]
    """Who merged clients were merged into is found by their words."""
    clients.update(row["merged_into"] for row in heads if row["merged_into"] is not None)
    return {
        *(f"ticket:{number}" for number in page.tickets),
        *(f"ticket:{row['ticket_id']}" for row in messages),
        *(f"message:{number}" for number in page.messages),
        *(f"client:{number}" for number in clients),
        *(f"envelope:{row['id']}" for row in page.rows.get("envelope", ())),
        *(f"event:{row['seq']}" for row in page.rows.get("event", ())),
        *(f"{name}:{row['id']}" for name, held in page.rows.items() for row in held if "id" in row),
    }


def may_change_everything(connection: Connection, page: RowsPage) -> bool:
    """Whether what comes whole is another than it was: what anybody may do, or how it is reckoned.

    What colleagues do right now is not: they say so all day. To be asked where nothing that was
    done here stands in those tables.
    """
    return any(
        table not in _PASSING
        or _lasting(table, page.rows.get(table, ())) != _lasting(table, _all(connection, table))
        for table in page.whole
    )


def _lasting(table: str, rows: Sequence[Mapping[str, Any]]) -> set[tuple[Any, ...]]:
    columns = [name for name in COLUMNS[table].split() if name not in _PASSING[table]]
    return {tuple(row[name] for name in columns) for row in rows}


def _all(connection: Connection, table: str) -> list[Stored]:
    return [dict(row) for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings()]


def copy(connection: Connection, page: RowsPage, *, follows: bool) -> None:
    """Put a page in; what follows from it too, unless the whole store is yet to be read."""
    if not follows:
        _put(connection, page)
        return
    subjects = _subjects(connection, page.tickets)
    count_tickets(connection, page.tickets, -1)
    changed = [
        row["id"]
        for row in page.rows.get("ticket", ())
        if subjects.get(row["id"]) != row["subject"]
    ]
    """Their messages are indexed anew: also those that came before their ticket."""
    alone = _without(connection, page.messages, changed)
    clients = _there(connection, "client", sorted({*page.clients, *_holders(connection, page)}))
    for ticket in changed:
        search_index.drop_ticket(connection, ticket)
    for message in alone:
        search_index.drop_message(connection, message)
    with search_index.clients_changing(connection, *clients):
        _put(connection, page)
    for client in sorted(set(page.clients) - set(clients)):
        search_index.add_client(connection, client)
    for ticket in changed:
        search_index.add_ticket(connection, ticket)
    for message in _without(connection, page.messages, changed):
        search_index.add_message(connection, message)
    count_tickets(connection, page.tickets, 1)
    if "article" in page.whole:
        article_index.rebuild(connection)


def replace_from_shadow(connection: Connection) -> None:
    """Put the rows of the attached store `shadow` in the place of all that is copied here."""
    for table, columns in COLUMNS.items():
        more = _MORE.get(table, {})
        names = ", ".join(f'"{name}"' for name in (*columns.split(), *more))
        connection.execute(text(f'DELETE FROM main."{table}"'))
        connection.execute(
            text(f'INSERT INTO main."{table}"({names}) SELECT {names} FROM shadow."{table}"')
        )


def finish(connection: Connection) -> None:
    """The whole store was read: make everything that follows from other rows."""
    repair.compute_anew(connection)
    forget_due_work(connection)


def forget_due_work(connection: Connection) -> None:
    """What time brings is done where the desk is, never in a copy."""
    connection.execute(text("DELETE FROM due_work"))


def _put(connection: Connection, page: RowsPage) -> None:
    for table in page.whole:
        connection.execute(text(f'DELETE FROM "{table}"'))
    for table, (named, column) in _OWNERS.items():
        numbers: tuple[int, ...] = getattr(page, named)
        if numbers:
            connection.execute(
                text(f'DELETE FROM "{table}" WHERE "{column}" = :number'),
                [{"number": number} for number in numbers],
            )
    for table, rows in page.rows.items():
        if rows:
            connection.execute(_insert(table), [{**row, **_MORE.get(table, {})} for row in rows])
    redone = [row["id"] for row in page.rows.get("envelope", ()) if row["undone_by"] is not None]
    if redone:
        connection.execute(_IN_FORCE_AGAIN, [{"undo": undo} for undo in redone])


def _insert(table: str) -> Any:
    names = [*COLUMNS[table].split(), *_MORE.get(table, {})]
    columns = ", ".join(f'"{name}"' for name in names)
    marks = ", ".join(f":{name}" for name in names)
    return text(f'INSERT OR REPLACE INTO "{table}"({columns}) VALUES ({marks})').bindparams(
        *(bindparam(name) for name in names)
    )


def count_tickets(connection: Connection, tickets: Sequence[int], step: int) -> None:
    """Add or take away those of the tickets that are there in the counters of their places."""
    for row in _rows(connection, "id, queue_id, category, owner_id, wake_at", "ticket", tickets):
        counting.count(connection, row, step)


def _subjects(connection: Connection, tickets: Sequence[int]) -> dict[int, str]:
    return {
        row["id"]: row["subject"] for row in _rows(connection, "id, subject", "ticket", tickets)
    }


def _without(connection: Connection, messages: Sequence[int], tickets: Sequence[int]) -> list[int]:
    """Those of the messages that stand here, outside of these tickets."""
    held = _rows(connection, "id, ticket_id, withdrawn", "message", messages)
    return [row["id"] for row in held if row["ticket_id"] not in tickets and not row["withdrawn"]]


def _holders(connection: Connection, page: RowsPage) -> set[int]:
    """The clients that hold here what a page gives to whoever holds it now."""
    found: set[int] = set()
    for table in _WORDS_OF_CLIENTS:
        numbers = [row["id"] for row in page.rows.get(table, ())]
        found.update(row["client_id"] for row in _rows(connection, "client_id", table, numbers))
    return found


def _there(connection: Connection, table: str, numbers: Sequence[int]) -> list[int]:
    return [row["id"] for row in _rows(connection, "id", table, numbers)]


def _rows(connection: Connection, columns: str, table: str, numbers: Sequence[int]) -> list[Stored]:
    asked = text(f'SELECT {columns} FROM "{table}" WHERE id IN :numbers').bindparams(
        bindparam("numbers", expanding=True)
    )
    return [dict(row) for row in connection.execute(asked, {"numbers": list(numbers)}).mappings()]
