"""What belongs to the desk as a whole: clients, templates, the catalogue, oneself."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from supportdesk import __version__
from supportdesk.domain.errors import NotFound
from supportdesk.domain.roles import ALLOWED, may
from supportdesk.domain.ticket import STATES, Priority
from supportdesk.objects.access import token_object
from supportdesk.objects.desk_lists import (
    operator_object,
    queue_object,
    template_object,
    view_object,
)
from supportdesk.objects.tickets import Item, field_object
from supportdesk.objects.times import utc_text
from supportdesk.server.access import Anybody, Caller, Reading, ServiceOf
from supportdesk.server.answers import Answer, answered
from supportdesk.server.examples import (
    CATALOG,
    CLIENT,
    HEALTH,
    PRESENCE,
    TEMPLATES,
    WHOAMI,
    answers,
)
from supportdesk.server.rows import client_item
from supportdesk.server.tickets import MOST
from supportdesk.store.read import (
    clients,
    custom_fields,
    desk_lists,
    operators,
    presence,
    tickets,
    views,
)
from supportdesk.store.read.connection import SCHEMA_VERSION, Reader

router = APIRouter(tags=["desk"])


@router.get("/v1/clients/{number}", response_class=Answer, responses=answers(CLIENT, 404))
async def client(caller: Reading, number: Annotated[int, Path(ge=1, le=MOST)]) -> Answer:
    """A client's card; notes on it and on its organisation, and traits, need the scope `notes`."""

    def found(connection: Reader) -> Item:
        card = clients.card(connection, number)
        if card is None:
            raise NotFound("client.missing", number=number)
        return client_item(caller, card)

    return await answered(caller.service, found)


@router.get("/v1/templates", response_class=Answer, responses=answers(TEMPLATES))
async def templates(caller: Reading) -> Answer:
    """The saved replies, one text a language."""

    def found(connection: Reader) -> Item:
        names = {row.id: row.name for row in desk_lists.queues(connection)}
        rows = desk_lists.templates(connection)
        return {"templates": [template_object(row, names) for row in rows]}

    return await answered(caller.service, found)


@router.get("/v1/catalog", response_class=Answer, responses=answers(CATALOG))
async def catalog(caller: Reading) -> Answer:
    """Queues, states, priorities, operators, tags, custom fields and the views one has."""
    return await answered(caller.service, lambda connection: _catalog(connection, caller))


def _catalog(connection: Reader, caller: Caller) -> Item:
    queues = desk_lists.queues(connection)
    names = {row.id: row.name for row in queues}
    dealt = operators.dealt_queues(connection)
    counts = dict(tickets.counts(connection, caller.operator).queues)
    at_work = {one.id: one for one in operators.at_work(connection, caller.service.now())}
    return {
        "queues": [queue_object(row, counts.get(row.id, 0), dealt[row.id]) for row in queues],
        "states": [
            {
                "name": name,
                "category": state.category.name.lower(),
                "next": sorted(state.successors),
                "needs_reason": state.needs_reason,
            }
            for name, state in STATES.items()
        ],
        "priorities": [priority.name.lower() for priority in Priority],
        "operators": [
            operator_object(row, at_work.get(row.id), names)
            for row in desk_lists.operators(connection)
        ],
        "tags": [
            {"name": row.name, "tickets": row.tickets, "synonyms": list(row.synonyms)}
            for row in desk_lists.tag_uses(connection)
        ],
        "fields": [field_object(one) for one in custom_fields.definitions(connection)],
        "views": [view_object(row) for row in views.saved(connection, caller.operator)],
        "options": desk_lists.options(connection),
    }


@router.get("/v1/presence", response_class=Answer, responses=answers(PRESENCE))
async def present(
    caller: Reading, ticket: Annotated[int | None, Query(ge=1, le=MOST)] = None
) -> Answer:
    """Who has which ticket in sight now, and who keeps the writer's place on `ticket`."""

    def found(connection: Reader) -> Item:
        now = caller.service.now()
        here = presence.others(connection, None, now)
        claim = None if ticket is None else presence.claim(connection, ticket, now)
        return {
            "present": [
                {
                    "operator": row.operator,
                    "operator_number": row.operator_id,
                    "ticket": row.ticket,
                    "doing": row.doing,
                    "at": utc_text(row.at),
                }
                for row in here
                if ticket in (None, row.ticket)
            ],
            "writer": claim
            and {
                "operator": claim.operator,
                "operator_number": claim.operator_id,
                "since": utc_text(claim.since),
                "until": utc_text(claim.until),
            },
        }

    return await answered(caller.service, found)


@router.get("/v1/whoami", response_class=Answer, responses=answers(WHOAMI))
async def whoami(caller: Anybody) -> Answer:
    """The token one came with, its operator, and what its role may submit."""
    row = caller.token
    return Answer(
        {
            "operator": {"number": row.operator_id, "name": row.operator, "role": row.role},
            "token": token_object(row, caller.service.now()),
            "actions": sorted(kind.__name__ for kind in ALLOWED if may(row.role, kind)),
            "limits": {
                "body": caller.service.limits.body,
                "page": caller.service.limits.page,
                "changes": caller.service.limits.changes,
            },
        }
    )


@router.get("/v1/health", response_class=Answer, responses=answers(HEALTH, 503))
async def health(service: ServiceOf) -> Answer:
    """Whether the store answers; for whoever watches the server, so without a token."""
    change = await service.ask(tickets.change_number)
    return Answer(
        {"status": "ok", "version": __version__, "schema": SCHEMA_VERSION, "change": change}
    )
