"""A ticket with its messages and history: three requests, joined by transaction.

The history's own texts are always empty; they are attachments, listed apart. Attachments of other
transactions are copies of mails that the server sent. A list of transactions or attachments hides
what the operator may not see from the middle of its pages, so a short or empty page is not its
end: the history ends with the ticket's version, the attachments with those of its last message.
"""

import asyncio
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from supportdesk.domain.ticket import MessageKind
from supportdesk.records import dataclass
from supportdesk.remote.facts import (
    Attachment,
    Person,
    RemoteFile,
    RemoteMessage,
    RemoteThread,
    RemoteTicket,
)
from supportdesk.remote.line import MOST_BYTES
from supportdesk.remote.request_tracker.asking import Asking, conditions
from supportdesk.remote.request_tracker.histories import Histories
from supportdesk.remote.request_tracker.people import NO_ONE, People
from supportdesk.remote.request_tracker.tickets import Tickets, ticket_id
from supportdesk.remote.request_tracker.values import number, record, set_moment, text
from supportdesk.remote.trouble import Broken

MESSAGES = {"Create", "Correspond", "Comment"}
_HISTORY = {
    "fields": "Type,Field,OldValue,NewValue,ObjectId,Created,Creator",
    "fields[Creator]": "Name,RealName,EmailAddress",
    "orderby": "id",
}
_PARTS = "ContentType,Filename,TransactionId,ContentLength"
_MOST_PAGES = 200
_MOST_EMPTY = 3
"""Pages after which no further attachments are looked for."""

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Said:
    """What a transaction says."""

    text: str = ""
    html: str = ""
    files: tuple[RemoteFile, ...] = ()


class Threads:
    """Reads whole tickets."""

    def __init__(self, asking: Asking, people: People, tickets: Tickets, tags_field: str) -> None:
        self._asking = asking
        self._people = people
        self._tickets = tickets
        self._histories = Histories(asking, people, tags_field)

    async def thread(self, rid: str, since: str | None) -> RemoteThread:
        """A ticket, and what was said and done on it after the version `since`."""
        after = 0 if since is None else number(since)
        ticket, first, parts = await asyncio.gather(
            self._tickets.one(rid),
            self._entries(rid, after, 1),
            self._page_of_parts(rid, after, 1),
        )
        entries = await self._further_entries(ticket, after, first)
        spoken = [entry for entry in entries if text(entry.get("Type")) in MESSAGES]
        if spoken:
            parts = await self._all_parts(rid, after, parts, number(spoken[-1].get("id")))
        said = _joined(parts)
        messages = [await self._message(entry, said, ticket) for entry in spoken]
        return RemoteThread(ticket, tuple(messages), await self._histories.read(entries, ticket))

    async def attachment(self, rid: str) -> Attachment:
        """A file with its name and content. Raises Missing."""
        found = record((await self._asking.get(f"attachment/{number(rid)}")).json())
        try:
            content = b64decode(text(found.get("Content")))
        except ValueError:
            raise Broken("shape") from None
        return Attachment(text(found.get("Filename")), text(found.get("ContentType")), content)

    async def was_answered(self, ticket: RemoteTicket, since: str) -> bool:
        """Whether anybody has written to or as the client after a version; notes do not count."""
        after = number(since)
        first = await self._entries(ticket.rid, after, 1)
        entries = await self._further_entries(ticket, after, first)
        return any(text(entry.get("Type")) == "Correspond" for entry in entries)

    async def _entries(self, rid: str, after: int, page: int) -> Sequence[Row]:
        where = {"query": conditions(("id", ">", str(after)))}
        path = f"ticket/{ticket_id(rid)}/history"
        return (await self._asking.page(path, {**_HISTORY, **where}, page)).rows

    async def _further_entries(
        self, ticket: RemoteTicket, after: int, first: Sequence[Row]
    ) -> list[Row]:
        """The entries up to the ticket's version, which the operator is known to see."""
        entries, last = list(first), number(ticket.version or "0")
        for page in range(2, _MOST_PAGES):
            if last <= max([after, *(number(entry.get("id")) for entry in entries[-1:])]):
                return entries
            entries += await self._entries(ticket.rid, after, page)
        raise Broken("too_large")

    async def _parts(self, rid: str, after: int, page: int, fields: str) -> Sequence[Row]:
        where = conditions(("TransactionId", ">", str(after)))
        path = f"ticket/{ticket_id(rid)}/attachments"
        params = {"fields": fields, "query": where, "orderby": "id"}
        return (await self._asking.page(path, params, page)).rows

    async def _page_of_parts(self, rid: str, after: int, page: int) -> list[Row]:
        """A page of attachments; where files make it too long, its texts are asked for singly."""
        try:
            return list(await self._parts(rid, after, page, f"{_PARTS},Content"))
        except Broken as trouble:
            if trouble.parameters["because"] != "too_large":
                raise
        listed = await self._parts(rid, after, page, _PARTS)
        return [await self._with_text(part) for part in listed]

    async def _with_text(self, part: Row) -> Row:
        if not _is_text(part) or number(part.get("ContentLength")) > MOST_BYTES // 4:
            return part
        content = await self.attachment(text(part.get("id")))
        return {**part, "Content": content.content.decode("utf-8", "replace")}

    async def _all_parts(self, rid: str, after: int, first: list[Row], last: int) -> list[Row]:
        """All attachments up to those of the last message, if it has any."""
        parts, empty = first, 0
        for page in range(2, _MOST_PAGES):
            reached = parts and number(parts[-1].get("TransactionId")) >= last
            if reached or empty >= _MOST_EMPTY:
                break
            found = await self._page_of_parts(rid, after, page)
            empty = 0 if found else empty + 1
            parts = parts + found
        else:
            raise Broken("too_large")
        return parts

    async def _message(
        self, entry: Row, said: Mapping[str, _Said], ticket: RemoteTicket
    ) -> RemoteMessage:
        rid = text(entry.get("id"))
        author = self._people.listed(entry.get("Creator")) or NO_ONE
        content = said.get(rid, _Said())
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


def _joined(parts: Sequence[Row]) -> dict[str, _Said]:
    """What was said, by transaction: the first text of each kind, and all that has a name."""
    said: dict[str, _Said] = {}
    for part in parts:
        transaction = text(part.get("TransactionId"))
        before = said.get(transaction, _Said())
        media, name = text(part.get("ContentType")).lower(), text(part.get("Filename"))
        content = text(part.get("Content"))
        if media.startswith("multipart/"):
            continue
        if not name and media == "text/plain" and not before.text:
            said[transaction] = replace(before, text=content)
        elif not name and media == "text/html" and not before.html:
            said[transaction] = replace(before, html=content)
        else:
            size = number(part.get("ContentLength") or 0)
            file = RemoteFile(text(part.get("id")), name, media, size)
            said[transaction] = replace(before, files=(*before.files, file))
    return said


def _is_text(part: Row) -> bool:
    media = text(part.get("ContentType")).lower()
    return media in ("text/plain", "text/html") and not text(part.get("Filename"))
