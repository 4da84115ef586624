"""What changed: by the ids of transactions, free of clocks and time zones.

The list of transactions has no totals and hides what the operator may not see from the middle of
its pages. Therefore it is read from its newest end down to a transaction that is known to be
visible, the floor of the place: whatever lies between was then read. After a long absence, when
that is too far down, it is read upwards in windows of ids, each as many pages as could fill it.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from supportdesk.records import dataclass
from supportdesk.remote.facts import Gone, Page, RemoteTicket
from supportdesk.remote.request_tracker.asking import PAGE, Asking, ListPage
from supportdesk.remote.request_tracker.places import Place, read_place, settled
from supportdesk.remote.request_tracker.states import DELETED
from supportdesk.remote.request_tracker.tickets import Tickets
from supportdesk.remote.request_tracker.values import number, text
from supportdesk.remote.trouble import Forbidden, LostPlace, Missing

_NEAR_PAGES = 10
_WINDOW = 1_000
_FURTHEST = 200
"""Windows without anything visible after which the place is given up."""
_HEAD_PAGES = 5

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Transactions above a place, and how far the place may move with them."""

    rows: tuple[Row, ...]
    place: Place
    complete: bool


class Changes:
    """Reads the stream of changes."""

    def __init__(self, asking: Asking, tickets: Tickets) -> None:
        self._asking = asking
        self._tickets = tickets

    async def pages(self, cursor: str | None, since: datetime | None) -> AsyncIterator[Page]:
        """Pages from a cursor on until one is complete; from the beginning without one."""
        place = await self._beginning(since) if cursor is None else read_place(cursor)
        while place.below is not None:
            page, place = await self._first_reading(place)
            yield page
        while True:
            stretch = await self._stretch(place)
            async for page in self._told(stretch, place):
                yield page
            if stretch.complete:
                return
            place = stretch.place

    async def _beginning(self, since: datetime | None) -> Place:
        """A place at the newest transactions, before any ticket is read."""
        lowest, now = 0, None
        for page in range(1, _HEAD_PAGES + 1):
            found = await self._transactions("id > 0", "DESC", page)
            now = now or found.answer.at
            if floor := settled(found.rows, 0, now):
                return Place(floor, below=_ABOVE_ALL, since=since)
            lowest = min([number(row.get("id")) for row in found.rows], default=lowest)
        return Place(lowest, below=_ABOVE_ALL, since=since)

    async def _first_reading(self, place: Place) -> tuple[Page, Place]:
        """The next page of all tickets, newest first, by id and never by its number."""
        query = f"id < {place.below}"
        if place.since is not None:
            query += f" AND LastUpdated > '{await self._minutes_since(place.since)} minutes ago'"
        tickets = await self._tickets.rows(query, PAGE, {"orderby": "id", "order": "DESC"})
        below = min((int(ticket.rid) for ticket in tickets), default=None)
        after = replace(place, below=below, since=place.since if below is not None else None)
        return Page(tickets, (), after.written(), complete=False), after

    async def _minutes_since(self, since: datetime) -> int:
        """Never a literal time: the server would read it in the operator's own zone."""
        at = (await self._asking.get("rt")).at
        if at is None:
            raise LostPlace
        return max(1, (at - since) // timedelta(minutes=1) + 2)

    async def _stretch(self, place: Place) -> _Stretch:
        rows: list[Row] = []
        now = None
        for page in range(1, _NEAR_PAGES + 1):
            found = await self._transactions(f"id >= {place.floor}", "DESC", page)
            now = now or found.answer.at
            rows += found.rows
            if place.floor == 0 and not found.rows:
                return _moved(rows, place, now)
            if any(number(row.get("id")) == place.floor for row in found.rows):
                return _moved(rows, place, now)
        return await self._windows(place, max(number(row.get("id")) for row in rows) if rows else 0)

    async def _windows(self, place: Place, head: int) -> _Stretch:
        """The first window of ids above the floor that holds something visible."""
        begin = place.floor
        for _window in range(_FURTHEST):
            if begin > head:
                break
            rows: list[Row] = []
            now = None
            where = f"id >= {begin} AND id < {begin + _WINDOW}"
            for page in range(1, _WINDOW // PAGE + 1):
                found = await self._transactions(where, "ASC", page)
                now = now or found.answer.at
                rows += found.rows
            moved = _moved(rows, place, now)
            if moved.place.floor > place.floor:
                return replace(moved, complete=False)
            begin += _WINDOW
        raise LostPlace

    async def _transactions(self, where: str, order: str, page: int) -> ListPage:
        params = {
            "query": f"ObjectType = 'RT::Ticket' AND {where}",
            "fields": "Type,Field,ObjectId,Created,NewValue",
            "orderby": "id",
            "order": order,
        }
        return await self._asking.page("transactions", params, page)

    async def _told(self, stretch: _Stretch, before: Place) -> AsyncIterator[Page]:
        """The tickets of a stretch; only its last page moves the place."""
        touched = dict.fromkeys(text(row.get("ObjectId")) for row in stretch.rows)
        parts = list(_parts(list(touched)))
        for index, part in enumerate(parts):
            tickets = await self._tickets.of_ids(part) if part else ()
            listed = {ticket.rid for ticket in tickets}
            gone = [await self._whereabouts(rid) for rid in part if rid not in listed]
            last = index == len(parts) - 1
            yield Page(
                tickets + tuple(one for one in gone if isinstance(one, RemoteTicket)),
                tuple(one for one in gone if isinstance(one, Gone)),
                (stretch.place if last else before).written(),
                complete=last and stretch.complete,
            )

    async def _whereabouts(self, rid: str) -> RemoteTicket | Gone:
        """What became of a ticket that no list shows."""
        try:
            found = await self._tickets.one(rid)
        except (Missing, Forbidden):
            return Gone(rid)
        if found.rid != rid:
            return Gone(rid, into=found.rid)
        return Gone(rid) if found.state == DELETED else found


_ABOVE_ALL = 1 << 31
"""More than any id of a ticket."""


def _moved(rows: Sequence[Row], place: Place, now: datetime | None) -> _Stretch:
    """The rows that were not read before, and the place after them."""
    floor = settled(rows, place.floor, now)
    ids = {number(row.get("id")) for row in rows}
    fresh = tuple(
        row
        for row in reversed(rows)
        if number(row.get("id")) > place.floor
        and number(row.get("id")) not in place.seen
        and text(row.get("Type"))
    )
    return _Stretch(fresh, Place(floor, frozenset(one for one in ids if one > floor)), True)


def _parts(touched: list[str]) -> Iterator[list[str]]:
    """Ids in parts of a page each; one empty part where there are none."""
    for begin in range(0, max(1, len(touched)), PAGE):
        yield touched[begin : begin + PAGE]
