"""What changed: by the ids of transactions, free of clocks and time zones.

The list of transactions has no totals and hides what the operator may not see from the middle of
its pages. Therefore it is read from its newest end down to anything that is not newer than the
floor of the place: whatever lies above was then read. After a long absence, when that is too far
down, it is read upwards in windows of ids, each as many pages as could fill it.

Deleted and merged tickets are told. One that went out of the operator's sight is not: its
transactions are no longer in the list at all, and only a sweep of all tickets misses it.
"""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from supportdesk.records import dataclass
from supportdesk.remote.facts import Gone, Page, RemoteTicket
from supportdesk.remote.request_tracker.asking import Asking, ListPage
from supportdesk.remote.request_tracker.places import SETTLES, Place, read_place
from supportdesk.remote.request_tracker.states import DELETED
from supportdesk.remote.request_tracker.tickets import Tickets
from supportdesk.remote.request_tracker.values import moment, number, text
from supportdesk.remote.trouble import Forbidden, LostPlace, Missing

_NEAR_PAGES = 10
_HEAD_PAGES = 5
_BELOW = 30
"""Ids below the floor that are read too, in case the floor itself is out of sight by now."""
_WINDOW = 1_000
"""Ids; what has as many newer ones is old enough, where its time cannot be seen."""
_MOST_WINDOWS = 30
"""Without anything new in sight; then all tickets are read again instead."""
_ABOVE_ALL = (1 << 31) - 1
"""More than any id of a ticket; with one more, PostgreSQL fails and the list is silently empty."""

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
        """A place below all transactions that may have unseen neighbours, before any ticket."""
        lowest = 0
        for page in range(1, _HEAD_PAGES + 1):
            found = await self._transactions("id > 0", "DESC", page)
            for row in found.rows:
                lowest = number(row.get("id"))
                if _is_old(row, found.answer.at):
                    return Place(lowest, below=_ABOVE_ALL, since=since)
            if not found.rows:
                break
        return Place(lowest, below=_ABOVE_ALL, since=since)

    async def _first_reading(self, place: Place) -> tuple[Page, Place]:
        """The next page of all tickets, newest first, by id and never by its number."""
        query = f"id < {place.below}"
        if place.since is not None:
            minutes = await self._minutes_since(place.since)
            query += f" AND (LastUpdated > '{minutes} minutes ago' OR Status = '__Active__')"
        tickets = await self._tickets.rows(
            query, self._asking.page_size, {"orderby": "id", "order": "DESC"}
        )
        left = max(0, await self._tickets.count(query) - len(tickets))
        below = min((int(ticket.rid) for ticket in tickets), default=None)
        after = replace(place, below=below, since=place.since if below is not None else None)
        return Page(tickets, (), after.written(), complete=False, left=left), after

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
            found = await self._transactions(f"id > {place.floor - _BELOW}", "DESC", page)
            now = now or found.answer.at
            rows += found.rows
            ids = {number(row.get("id")) for row in rows}
            if min(ids, default=1) <= place.floor or (place.floor == 0 and not found.rows):
                return _Stretch(_fresh(rows, place), place.after(ids, now), complete=True)
        return await self._windows(place, max((number(row.get("id")) for row in rows), default=0))

    async def _windows(self, place: Place, head: int) -> _Stretch:
        """The first window of ids above the floor that holds something new, up to the head."""
        for begin in range(place.floor, place.floor + _MOST_WINDOWS * _WINDOW, _WINDOW):
            if begin > head:
                now = (await self._asking.get("rt")).at
                return _Stretch((), place.after({head}, now), complete=True)
            rows: list[Row] = []
            now = None
            where = f"id >= {begin} AND id < {begin + _WINDOW}"
            for page in range(1, _WINDOW // self._asking.page_size + 1):
                found = await self._transactions(where, "ASC", page)
                now = now or found.answer.at
                rows += found.rows
            if fresh := _fresh(rows, place):
                ids = {number(row.get("id")) for row in rows}
                old = [number(row.get("id")) for row in rows if _is_old(row, now)]
                if begin + 2 * _WINDOW <= head:
                    old += ids
                floor = max([place.floor, *old])
                seen = frozenset(one for one in place.seen | ids if one > floor)
                return _Stretch(fresh, Place(floor, seen), complete=False)
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
        touched: dict[str, bool] = {}
        for row in stretch.rows:
            rid = text(row.get("ObjectId"))
            touched[rid] = touched.get(rid, False) or bool(text(row.get("Type")))
        parts = list(_parts(list(touched), self._asking.page_size))
        for index, part in enumerate(parts):
            tickets = await self._tickets.of_ids(part) if part else ()
            listed = {ticket.rid for ticket in tickets}
            gone = [
                await self._whereabouts(rid) if touched[rid] else Gone(rid)
                for rid in part
                if rid not in listed
            ]
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


def _fresh(rows: Sequence[Row], place: Place) -> tuple[Row, ...]:
    """The rows above a place that were not read before."""
    return tuple(
        row
        for row in rows
        if number(row.get("id")) > place.floor and number(row.get("id")) not in place.seen
    )


def _is_old(row: Row, now: datetime | None) -> bool:
    """Whether a transaction that can be seen is older than any that may yet come into sight."""
    at = moment(row.get("Created"))
    return at is not None and now is not None and at <= now - SETTLES


def _parts(touched: list[str], size: int) -> Iterator[list[str]]:
    """Ids in parts of a page each; one empty part where there are none."""
    for begin in range(0, max(1, len(touched)), size):
        yield touched[begin : begin + size]
