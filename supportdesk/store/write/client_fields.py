"""Fields of clients: name, addresses and notes (found by search at once), company, traits."""

import json

from sqlalchemy import delete, insert, select

from supportdesk.store.write import rows, search_index
from supportdesk.store.write.fields import Field, Read, Write, column, presence
from supportdesk.store.write.tables import CLIENT, CLIENT_ADDRESS, ORGANISATION
from supportdesk.store.write.transaction import Transaction


def organisation_id(transaction: Transaction, name: str) -> int:
    """The id of an organisation, made when new."""
    connection = transaction.connection
    found = rows.one(connection, select(ORGANISATION).where(ORGANISATION.c.name == name))
    if found:
        return int(found["id"])
    return rows.insert_row(
        connection, ORGANISATION, name=name, uuid=transaction.fresh_uuid(), origin="local"
    )


def _write_name(transaction: Transaction, client: int, _detail: str, value: str | None) -> None:
    connection = transaction.connection
    with search_index.clients_changing(connection, client):
        rows.write_column(connection, "client", client, "name", value)


def address_field(transaction: Transaction, client: int, kind: str, key: str) -> str:
    """The field of one address: events name it by a kept text, never by itself (law 3)."""
    return f"{kind}:{transaction.name_text('client', client, key)}"


def _read_address(kind: str) -> Read:
    """One's own address as it is shown; one that somebody else has meanwhile is no free place."""

    def read(transaction: Transaction, client: int, named: str) -> str | None:
        found = rows.one(
            transaction.connection,
            select(CLIENT_ADDRESS).where(
                CLIENT_ADDRESS.c.kind == kind,
                CLIENT_ADDRESS.c.key == transaction.named_text(named),
            ),
        )
        if found is None:
            return None
        holder = found["client_id"]
        return str(found["shown"]) if holder == client else f"client {holder}"

    return read


def _write_address(kind: str) -> Write:
    def write(transaction: Transaction, client: int, named: str, value: str | None) -> None:
        connection, key = transaction.connection, transaction.named_text(named)
        with search_index.clients_changing(connection, client):
            connection.execute(
                delete(CLIENT_ADDRESS).where(
                    CLIENT_ADDRESS.c.client_id == client,
                    CLIENT_ADDRESS.c.kind == kind,
                    CLIENT_ADDRESS.c.key == key,
                )
            )
            if value is not None:
                connection.execute(
                    insert(CLIENT_ADDRESS).values(client_id=client, kind=kind, key=key, shown=value)
                )

    return write


def _read_company(transaction: Transaction, client: int, _detail: str) -> str | None:
    found = rows.one(
        transaction.connection,
        select(ORGANISATION)
        .join(CLIENT, CLIENT.c.organisation_id == ORGANISATION.c.id)
        .where(CLIENT.c.id == client),
    )
    return str(found["name"]) if found else None


def _write_company(transaction: Transaction, client: int, _detail: str, value: str | None) -> None:
    organisation = None if value is None else organisation_id(transaction, value)
    rows.write_column(transaction.connection, "client", client, "organisation_id", organisation)


def _traits(transaction: Transaction, client: int) -> dict[str, str]:
    stored = rows.require_row(transaction.connection, "client", client)["traits"]
    traits: dict[str, str] = json.loads(stored)
    return traits


def trait_field(transaction: Transaction, client: int, name: str) -> str:
    """The field of one trait: events name it by a kept text, never by itself (law 3)."""
    return f"trait:@{transaction.name_text('client', client, name)}"


def _trait_name(transaction: Transaction, named: str) -> str:
    return transaction.named_text(named.removeprefix("@")) or ""


def _read_trait(transaction: Transaction, client: int, named: str) -> str | None:
    return _traits(transaction, client).get(_trait_name(transaction, named))


def _write_trait(transaction: Transaction, client: int, named: str, value: str | None) -> None:
    traits, name = _traits(transaction, client), _trait_name(transaction, named)
    traits.pop(name, None)
    if value is not None:
        traits[name] = value
    text = json.dumps(traits, ensure_ascii=False)
    rows.write_column(transaction.connection, "client", client, "traits", text)


def _write_note_presence(
    transaction: Transaction, note: int, _detail: str, value: str | None
) -> None:
    connection = transaction.connection
    client = rows.require_row(connection, "client_note", note)["client_id"]
    with search_index.clients_changing(connection, client):
        rows.write_column(connection, "client_note", note, "withdrawn", value is None)


FIELDS = {
    ("client", "name"): Field(column("client", "name"), _write_name, is_text=True),
    ("client", "email"): Field(_read_address("email"), _write_address("email"), is_text=True),
    ("client", "phone"): Field(_read_address("phone"), _write_address("phone"), is_text=True),
    ("client", "company"): Field(_read_company, _write_company, is_text=True),
    ("client", "trait"): Field(_read_trait, _write_trait, is_text=True),
    ("client_note", "present"): Field(presence("client_note").read, _write_note_presence),
}
