"""Where the reading of changes stands: a place that is written down and read back.

Ids of transactions are given before they are committed, so one may come into sight below others
that were read already. Therefore a place is a transaction that is old enough to have no such
neighbours (`floor`), and those above it that were read (`seen`). Old enough is what was the newest
one (`newest`, read `at`) a while ago; times of the transactions themselves may be hidden.
"""

import json
from collections.abc import Set as AbstractSet
from datetime import datetime, timedelta
from typing import Any

from supportdesk.records import dataclass
from supportdesk.remote.request_tracker.values import moment, number
from supportdesk.remote.trouble import Broken, LostPlace

SETTLES = timedelta(seconds=120)
"""After that time nothing comes into sight any more below what was read."""


@dataclass(frozen=True, slots=True)
class Place:
    """`below` is the id down to which tickets are read for the first time; None once all are.

    `since` limits that first reading to tickets that were updated after it.
    """

    floor: int
    seen: frozenset[int] = frozenset()
    newest: int | None = None
    at: datetime | None = None
    below: int | None = None
    since: datetime | None = None

    def after(self, read: AbstractSet[int], now: datetime | None) -> "Place":
        """The place once these transactions above the floor were read, at the server's `now`."""
        floor, newest, at = self.floor, self.newest, self.at
        if now is not None and at is not None and newest is not None and now - at >= SETTLES:
            floor, newest, at = newest, None, None
        if newest is None:
            newest, at = max(read, default=floor), now
        seen = frozenset(one for one in self.seen | read if one > floor)
        return Place(floor, seen, newest, at)

    def written(self) -> str:
        """As a cursor."""
        held: dict[str, Any] = {"floor": self.floor}
        if self.seen:
            held["seen"] = sorted(self.seen)
        if self.newest is not None and self.at is not None:
            held["newest"], held["at"] = self.newest, self.at.isoformat()
        if self.below is not None:
            held["below"] = self.below
        if self.since is not None:
            held["since"] = self.since.isoformat()
        return json.dumps(held)


def read_place(cursor: str) -> Place:
    """The place of a cursor. Raises LostPlace for one that is none."""
    try:
        held = json.loads(cursor)
        return Place(
            number(held["floor"]),
            frozenset(map(number, held.get("seen", ()))),
            _number_or_none(held.get("newest")),
            moment(held.get("at")),
            _number_or_none(held.get("below")),
            moment(held.get("since")),
        )
    except (ValueError, KeyError, AttributeError, TypeError, Broken):
        raise LostPlace from None


def _number_or_none(value: Any) -> int | None:
    return None if value is None else number(value)
