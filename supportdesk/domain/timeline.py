"""What a ticket was at every moment, told by entries of a log that come in any order.

An entry says what the ticket was from its moment on. In the order of time each of them changes
what is different; one that comes late changes the time up to the next entry, which found the
ticket as it was (law 3: what is recorded stays, and what follows from the late one is added).
"""

from bisect import bisect_right, insort
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from supportdesk.domain.ticket import STATES, Category

PLACE = ("state", "queue_id", "owner_id")
"""What a span of a ticket is about."""

_BEFORE_ALL = -(1 << 62)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a log: who made it, and the fields it names with their values."""

    at: int
    actor: int | None
    values: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Step:
    """One field of the ticket goes from one value to another: an event."""

    at: int
    actor: int | None
    field: str
    before: str | None
    after: str | None


class Timeline:
    """The values of every field of one ticket through time; moments in milliseconds."""

    def __init__(
        self,
        beginning: Mapping[str, str | None],
        steps: Iterable[Step] = (),
        entries: Iterable[int] = (),
    ) -> None:
        """`steps` and the moments of `entries` are known already, in the order of replay.

        `beginning` holds of fields that no step is about.
        """
        self._moments: dict[str, list[int]] = {}
        self._values: dict[str, list[str | None]] = {}
        for step in steps:
            self._begin(step.field, step.before)
            self._insert(step.field, step.at, step.after)
        for field, value in beginning.items():
            self._begin(field, value)
        self._entries = sorted(entries)

    def take(self, entry: Entry) -> list[Step]:
        """Put an entry where it belongs; what changes by it."""
        following = bisect_right(self._entries, entry.at)
        witness = self._entries[following] if following < len(self._entries) else None
        first = bisect_right(self._moments["state"], entry.at) - 1
        reopened = self._reopenings(first)
        steps = [
            step
            for field, value in self._wanted(entry).items()
            for step in self._set(field, value, entry, witness)
        ]
        insort(self._entries, entry.at)
        return [*steps, *self._count_reopenings(self._reopenings(first) - reopened, entry)]

    def last(self, field: str) -> str | None:
        """What the field holds in the end."""
        return self._values[field][-1] if field in self._values else None

    @property
    def fields(self) -> tuple[str, ...]:
        """Every field that was ever named."""
        return tuple(self._values)

    def places(self, created_at: int) -> list[tuple[int, str, str | None, str | None]]:
        """Moments with the state, queue and owner from then on, each for some time."""
        moments = {max(moment, created_at) for name in PLACE for moment in self._moments[name]}
        found: list[tuple[int, str, str | None, str | None]] = []
        for moment in sorted(moments):
            state, queue, owner = (self._at(name, moment) for name in PLACE)
            if not found or found[-1][1:] != (state, queue, owner):
                found.append((moment, state or "new", queue, owner))
        return found

    def _begin(self, field: str, value: str | None) -> None:
        if field not in self._values:
            self._moments[field], self._values[field] = [_BEFORE_ALL], [value]

    def _insert(self, field: str, at: int, value: str | None) -> None:
        place = bisect_right(self._moments[field], at)
        self._moments[field].insert(place, at)
        self._values[field].insert(place, value)

    def _at(self, field: str, moment: int) -> str | None:
        return self._values[field][bisect_right(self._moments[field], moment) - 1]

    def _set(self, field: str, value: str | None, entry: Entry, witness: int | None) -> list[Step]:
        self._begin(field, None)
        before = self._at(field, entry.at)
        if before == value:
            return []
        place = bisect_right(self._moments[field], entry.at)
        changes = self._moments[field][place] if place < len(self._moments[field]) else None
        self._insert(field, entry.at, value)
        steps = [Step(entry.at, entry.actor, field, before, value)]
        if witness is not None and (changes is None or witness < changes):
            self._insert(field, witness, before)
            steps.append(Step(witness, None, field, value, before))
        return steps

    def _wanted(self, entry: Entry) -> dict[str, str | None]:
        """What an entry sets, with what follows from it.

        What the ticket is already is no change of state, nor is new: nothing is that again (R1).
        """
        wanted = {**entry.values}
        state, reason = wanted.pop("state", None), wanted.pop("reason", None)
        if state is None or state in ("new", self._at("state", entry.at)):
            return wanted
        return {"state": state, **wanted, "reason": reason, **self._ends(entry.at, state)}

    def _ends(self, at: int, state: str | None) -> dict[str, str | None]:
        """When the ticket was solved and closed, as the desk keeps it with each state (R1)."""
        moment = str(at)
        if state == "solved":
            return {"solved_at": moment, "closed_at": None}
        if state == "closed":
            return {"solved_at": self._at("solved_at", at) or moment, "closed_at": moment}
        if _is_done(state):
            return {}
        return {"solved_at": None, "closed_at": None}

    def _reopenings(self, first: int) -> int:
        """How often the ticket was opened again, from its state of this place on."""
        done = [_is_done(state) for state in self._values["state"][first:]]
        return sum(was and not now for was, now in pairwise(done))

    def _count_reopenings(self, more: int, entry: Entry) -> list[Step]:
        """The number of reopenings is one that only grows: a late one is added to the newest."""
        if not more:
            return []
        before = self.last("reopens") or "0"
        at = max(entry.at, self._moments["reopens"][-1])
        step = Step(at, entry.actor, "reopens", before, str(max(int(before) + more, 0)))
        self._insert(step.field, at, step.after)
        return [step]


def _is_done(state: str | None) -> bool:
    return state in STATES and STATES[state].category is Category.DONE
