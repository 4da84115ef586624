"""Macros, and the one that waits for a reply to be sent."""

from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.rows import MacroRow


@dataclass(frozen=True, slots=True)
class PreparedMacro:
    """What a macro does beside the unsent reply that it waits for; `does` as in `MacroRow`."""

    macro: int
    name: str
    does: str


def macros(connection: Reader) -> list[MacroRow]:
    """All macros by name."""
    return [
        MacroRow(*found)
        for found in connection.execute(
            "SELECT id, uuid, name, does FROM macro WHERE NOT withdrawn ORDER BY name, id"
        )
    ]


def prepared(connection: Reader, operator: int, ticket: int) -> PreparedMacro | None:
    """What waits for my reply on a ticket, or None."""
    found = connection.execute(
        "SELECT m.id, m.name, s.text FROM draft_source s JOIN macro m ON m.id = s.source_id"
        " WHERE s.operator_id = ? AND s.ticket_id = ? AND s.kind = 'macro'",
        (operator, ticket),
    ).fetchone()
    return None if found is None else PreparedMacro(*found)
