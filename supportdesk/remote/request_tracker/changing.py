"""Changes of one ticket: read, write under the version read, read again and compare.

`If-Match` is checked by the server but not in the transaction that writes, so a moment stays
unguarded; the loser of a race for a ticket is told 200 and learns it by reading the owner.
"""

from collections.abc import Callable
from dataclasses import replace

from supportdesk.records import dataclass
from supportdesk.remote.base import Conflict, Done, Outcome, Rejected, Unknown
from supportdesk.remote.facts import Person, RemoteTicket
from supportdesk.remote.intents import (
    Assign,
    Change,
    Merge,
    Move,
    SetPriority,
    SetState,
    Tags,
    Take,
)
from supportdesk.remote.line import Answer
from supportdesk.remote.request_tracker.asking import Asking, said
from supportdesk.remote.request_tracker.tickets import Tickets, ticket_id
from supportdesk.remote.request_tracker.values import NOBODY
from supportdesk.remote.request_tracker.writing import STALE, attempt
from supportdesk.remote.trouble import Forbidden, Missing, RemoteTrouble, SignedOut


@dataclass(frozen=True, slots=True)
class _Write:
    """What is put where, and how one sees on the ticket that it is done."""

    path: str
    body: dict[str, object]
    done: Callable[[RemoteTicket], bool]


class Changing:
    """Makes changes, and tells whether one was made."""

    def __init__(self, asking: Asking, tickets: Tickets, tags_field: str) -> None:
        """`tags_field` is empty where the server has none."""
        self._asking = asking
        self._tickets = tickets
        self._tags_field = tags_field

    async def apply(self, change: Change, base: str | None, me: Person) -> Outcome:
        """Do it. Raises RemoteTrouble only where nothing was written."""
        current = await self._tickets.one(change.ticket)
        if isinstance(change, Merge):
            change = await self._target(change)
        write = self._write(change, current, me)
        if isinstance(write, Rejected):
            return write
        if write.done(current):
            return Done(change.ticket, current.version)
        if current.rid != change.ticket or (base is not None and current.version != base):
            return Conflict(current)
        if isinstance(change, Take) and current.owner is not None:
            return Conflict(current)
        answer = await attempt(self._asking.send("PUT", write.path, write.body, current.version))
        if not isinstance(answer, Answer):
            return answer
        return await self._seen(change, write, answer)

    async def is_done(self, change: Change, me: Person) -> bool:
        """Whether the ticket is as the change would have it. Raises RemoteTrouble."""
        current = await self._tickets.one(change.ticket)
        if isinstance(change, Merge):
            change = await self._target(change)
        write = self._write(change, current, me)
        return not isinstance(write, Rejected) and write.done(current)

    async def _seen(self, change: Change, write: _Write, answer: Answer) -> Outcome:
        """What the ticket says after the write."""
        try:
            after = await self._tickets.one(change.ticket)
        except (Forbidden, Missing):
            moved = isinstance(change, Move) and answer.status != STALE
            return Done(change.ticket, None) if moved else Unknown()
        except SignedOut:
            raise
        except RemoteTrouble:
            return Unknown()
        if write.done(after):
            return Done(change.ticket, after.version)
        if answer.status == STALE or (isinstance(change, Take) and after.owner is not None):
            return Conflict(after)
        return Rejected(said(answer) or "not_done", next(iter(write.body), "Owner"))

    async def _target(self, change: Merge) -> Merge:
        """With the id under which the other ticket lives now."""
        return replace(change, into=(await self._tickets.one(change.into)).rid)

    def _write(self, change: Change, current: RemoteTicket, me: Person) -> _Write | Rejected:
        path = f"ticket/{ticket_id(change.ticket)}"
        match change:
            case SetState(state=state):
                return _Write(path, {"Status": state}, lambda ticket: ticket.state == state)
            case Take():
                return _Write(f"{path}/take", {}, lambda ticket: _owner(ticket) == me.rid)
            case Assign(operator=operator):
                wanted = operator or NOBODY
                stolen = wanted == me.rid and current.owner is not None
                path, body = (f"{path}/steal", {}) if stolen else (path, {"Owner": wanted})
                return _Write(path, dict(body), lambda ticket: _owner(ticket) == wanted)
            case SetPriority(priority=priority):
                if not (priority.isascii() and priority.isdigit()):
                    return Rejected("priority.unknown", "Priority")
                return _Write(
                    path, {"Priority": int(priority)}, lambda ticket: ticket.priority == priority
                )
            case Tags():
                return self._tagging(path, change, current)
            case Move(queue=queue):
                return _Write(path, {"Queue": queue}, lambda ticket: ticket.queue == queue)
            case Merge(ticket=merged, into=into):
                if merged == into:
                    return Rejected("merge.itself", "MergeInto")
                return _Write(path, {"MergeInto": int(into)}, lambda ticket: ticket.rid == into)

    def _tagging(self, path: str, change: Tags, current: RemoteTicket) -> _Write | Rejected:
        """The whole list, for what is written replaces all that was there."""
        if not self._tags_field:
            return Rejected("tags.unsupported", "CustomFields")
        held = current.tags or ()
        wanted = [tag for tag in held if tag not in change.remove]
        wanted += sorted(change.add - change.remove - set(held))

        def done(ticket: RemoteTicket) -> bool:
            tags = set(ticket.tags or ())
            return change.add - change.remove <= tags and not change.remove & tags

        return _Write(path, {"CustomFields": {self._tags_field: wanted}}, done)


def _owner(ticket: RemoteTicket) -> str:
    return ticket.owner.rid if ticket.owner else NOBODY
