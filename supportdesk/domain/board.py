"""The lead's board: how many tickets stand where at one moment (R8, F117).

The board of any moment is summed from places: so many tickets of one category in one queue, with
one owner, asleep or awake. Every number on it names the places it counts, so that exactly its
tickets can be shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import field
from typing import NamedTuple

from supportdesk.domain.ticket import Category
from supportdesk.records import dataclass


class Place(NamedTuple):
    """Where `tickets` many stand that are not done."""

    queue: int
    owner: int | None
    category: int
    asleep: bool
    tickets: int = 1


COUNTED: dict[str, Callable[[Place], bool]] = {
    "new": lambda place: place.category == Category.NEW,
    "active": lambda place: place.category == Category.ACTIVE,
    "waiting": lambda place: place.category == Category.WAITING,
    "paused": lambda place: place.category == Category.PAUSED,
    "backlog": lambda _place: True,
    "unassigned": lambda place: place.owner is None,
    "asleep": lambda place: place.asleep,
    "load": lambda place: place.category < Category.WAITING and not place.asleep,
}
"""The numbers that follow from places. Backlog is the four categories together; sleeping tickets
are in them too and have a line of their own beside (R8). Load is R3's."""

IN_QUEUES = ("new", "active", "waiting", "paused", "backlog", "unassigned", "asleep")
"""Those a queue has, and all queues together; `load` is an operator's."""


@dataclass(frozen=True, slots=True)
class Board:
    """The places of one moment, summed."""

    queues: dict[int, dict[str, int]] = field(default_factory=dict)
    """Queue → number → tickets; every queue that has any."""
    operators: dict[int, dict[str, int]] = field(default_factory=dict)

    def total(self, name: str) -> int:
        """A number of all queues together."""
        return sum(numbers[name] for numbers in self.queues.values())

    def of_queue(self, queue: int, name: str) -> int:
        """A number of one queue; nothing is 0."""
        return self.queues.get(queue, {}).get(name, 0)

    def of_operator(self, operator: int, name: str) -> int:
        """A number of one operator's tickets."""
        return self.operators.get(operator, {}).get(name, 0)


def summed(places: Iterable[Place]) -> Board:
    """The board of these places."""
    board = Board()
    for place in places:
        _add(board.queues.setdefault(place.queue, dict.fromkeys(COUNTED, 0)), place)
        if place.owner is not None:
            _add(board.operators.setdefault(place.owner, dict.fromkeys(COUNTED, 0)), place)
    return board


def _add(numbers: dict[str, int], place: Place) -> None:
    for name, is_counted in COUNTED.items():
        if is_counted(place):
            numbers[name] += place.tickets
