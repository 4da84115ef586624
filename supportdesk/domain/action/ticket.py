"""Commands that change one ticket: where it stands and what it is."""

from datetime import datetime

from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class SetState:
    """Move a ticket to another state (R1).

    `reason` is for hold and closed, `kind` for a ticket that is solved without one.
    """

    ticket: int
    state: str
    reason: str | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class SetPriority:
    """Set how urgent a ticket is (0 low … 3 critical)."""

    ticket: int
    priority: int


@dataclass(frozen=True, slots=True)
class SetKind:
    """Say what kind of request a ticket is."""

    ticket: int
    kind: str | None


@dataclass(frozen=True, slots=True)
class SetSubject:
    """Reword the subject of a ticket."""

    ticket: int
    subject: str


@dataclass(frozen=True, slots=True)
class Assign:
    """Give a ticket to an operator, or to nobody; taking it is assigning it to oneself."""

    ticket: int
    owner: int | None


@dataclass(frozen=True, slots=True)
class MoveToQueue:
    """Move a ticket to another queue; the owner stays."""

    ticket: int
    queue: int


@dataclass(frozen=True, slots=True)
class Escalate:
    """Hand a ticket on to the next line, or to `queue` of a later one, under a handover note."""

    ticket: int
    note: str
    queue: int | None = None


@dataclass(frozen=True, slots=True)
class ChangeTags:
    """Add and remove tags of one ticket in one step."""

    ticket: int
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeFollowers:
    """Operators begin or end to follow a ticket, by their ids, in one step (F21)."""

    ticket: int
    add: tuple[int, ...] = ()
    remove: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Snooze:
    """Put a ticket to sleep until `until` (F9); None wakes it now."""

    ticket: int
    until: datetime | None
