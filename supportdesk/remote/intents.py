"""What an operator wants of another help desk: our actions as seen from outside.

Words (states, queues, operators, priorities) are the remote's own, never our categories. `ticket`
is the remote's id.
"""

from collections.abc import Mapping
from dataclasses import field

from supportdesk.records import dataclass
from supportdesk.remote.facts import Attachment


@dataclass(frozen=True, slots=True)
class Reply:
    """A message to the client, with a new state in the same call where one is named."""

    ticket: str
    body: str
    state: str | None = None
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A message for our own people alone."""

    ticket: str
    body: str
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class SetState:
    """One of the states that the remote offered."""

    ticket: str
    state: str


@dataclass(frozen=True, slots=True)
class Take:
    """Become the owner of a ticket that nobody owns; whoever is second is told."""

    ticket: str


@dataclass(frozen=True, slots=True)
class Assign:
    """Give the ticket to an operator (their `rid`), or to nobody."""

    ticket: str
    operator: str | None


@dataclass(frozen=True, slots=True)
class SetPriority:
    """A value of the catalog's priorities."""

    ticket: str
    priority: str


@dataclass(frozen=True, slots=True)
class Tags:
    """Add and remove tags, whatever others stand there."""

    ticket: str
    add: frozenset[str] = frozenset()
    remove: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Move:
    """To another queue, by its name."""

    ticket: str
    queue: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Into another ticket, whose id stays."""

    ticket: str
    into: str


@dataclass(frozen=True, slots=True)
class Create:
    """A new ticket of a client (their address)."""

    queue: str
    subject: str
    client: str
    body: str
    priority: str | None = None
    files: tuple[Attachment, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Change = SetState | Take | Assign | SetPriority | Tags | Move | Merge
"""What changes a ticket and says nothing: done twice, it is done once."""
Intent = Reply | Note | Create | Change
