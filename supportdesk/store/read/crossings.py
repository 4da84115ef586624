"""What was set on a copy against what others have set there meanwhile, of what stopped for that."""

import json
from collections.abc import Iterator
from typing import Any

from supportdesk.domain.provisional import FIRST
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.sendings import Because, SendingRow

_SET_BY = {
    "state": ("state", "then_state"),
    "reason": ("reason", "then_reason"),
    "kind": ("kind", "then_kind"),
    "priority": ("priority",),
    "subject": ("subject",),
    "owner_id": ("owner",),
    "queue_id": ("queue",),
}
"""Field of a ticket → what actions call the value that they give it."""

_CUSTOM = "field:"

_THEIRS = """
SELECT e.before, e.after, o.name, e.at FROM event e LEFT JOIN operator o ON o.id = e.actor_id
 WHERE e.ticket_id = :ticket AND e.subject = 'ticket' AND e.field = :field
   AND e.seq > :base AND e.seq < :first AND e.actor_id IS DISTINCT FROM :me
 ORDER BY e.seq
"""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A field of a ticket: what it held, what was set here, and what somebody set there, and when.

    Values are as events hold them; `who` is None for the desk itself, `at` in milliseconds.
    """

    ticket: int
    field: str
    before: str | None
    here: str | None
    there: str | None
    who: str | None
    at: int


def crossings(connection: Reader, row: SendingRow) -> list[Crossing]:
    """Where others have set the same as something that stopped; those that the copy knows of."""
    found = []
    for ticket, field in _crossed(row.because):
        values = list(_set_here(json.loads(row.action), ticket, field))
        asked = {"ticket": ticket, "field": field, "base": int(row.base or 0), "me": row.actor_id}
        theirs = connection.execute(_THEIRS, {**asked, "first": FIRST}).fetchall()
        if values and theirs:
            (before, *_), (_, there, who, at) = theirs[0], theirs[-1]
            found.append(Crossing(ticket, field, before, values[-1], there, who, at))
    return found


def _crossed(because: Because) -> Iterator[tuple[int, str]]:
    """Ticket and field of each conflict; what another desk tells may be of any shape."""
    for stop in because.get("stops", ()):
        held = stop.get("parameters")
        if stop.get("name") != "conflict" or not isinstance(held, dict):
            continue
        ticket, fields = held.get("number"), held.get("fields")
        if type(ticket) is int and 0 < ticket < FIRST and isinstance(fields, list):
            yield from ((ticket, field) for field in fields if isinstance(field, str))


def _set_here(action: dict[str, Any], ticket: int, field: str) -> Iterator[str | None]:
    """What an action sets a field of a ticket to, in the order of its steps."""
    asked = action.get("with", {})
    for held in (asked, *(step.get("with", {}) for step in asked.get("steps", ()))):
        if held.get("ticket", asked.get("ticket")) != ticket:
            continue
        if field.startswith(_CUSTOM) and held.get("field") == field.removeprefix(_CUSTOM):
            yield held.get("value")
        for name in _SET_BY.get(field, ()):
            if name in held:
                yield None if held[name] is None else str(held[name])
