"""Which custom fields there are, and on how many tickets each stands (F23)."""

import json

from supportdesk.domain.custom_field import FieldDefinition
from supportdesk.store.read.connection import Reader


def definitions(connection: Reader) -> list[FieldDefinition]:
    """Every field in its order, retired ones last."""
    return [
        FieldDefinition(
            name, title, type_, tuple(json.loads(choices)), tuple(json.loads(former)), bool(retired)
        )
        for name, title, type_, choices, former, retired in connection.execute(
            "SELECT name, title, type, choices, former, retired FROM custom_field"
            " ORDER BY retired, position, id"
        )
    ]


def uses(connection: Reader) -> dict[str, int]:
    """Name of a field → how many tickets hold a value in it; fields without any are left out."""
    return dict(
        connection.execute(
            "SELECT f.name, count(*) FROM field_value v JOIN custom_field f ON f.id = v.field_id"
            " GROUP BY f.id"
        ).fetchall()
    )
