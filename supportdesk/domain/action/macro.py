"""Commands about macros: several changes of one ticket in one step (F62)."""

from supportdesk.domain.action.conversation import AddNote, Reply
from supportdesk.domain.action.ticket import (
    Assign,
    ChangeTags,
    MoveToQueue,
    SetKind,
    SetPriority,
    SetState,
    Snooze,
)
from supportdesk.domain.macro import Macro
from supportdesk.records import dataclass

MacroStep = (
    Reply | AddNote | SetState | SetPriority | SetKind | Assign | MoveToQueue | ChangeTags | Snooze
)


@dataclass(frozen=True, slots=True)
class SaveMacro:
    """Make a macro, or change the one with id `macro`."""

    name: str
    does: Macro
    macro: int | None = None


@dataclass(frozen=True, slots=True)
class DeleteMacro:
    """Take a macro away; undo brings it back."""

    macro: int


@dataclass(frozen=True, slots=True)
class RunMacro:
    """Make the steps of a macro on one ticket, all or none, as one thing to undo.

    Every step passes the rules and roles it passes alone. `is_typed` says that the reply among
    them came from its composer: only then is the draft of a reply finished with it.
    """

    ticket: int
    macro: int
    steps: tuple[MacroStep, ...]
    is_typed: bool = False
