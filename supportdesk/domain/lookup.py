"""What other systems know of a client: asked from outside, shown as a block of the card (F50)."""

from collections.abc import Sequence
from typing import Protocol

from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class LookupSubject:
    """Of whom something is asked; texts are as stored."""

    client: int
    name: str
    email: str | None = None
    phone: str | None = None
    company: str | None = None
    language: str | None = None
    properties: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LookupAnswer:
    """What was answered: some lines, or why there are none.

    `trouble` is a code with a detail behind a space: `status 500`, `timeout`. It never holds
    anything of the request or of the answer.
    """

    lines: tuple[str, ...] = ()
    trouble: str | None = None


class Lookups(Protocol):
    """Somebody who can ask other systems; called on a thread of its own, never on a key's."""

    @property
    def titles(self) -> Sequence[str]:
        """The blocks, in the order in which they are shown."""
        ...

    def fresh_for(self, title: str) -> int:
        """Milliseconds for which an answer under this title need not be asked again."""
        ...

    def ask(self, title: str, subject: LookupSubject) -> LookupAnswer:
        """Ask now; takes at most the time-out of the block."""
        ...

    def close(self) -> None:
        """End what is still being asked: nobody waits for it."""
        ...


RETRY_MILLISECONDS = 60_000
"""How long a lookup that failed is left alone."""


def is_due(lookups: Lookups, title: str, at: int | None, trouble: str | None, now: int) -> bool:
    """Whether to ask again after an attempt at `at` (milliseconds, None for never)."""
    if at is None:
        return True
    return now - at >= (lookups.fresh_for(title) if trouble is None else RETRY_MILLISECONDS)
