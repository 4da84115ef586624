"""Who gets which ticket, and why not (R3). Pure: the same people and tickets, the same result.

Nobody is handed more than their cap. Where somebody is planned to begin within `DUE_SOON`, the
tickets are dealt in rounds: nobody who is here gets one more while somebody due has fewer; it is
kept for them until they have come, or are late (F114).
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from enum import StrEnum

from supportdesk.domain.staffing import Caps, Mode, Status, languages
from supportdesk.records import dataclass

DUE_SOON = 15 * 60_000
"""Milliseconds before and after a planned start in which somebody counts as due."""

LAST_OWNER_DAYS = 7
"""Who has another open ticket of the client, changed within so many days, gets this one too."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can be dealt tickets. No queues: all of them."""

    id: int
    name: str
    status: str
    load: int = 0
    """Their new and active tickets that are not asleep."""
    queues: frozenset[int] = frozenset()
    skills: frozenset[str] = frozenset()
    caps: Mapping[int, int] = field(default_factory=dict)
    """Own caps by line; the desk's hold elsewhere."""
    last_dealt: int = 0
    """Grows with every automatic assignment of the desk; 0 for never."""
    is_absent: bool = False
    is_due: bool = False
    """Planned to begin about now, and not here yet."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A ticket that nobody has, in a queue that is dealt."""

    number: int
    queue: int
    line: int
    mode: str = Mode.BALANCED
    needs: frozenset[str] = frozenset()
    """Skills of its queue and of its `skill:` tags."""
    language: str | None = None
    """Asked of those who name any language."""
    client: int = 0
    returned_by: frozenset[int] = frozenset()
    """From whom it was taken back, or who gave it back."""


LastOwner = Callable[[Waiting], int | None]
"""Who has another open ticket of the client, changed within `LAST_OWNER_DAYS`."""


def no_last_owner(_ticket: Waiting) -> int | None:
    """Where no client has another ticket."""
    return None


class WhyNot(StrEnum):
    """The first reason for which somebody cannot be dealt a ticket, in the order looked at."""

    QUEUE = "queue"
    SKILLS = "skills"
    RETURNED = "returned"
    ABSENT = "absent"
    STATUS = "status"
    CAP = "cap"


@dataclass(frozen=True, slots=True)
class Dealt:
    """A ticket goes to somebody; `why` is last_owner, balanced or round_robin."""

    ticket: Waiting
    person: Person
    why: str
    load: int
    """Their tickets with this one."""
    cap: int


@dataclass(frozen=True, slots=True)
class Left:
    """A ticket stays.

    `reason` is nobody_works, nobody_with, nobody_available, all_busy, returned or kept.
    """

    ticket: Waiting
    reason: str
    needs: tuple[str, ...] = ()
    """nobody_with: the skills that nobody has together."""
    load: int = 0
    cap: int = 0
    """all_busy: what those who could have, of what they may."""
    name: str = ""
    """kept: for whom."""


class Crew:
    """The people of a desk while tickets are dealt to them one by one."""

    def __init__(
        self, people: Iterable[Person], caps: Caps, last_owner: LastOwner = no_last_owner
    ) -> None:
        """`last_owner` is asked for tickets that somebody can take, and for no others."""
        self.people = sorted(people, key=lambda person: person.id)
        self.caps = caps
        self._last_owner = last_owner
        self._loads = {person.id: person.load for person in self.people}
        self._turns = {person.id: person.last_dealt for person in self.people}

    def load(self, person: Person) -> int:
        """Tickets of somebody, those dealt here among them."""
        return self._loads[person.id]

    def cap(self, person: Person, line: int) -> int:
        """The cap of somebody on a line."""
        return self.caps.of(line, person.caps)

    def has_room(self, lines: Collection[int]) -> bool:
        """Whether anybody available could take one more of these lines."""
        return any(
            self.load(person) < max((self.cap(person, line) for line in lines), default=0)
            for person in self.people
            if person.status == Status.AVAILABLE and not person.is_absent
        )

    def why_not(self, person: Person, ticket: Waiting) -> WhyNot | None:
        """The first reason against somebody; None for who is eligible. Who is due counts as here.

        Who names no language is asked for none.
        """
        if person.queues and ticket.queue not in person.queues:
            return WhyNot.QUEUE
        if not ticket.needs <= person.skills or not _speaks(person, ticket.language):
            return WhyNot.SKILLS
        if person.id in ticket.returned_by:
            return WhyNot.RETURNED
        if person.is_absent:
            return WhyNot.ABSENT
        if person.status != Status.AVAILABLE and not person.is_due:
            return WhyNot.STATUS
        if self.load(person) >= self.cap(person, ticket.line):
            return WhyNot.CAP
        return None

    def give_away(self, person: Person) -> None:
        """Somebody has a ticket less."""
        self._loads[person.id] -= 1

    def deal(self, ticket: Waiting) -> Dealt | Left:
        """Give one ticket to somebody, or say why it stays."""
        able = [person for person in self.people if self.why_not(person, ticket) is None]
        here = [person for person in able if not person.is_due]
        due = [person for person in able if person.is_due]
        if not able:
            return self._left(ticket)
        if not here:
            return self._keep(due, ticket)
        person, why = self._choose(here, ticket)
        behind = [one for one in due if self.load(one) < self.load(person)]
        if behind and why != "last_owner":
            return self._keep(behind, ticket)
        self._loads[person.id] += 1
        self._turns[person.id] = max(self._turns.values()) + 1
        cap = self.cap(person, ticket.line)
        return Dealt(ticket, person, why, self._loads[person.id], cap)

    def _keep(self, due: Sequence[Person], ticket: Waiting) -> Left:
        """Keep a ticket for one of those who are due."""
        person = min(due, key=lambda one: self._rank(one, ticket))
        self._loads[person.id] += 1
        return Left(ticket, "kept", name=person.name)

    def _choose(self, here: Sequence[Person], ticket: Waiting) -> tuple[Person, str]:
        if ticket.mode == Mode.ROUND_ROBIN:
            return min(here, key=lambda one: (self._turns[one.id], one.id)), str(Mode.ROUND_ROBIN)
        last_owner = self._last_owner(ticket)
        for person in here:
            if person.id == last_owner:
                return person, "last_owner"
        return min(here, key=lambda one: self._rank(one, ticket)), str(Mode.BALANCED)

    def _rank(self, person: Person, ticket: Waiting) -> tuple[int, int, int]:
        """Largest cap − load first, then longest since the last assignment, then id."""
        room = self.cap(person, ticket.line) - self.load(person)
        return -room, self._turns[person.id], person.id

    def _left(self, ticket: Waiting) -> Left:
        """Why nobody gets it: the reason of those who come nearest."""
        against = {person.id: self.why_not(person, ticket) for person in self.people}

        def nearest(*reasons: WhyNot) -> list[Person]:
            return [person for person in self.people if against[person.id] in reasons]

        busy = nearest(WhyNot.CAP)
        if busy:
            caps = sum(self.cap(person, ticket.line) for person in busy)
            return Left(ticket, "all_busy", load=sum(map(self.load, busy)), cap=caps)
        if nearest(WhyNot.STATUS, WhyNot.ABSENT):
            return Left(ticket, "nobody_available")
        if nearest(WhyNot.RETURNED):
            return Left(ticket, "returned")
        if nearest(WhyNot.SKILLS):
            asked = {*ticket.needs, *([ticket.language] if ticket.language else [])}
            return Left(ticket, "nobody_with", needs=tuple(sorted(asked)))
        return Left(ticket, "nobody_works")


def _speaks(person: Person, language: str | None) -> bool:
    if language is None or language in person.skills:
        return True
    return not languages(person.skills)


def deal(tickets: Iterable[Waiting], crew: Crew) -> Iterator[Dealt | Left]:
    """Deal tickets in their order: what becomes of each."""
    return (crew.deal(ticket) for ticket in tickets)


def given(tickets: Iterable[Waiting], crew: Crew) -> Iterator[Dealt]:
    """Deal tickets in their order: those that go to somebody.

    Loads only grow meanwhile: what nobody could take is not tried again for the next ticket that
    asks the same.
    """
    hopeless: set[tuple[object, ...]] = set()
    for ticket in tickets:
        asked = (ticket.queue, ticket.line, ticket.needs, ticket.language)
        if asked in hopeless:
            continue
        done = crew.deal(ticket)
        if isinstance(done, Dealt):
            yield done
        elif done.reason != "kept" and not ticket.returned_by:
            hopeless.add(asked)
