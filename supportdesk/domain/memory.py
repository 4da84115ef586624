"""Small personal things a desk remembers without event and undo (law 5)."""

from dataclasses import dataclass

from supportdesk.domain.time_spent import Spell


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """Keep what an operator has typed on a ticket; `kind` is reply or note, empty text forgets.

    `base_seq` is the ticket's change number when the composer opened (F76).
    """

    operator: int
    ticket: int
    kind: str
    body: str
    cursor: int = 0
    base_seq: int = 0


@dataclass(frozen=True, slots=True)
class MarkSeen:
    """The operator has seen the ticket up to this message id; 0 makes it unread again."""

    operator: int
    ticket: int
    message: int


@dataclass(frozen=True, slots=True)
class SpendTime:
    """The operator has worked on tickets for so long (F42)."""

    operator: int
    spells: tuple[Spell, ...]


Memory = KeepDraft | MarkSeen | SpendTime
