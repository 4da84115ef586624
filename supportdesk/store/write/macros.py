"""Macros being made; their fields are set by changes that are recorded."""

from sqlalchemy import Connection, select

from supportdesk.store.write import rows
from supportdesk.store.write.tables import MACRO
from supportdesk.store.write.transaction import Transaction


def make_macro(transaction: Transaction) -> int:
    """A new macro that does nothing yet."""
    return rows.insert_row(
        transaction.connection, MACRO, uuid=transaction.fresh_uuid(), name="", does="{}"
    )


def name_taken(connection: Connection, name: str, macro: int | None) -> bool:
    """Whether another macro has this name, whatever its case."""
    others = rows.every(
        connection, select(MACRO.c.id, MACRO.c.name).where(MACRO.c.withdrawn.is_(False))
    )
    return any(
        other["id"] != macro and other["name"].casefold() == name.casefold() for other in others
    )
