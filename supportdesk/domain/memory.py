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
class PutArticle:
    """An article was put into the text an operator writes on a ticket: used once that is sent.

    With `put` false it was taken out again.
    """

    operator: int
    ticket: int
    kind: str
    article: int
    put: bool = True


Memory = KeepDraft | MarkSeen | PutArticle
