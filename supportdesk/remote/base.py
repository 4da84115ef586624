"""Another help desk, as the link sees it: one Protocol for all of them.

A remote holds no state of ours: what was read, what is on its way and what has to be tried again
is kept by the link (`desk/sync`). Every method may raise `RemoteTrouble`; `apply` raises only
`SignedOut`, and otherwise answers with an outcome.
"""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from supportdesk.records import dataclass
from supportdesk.remote.facts import (
    Attachment,
    Catalog,
    Page,
    Person,
    RemoteClient,
    RemoteTemplate,
    RemoteThread,
    RemoteTicket,
)
from supportdesk.remote.intents import Intent


class Guard(StrEnum):
    """How far a base version protects against what happened meanwhile."""

    EXACT = "exact"
    """Checked by the server in the transaction that writes."""
    CLOSE = "close"
    """Checked by the server or by us just before it writes: a moment stays unguarded."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Caps:
    """What this server can do for this operator; discovered when connecting."""

    name: str
    """What the server calls itself, with its version."""
    change_guard: Guard
    reply_guard: Guard
    reply_with_state: bool
    idempotent: bool
    """Whether a key makes a second try harmless; else `find_effect` is asked first."""
    tombstones: bool
    """Whether `changes` tells of deleted tickets; else only a completed sweep does."""
    live: bool
    """Whether changes are told as they happen; else the link asks again and again."""
    tags: bool
    settles: timedelta
    """How long after an Unknown its effect may still come into sight."""
    robots: frozenset[str] = frozenset()
    """What the server calls itself where it does something by itself."""


@dataclass(frozen=True, slots=True)
class Done:
    """Done, and seen to be done. `ref` names the effect: a message, else the ticket.

    `version` is the new base; None where the ticket could not be read again, or is out of sight.
    `missed` names parts that were not done although the rest was (`state`, `priority`, `fields`).
    """

    ref: str
    version: str | None
    missed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Nothing was done: the ticket is no longer what the base version said."""

    current: RemoteTicket


@dataclass(frozen=True, slots=True)
class Rejected:
    """Nothing was done, and trying again will not help.

    `reason` is a code of ours with a dot (`reply.empty`), or the remote's own sentence.
    """

    reason: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class Denied:
    """Nothing was done: the operator lacks the right."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class RetryAt:
    """Nothing was done: try again then; None where only the link's own patience decides."""

    when: datetime | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """It left and no answer came: it may be done. Never tried again blindly (rule 7)."""


Outcome = Done | Conflict | Rejected | Denied | RetryAt | Unknown


class Remote(Protocol):
    """A connected help desk of one operator. All of it is one asyncio loop's."""

    @property
    def caps(self) -> Caps:
        """What it can do."""

    async def whoami(self) -> Person:
        """The operator whose token or password this is."""

    async def catalog(self) -> Catalog:
        """States, queues, priorities, operators, tags and views."""

    def changes(self, cursor: str | None, since: datetime | None = None) -> AsyncIterator[Page]:
        """What changed after the cursor, in pages, until one is complete.

        Without a cursor all tickets are read, newest first (those not done or updated since then,
        if a moment is given), and then what changed meanwhile. A ticket may come again without
        having changed.
        Raises LostPlace for a dead cursor.
        """

    async def ticket(self, rid: str) -> RemoteTicket:
        """One ticket with its version, custom fields and what may be done with it.

        Raises Missing; a merged ticket answers as the one it went into, by its `rid`.
        """

    async def thread(self, rid: str, since: str | None = None) -> RemoteThread:
        """The ticket with its messages and history; with a version only what came after it."""

    async def client(self, rid: str) -> RemoteClient:
        """A client's card, as far as the operator may see it."""

    async def attachment(self, rid: str) -> Attachment:
        """The content of a file of a message."""

    async def search(self, query: str, most: int = 100) -> tuple[RemoteTicket, ...]:
        """Tickets with these words, or of a saved search (`view:RID`); at most that many."""

    async def templates(self) -> tuple[RemoteTemplate, ...]:
        """Ready texts for replies."""

    async def articles(self, query: str) -> tuple[RemoteTemplate, ...]:
        """Articles of the knowledge base with this text; all of them for an empty one."""

    async def apply(self, intent: Intent, base_version: str | None, key: str) -> Outcome:
        """Do it, and look whether it is done. Without a base version nothing guards it.

        `key` names this wish for ever; a server that keeps keys never does it twice. Raises
        SignedOut alone.
        """

    async def find_effect(self, intent: Intent, key: str, since: str | None) -> str | None:
        """After an Unknown: the reference of what was done since that version; None for nothing.

        For `Create` the moment it was sent, in ISO 8601, takes the place of a version.
        """

    async def close(self) -> None:
        """Close all connections."""
