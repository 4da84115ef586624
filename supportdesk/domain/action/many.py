"""Commands about many tickets at once (F7, F8)."""

from collections.abc import Iterable
from dataclasses import replace

from supportdesk.domain.action.conversation import AddNote, Reply
from supportdesk.domain.action.fields import SetField
from supportdesk.domain.action.linking import MergeTicket
from supportdesk.domain.action.macro import RunMacro
from supportdesk.domain.action.ticket import (
    Assign,
    ChangeTags,
    MoveToQueue,
    SetKind,
    SetPriority,
    SetState,
    SetSubject,
    Snooze,
)
from supportdesk.records import dataclass

TicketCommand = (
    SetState
    | SetPriority
    | SetKind
    | SetSubject
    | ChangeTags
    | SetField
    | Assign
    | MoveToQueue
    | Snooze
    | Reply
    | AddNote
    | RunMacro
    | MergeTicket
)
"""What can be done on many tickets at once."""


@dataclass(frozen=True, slots=True)
class Bulk:
    """Commands on many tickets, one after another, taken back by one undo.

    Each step is a command of its own, with its own guards; one that is refused holds up no other.
    No transaction does more of them than 50 ms allow (law 2): the receipt says how many are left,
    and the same envelope goes on with them.
    """

    steps: tuple[TicketCommand, ...]


def on_each(command: TicketCommand, tickets: Iterable[int]) -> Bulk:
    """The same command on each of these tickets."""
    return Bulk(tuple(replace(command, ticket=ticket) for ticket in tickets))
