"""What is asked of a custom field, as SQL over the values tickets hold (F23)."""

from collections.abc import Sequence
from typing import Protocol

from supportdesk.domain.query import Equals, Within
from supportdesk.domain.query_predicate import CUSTOM, same
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.sql_parts import joined, within

FREQUENT = 2_000
"""Tickets with a value up to which they are looked up first; else each ticket is asked."""


class Asking(Protocol):
    """Who asks, and the parameters of the statement (`query_sql.Compiled`)."""

    connection: Reader
    parameters: dict[str, object]

    def name(self, value: object) -> str:
        """A parameter for `value`."""
        ...


def is_custom(field: str) -> bool:
    """Whether a field of a query is one that the desk has added."""
    return field.startswith(CUSTOM)


def field_sql(asking: Asking, part: Equals | Within) -> str:
    """The ticket holds one of these values, in any case, or a number or day in this range."""
    if isinstance(part, Equals):
        return _equals(asking, part.field, part.values)
    return _among(asking, part.field, within("number", part.low, part.high))


def _equals(asking: Asking, field: str, values: Sequence[str | int | None]) -> str:
    words = ", ".join(asking.name(same(value)) for value in values if value is not None)
    parts = [_among(asking, field, f"word IN ({words})")] if words else []
    parts += [_empty(asking, field)] if None in values else []
    return joined(parts, "OR", "false")


def _empty(asking: Asking, field: str) -> str:
    identity = _identity(asking, field)
    return (
        f"NOT EXISTS (SELECT 1 FROM field_value WHERE ticket_id = t.id AND field_id = {identity})"
    )


def _among(asking: Asking, field: str, condition: str) -> str:
    kept = f"FROM field_value WHERE field_id = {_identity(asking, field)} AND {condition}"
    counted = f"SELECT count(*) FROM (SELECT 1 {kept} LIMIT {FREQUENT + 1}) s"
    if asking.connection.execute(counted, asking.parameters).fetchone()[0] > FREQUENT:
        return f"EXISTS (SELECT 1 {kept} AND ticket_id = t.id)"
    return f"t.id IN (SELECT ticket_id {kept})"


def _identity(asking: Asking, field: str) -> int:
    """The id of the field; 0, which none has, where there is no such field."""
    found = asking.connection.execute(
        "SELECT id FROM custom_field WHERE name = :name", {"name": field.removeprefix(CUSTOM)}
    ).fetchone()
    return 0 if found is None else int(found[0])
