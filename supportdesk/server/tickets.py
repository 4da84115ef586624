"""Tickets, their threads and files, and searching: what an operator reads."""

from collections.abc import Iterator
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from starlette.responses import Response

from supportdesk.desk.explaining import shown_clocks
from supportdesk.domain import query as language
from supportdesk.domain.access import NOTES
from supportdesk.domain.errors import NotFound, Refused
from supportdesk.domain.query_parser import parse_query
from supportdesk.domain.safe_text import clean_file_name
from supportdesk.objects.clocks import clock_object
from supportdesk.objects.tickets import (
    Item,
    event_object,
    follower_objects,
    link_objects,
    listed_object,
    ticket_object,
    used_objects,
)
from supportdesk.server import cursors
from supportdesk.server.access import Caller, Reading
from supportdesk.server.answers import Answer, answered
from supportdesk.server.examples import FOUND, PAGE, THREAD, TICKET, answers
from supportdesk.server.rows import may_see, message_item, numbers_of
from supportdesk.store.read import (
    articles,
    custom_fields,
    followers,
    links,
    search,
    silence,
    threads,
    tickets,
)
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.pages import key_size, page
from supportdesk.store.read.rows import SearchHit, TicketRow

router = APIRouter(tags=["tickets"])

MOST = (1 << 62) - 1
AT_WORK = "-category:done wake:none"
"""What is meant when nothing is asked, as for `supportdesk list`."""

LARGEST_THREAD = 1_000
"""Messages of one page of a thread."""

Number = Annotated[int, Path(ge=1, le=MOST)]
Question = Annotated[str, Query(max_length=language.LONGEST_QUERY)]
Cursor = Annotated[str | None, Query(max_length=cursors.LONGEST)]
Limit = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get("/v1/tickets", response_class=Answer, responses=answers(PAGE, 400, 403, 422))
async def listed(
    caller: Reading, query: Question = AT_WORK, limit: Limit = 50, after: Cursor = None
) -> Answer:
    """Tickets of a query, as `supportdesk list` names them; `next` is the `after` of what follows.

    Words and names of files find private notes too, so they need the scope `notes`.
    """
    asked = await _asked(caller, query)

    def found(connection: Reader) -> Item:
        key = cursors.read(after, key_size(asked))
        part = page(connection, asked, key, min(limit, caller.service.limits.page))
        rows = tickets.rows(connection, part.numbers, caller.operator)
        now = caller.service.now()
        return {
            "tickets": [{**listed_object(row, now), **numbers_of(row)} for row in rows],
            "next": cursors.written(part.next),
        }

    return await answered(caller.service, found)


@router.get("/v1/search", response_class=Answer, responses=answers(FOUND, 403, 422))
async def searched(caller: Reading, query: Question, limit: Limit = 50) -> Answer:
    """Tickets with the place where the words stand, the newest message first."""
    caller.require(NOTES)
    asked = await _asked(caller, query)

    def found(connection: Reader) -> Item:
        most = min(limit, caller.service.limits.page)
        hits = search.search_hits(connection, asked, most)
        rows = tickets.rows(connection, [hit.number for hit in hits], caller.operator)
        by_number = {row.number: row for row in rows}
        there = [hit for hit in hits if hit.number in by_number]
        return {"found": [_hit(by_number[hit.number], hit) for hit in there]}

    return await answered(caller.service, found)


def _hit(row: TicketRow, hit: SearchHit) -> Item:
    marks = [list(mark) for mark in hit.marks]
    place = {"message": hit.message_id, "snippet": hit.snippet, "marks": marks}
    return {**ticket_object(row), "found": place}


@router.get("/v1/tickets/{number}", response_class=Answer, responses=answers(TICKET, 404))
async def shown(caller: Reading, number: Number) -> Answer:
    """One ticket with its clocks, links, followers and articles, as `supportdesk show` has it."""

    def found(connection: Reader) -> Item:
        now = caller.service.now()
        row = tickets.row(connection, number, caller.operator)
        if row is None:
            raise NotFound("ticket.missing", number=number)
        return {
            **listed_object(row, now),
            **numbers_of(row),
            "clocks": [clock_object(one) for one in shown_clocks(connection, row, now)],
            "links": link_objects(links.of_ticket(connection, number)),
            "followers": follower_objects(followers.of_ticket(connection, number)),
            "articles": used_objects(articles.used_in(connection, number)),
        }

    return await answered(caller.service, found)


@router.get("/v1/tickets/{number}/thread", response_class=Answer, responses=answers(THREAD, 404))
async def thread(
    caller: Reading,
    number: Number,
    after: Annotated[int, Query(ge=0, le=MOST)] = 0,
    limit: Annotated[int, Query(ge=1, le=LARGEST_THREAD)] = LARGEST_THREAD,
    *,
    events: bool = False,
) -> Answer:
    """The messages of a ticket behind message `after`, oldest first; `events` adds what happened.

    `next` is the `after` of what follows. Without the scope `notes` only what its client sees.
    """

    def found(connection: Reader) -> Item:
        row = tickets.row(connection, number, caller.operator)
        if row is None:
            raise NotFound("ticket.missing", number=number)
        messages = threads.messages_after(connection, number, after, limit + 1)
        goes_on = len(messages) > limit
        item: Item = {
            "ticket": number,
            "change": row.last_event,
            "thread": [
                message_item(caller, message)
                for message in messages[:limit]
                if may_see(caller, message.kind)
            ],
            "next": messages[limit - 1].id if goes_on else None,
        }
        if events:
            item["events"] = [event_object(one) for one in threads.events(connection, number)]
        return item

    return await answered(caller.service, found)


@router.get(
    "/v1/attachments/{number}",
    response_class=Response,
    responses={
        200: {"content": {"application/octet-stream": {"schema": {"type": "string"}}}},
        **answers(None, 404),
    },
)
async def attachment(caller: Reading, number: Number) -> Response:
    """The bytes of a file, always as a download: nothing in it is shown or run by a browser."""

    def found(connection: Reader) -> tuple[str, bytes]:
        file = threads.attachment(connection, number)
        if file is None or not may_see(caller, file[1]):
            raise NotFound("attachment.missing", number=number)
        chunks: Iterator[bytes] = threads.attachment_chunks(connection, file[0].sha256)
        return file[0].name, b"".join(chunks)

    name, content = await caller.service.ask(found)
    kept = quote(clean_file_name(name))
    return Response(
        content,
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{kept}",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "no-store",
        },
    )


async def _asked(caller: Caller, typed: str) -> language.Query:
    """What is asked now. Raises Invalid("query.…"), Refused("request.scope")."""

    def read(connection: Reader) -> language.Query:
        now = caller.service.desk.clock()
        return parse_query(
            typed.strip() or AT_WORK,
            now=now,
            zone=caller.service.zone,
            me=caller.operator,
            custom=lambda: custom_fields.definitions(connection),
            silent_before=lambda: silence.silent_before(connection, now),
        )

    asked = await caller.service.ask(read)
    if not caller.sees_notes and language.looks_at_notes(asked.condition):
        raise Refused("request.scope", wanted=NOTES, held=list(caller.token.scopes))
    return asked
