"""`GET /v1/changes`: what a replica needs to be as this store is."""

from typing import Annotated

from fastapi import APIRouter, Query

from supportdesk.domain.access import NOTES
from supportdesk.domain.errors import NotFound, Refused
from supportdesk.domain.roles import MAY_AUDIT
from supportdesk.domain.ticket import WITHDRAWN
from supportdesk.objects.clients import event_object as client_event_object
from supportdesk.objects.tickets import Item, event_object, link_objects, ticket_object
from supportdesk.objects.times import utc_text_or_none
from supportdesk.server.access import Caller, Reading
from supportdesk.server.answers import Answer, answered
from supportdesk.server.examples import CHANGES, ROWS, answers
from supportdesk.server.rows import client_item, may_see, message_item, numbers_of
from supportdesk.server.tickets import MOST, Number
from supportdesk.store.read import changes as reads
from supportdesk.store.read import (
    client_details,
    clients,
    followers,
    links,
    replica,
    threads,
    tickets,
)
from supportdesk.store.read.changes import OF_TICKETS, Changes
from supportdesk.store.read.connection import SCHEMA_VERSION, Reader
from supportdesk.store.read.rows import EventRow, TicketRow

router = APIRouter(tags=["changes"])

_OF_AN_OPERATOR = ("tickets", "events", "event_count", "tickets_at_work", "tickets_done", "lookups")
"""Parts of a card that follow from other rows, or are asked for by themselves."""


Since = Annotated[int, Query(ge=0, le=MOST)]
Events = Annotated[int, Query(ge=1, le=1_000_000)]
Mark = Annotated[str, Query(max_length=80)]
Newer = Annotated[int | None, Query(ge=0, le=MOST)]
USUAL = 500
"""Events of a page when nothing else is said."""


@router.get("/v1/changes", response_class=Answer, responses=answers(CHANGES))
async def changed(caller: Reading, since: Since = 0, limit: Events = USUAL) -> Answer:
    """What has changed after change number `since`: ask again with `next` until `complete`.

    A ticket comes once, as it is now, on the page of its newest event, so what has been read up to
    `next` is whole. `gone` is taken back or merged away. `stale` names what of the catalogue is to
    be read anew. Of a page `limit` counts events.
    """
    most = min(limit, caller.service.limits.changes)
    return await answered(
        caller.service,
        lambda connection: _page(connection, caller, reads.changes(connection, since, most)),
    )


@router.get("/v1/changes/rows", response_class=Answer, responses=answers(ROWS, 409))
async def changed_rows(
    caller: Reading,
    since: Since = 0,
    limit: Events = USUAL,
    mark: Mark = "",
    newer: Newer = None,
) -> Answer:
    """The same in whole rows of the store, for a copy that is to be the same.

    Those of `tickets`, `messages` and `clients` take the place of all the copy has of them, and
    `whole` names tables that are given from end to end. `schema` says whose columns they are,
    `last` is the newest change number there is. Hand back `mark` with `next`: where the desk was
    put back to an earlier state, that is refused (`changes.put_back`). With `newer`, a moment in
    milliseconds, tickets that are done and have not changed since then are left out. It needs the
    scope `notes`.
    """
    caller.require(NOTES)
    most = min(limit, caller.service.limits.changes)

    def found(connection: Reader) -> Item:
        if mark and reads.mark_of(connection, since) != mark:
            raise Refused("changes.put_back")
        page = reads.changes(connection, since, most)
        if newer is not None:
            page = reads.newer_than(connection, page, newer)
        return _rows(connection, caller, page)

    return await answered(caller.service, found)


@router.get("/v1/tickets/{number}/rows", response_class=Answer, responses=answers(ROWS, 404))
async def ticket_rows(caller: Reading, number: Number) -> Answer:
    """All of one ticket in whole rows, for a copy that has left it out. Needs the scope `notes`."""
    caller.require(NOTES)

    def found(connection: Reader) -> Item:
        if tickets.row(connection, number, None) is None:
            raise NotFound("ticket.missing", number=number)
        return _rows(connection, caller, reads.of_ticket(connection, number))

    return await answered(caller.service, found)


def _page(connection: Reader, caller: Caller, page: Changes) -> Item:
    rows = tickets.rows(connection, page.tickets, None)
    gone = [row.number for row in rows if row.reason == WITHDRAWN]
    there = list(reads.messages_by_id(connection, page.messages))
    known = {message.id for message in there}
    for ticket in page.threads:
        there += [one for one in threads.messages(connection, ticket) if one.id not in known]
    cards = [_client(connection, caller, number) for number in page.clients]
    return {
        "since": page.since,
        "next": page.next,
        "complete": page.complete,
        "events": [
            {**event_object(event), "actor_number": event.actor_id}
            for event in page.events
            if _is_shown(caller, event)
        ],
        "tickets": [_ticket(connection, row) for row in rows if row.reason != WITHDRAWN],
        "messages": [
            message_item(caller, message) for message in there if may_see(caller, message.kind)
        ],
        "clients": [card for card in cards if card is not None],
        "client_events": [
            {"number": event.id, "client": client, **client_event_object(event)}
            for client, event in client_details.events_by_id(connection, page.client_events)
        ],
        "gone": {
            "tickets": gone,
            "messages": [number for number in page.messages if number not in known],
            "clients": [
                number
                for number, card in zip(page.clients, cards, strict=True)
                if card is None or card["number"] != number
            ],
        },
        "stale": list(page.stale),
    }


def _rows(connection: Reader, caller: Caller, page: Changes) -> Item:
    seen = {event.seq for event in page.events if _is_shown(caller, event)}
    found = replica.rows(connection, page, seen)
    return {
        "since": page.since,
        "next": page.next,
        "mark": reads.mark_of(connection, page.next),
        "last": tickets.change_number(connection),
        "complete": page.complete,
        "schema": SCHEMA_VERSION,
        "tickets": list(page.tickets),
        "messages": [row["id"] for row in found["message"]],
        "clients": list(page.clients),
        "whole": replica.whole_tables(page),
        "rows": {table: held for table, held in found.items() if held},
    }


def _ticket(connection: Reader, row: TicketRow) -> Item:
    return {
        **ticket_object(row),
        **numbers_of(row),
        "due": utc_text_or_none(row.due_at),
        "risk": utc_text_or_none(row.risk_at),
        "links": link_objects(links.from_ticket(connection, row.number)),
        "followers": [one.operator for one in followers.of_ticket(connection, row.number)],
    }


def _client(connection: Reader, caller: Caller, number: int) -> Item | None:
    card = clients.card(connection, number)
    if card is None:
        return None
    item = client_item(caller, card)
    for part in _OF_AN_OPERATOR:
        item.pop(part)
    return item


def _is_shown(caller: Caller, event: EventRow) -> bool:
    """What happened to tickets and clients everybody reads; the desk's own, who may audit it.

    What they have done themselves is nobody's secret, and a copy learns by it that it was done.
    """
    return (
        event.ticket is not None
        or event.subject in OF_TICKETS
        or event.subject.startswith("client")
        or caller.token.role in MAY_AUDIT
        or event.actor_id == caller.operator
    )
