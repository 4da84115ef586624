"""What a desk does in parts: of a bulk, of taking it back, of forgetting somebody."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from supportdesk.domain.action import Bulk, ForgetClient, Redo, Undo
from supportdesk.records import dataclass
from supportdesk.store.read.sendings import SendingRow

MOST_PARTS = 10_000
"""In how many parts a desk may do one thing; each of them takes it some time."""

_IN_PARTS = (Undo.__name__, Redo.__name__, ForgetClient.__name__)
"""Other actions than a bulk that a desk may do in parts."""

MOST_STOPS = 100
"""Names of stops that are kept of what was refused of many."""

MOST_TICKETS = 1000
"""Tickets that are kept of many, of those where it was done and of those where it was not."""

LONGEST_SAID = 2000
"""Characters that are kept of what was said of it."""


def most_parts(row: SendingRow) -> int:
    """In how many parts a desk does it at most: many are written down first, then done."""
    if row.what == Bulk.__name__:
        return 2 * len(json.loads(row.action)["with"]["steps"]) + 1
    return MOST_PARTS if row.what in _IN_PARTS else 1


@dataclass(slots=True)
class RefusedOfMany:
    """What was refused of many: how many, what was said of the first, and the stops of all.

    And the tickets where it was done, and those where it was not.
    """

    count: int = 0
    went: list[int] = field(default_factory=list)
    stayed: list[int] = field(default_factory=list)
    said: str = ""
    stops: dict[str, Any] = field(default_factory=dict)

    def add(self, receipt: Mapping[str, Any]) -> None:
        """Count those of one part."""
        self.went += receipt.get("tickets", ())
        for one in receipt.get("refused", ()):
            if type(one.get("ticket")) is int:
                self.stayed.append(one["ticket"])
            if not self.count:
                self.said = one["error"]["message"][:LONGEST_SAID]
            self.count += 1
            for stop in one["error"].get("stops", ()):
                if stop["name"] in self.stops or len(self.stops) < MOST_STOPS:
                    self.stops[stop["name"]] = stop


def why_not_all(
    row: SendingRow, receipt: Mapping[str, Any], refused: RefusedOfMany
) -> dict[str, Any] | None:
    """Why not all of many was done: the stops of all, and what was said of the first.

    It is told once. Who repeats because that answer was lost is told what was done alone.
    """
    if refused.count:
        return {
            "code": "sync.partly",
            "parameters": {"count": refused.count, "said": refused.said},
            **_where(refused.went, refused.stayed),
            "stops": list(refused.stops.values()),
        }
    if row.what != Bulk.__name__ or not receipt.get("repeated"):
        return None
    asked = {step["with"]["ticket"] for step in json.loads(row.action)["with"]["steps"]}
    went = receipt.get("tickets", ())
    left = sorted(asked - set(went))
    if not left:
        return None
    return {"code": "sync.untold", "parameters": {"count": len(left)}, **_where(went, left)}


def _where(went: Iterable[int], stayed: Iterable[int]) -> dict[str, list[int]]:
    """Where it was done and where not, each ticket once."""
    return {"went": _kept(went), "stayed": _kept(stayed)}


def _kept(tickets: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(tickets))[:MOST_TICKETS]
