"""What a remote tells, as the desk takes it in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from supportdesk.desk.mirror.seen import (
    SeenCard,
    SeenChange,
    SeenFile,
    SeenGone,
    SeenMessage,
    SeenText,
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
    RemoteTemplate,
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
        self._cards: set[str] = set()

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
        found = vocabulary(catalog, self._who(await self._remote.whoami()), self._remote)
        try:
            return replace(
                found,
                templates=_texts(await self._remote.templates()),
                articles=_texts(await self._remote.articles("")),
            )
        except (Missing, Forbidden):
            return found

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
            card=await self._card(ticket.clients[:1]),
        )

    async def _card(self, clients: Sequence[Person]) -> SeenCard | None:
        """The card of a client whom this process meets for the first time."""
        rid = next((client.rid for client in clients if client.rid not in self._cards), None)
        if rid is None:
            return None
        self._cards.add(rid)
        try:
            card = await self._remote.client(rid)
        except (Missing, Forbidden):
            return None
        traits = [(name, ", ".join(held)) for name, held in card.fields.items() if held]
        if card.place:
            traits.append(("place", card.place))
        language = card.language.partition("-")[0].partition("_")[0].lower()
        phone = next(iter(card.phones), "")
        return SeenCard(card.organisation, phone, language, tuple(traits))

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


def _texts(found: Iterable[RemoteTemplate]) -> tuple[SeenText, ...]:
    return tuple(SeenText(one.rid, one.name, one.text) for one in found if one.text.strip())


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
