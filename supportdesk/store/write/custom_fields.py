"""Custom fields in the store: their definitions, and the values tickets hold in them (F23)."""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from supportdesk.domain.custom_field import FieldDefinition, number_of
from supportdesk.domain.errors import NotFound
from supportdesk.domain.query_predicate import same
from supportdesk.store.write import rows
from supportdesk.store.write.fields import Field
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import CUSTOM_FIELD, FIELD_VALUE
from supportdesk.store.write.transaction import Transaction

_BY_NAME = select(CUSTOM_FIELD).where(CUSTOM_FIELD.c.name == bindparam("name"))
_VALUE = select(FIELD_VALUE.c.value).where(
    FIELD_VALUE.c.ticket_id == bindparam("ticket"), FIELD_VALUE.c.field_id == bindparam("field")
)


def by_name(connection: Connection) -> dict[str, Stored]:
    """Every field there is, retired ones too."""
    return {row["name"]: row for row in rows.every(connection, select(CUSTOM_FIELD))}


def definition(connection: Connection, name: str) -> FieldDefinition:
    """The field of this name. Raises NotFound("field.missing")."""
    return defined(_named(connection, name))


def defined(row: Stored) -> FieldDefinition:
    """A stored field as a definition."""
    return FieldDefinition(
        row["name"],
        row["title"],
        row["type"],
        tuple(json.loads(row["choices"])),
        tuple(json.loads(row["former"])),
        row["retired"],
    )


def make(connection: Connection, new: FieldDefinition) -> int:
    """A new field that nothing holds yet."""
    return rows.insert_row(
        connection, CUSTOM_FIELD, name=new.name, title=new.name, type=new.type, position=0
    )


def value_row(ticket: int, field: Stored, value: str) -> Stored:
    """A value as a row: beside it, what comparisons go by."""
    return {
        "ticket_id": ticket,
        "field_id": field["id"],
        "value": value,
        "word": same(value),
        "number": number_of(field["type"], value),
    }


def fill_in(connection: Connection, ticket: int, values: Iterable[tuple[str, str]]) -> None:
    """Give a new ticket what it held in the past; fields that do not exist are left out."""
    known = by_name(connection)
    held = {name: value for name, value in values if name in known}
    if held:
        made = [value_row(ticket, known[name], value) for name, value in held.items()]
        connection.execute(rows.inserting(FIELD_VALUE), made)


def compute_anew(connection: Connection) -> None:
    """Make every value comparable again: what stands beside it follows from it."""
    fields = {row["id"]: row for row in by_name(connection).values()}
    for held in rows.every(connection, select(FIELD_VALUE)):
        right = value_row(held["ticket_id"], fields[held["field_id"]], held["value"])
        if right != held:
            connection.execute(
                update(FIELD_VALUE)
                .where(
                    FIELD_VALUE.c.ticket_id == held["ticket_id"],
                    FIELD_VALUE.c.field_id == held["field_id"],
                )
                .values(right)
            )


def _named(connection: Connection, name: str) -> Stored:
    found = connection.execute(_BY_NAME, {"name": name}).mappings().first()
    if found is None:
        raise NotFound("field.missing", name=name)
    return dict(found)


def _read_value(transaction: Transaction, ticket: int, name: str) -> str | None:
    field = _named(transaction.connection, name)
    found: str | None = transaction.connection.execute(
        _VALUE, {"ticket": ticket, "field": field["id"]}
    ).scalar_one_or_none()
    return found


def _write_value(transaction: Transaction, ticket: int, name: str, value: str | None) -> None:
    connection = transaction.connection
    field = _named(connection, name)
    connection.execute(
        delete(FIELD_VALUE).where(
            FIELD_VALUE.c.ticket_id == ticket, FIELD_VALUE.c.field_id == field["id"]
        )
    )
    if value is not None:
        connection.execute(insert(FIELD_VALUE), value_row(ticket, field, value))


def _read_presence(transaction: Transaction, field: int, _detail: str) -> str | None:
    row = rows.require_row(transaction.connection, "custom_field", field)
    return None if row["retired"] else "1"


def _write_presence(transaction: Transaction, field: int, _detail: str, value: str | None) -> None:
    rows.write_column(transaction.connection, "custom_field", field, "retired", value is None)


def _read_choices(transaction: Transaction, field: int, _detail: str) -> str | None:
    return rows.read_column(transaction.connection, "custom_field", field, "choices")


def _write_choices(transaction: Transaction, field: int, _detail: str, value: str | None) -> None:
    """Choices taken away are remembered as former ones: tickets may hold them."""
    row = rows.require_row(transaction.connection, "custom_field", field)
    choices = json.loads(value or "[]")
    before = [*json.loads(row["former"]), *json.loads(row["choices"])]
    former = [choice for choice in dict.fromkeys(before) if choice not in choices]
    transaction.connection.execute(
        update(CUSTOM_FIELD)
        .where(CUSTOM_FIELD.c.id == field)
        .values(choices=value or "[]", former=json.dumps(former, ensure_ascii=False))
    )


FIELDS = {
    ("ticket", "field"): Field(_read_value, _write_value, is_text=True),
    ("custom_field", "present"): Field(_read_presence, _write_presence),
    ("custom_field", "choices"): Field(_read_choices, _write_choices),
}
