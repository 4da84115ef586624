"""What a ticket was at every moment, told by entries of a log that come in any order.

An entry says what the ticket was from its moment on, as far as it names it; tags it names are all
that the log gives the ticket then, and no others of the log stay. In the order of time
each of them changes what is different; of one that comes late a field counts until the next entry
that names it (law 3: what is recorded stays, and what follows from the late one is added). So the
order in which entries come makes no difference.
"""

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from supportdesk.domain.ticket import STATES, Category
from supportdesk.records import dataclass

PLACE = ("state", "queue_id", "owner_id")
"""What a span of a ticket is about."""

TAG = "tag:"
"""Before the name of a tag that is a field of its own."""

_OF_STATE = ("reason", "solved_at", "closed_at")
"""What follows from the state."""

_BEFORE_ALL = -(1 << 62)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a log: who made it, and the fields it names with their values."""

    at: int
    actor: int | None
    values: Mapping[str, str | None]

    @property
    def named(self) -> tuple[str, ...]:
        """The fields it tells; new tells no state: nothing is that again (R1)."""
        is_new = self.values.get("state") == "new"
        return tuple(
            field
            for field in self.values
            if field != _OF_STATE[0] and not (is_new and field == "state")
        )


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
        entries: Iterable[tuple[int, Sequence[str]]] = (),
    ) -> None:
        """`steps` and `entries` (moment, fields named) are known already, in the order of replay.

        `beginning` holds of fields that no step is about.
        """
        self._moments: dict[str, list[int]] = {}
        self._values: dict[str, list[str | None]] = {}
        for step in steps:
            self._begin(step.field, step.before)
            self._insert(step.field, step.at, step.after)
        for field, value in (dict.fromkeys((*PLACE, *_OF_STATE)) | {**beginning}).items():
            self._begin(field, value)
        self._named: defaultdict[str, list[int]] = defaultdict(list)
        self._tags: list[frozenset[str]] = []
        """Those of the entries that name tags, in the order of time."""
        for at, fields in entries:
            self._note(at, fields)

    def take(self, entry: Entry) -> list[Step]:
        """Put an entry where it belongs; what changes by it."""
        first = bisect_right(self._moments["state"], entry.at) - 1
        reopened = self._reopenings(first)
        steps = [
            step
            for field, value in self._wanted(entry).items()
            for step in self._set(field, value, entry)
        ]
        self._note(entry.at, entry.named)
        more = self._reopenings(first) - reopened
        settled: dict[str, str | None] = {
            "reopens": str(max(int(self.last("reopens") or "0") + more, 0))
        }
        if self._moments["state"][-1] > entry.at:
            settled |= self._last_ends()
        return [*steps, *(step for item in settled.items() for step in self._settle(*item, entry))]

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

    def _note(self, at: int, fields: Sequence[str]) -> None:
        tags = frozenset(field for field in fields if field.startswith(TAG))
        for field in fields:
            if field not in tags:
                insort(self._named[field], at)
        if tags:
            self._tags.insert(bisect_right(self._named[TAG], at), tags)
            insort(self._named[TAG], at)

    def _set(self, field: str, value: str | None, entry: Entry) -> list[Step]:
        self._begin(field, None)
        before = self._at(field, entry.at)
        if before == value:
            return []
        changes = _next(self._moments[field], entry.at)
        witness = _next(self._named[_told_with(field)], entry.at)
        self._insert(field, entry.at, value)
        steps = [Step(entry.at, entry.actor, field, before, value)]
        if witness is not None and (changes is None or witness < changes):
            self._insert(field, witness, before)
            steps.append(Step(witness, None, field, value, before))
        return steps

    def _wanted(self, entry: Entry) -> dict[str, str | None]:
        """What an entry sets, with what follows from it.

        What the ticket is already is no change of state, nor is new.
        """
        wanted = {**dict.fromkeys(self._tags_left(entry)), **entry.values}
        state, reason = wanted.pop("state", None), wanted.pop("reason", None)
        if state is None or state in ("new", self._at("state", entry.at)):
            return wanted
        before = {"solved_at": self._at("solved_at", entry.at)}
        return {"state": state, **wanted, "reason": reason, **_ends(state, entry.at, before)}

    def _tags_left(self, entry: Entry) -> Iterable[str]:
        """What the log gave the ticket before, if the entry names tags and not these."""
        before = bisect_right(self._named[TAG], entry.at) - 1
        if before < 0 or not any(field.startswith(TAG) for field in entry.values):
            return ()
        return sorted(self._tags[before].difference(entry.values))

    def _reopenings(self, first: int) -> int:
        """How often the ticket was opened again, from its state of this place on."""
        done = [_is_done(state) for state in self._values["state"][first:]]
        return sum(was and not now for was, now in pairwise(done))

    def _last_ends(self) -> dict[str, str | None]:
        """When the ticket was solved and closed in the end, by all of its states."""
        ends: dict[str, str | None] = {"solved_at": None, "closed_at": None}
        before = None
        for at, state in zip(self._moments["state"], self._values["state"], strict=True):
            if state != before:
                ends |= _ends(state, at, ends)
            before = state
        return ends

    def _settle(self, field: str, value: str | None, entry: Entry) -> list[Step]:
        """What a late entry changes in the end stands with the newest change of the field."""
        before = self.last(field)
        if before == value:
            return []
        at = max(entry.at, self._moments[field][-1])
        self._insert(field, at, value)
        return [Step(at, entry.actor, field, before, value)]


def _told_with(field: str) -> str:
    """What an entry names when it tells this field as well."""
    if field in _OF_STATE:
        return "state"
    return TAG if field.startswith(TAG) else field


def _next(moments: list[int], at: int) -> int | None:
    place = bisect_right(moments, at)
    return moments[place] if place < len(moments) else None


def _ends(state: str | None, at: int, before: Mapping[str, str | None]) -> dict[str, str | None]:
    """When a ticket that comes into a state was solved and closed, as the desk keeps it (R1)."""
    if state == "solved":
        return {"solved_at": str(at), "closed_at": None}
    if state == "closed":
        return {"solved_at": before.get("solved_at") or str(at), "closed_at": str(at)}
    return {} if _is_done(state) else {"solved_at": None, "closed_at": None}


def _is_done(state: str | None) -> bool:
    return state in STATES and STATES[state].category is Category.DONE
