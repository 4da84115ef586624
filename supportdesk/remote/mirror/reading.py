"""What a remote tells, as the desk takes it in."""

from collections.abc import Callable

from supportdesk.desk.mirror.seen import (
    SeenChange,
    SeenFile,
    SeenGone,
    SeenMessage,
    SeenTicket,
    Vocabulary,
    Who,
)
from supportdesk.remote.base import Remote
from supportdesk.remote.facts import (
    Catalog,
    Person,
    RemoteChange,
    RemoteFile,
    RemoteMessage,
    RemoteThread,
)
from supportdesk.remote.trouble import Forbidden, Missing

AT_ONCE = 64 << 10
"""Bytes of a file that is fetched with its message; of a larger one only its name is known."""


class Reading:
    """Reads tickets of a remote."""

    def __init__(self, remote: Remote, readable: Callable[[str], str]) -> None:
        """`readable` turns HTML into the text that a person reads."""
        self._remote = remote
        self._readable = readable

    async def ticket(self, rid: str, since: str | None) -> SeenTicket | SeenGone:
        """A ticket, and what came after a version; whole, where another was merged into it."""
        try:
            thread = await self._remote.thread(rid, since)
            if since is not None and any(entry.field == "merged" for entry in thread.changes):
                thread = await self._remote.thread(rid)
        except (Missing, Forbidden):
            return SeenGone(rid)
        if thread.ticket.rid != rid:
            return SeenGone(rid, into=thread.ticket.rid)
        return await self._seen(thread)

    async def vocabulary(self) -> Vocabulary:
        """The words of the remote, and who works there."""
        catalog = await self._remote.catalog()
        return vocabulary(catalog, self._who(await self._remote.whoami()), self._remote)

    async def _seen(self, thread: RemoteThread) -> SeenTicket:
        ticket = thread.ticket
        return SeenTicket(
            rid=ticket.rid,
            version=ticket.version or "",
            subject=ticket.subject,
            state=ticket.state,
            category=ticket.category,
            queue=ticket.queue,
            owner=None if ticket.owner is None else self._who(ticket.owner),
            clients=tuple(map(self._who, ticket.clients)),
            priority=ticket.priority,
            urgency=ticket.urgency,
            tags=frozenset(ticket.tags or ()),
            created=ticket.created,
            updated=ticket.updated,
            offered=ticket.states,
            messages=tuple([await self._message(message) for message in thread.messages]),
            changes=tuple(map(self._change, thread.changes)),
            fields=tuple(
                (name, ", ".join(values))
                for name, values in (ticket.fields or {}).items()
                if values
            ),
        )

    async def _message(self, message: RemoteMessage) -> SeenMessage:
        return SeenMessage(
            message.rid,
            message.at,
            self._who(message.author),
            message.kind,
            message.text or self._readable(message.html),
            tuple([await self._file(file) for file in message.files]),
        )

    async def _file(self, file: RemoteFile) -> SeenFile:
        content = None
        if file.size <= AT_ONCE:
            content = (await self._remote.attachment(file.rid)).content
        return SeenFile(file.rid, file.name, file.media_type, file.size, content)

    def _change(self, entry: RemoteChange) -> SeenChange:
        return SeenChange(
            entry.rid, entry.at, self._who(entry.by), entry.field, entry.old, entry.new
        )

    def _who(self, person: Person) -> Who:
        is_robot = person.rid in self._remote.caps.robots
        return Who(person.rid, person.name, person.email, is_robot)


def vocabulary(catalog: Catalog, me: Who, remote: Remote) -> Vocabulary:
    """The words of a catalog."""
    return Vocabulary(
        me=me,
        states=tuple(
            (state.name, state.category, tuple(sorted(state.successors)))
            for state in catalog.states
        ),
        queues=tuple((queue.rid, queue.name) for queue in catalog.queues),
        priorities=tuple((one.value, one.urgency) for one in catalog.priorities),
        operators=tuple(
            Who(one.rid, one.name, one.email)
            for one in catalog.operators
            if one.rid not in remote.caps.robots
        ),
        has_tags=remote.caps.tags,
    )
