"""What transactions say: their texts and files, which are attachments listed apart.

Only those of messages are asked for, by transaction: the others are copies of mails that the
server sent, and hidden ones in the middle of pages would leave their end in doubt.
"""

import json
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from supportdesk.records import dataclass
from supportdesk.remote.facts import Attachment, RemoteFile
from supportdesk.remote.line import MOST_BYTES
from supportdesk.remote.request_tracker.asking import Asking
from supportdesk.remote.request_tracker.values import number, record, text
from supportdesk.remote.trouble import Broken

_FIELDS = "ContentType,Filename,TransactionId,ContentLength"
_AT_ONCE = 25
"""Transactions of one question, so that its address stays short."""
_MOST_PAGES = 50

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What a transaction says."""

    text: str = ""
    html: str = ""
    files: tuple[RemoteFile, ...] = ()


class Contents:
    """Reads texts and files."""

    def __init__(self, asking: Asking) -> None:
        self._asking = asking

    async def of(self, ticket: str, transactions: Sequence[str]) -> dict[str, Said]:
        """What these transactions of a ticket say; those that say nothing are left out."""
        said: dict[str, Said] = {}
        for begin in range(0, len(transactions), _AT_ONCE):
            part = transactions[begin : begin + _AT_ONCE]
            for page in range(1, _MOST_PAGES):
                rows = await self._page(ticket, part, page)
                for row in rows:
                    _add(said, row)
                if len(rows) < self._asking.page_size:
                    break
            else:
                raise Broken("too_large")
        return said

    async def attachment(self, rid: str) -> Attachment:
        """A file with its name and content. Raises Missing."""
        found = record((await self._asking.get(f"attachment/{number(rid)}")).json())
        try:
            content = b64decode(text(found.get("Content")))
        except ValueError:
            raise Broken("shape") from None
        return Attachment(text(found.get("Filename")), text(found.get("ContentType")), content)

    async def _page(self, ticket: str, transactions: Sequence[str], page: int) -> Sequence[Row]:
        """A page of attachments; where files make it too long, its texts are asked for singly."""
        try:
            return await self._listed(ticket, transactions, page, f"{_FIELDS},Content")
        except Broken as trouble:
            if trouble.parameters["because"] != "too_large":
                raise
        rows = await self._listed(ticket, transactions, page, _FIELDS)
        return [await self._with_text(row) for row in rows]

    async def _listed(
        self, ticket: str, transactions: Sequence[str], page: int, fields: str
    ) -> Sequence[Row]:
        wanted = [
            {
                "field": "TransactionId",
                "operator": "=",
                "value": str(number(one)),
                "entry_aggregator": "OR",
            }
            for one in transactions
        ]
        params = {"query": json.dumps(wanted), "fields": fields, "orderby": "id"}
        return (await self._asking.page(f"ticket/{ticket}/attachments", params, page)).rows

    async def _with_text(self, row: Row) -> Row:
        if not _is_text(row) or number(row.get("ContentLength")) > MOST_BYTES // 4:
            return row
        read = await self.attachment(text(row.get("id")))
        return {**row, "Content": read.content.decode("utf-8", "replace")}


def _add(said: dict[str, Said], row: Row) -> None:
    """The first text of each kind is what is said; all else but containers is a file."""
    transaction = text(row.get("TransactionId"))
    before = said.get(transaction, Said())
    media, content = text(row.get("ContentType")).lower(), text(row.get("Content"))
    if media.startswith("multipart/"):
        return
    if _is_text(row) and media == "text/plain" and not before.text:
        said[transaction] = replace(before, text=content)
    elif _is_text(row) and media == "text/html" and not before.html:
        said[transaction] = replace(before, html=content)
    else:
        size = number(row.get("ContentLength") or 0)
        file = RemoteFile(text(row.get("id")), text(row.get("Filename")), media, size)
        said[transaction] = replace(before, files=(*before.files, file))


def _is_text(row: Row) -> bool:
    media = text(row.get("ContentType")).lower()
    return media in ("text/plain", "text/html") and not text(row.get("Filename"))
