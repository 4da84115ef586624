"""Fields of clients beyond the person: properties, merges, whose an address is; organisations."""

from sqlalchemy import delete, func, insert, select

from supportdesk.domain.errors import Refused
from supportdesk.store.write import rows, search_index
from supportdesk.store.write.fields import Field, column, plain_text, presence
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import (
    CLIENT_ADDRESS,
    CLIENT_PROPERTY,
    CLIENT_PROPERTY_VALUE,
    ORGANISATION,
)
from supportdesk.store.write.transaction import Transaction


def property_named(transaction: Transaction, name: str) -> Stored | None:
    """The property of this name, upper and lower case alike, or None."""
    found = rows.every(
        transaction.connection,
        select(CLIENT_PROPERTY).where(CLIENT_PROPERTY.c.withdrawn.is_(False)),
    )
    folded = " ".join(name.split()).casefold()
    return next((row for row in found if row["name"].casefold() == folded), None)


def require_free_name(transaction: Transaction, name: str, except_for: int | None) -> None:
    """Raise Refused("property.name_taken") where another property is called so."""
    other = property_named(transaction, name)
    if other is not None and other["id"] != except_for:
        raise Refused("property.name_taken", name=name)


def property_in_use(transaction: Transaction, number: int) -> bool:
    """Whether any client has a value of a property."""
    found = transaction.connection.execute(
        select(CLIENT_PROPERTY_VALUE.c.client_id)
        .where(CLIENT_PROPERTY_VALUE.c.property_id == number)
        .limit(1)
    )
    return found.first() is not None


def properties_of(transaction: Transaction, client: int) -> dict[int, str]:
    """Property → its value on a client."""
    found = transaction.connection.execute(
        select(CLIENT_PROPERTY_VALUE.c.property_id, CLIENT_PROPERTY_VALUE.c.value).where(
            CLIENT_PROPERTY_VALUE.c.client_id == client
        )
    )
    return {int(number): str(value) for number, value in found}


def require_free_organisation(transaction: Transaction, name: str, except_for: int) -> None:
    """Raise Refused("organisation.name_taken") where another organisation is called so."""
    other = transaction.connection.execute(
        select(ORGANISATION.c.id).where(ORGANISATION.c.name == name)
    ).scalar_one_or_none()
    if other not in (None, except_for):
        raise Refused("organisation.name_taken", name=name, other=other)


def _read_property(transaction: Transaction, client: int, number: str) -> str | None:
    return properties_of(transaction, client).get(int(number))


def _write_property(transaction: Transaction, client: int, number: str, value: str | None) -> None:
    connection, wanted = transaction.connection, int(number)
    connection.execute(
        delete(CLIENT_PROPERTY_VALUE).where(
            CLIENT_PROPERTY_VALUE.c.client_id == client,
            CLIENT_PROPERTY_VALUE.c.property_id == wanted,
        )
    )
    if value is not None:
        connection.execute(
            insert(CLIENT_PROPERTY_VALUE).values(client_id=client, property_id=wanted, value=value)
        )


def _write_property_presence(
    transaction: Transaction, number: int, _detail: str, value: str | None
) -> None:
    row = rows.require_row(transaction.connection, "client_property", number)
    if value is not None:
        require_free_name(transaction, row["name"], number)
    rows.write_column(transaction.connection, "client_property", number, "withdrawn", value is None)


def _write_merged_into(
    transaction: Transaction, client: int, _detail: str, value: str | None
) -> None:
    into = None if value is None else int(value)
    concerned = [client] if into is None else [client, into]
    with search_index.clients_changing(transaction.connection, *concerned):
        rows.write_column(transaction.connection, "client", client, "merged_into", into)


def next_place(transaction: Transaction, client: int) -> int:
    """The place behind all addresses of a client."""
    last: int | None = transaction.connection.execute(
        select(func.max(CLIENT_ADDRESS.c.place)).where(CLIENT_ADDRESS.c.client_id == client)
    ).scalar_one()
    return 0 if last is None else last + 1


def _read_holder(transaction: Transaction, address: int, _detail: str) -> str | None:
    """Whose an address is; None once it was taken away."""
    found = rows.one(
        transaction.connection, select(CLIENT_ADDRESS).where(CLIENT_ADDRESS.c.id == address)
    )
    return None if found is None else str(found["client_id"])


def _read_place(transaction: Transaction, address: int, _detail: str) -> str | None:
    found = rows.one(
        transaction.connection, select(CLIENT_ADDRESS).where(CLIENT_ADDRESS.c.id == address)
    )
    return None if found is None else str(found["place"])


def _write_place(transaction: Transaction, address: int, _detail: str, value: str | None) -> None:
    rows.write_column(transaction.connection, "client_address", address, "place", value or "0")


def _write_holder(transaction: Transaction, address: int, _detail: str, value: str | None) -> None:
    connection = transaction.connection
    before = int(rows.require_row(connection, "client_address", address)["client_id"])
    after = before if value is None else int(value)
    with search_index.clients_changing(connection, before, after):
        rows.write_column(connection, "client_address", address, "client_id", after)


def _write_organisation_name(
    transaction: Transaction, organisation: int, _detail: str, value: str | None
) -> None:
    require_free_organisation(transaction, value or "", organisation)
    rows.write_column(transaction.connection, "organisation", organisation, "name", value)


FIELDS = {
    ("client", "property"): Field(_read_property, _write_property, is_text=True),
    ("client", "merged_into"): Field(column("client", "merged_into"), _write_merged_into),
    ("client_address", "client_id"): Field(_read_holder, _write_holder),
    ("client_address", "place"): Field(_read_place, _write_place),
    ("client_property", "present"): Field(
        presence("client_property").read, _write_property_presence
    ),
    ("organisation", "name"): Field(
        column("organisation", "name"), _write_organisation_name, is_text=True
    ),
    **{
        ("organisation", name): plain_text("organisation", name)
        for name in ("contract", "contract_until", "hours", "timezone", "email", "phone", "note")
    },
}
