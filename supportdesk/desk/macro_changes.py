"""What a macro changes on a ticket, field by field, for whoever looks before doing it (F62)."""

from collections.abc import Mapping, Sequence

from supportdesk.domain.action import (
    AddNote,
    Assign,
    ChangeTags,
    MacroStep,
    MoveToQueue,
    Reply,
    SetKind,
    SetPriority,
    SetState,
    Snooze,
)
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.records import dataclass
from supportdesk.store.read.rows import TicketRow

Held = str | int | None


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a ticket and what it holds before and after; names of queues and people.

    Fields: state, priority (its number), kind, queue, owner, tag (only one of both is given),
    wake (milliseconds), note and reply (`after` is the text).
    """

    field: str
    before: Held
    after: Held


def changes(
    steps: Sequence[MacroStep],
    ticket: TicketRow,
    queues: Mapping[int, str],
    people: Mapping[int, str],
) -> list[Change]:
    """What these steps change, in their order."""
    found: list[Change] = []
    for step in steps:
        match step:
            case Reply(body=body):
                found.append(Change("reply", None, body))
            case AddNote(body=body):
                found.append(Change("note", None, body))
            case ChangeTags(add=add, remove=remove):
                found += [Change("tag", None, tag) for tag in add]
                found += [Change("tag", tag, None) for tag in remove]
            case MoveToQueue(queue=queue):
                found.append(Change("queue", ticket.queue, queues.get(queue)))
            case Assign(owner=owner):
                found.append(Change("owner", ticket.owner, people.get(owner or 0)))
            case _:
                found.append(_change(step, ticket))
    return found


def _change(step: SetKind | SetPriority | SetState | Snooze, ticket: TicketRow) -> Change:
    match step:
        case SetKind(kind=kind):
            return Change("kind", ticket.kind, kind)
        case SetPriority(priority=priority):
            return Change("priority", ticket.priority, priority)
        case SetState(state=state):
            return Change("state", ticket.state, state)
        case Snooze(until=until):
            wakes = None if until is None else to_milliseconds(until)
            return Change("wake", ticket.wake_at, wakes)
