"""What is handed to the desk and what it answers (law 1)."""

import os
from collections.abc import Callable
from dataclasses import field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from supportdesk.domain.errors import DeskError
from supportdesk.records import dataclass

if TYPE_CHECKING:
    from uuid import UUID

    from supportdesk.domain.action import Action

Clock = Callable[[], datetime]
"""Returns the present moment, aware and in UTC (law 10)."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def to_milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970 in UTC, as the store keeps every time.

    Raises ValueError for a moment without a zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return (moment - EPOCH) // timedelta(milliseconds=1)


def from_milliseconds(milliseconds: int) -> datetime:
    """The aware UTC moment the store's integer stands for."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def new_id(moment: datetime) -> "UUID":
    """A fresh UUIDv7: sortable by `moment` (milliseconds), unguessable in the rest (RFC 9562)."""
    from uuid import UUID

    milliseconds = to_milliseconds(moment) & ((1 << 48) - 1)
    random_bits = int.from_bytes(os.urandom(10))
    value = milliseconds << 80 | random_bits
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return UUID(int=value)


@dataclass(frozen=True, slots=True)
class Envelope:
    """One action handed in: the id makes it idempotent, `actor` is an operator's id.

    `actor` is None for what the desk does by itself (imports, due work).
    `confirmed` names the stops the operator has seen and passes (law 12). `by` is the operator
    who does it as `actor`, and answers for it; None where it is the actor. `base` is the change
    number that was known when it was done: a field that others have set to something else since
    then stops it (remotes.md, rule 6); None where nothing can have happened meanwhile.
    """

    id: "UUID"
    actor: int | None
    at: datetime
    action: "Action"
    confirmed: frozenset[str] = field(default_factory=frozenset)
    by: int | None = None
    base: int | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """One ticket of a bulk that was left as it was, and why."""

    ticket: int | None
    error: DeskError


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the desk answers once everything is committed.

    `repeated` says that this envelope had been accepted before and nothing was done now.
    """

    envelope: "UUID"
    tickets: tuple[int, ...] = ()
    """Numbers of the tickets touched; the first is the one the action was about."""
    message: int | None = None
    client: int | None = None
    template: int | None = None
    macro: int | None = None
    article: int | None = None
    operator: int | None = None
    queue: int | None = None
    view: int | None = None
    calendar: int | None = None
    policy: int | None = None
    outbox: int | None = None
    """What waits for its time to be sent (F32)."""
    undo_until: datetime | None = None
    """Until then a reply is held back and can be recalled (F31)."""
    last_event: int = 0
    """The change number after this action: `seq` of the newest event."""
    repeated: bool = False
    action: str = ""
    """Name of the action done (for an undo: of the action undone)."""
    drafts: tuple[str, ...] = ()
    """What an undo gave back to its composer: reply, note. Not kept with the envelope."""
    bulk: bool = False
    """Whether it was about many tickets; then `tickets` are those done with this submission."""
    refused: tuple[Refusal, ...] = ()
    """The tickets of a bulk that were left as they were with this submission."""
    left: int = 0
    """How many steps are not done yet: submit the same envelope again to go on."""

    sent: bool | None = None
    """On a copy: whether the desk has done it, too. None where the desk itself was asked."""
    counts: tuple[tuple[str, int], ...] = ()
    """How much of what was changed, where an action reports it: `("messages", 14)`."""

    def and_then(self, later: "Receipt") -> "Receipt":
        """This part of a bulk and the next one together."""
        moments = [until for until in (self.undo_until, later.undo_until) if until is not None]
        return replace(
            later,
            tickets=tuple(dict.fromkeys((*self.tickets, *later.tickets))),
            undo_until=max(moments, default=None),
            last_event=max(self.last_event, later.last_event),
            refused=(*self.refused, *later.refused),
        )
