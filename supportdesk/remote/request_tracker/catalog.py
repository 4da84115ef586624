"""The server's vocabulary: what of it this operator may see."""

from typing import Any

from supportdesk.remote.facts import Catalog, Person, RemoteQueue, RemoteView
from supportdesk.remote.request_tracker.asking import Asking, conditions
from supportdesk.remote.request_tracker.people import People
from supportdesk.remote.request_tracker.states import States, offers
from supportdesk.remote.request_tracker.tickets import PRIORITIES, Tickets
from supportdesk.remote.request_tracker.values import record, text
from supportdesk.remote.trouble import Forbidden, Missing

_TICKET_FIELDS = ("LookupType", "=", "RT::Queue-RT::Ticket")
_RECENT = 200
"""Tickets whose owners stand for the operators where the server does not list those."""


class Vocabulary:
    """Reads states, queues, operators, tags and saved searches."""

    def __init__(
        self, asking: Asking, people: People, states: States, tickets: Tickets, tags_field: str
    ) -> None:
        self._asking = asking
        self._people = people
        self._states = states
        self._tickets = tickets
        self._tags_field = tags_field

    async def catalog(self, me: Person) -> Catalog:
        """All of it, as it is now."""
        members = await self._members()
        return Catalog(
            states=await self._states.in_use(),
            queues=await self._queues(),
            priorities=PRIORITIES,
            operators=members or await self._owners(me),
            all_operators=bool(members),
            tags=await self._tags(),
            views=await self._views(),
        )

    async def tags_number(self) -> str:
        """The number of the custom field that holds tags; empty where there is none.

        Only a field of any number of values can hold them.
        """
        where = conditions(_TICKET_FIELDS, ("Name", "=", self._tags_field))
        params = {"query": where, "fields": "Name,MaxValues"}
        found = (await self._asking.page("customfields", params)).rows
        numbers = [text(row.get("id")) for row in found if text(row.get("MaxValues")) == "0"]
        return numbers[0] if numbers else ""

    async def _tags(self) -> tuple[str, ...]:
        number = await self.tags_number()
        if not number:
            return ()
        found = record((await self._asking.get(f"customfield/{number}")).json())
        return tuple(filter(None, map(text, found.get("Values") or ())))

    async def _queues(self) -> tuple[RemoteQueue, ...]:
        params = {"fields": "Name,Description,_hyperlinks", "orderby": "Name"}
        return tuple(
            [
                RemoteQueue(
                    text(row.get("id")),
                    text(row.get("Name")),
                    text(row.get("Description")),
                    offers(row, "create"),
                )
                async for row in self._asking.every("queues/all", params)
            ]
        )

    async def _members(self) -> tuple[Person, ...]:
        """All operators; nobody where this one may not list them."""
        where = conditions(("Domain", "=", "SystemInternal"), ("Name", "=", "Privileged"))
        groups = (await self._asking.page("groups", {"query": where})).rows
        if not groups:
            return ()
        path = f"group/{text(groups[0].get('id'))}/members"
        try:
            rows = [row async for row in self._asking.every(path, {"groups": "0"})]
        except (Forbidden, Missing):
            return ()
        users = [await self._people.called(text(row.get("id"))) for row in rows]
        return tuple(user.person for user in users)

    async def _owners(self, me: Person) -> tuple[Person, ...]:
        """The operator, and who owns a ticket that was lately updated."""
        recent = {"orderby": "LastUpdated", "order": "DESC"}
        tickets = await self._tickets.rows("id > 0", _RECENT, recent)
        owners = {ticket.owner.rid: ticket.owner for ticket in tickets if ticket.owner}
        return tuple({me.rid: me, **owners}.values())

    async def _views(self) -> tuple[RemoteView, ...]:
        params = {"fields": "Description,Content"}
        rows = [row async for row in self._asking.every("searches", params)]
        return tuple(view for view in map(_view, rows) if view is not None)


def _view(row: Any) -> RemoteView | None:
    content = row.get("Content")
    if not isinstance(content, dict) or content.get("SearchType", "Ticket") != "Ticket":
        return None
    query = text(content.get("Query")).strip()
    name = text(row.get("Description")).replace("[_1] ", "")
    return RemoteView(text(row.get("id")), name, query) if query else None
