"""A ticket with its messages and history, in three requests.

The history hides what the operator may not see from the middle of its pages, so a short or empty
page is not its end; the ticket's version is, for it names the last entry that can be seen. The
history's own texts are always empty.
"""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from supportdesk.domain.ticket import MessageKind
from supportdesk.remote.facts import Attachment, Person, RemoteMessage, RemoteThread, RemoteTicket
from supportdesk.remote.request_tracker.asking import Asking, conditions
from supportdesk.remote.request_tracker.contents import Contents, Said
from supportdesk.remote.request_tracker.histories import Histories
from supportdesk.remote.request_tracker.people import NO_ONE, People
from supportdesk.remote.request_tracker.tickets import Tickets, ticket_id
from supportdesk.remote.request_tracker.values import number, set_moment, text
from supportdesk.remote.trouble import Broken

_MESSAGES = {"Create", "Correspond", "Comment"}
_HISTORY = {
    "fields": "Type,Field,OldValue,NewValue,ObjectId,Created,Creator",
    "fields[Creator]": "Name,RealName,EmailAddress",
    "orderby": "id",
}
_MOST_PAGES = 200

Row = Mapping[str, Any]


class Threads:
    """Reads whole tickets."""

    def __init__(self, asking: Asking, people: People, tickets: Tickets, tags_field: str) -> None:
        self._asking = asking
        self._people = people
        self._tickets = tickets
        self._histories = Histories(asking, people, tags_field)
        self._contents = Contents(asking)

    async def thread(self, rid: str, since: str | None) -> RemoteThread:
        """A ticket, and what was said and done on it after the version `since`."""
        after = 0 if since is None else number(since)
        ticket, first = await asyncio.gather(
            self._tickets.one(rid), self._entries(rid, after, page=1)
        )
        entries = await self._all_entries(ticket, after, first)
        spoken = [entry for entry in entries if text(entry.get("Type")) in _MESSAGES]
        said = await self._contents.of(ticket.rid, [text(entry.get("id")) for entry in spoken])
        messages = [await self._message(entry, said, ticket) for entry in spoken]
        return RemoteThread(ticket, tuple(messages), await self._histories.read(entries, ticket))

    async def attachment(self, rid: str) -> Attachment:
        """A file with its name and content. Raises Missing."""
        return await self._contents.attachment(rid)

    async def was_answered(self, ticket: RemoteTicket, since: str) -> bool:
        """Whether anybody has written to or as the client after a version; notes do not count."""
        after = number(since)
        first = await self._entries(ticket.rid, after, page=1)
        entries = await self._all_entries(ticket, after, first)
        return any(text(entry.get("Type")) == "Correspond" for entry in entries)

    async def _entries(self, rid: str, after: int, page: int) -> Sequence[Row]:
        where = {"query": conditions(("id", ">", str(after)))}
        path = f"ticket/{ticket_id(rid)}/history"
        return (await self._asking.page(path, {**_HISTORY, **where}, page)).rows

    async def _all_entries(
        self, ticket: RemoteTicket, after: int, first: Sequence[Row]
    ) -> list[Row]:
        entries, last = list(first), number(ticket.version or "0")
        for page in range(2, _MOST_PAGES):
            if last <= max([after, *(number(entry.get("id")) for entry in entries[-1:])]):
                return entries
            entries += await self._entries(ticket.rid, after, page)
        raise Broken("too_large")

    async def _message(
        self, entry: Row, said: Mapping[str, Said], ticket: RemoteTicket
    ) -> RemoteMessage:
        rid = text(entry.get("id"))
        author = self._people.listed(entry.get("Creator")) or NO_ONE
        content = said.get(rid, Said())
        return RemoteMessage(
            rid,
            set_moment(entry.get("Created")),
            author,
            await self._kind(text(entry.get("Type")), author, ticket),
            content.text,
            content.html,
            content.files,
        )

    async def _kind(self, type_: str, author: Person, ticket: RemoteTicket) -> MessageKind:
        """A client is who asked, and whoever does not work here."""
        if type_ == "Comment":
            return MessageKind.NOTE
        if any(author.rid == client.rid for client in ticket.clients):
            return MessageKind.CLIENT
        user = await self._people.called(author.rid, ask_whether_here=True)
        return MessageKind.OPERATOR if user.works_here else MessageKind.CLIENT
