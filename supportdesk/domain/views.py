"""Views: a question with a name, an order, groups and columns (F2, F3).

Five are built in; others are saved by an operator for oneself, for a role or for the team.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from supportdesk.records import dataclass

AT_WORK = "-category:done wake:none"

BUILT_IN = {
    "mine": f"owner:me {AT_WORK}",
    "unassigned": f"owner:nobody {AT_WORK}",
    "all": AT_WORK,
    "waiting": "category:waiting wake:none",
    "snoozed": "-category:done -wake:none",
    "overdue": "sla:breached -category:done",  # sleep stops no clock (R2)
    "silent": "silent:yes category:active wake:none",
}
"""Name → query of the views that are always there, in the order of their digits from 1 on."""

OF_POLICIES = frozenset({"overdue", "silent"})
"""Views that say something only where the desk has SLA policies."""

DIGITS = range(1, 10)
"""The keys of views in the console."""

COLUMNS = (
    "state",
    "client",
    "queue",
    "owner",
    "kind",
    "tags",
    "created",
    "updated",
    "messages",
    "channel",
    "language",
)
"""What a view may show of a ticket beside number, priority, time and subject."""

LONGEST_NAME = 60


class Scope(StrEnum):
    """Who has a saved view."""

    ME = "me"
    ROLE = "role"
    TEAM = "team"


NEAREST_FIRST = (Scope.ME, Scope.ROLE, Scope.TEAM)
"""Whose digit holds where several views have the same one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where an operator has put a view: places count from the first; a hidden one is not shown."""

    view: str
    hidden: bool = False


def key_of(number: int) -> str:
    """How a saved view is called among places: built-in ones go by their name."""
    return f"view-{number}"


def composed(query: str, sort: str, group_by: str) -> str:
    """The whole question of a saved view in the one language; its own order comes first."""
    parts = [f"sort:{sort}" if sort else "", f"group_by:{group_by}" if group_by else "", query]
    return " ".join(part for part in parts if part)


def in_their_places(keys: Sequence[str], places: Iterable[Place]) -> list[str]:
    """The views in the order an operator gave them; what has no place comes last."""
    order = {place.view: number for number, place in enumerate(places)}
    return sorted(keys, key=lambda key: order.get(key, len(order)))


def hidden_among(places: Iterable[Place]) -> frozenset[str]:
    """The views an operator does not want to see."""
    return frozenset(place.view for place in places if place.hidden)


def moved(keys: Sequence[str], key: str, to: int) -> list[str]:
    """The same views with `key` at place `to`, counted from 0."""
    rest = [other for other in keys if other != key]
    at = max(0, min(len(rest), to))
    return [*rest[:at], key, *rest[at:]]


def digits_of(
    saved: Iterable[tuple[str, str, int | None]], hidden: frozenset[str]
) -> dict[str, int]:
    """Key of a view → the digit it answers to, of (key, scope, digit) of the saved ones.

    One's own go first; a built-in view keeps its digit unless one that is shown has been given it.
    """
    wanted = [view for view in saved if view[0] not in hidden and view[2] is not None]
    taken: dict[int, str] = {}
    for key, _scope, digit in sorted(wanted, key=lambda view: NEAREST_FIRST.index(Scope(view[1]))):
        taken.setdefault(digit or 0, key)
    for digit, name in enumerate(BUILT_IN, start=1):
        taken.setdefault(digit, name)
    return {key: digit for digit, key in taken.items()}
