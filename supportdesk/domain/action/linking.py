"""Commands about two tickets at once: merging, splitting, linking."""

from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class MergeTicket:
    """Move everything said on `ticket` into `into`; `ticket` becomes merged (F24)."""

    ticket: int
    into: int


@dataclass(frozen=True, slots=True)
class SplitMessage:
    """A new ticket that begins with what a client said in `message`, a child of its ticket (F25).

    Without `subject` and `queue` they are those of the ticket. What the client said stays as it is.
    """

    message: int
    subject: str | None = None
    queue: int | None = None
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class LinkTicket:
    """Say what `ticket` is to `other`; a link of the same kind is replaced (F26).

    Kinds are those of `domain.link` that are set by hand.
    """

    ticket: int
    kind: str
    other: int


@dataclass(frozen=True, slots=True)
class UnlinkTicket:
    """Take away every link between two tickets, whichever has it; a merge is undone instead."""

    ticket: int
    other: int
