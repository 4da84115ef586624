"""Commands about who works, on what and when, and how queues are dealt to them (R3)."""

from datetime import datetime

from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class SetStatus:
    """Say what one does now: available, busy, break, away, offline; None is oneself."""

    status: str
    operator: int | None = None


@dataclass(frozen=True, slots=True)
class SetDuties:
    """Say which queues an operator works, with which skills and caps; None leaves as it is."""

    operator: int
    queues: tuple[int, ...] | None = None
    """None of them means all."""
    skills: tuple[str, ...] | None = None
    """A skill of two letters is a language."""
    caps: tuple[tuple[int, int], ...] | None = None
    """(line, tickets) where the desk's caps do not hold."""
    starts: str | None = None
    """When the shift is planned to begin: `09:00`; empty for no plan."""


@dataclass(frozen=True, slots=True)
class SetDealing:
    """Say how a queue is dealt: off, balanced, round_robin; None leaves as it is."""

    queue: int
    mode: str | None = None
    take_back: int | None = None
    """Business minutes after which an untouched ticket is taken back; 0 is never."""
    skills: tuple[str, ...] | None = None
    """What its tickets ask of those who get them."""


@dataclass(frozen=True, slots=True)
class SetAbsence:
    """Say when an operator is away and who gets their clients' answers; None is the queue."""

    operator: int
    since: datetime
    until: datetime
    substitute: int | None = None


@dataclass(frozen=True, slots=True)
class EndAbsence:
    """End an absence now, or take back one that has not begun."""

    absence: int


@dataclass(frozen=True, slots=True)
class SetMailNotices:
    """Be told by mail of these kinds of happenings (`domain.letter.NOTICES`); none is none.

    `operator` None is oneself.
    """

    kinds: tuple[str, ...]
    operator: int | None = None
