"""Clients found or made, operators and queues made."""

from sqlalchemy import Connection, bindparam, select

from supportdesk.domain.action import ClientReference
from supportdesk.store.write import rows, search_index
from supportdesk.store.write.tables import (
    CLIENT,
    CLIENT_ADDRESS,
    CLIENT_NOTE,
    OPERATOR,
    QUEUE,
)
from supportdesk.store.write.transaction import Transaction

_BY_ADDRESS = select(CLIENT_ADDRESS.c.client_id).where(
    CLIENT_ADDRESS.c.kind == bindparam("kind"), CLIENT_ADDRESS.c.key == bindparam("key")
)


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
    wanted = _addresses(who)
    for kind, shown in wanted:
        found = find_client(transaction.connection, kind, shown)
        if found is not None:
            return found, False
    return _make_client(transaction, who.name.strip() or wanted[0][1], wanted), True


def find_client(connection: Connection, kind: str, shown: str) -> int | None:
    """The client with this address (`email`, `phone` or bare `name`), or None."""
    address = {"kind": kind, "key": address_key(kind, shown)}
    found: int | None = connection.execute(_BY_ADDRESS, address).scalar_one_or_none()
    return found


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
    search_index.drop_client(transaction.connection, client)
    note = rows.insert_row(
        transaction.connection,
        CLIENT_NOTE,
        client_id=client,
        author_id=author,
        at=transaction.at if at is None else at,
        body=body,
    )
    search_index.add_client(transaction.connection, client)
    return note


def first_queue(connection: Connection) -> int | None:
    """The queue new tickets go to: the first of the lowest line."""
    found: int | None = connection.execute(
        select(QUEUE.c.id).order_by(QUEUE.c.line, QUEUE.c.id).limit(1)
    ).scalar_one_or_none()
    return found


def _addresses(who: ClientReference) -> list[tuple[str, str]]:
    wanted = []
    if who.address and who.address.strip():
        wanted.append(("email", who.address.strip()))
    if who.phone and address_key("phone", who.phone):
        wanted.append(("phone", who.phone.strip()))
    return wanted or [("name", who.name.strip() or "?")]


def _make_client(transaction: Transaction, name: str, addresses: list[tuple[str, str]]) -> int:
    """A new client with addresses that nobody has."""
    client = rows.insert_row(
        transaction.connection,
        CLIENT,
        name=name,
        uuid=transaction.fresh_uuid(),
        created_at=transaction.at,
    )
    for kind, shown in addresses:
        add_address(transaction, client, kind, shown)
    keys = [(shown, address_key(kind, shown)) for kind, shown in addresses]
    search_index.add_new_client(transaction.connection, client, name, keys)
    return client
