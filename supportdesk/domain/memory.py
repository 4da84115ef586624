"""Small personal things a desk remembers without event and undo (law 5)."""

from typing import TYPE_CHECKING

from supportdesk.domain.recipients import NOBODY_ELSE, Recipients
from supportdesk.domain.time_spent import Spell
from supportdesk.domain.views import Place
from supportdesk.records import dataclass

if TYPE_CHECKING:
    from supportdesk.domain.action.parts import NewAttachment


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """Keep what an operator has typed on a ticket; `kind` is reply, note or forward.

    An empty text without files is forgotten.

    `base_seq` is the ticket's change number when the composer opened (F76).
    """

    operator: int
    ticket: int
    kind: str
    body: str
    cursor: int = 0
    base_seq: int = 0
    recipients: Recipients = NOBODY_ELSE


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


@dataclass(frozen=True, slots=True)
class AttachToDraft:
    """A file goes with what an operator writes on a ticket; its bytes are kept at once (F33)."""

    operator: int
    ticket: int
    kind: str
    file: "NewAttachment"
    base_seq: int = 0


@dataclass(frozen=True, slots=True)
class DetachFromDraft:
    """The file with this id goes with the unsent text no more."""

    operator: int
    ticket: int
    kind: str
    file: int


@dataclass(frozen=True, slots=True)
class DiscardDraft:
    """Forget an unsent text and its files."""

    operator: int
    ticket: int
    kind: str


@dataclass(frozen=True, slots=True)
class SwitchDraft:
    """A text becomes a draft of another kind than `from_kind`, and its files with it."""

    draft: KeepDraft
    from_kind: str

    @property
    def operator(self) -> int:
        """Whose draft it is."""
        return self.draft.operator

    @property
    def ticket(self) -> int:
        """The ticket it is for."""
        return self.draft.ticket


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


@dataclass(frozen=True, slots=True)
class TakeUpReturned:
    """Texts that came back from the outbox go on as the draft of their kind (F32)."""

    operator: int
    ticket: int
    kind: str


@dataclass(frozen=True, slots=True)
class MarkReturnTold:
    """The operator has been told that this text of the outbox came back unsent."""

    operator: int
    ticket: int
    entry: int


@dataclass(frozen=True, slots=True)
class Beat:
    """A console has the ticket in sight: `doing` is viewing, writing or gone (F75).

    `left` is the ticket that was in sight before.
    """

    operator: int
    ticket: int
    doing: str
    left: int | None = None


@dataclass(frozen=True, slots=True)
class ClaimWriting:
    """The operator begins to write to the client: the others are told for a while (F77)."""

    operator: int
    ticket: int


@dataclass(frozen=True, slots=True)
class ReleaseWriting:
    """The operator writes to the client no more."""

    operator: int
    ticket: int


@dataclass(frozen=True, slots=True)
class KeepLookup:
    """What another system answered about a client under a title (F50).

    With `trouble` there was no answer, and the lines of the one before stay.
    """

    operator: int
    client: int
    title: str
    lines: tuple[str, ...]
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class MarkOpened:
    """The operator has opened the ticket: the newest fifty are remembered (F12)."""

    operator: int
    ticket: int


@dataclass(frozen=True, slots=True)
class ArrangeViews:
    """In which order the operator sees the views, and which not at all (F3)."""

    operator: int
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class SpendTime:
    """The operator has worked on tickets for so long (F42)."""

    operator: int
    spells: tuple[Spell, ...]


@dataclass(frozen=True, slots=True)
class UseToken:
    """A program has come with a token of the operator: told once in a while."""

    operator: int
    token: int


OnTicket = (
    KeepDraft
    | AttachToDraft
    | DetachFromDraft
    | DiscardDraft
    | SwitchDraft
    | TakeUpReturned
    | MarkReturnTold
    | MarkSeen
    | InsertTemplate
    | PrepareMacro
    | PutArticle
    | Beat
    | ClaimWriting
    | ReleaseWriting
    | MarkOpened
)
"""What is remembered of one ticket."""

Memory = OnTicket | KeepLookup | ArrangeViews | SpendTime | UseToken
