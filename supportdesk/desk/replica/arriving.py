"""What was done on a copy, as its desk has taken it: with the numbers it has there, or refused."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from supportdesk.desk.replica.doing import HERE, THERE
from supportdesk.desk.replica.taking import numbers_there
from supportdesk.domain.envelope import Receipt
from supportdesk.domain.errors import Refused, Stop
from supportdesk.store.read.sendings import DONE, SENT, Because, SendingRow

_NUMBERED = (
    *("message", "client", "template", "macro", "article", "operator", "queue", "view"),
    *("calendar", "policy", "outbox"),
)
"""Fields of a receipt that hold the number of what was made."""

_NOT_OF_A_REFUSAL = frozenset({"self", "code", "stops"})


def as_there(receipt: Receipt, row: SendingRow) -> Receipt:
    """The receipt of a copy with what its desk says of the same: numbers, and until when."""
    there = row.effect.get(THERE)
    if row.state not in (SENT, DONE) or not there:
        return replace(receipt, sent=False)
    numbers = dict(numbers_there(row.effect[HERE], there))
    held: dict[str, Any] = {name: getattr(receipt, name) for name in _NUMBERED}
    until = there.get("undo_until")
    return replace(
        receipt,
        tickets=tuple(numbers.get(number, number) for number in receipt.tickets),
        undo_until=datetime.fromisoformat(until) if isinstance(until, str) else None,
        last_event=there["change"],
        sent=True,
        **{name: numbers.get(number, number) for name, number in held.items()},
    )


def refusal(because: Because) -> Refused:
    """Why the desk refuses it, as the desk itself would have raised it here."""
    held = because.get("parameters")
    parameters = {
        str(name): value
        for name, value in (held.items() if isinstance(held, dict) else ())
        if name not in _NOT_OF_A_REFUSAL
    }
    stops = [
        Stop(str(stop.get("name")), stop.get("parameters") or {})
        for stop in because.get("stops", ())
    ]
    return Refused(str(because.get("code")), stops=stops, **parameters)
