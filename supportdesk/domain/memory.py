"""Small personal things a desk remembers without event and undo (law 5)."""

from dataclasses import dataclass


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
class InsertTemplate:
    """A template's text went into the operator's reply on a ticket (F68)."""

    operator: int
    ticket: int
    template: int
    text: str


@dataclass(frozen=True, slots=True)
class PrepareMacro:
    """What a macro does beside the reply waits for that reply; None forgets it (F63)."""

    operator: int
    ticket: int
    macro: int | None
    does: str = ""
    """As `macro_text` writes it."""


Memory = KeepDraft | MarkSeen | InsertTemplate | PrepareMacro
