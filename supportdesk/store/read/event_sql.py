"""What is asked of one event, as SQL over the table of events (F152)."""

from collections.abc import Sequence
from typing import Protocol

from supportdesk.domain.query import Equals, Within
from supportdesk.domain.query_fields import EVENTS, PRIORITIES
from supportdesk.domain.query_predicate import same
from supportdesk.store.read.sql_parts import joined, one_of, within

_COLUMNS = {
    "state": "state",
    "owner": "owner_id",
    "queue": "queue_id",
    "priority": "priority",
    "kind": "kind",
    "subject": "subject",
    "wake": "wake_at",
    "update": "update",
}
"""Name of an event → the field of the ticket that changed."""

_SPEAKERS = {"message": "client", "reply": "operator", "note": "note"}

_IS_TAG = "e.field LIKE 'tag:%'"
_HAS_VALUES = (
    "(e.subject = 'ticket' AND (e.field IN ('state', 'owner_id', 'queue_id', 'priority', 'kind')"
    f" OR {_IS_TAG}))"
)


class Asking(Protocol):
    """Who asks, and the parameters of the statement (`query_sql.Compiled`)."""

    me: int | None

    def name(self, value: object) -> str:
        """A parameter for `value`."""
        ...

    def operators(self, values: Sequence[str | int]) -> list[int]:
        """Ids of the operators with one of these names."""
        ...

    def named(self, table: str, values: Sequence[str | int]) -> list[int]:
        """Ids of the rows of a small table that have one of these names."""
        ...


def event_sql(asking: Asking, parts: Sequence[Equals | Within]) -> str:
    """The ticket has one event for which every part holds; the events are read once."""
    conditions = [_part(asking, part) for part in parts]
    return f"t.id IN (SELECT e.ticket_id FROM event e WHERE {joined(conditions, 'AND', 'true')})"


def _part(asking: Asking, part: Equals | Within) -> str:
    if isinstance(part, Within):
        return within("e.at", part.low, part.high)
    plain = [value for value in part.values if value is not None]
    if part.field == "event":
        return joined([kind_sql(str(value)) or "false" for value in plain], "OR", "false")
    if part.field == "by":
        held = [one_of("e.actor_id", asking.operators(plain))] if plain else []
        held += ["e.actor_id IS NULL"] if None in part.values else []
        return joined(held, "OR", "false")
    column = "e.before" if part.field == "from" else "e.after"
    held = [_side(asking, column, plain)] if plain else []
    held += [f"{column} IS NULL"] if None in part.values else []
    return f"({_HAS_VALUES} AND {joined(held, 'OR', 'false')})"


def kind_sql(event: str) -> str | None:
    """The event is of the kind that the question language calls so; None for no such kind."""
    if event not in EVENTS:
        return None
    if event == "created":
        return "(e.subject = 'ticket' AND e.field = 'present' AND e.after IS NOT NULL)"
    if event in _SPEAKERS:
        return (
            "(e.subject = 'message' AND e.field = 'present' AND e.after IS NOT NULL AND"
            f" (SELECT kind FROM message WHERE id = e.subject_id) = '{_SPEAKERS[event]}')"
        )
    if event == "field":
        return "(e.subject = 'ticket' AND e.field LIKE 'field:%')"
    named = _IS_TAG if event == "tag" else f"e.field = '{_COLUMNS[event]}'"
    return f"(e.subject = 'ticket' AND {named})"


def _side(asking: Asking, column: str, values: Sequence[str | int]) -> str:
    """What stood before or after is called one of these, in whatever field it was."""
    names = [same(value) for value in values]
    priorities = [PRIORITIES.index(name) for name in names if name in PRIORITIES]
    words = ", ".join(asking.name(name) for name in names)
    tags = ", ".join(asking.name(f"tag:{name}") for name in names)
    number = f"CAST({column} AS INTEGER)"
    held = [
        f"(e.field IN ('state', 'kind') AND {column} IN ({words}))",
        f"(e.field = 'priority' AND {one_of(number, priorities)})",
        f"(e.field = 'owner_id' AND {one_of(number, asking.operators(values))})",
        f"(e.field = 'queue_id' AND {one_of(number, asking.named('queue', values))})",
        f"(e.field IN ({tags}) AND {column} IS NOT NULL)",
    ]
    return joined(held, "OR", "false")
