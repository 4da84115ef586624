"""A ticket's history: transactions as fields that went from one value to another.

Owners and queues are numbers there; they are told by name. What only the server's own mails,
clocks and dates did is left out.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from supportdesk.remote.facts import RemoteChange, RemoteTicket
from supportdesk.remote.request_tracker.asking import Asking
from supportdesk.remote.request_tracker.people import NO_ONE, People
from supportdesk.remote.request_tracker.values import (
    NOBODY,
    linked_ticket,
    record,
    set_moment,
    text,
)
from supportdesk.remote.trouble import Forbidden, Missing

_OWNING = {"Set", "Take", "Give", "Steal", "Untake", "Force"}
_PLAIN = {"Status": "state", "Priority": "priority", "Subject": "subject"}

Row = Mapping[str, Any]


class Histories:
    """Reads transactions that say nothing."""

    def __init__(self, asking: Asking, people: People, tags_field: str) -> None:
        self._asking = asking
        self._tags_field = tags_field
        self._people = people
        self._names: dict[str, str] = {}

    async def read(self, entries: Sequence[Row], ticket: RemoteTicket) -> tuple[RemoteChange, ...]:
        """The changes among a ticket's transactions, oldest first."""
        changes = [await self._change(entry, ticket) for entry in entries]
        return tuple(change for change in changes if change is not None)

    async def _change(self, entry: Row, ticket: RemoteTicket) -> RemoteChange | None:
        kind, field = text(entry.get("Type")), text(entry.get("Field"))
        old, new = text(entry.get("OldValue")), text(entry.get("NewValue"))
        if field == "Owner" and kind in _OWNING:
            told = ("owner", await self._owner(old), await self._owner(new))
        elif field in _PLAIN and kind in ("Set", "Status"):
            told = (_PLAIN[field], old, new)
        elif field == "Queue" and kind == "Set":
            told = ("queue", await self._name("queue", old), await self._name("queue", new))
        elif field == "MergedInto" and kind == "AddLink":
            merged, into = text(entry.get("ObjectId")), linked_ticket(new)
            if merged == into:
                return None
            told = ("merged", merged, into)
        elif field == "Requestor" and kind in ("AddWatcher", "DelWatcher"):
            told = ("client", await self._owner(old), await self._owner(new))
        elif kind == "CustomField":
            name = await self._name("customfield", field)
            told = ("tag" if name == self._tags_field else f"field:{name}", old, new)
        else:
            return None
        by = self._people.listed(entry.get("Creator")) or NO_ONE
        return RemoteChange(text(entry.get("id")), set_moment(entry.get("Created")), by, *told)

    async def _owner(self, number: str) -> str:
        if not number.strip("0"):
            return ""
        name = (await self._people.called(number)).person.rid
        return "" if name == NOBODY else name

    async def _name(self, kind: str, number: str) -> str:
        """What a queue or a custom field is called; its number where that cannot be seen."""
        if not (number.isascii() and number.isdigit()):
            return number
        key = f"{kind}/{number}"
        if key not in self._names:
            try:
                found = record((await self._asking.get(key)).json())
            except (Missing, Forbidden):
                found = {}
            self._names[key] = text(found.get("Name")) or number
        return self._names[key]
