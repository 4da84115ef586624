"""Clients found or made, operators and queues made."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, bindparam, select, tuple_

from supportdesk.domain.action import ClientReference
from supportdesk.store.write import rows, search_index
from supportdesk.store.write.tables import (
    CLIENT,
    CLIENT_ADDRESS,
    CLIENT_NOTE,
    OPERATOR,
    QUEUE,
    TICKET_SPAN,
)
from supportdesk.store.write.transaction import Transaction

_BY_ADDRESS = select(CLIENT_ADDRESS.c.client_id).where(
    CLIENT_ADDRESS.c.kind == bindparam("kind"), CLIENT_ADDRESS.c.key == bindparam("key")
)
_BY_ADDRESSES = select(
    CLIENT_ADDRESS.c.kind, CLIENT_ADDRESS.c.key, CLIENT_ADDRESS.c.client_id
).where(
    tuple_(CLIENT_ADDRESS.c.kind, CLIENT_ADDRESS.c.key).in_(bindparam("wanted", expanding=True))
)
_AT_ONCE = 200
"""Addresses in one question to the store."""

Addresses = dict[tuple[str, str], int]
"""Kind and key of an address → whose it is."""


def address_key(kind: str, shown: str) -> str:
    """How an address is compared: letters folded, spaces gone, a phone by its digits."""
    if kind == "phone":
        return "".join(letter for letter in shown if letter.isdigit())
    return " ".join(shown.split()).casefold()


def client_for(transaction: Transaction, who: ClientReference) -> tuple[int, bool]:
    """The client a message names, made when new: (id, whether it is new).

    A client is recognised by e-mail address, then phone; by bare name only when the source gives
    no address at all, never guessed across addresses.
    """
    known = known_addresses(transaction.connection, [who])
    client = known_client(who, known)
    if client is not None:
        return client, False
    client, index_row = make_client(transaction, who, known)
    search_index.add_client_rows(transaction.connection, [index_row])
    return client, True


def known_addresses(connection: Connection, people: Iterable[ClientReference]) -> Addresses:
    """The stored clients who have one of the addresses by which these people are recognised."""
    wanted = list({address for who in people for address in _keys(who)})
    return {
        (row.kind, row.key): row.client_id
        for start in range(0, len(wanted), _AT_ONCE)
        for row in connection.execute(_BY_ADDRESSES, {"wanted": wanted[start : start + _AT_ONCE]})
    }


def known_client(who: ClientReference, known: Addresses) -> int | None:
    """The client with the first of somebody's addresses that is known, or None."""
    return next((known[address] for address in _keys(who) if address in known), None)


def make_client(
    transaction: Transaction, who: ClientReference, known: Addresses, language: str | None = None
) -> tuple[int, dict[str, Any]]:
    """A new client, and the row of them that is to be indexed.

    Their addresses, which nobody has, are known from now on.
    """
    wanted = _addresses(who)
    name = who.name.strip() or wanted[0][1]
    client = rows.insert_row(
        transaction.connection,
        CLIENT,
        name=name,
        uuid=transaction.fresh_uuid(),
        created_at=transaction.at,
        language=language,
    )
    for kind, shown in wanted:
        add_address(transaction, client, kind, shown)
    known.update(dict.fromkeys(_keys(who), client))
    keys = [(shown, address_key(kind, shown)) for kind, shown in wanted]
    return client, search_index.new_client_row(client, name, keys)


def find_client(connection: Connection, kind: str, shown: str) -> int | None:
    """The client with this address (`email`, `phone` or bare `name`), or None."""
    address = {"kind": kind, "key": address_key(kind, shown)}
    found: int | None = connection.execute(_BY_ADDRESS, address).scalar_one_or_none()
    return found


def standing(connection: Connection, client: int) -> int:
    """The client who stands for this one: mostly itself, else whom it was merged into."""
    into: int | None = connection.execute(
        select(CLIENT.c.merged_into).where(CLIENT.c.id == client)
    ).scalar_one_or_none()
    return client if into is None else into


def add_address(transaction: Transaction, client: int, kind: str, shown: str) -> None:
    """Let a client be recognised by one more address."""
    transaction.connection.execute(
        rows.inserting(CLIENT_ADDRESS),
        {"client_id": client, "kind": kind, "key": address_key(kind, shown), "shown": shown},
    )


def make_operator(transaction: Transaction, name: str) -> int:
    """A new operator; everything else is set by changes that are recorded."""
    return rows.insert_row(
        transaction.connection, OPERATOR, name=name, uuid=transaction.fresh_uuid()
    )


def make_queue(transaction: Transaction, name: str, line: int) -> int:
    """A new queue."""
    return rows.insert_row(
        transaction.connection, QUEUE, name=name, line=line, uuid=transaction.fresh_uuid()
    )


def login_taken(connection: Connection, login: str, except_for: int | None) -> bool:
    """Whether another operator has this login."""
    found = connection.execute(select(OPERATOR.c.id).where(OPERATOR.c.login == login)).scalar()
    return found is not None and found != except_for


def queue_name_taken(connection: Connection, name: str, except_for: int | None) -> bool:
    """Whether another queue has this name."""
    found = connection.execute(select(QUEUE.c.id).where(QUEUE.c.name == name)).scalar()
    return found is not None and found != except_for


def make_client_note(
    transaction: Transaction, client: int, author: int | None, body: str, at: int | None = None
) -> int:
    """A signed note on a client, found by the next search; `at` in milliseconds, None is now."""
    with search_index.clients_changing(transaction.connection, client):
        return rows.insert_row(
            transaction.connection,
            CLIENT_NOTE,
            client_id=client,
            author_id=author,
            at=transaction.at if at is None else at,
            body=body,
        )


def first_queue(connection: Connection) -> int | None:
    """The queue new tickets go to: the first of the lowest line."""
    found: int | None = connection.execute(
        select(QUEUE.c.id).order_by(QUEUE.c.line, QUEUE.c.id).limit(1)
    ).scalar_one_or_none()
    return found


def first_owner(connection: Connection, ticket: int) -> int | None:
    """Whoever owned a ticket first, or None (F21)."""
    found: int | None = connection.execute(
        select(TICKET_SPAN.c.owner_id)
        .where(TICKET_SPAN.c.ticket_id == ticket, TICKET_SPAN.c.owner_id.is_not(None))
        .order_by(TICKET_SPAN.c.number)
        .limit(1)
    ).scalar_one_or_none()
    return found


def queue_after(connection: Connection, line: int) -> int | None:
    """The first queue of the line that follows, or None."""
    found: int | None = connection.execute(
        select(QUEUE.c.id).where(QUEUE.c.line > line).order_by(QUEUE.c.line, QUEUE.c.id).limit(1)
    ).scalar_one_or_none()
    return found


def _addresses(who: ClientReference) -> list[tuple[str, str]]:
    wanted = []
    if who.address and who.address.strip():
        wanted.append(("email", who.address.strip()))
    if who.phone and address_key("phone", who.phone):
        wanted.append(("phone", who.phone.strip()))
    return wanted or [("name", who.name.strip() or "?")]


def _keys(who: ClientReference) -> list[tuple[str, str]]:
    return [(kind, address_key(kind, shown)) for kind, shown in _addresses(who)]


def own_addresses(connection: Connection) -> list[str]:
    """The addresses of our own people."""
    found = connection.execute(select(OPERATOR.c.email).where(OPERATOR.c.email.is_not(None)))
    return [address for (address,) in found]
