"""Tickets: rows of lists, and single ones with version, custom fields and what may be done.

Custom fields triple the cost of a list, so rows leave them out. A merged ticket's id silently
answers with the ticket it went into.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from supportdesk.domain.ticket import Priority
from supportdesk.remote.facts import Person, RemotePriority, RemoteTicket
from supportdesk.remote.line import Answer
from supportdesk.remote.request_tracker.asking import Asking
from supportdesk.remote.request_tracker.people import People
from supportdesk.remote.request_tracker.states import States, offered, offers
from supportdesk.remote.request_tracker.values import (
    custom_fields,
    moment,
    named,
    number,
    record,
    records,
    set_moment,
    text,
)

_USER = "Name,RealName,EmailAddress"
LIST = {
    "fields": "Subject,Status,Queue,Owner,Requestor,Cc,Priority,Created,LastUpdated,Due,Resolved",
    "fields[Queue]": "Name",
    "fields[Owner]": _USER,
    "fields[Requestor]": _USER,
    "fields[Cc]": _USER,
}
"""What is asked of each row of a list of tickets."""

PRIORITIES = (
    RemotePriority("0", "Low", Priority.LOW),
    RemotePriority("50", "Medium", Priority.NORMAL),
    RemotePriority("100", "High", Priority.HIGH),
)
"""The names every server begins with, each from its number upwards."""

Rows = tuple[RemoteTicket, ...]


class Tickets:
    """Reads tickets."""

    def __init__(self, asking: Asking, people: People, states: States, tags_field: str) -> None:
        """`tags_field` names the custom field whose values are tags."""
        self._asking = asking
        self._people = people
        self._states = states
        self._tags_field = tags_field

    async def one(self, rid: str) -> RemoteTicket:
        """A ticket with its version. Raises Missing and Forbidden."""
        params = {"fields[Queue]": "Name", "fields[Owner]": _USER}
        return await self._whole(await self._asking.get(f"ticket/{ticket_id(rid)}", params))

    async def rows(self, query: str, most: int, params: Mapping[str, str] = {}) -> Rows:
        """At most that many tickets of a query in TicketSQL, without fields and version."""
        found: list[RemoteTicket] = []
        size = self._asking.page_size
        for page in range(1, (most + size - 1) // size + 1):
            asked = {"query": query, **LIST, **params} if query else {**LIST, **params}
            listed = await self._asking.page("tickets", asked, page)
            found += [await self._row(row) for row in listed.rows]
            if len(listed.rows) < size:
                break
        return tuple(found[:most])

    async def count(self, query: str) -> int:
        """How many tickets answer a query, as far as the server tells this operator."""
        asked = {"query": query, "per_page": "1"}
        found = record((await self._asking.get("tickets", asked)).json())
        return number(found.get("total") or 0)

    async def of_ids(self, rids: Sequence[str]) -> Rows:
        """Those of at most a page of tickets that can be listed: not deleted, not merged away."""
        return await self.rows(" OR ".join(f"id = {ticket_id(rid)}" for rid in rids), len(rids))

    async def _row(self, row: Mapping[str, Any]) -> RemoteTicket:
        return RemoteTicket(
            **await self._stated(row),
            owner=self._people.listed(row.get("Owner")),
            clients=_known(map(self._people.listed, records(row.get("Requestor")))),
            copies=_known(map(self._people.listed, records(row.get("Cc")))),
        )

    async def _whole(self, answer: Answer) -> RemoteTicket:
        row = record(answer.json())
        fields = custom_fields(row.get("CustomFields"))
        return RemoteTicket(
            **await self._stated(row),
            owner=self._people.listed(row.get("Owner")),
            clients=await self._referred(row.get("Requestor")),
            copies=await self._referred(row.get("Cc")),
            version=answer.headers.get("ETag", "").strip('"') or None,
            fields={name: held for name, held in fields.items() if name != self._tags_field},
            tags=fields.get(self._tags_field, ()),
            states=offered(row),
            may_reply=offers(row, "correspond"),
            may_note=offers(row, "comment"),
        )

    async def _referred(self, value: Any) -> tuple[Person, ...]:
        return _known([await self._people.referred(user) for user in records(value)])

    async def _stated(self, row: Mapping[str, Any]) -> dict[str, Any]:
        state, priority = text(row.get("Status")), text(row.get("Priority"))
        return {
            "rid": ticket_id(row.get("id")),
            "subject": text(row.get("Subject")),
            "state": state,
            "category": await self._states.category(state),
            "queue": named(row.get("Queue")),
            "priority": priority,
            "urgency": _urgency(priority),
            "created": set_moment(row.get("Created")),
            "updated": set_moment(row.get("LastUpdated")),
            "due": moment(row.get("Due")),
            "resolved": moment(row.get("Resolved")),
        }


def _urgency(priority: str) -> Priority:
    held = int(priority) if priority.lstrip("-").isdigit() else 0
    reached = [named for named in PRIORITIES if held >= int(named.value)]
    return reached[-1].urgency if reached else Priority.LOW


def _known(people: Any) -> tuple[Person, ...]:
    return tuple(person for person in people if person is not None)


def ticket_id(rid: Any) -> str:
    """A ticket's id, checked to be one: it becomes part of addresses and queries."""
    return str(number(rid))
