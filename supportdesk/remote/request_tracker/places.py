"""Where the reading of changes stands: a place that is written down and read back.

Ids of transactions are given before they are committed, so one may come into sight below others
that were read already. Therefore a place is the newest transaction that is old enough to have no
such neighbours (`floor`), and those above it that were read (`seen`).
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from supportdesk.records import dataclass
from supportdesk.remote.request_tracker.values import moment, number, text
from supportdesk.remote.trouble import Broken, LostPlace

SETTLES = timedelta(seconds=120)
"""Older than this, no transaction has neighbours that are not committed yet."""


@dataclass(frozen=True, slots=True)
class Place:
    """`below` is the id down to which tickets are read for the first time; None once all are.

    `since` limits that first reading to tickets that were updated after it.
    """

    floor: int
    seen: frozenset[int] = frozenset()
    below: int | None = None
    since: datetime | None = None

    def written(self) -> str:
        """As a cursor."""
        held: dict[str, Any] = {"floor": self.floor}
        if self.seen:
            held["seen"] = sorted(self.seen)
        if self.below is not None:
            held["below"] = self.below
        if self.since is not None:
            held["since"] = self.since.isoformat()
        return json.dumps(held)


def read_place(cursor: str) -> Place:
    """The place of a cursor. Raises LostPlace for one that is none."""
    try:
        held = json.loads(cursor)
        seen = frozenset(number(one) for one in held.get("seen", ()))
        below = held.get("below")
        since = moment(held.get("since"))
        return Place(number(held["floor"]), seen, None if below is None else number(below), since)
    except (ValueError, KeyError, AttributeError, TypeError, Broken):
        raise LostPlace from None


def settled(rows: Sequence[Mapping[str, Any]], before: int, now: datetime | None) -> int:
    """The newest transaction among rows that is old enough; `before` where none is.

    Those that the operator may not see have no time, and say nothing of age.
    """
    newest = before
    for row in rows:
        at = moment(row.get("Created"))
        if now is not None and at is not None and text(row.get("Type")) and at <= now - SETTLES:
            newest = max(newest, number(row.get("id")))
    return newest
