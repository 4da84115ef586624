"""`POST /v1/actions`: the one way in, for programs (law 1)."""

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import APIRouter, Request

from supportdesk.domain.access import scope_needed
from supportdesk.domain.action import ForgetClient
from supportdesk.domain.envelope import Envelope, Receipt
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.memory import Memory
from supportdesk.domain.wire_reading import (
    read_action,
    read_id,
    read_memory,
    read_names,
    whole_number,
)
from supportdesk.i18n.refusals import sentence
from supportdesk.objects.errors import error_object
from supportdesk.objects.receipts import receipt_object
from supportdesk.server.access import Acting, Anybody, Caller
from supportdesk.server.answers import Answer
from supportdesk.server.bodies import read_object
from supportdesk.server.examples import RECEIPT, answers
from supportdesk.server.schemas import ACTIONS, MEMORIES
from supportdesk.store.read import envelopes

router = APIRouter(tags=["actions"])

LARGE = 1024 * 1024
"""Bytes of a body that is read alone: while it is, it takes several times as much."""

_PARTS = {"id", "action", "confirmed", "as", "base"}

T = TypeVar("T")


@router.post(
    "/v1/actions",
    openapi_extra=ACTIONS,
    response_class=Answer,
    responses=answers(RECEIPT, 400, 404, 408, 409, 413),
)
async def submit(request: Request, caller: Anybody) -> Answer:
    """Submit an envelope: one action under an id of your own making (a UUIDv7).

    The same id again gives the receipt that is kept and does nothing: repeat it until an answer
    comes. A refusal with `confirmed` passes once those names stand in `confirmed`. What is about
    many tickets may say `left`: submit the same envelope again until nothing is. With `base`, the
    change number up to which you had read, a field that others have set to something else since
    then is a stop (`conflict`).
    """
    envelope = await _read(request, caller, lambda body: _envelope(body, caller))
    await _require_own(caller, envelope)
    receipt = await caller.service.submit(envelope)
    if isinstance(envelope.action, ForgetClient) and not receipt.left:
        await caller.service.clean_file()
    return Answer(receipt_item(receipt))


@router.post(
    "/v1/memories",
    openapi_extra=MEMORIES,
    response_class=Answer,
    responses=answers({"done": True}, 400, 404, 408, 409, 413),
)
async def remember(request: Request, caller: Acting) -> Answer:
    """Keep a personal thing: a draft, a read mark, presence, counted time. No event, no undo."""
    await caller.service.remember(await _read(request, caller, lambda body: _memory(body, caller)))
    return Answer({"done": True})


def receipt_item(receipt: Receipt) -> dict[str, Any]:
    """A receipt with what only a program that repeats needs."""
    item = {
        **receipt_object(receipt),
        "repeated": receipt.repeated,
        "message": receipt.message,
        "left": receipt.left,
        "counts": dict(receipt.counts),
        "drafts": list(receipt.drafts),
        "refused": [
            {"ticket": one.ticket, "error": error_object(one.error, sentence)}
            for one in receipt.refused
        ],
    }
    return {name: value for name, value in item.items() if value not in (None, {}, [])}


async def _read(request: Request, caller: Caller, reading: Callable[[dict[str, Any]], T]) -> T:
    """What a body asks, read while others are answered; large ones one after the other."""
    content = await request.body()

    def read() -> T:
        return reading(read_object(content))

    if len(content) <= LARGE:
        return await caller.service.apart(read)
    async with request.app.state.large:
        return await caller.service.apart(read)


def _memory(body: dict[str, Any], caller: Caller) -> Memory:
    """The personal thing the body asks to keep. Raises Invalid."""
    if set(body) != {"memory"}:
        raise Invalid("action.malformed", place="", wanted='{"memory": …}')
    return read_memory(body["memory"], caller.operator)


def _envelope(body: dict[str, Any], caller: Caller) -> Envelope:
    """What the body asks, by whom, now. Raises Invalid, Refused("request.scope")."""
    for name in body:
        if name not in _PARTS:
            raise Invalid("action.no_field", wanted=name[:100], place="")
    for name in ("id", "action"):
        if name not in body:
            raise Invalid("action.field_missing", wanted=name, place="")
    action = read_action(body["action"])
    caller.require(scope_needed(type(action)))
    other, base = body.get("as"), body.get("base")
    actor = caller.operator if other is None else whole_number(other, "as")
    return Envelope(
        read_id(body["id"], "id"),
        actor,
        caller.service.desk.clock(),
        action,
        frozenset(read_names(body.get("confirmed", []), "confirmed")),
        by=None if actor == caller.operator else caller.operator,
        base=None if base is None else whole_number(base, "base"),
    )


async def _require_own(caller: Caller, envelope: Envelope) -> None:
    """Raise Refused where the id is that of somebody else's envelope, or of another action."""
    known = str(envelope.id)
    kept, begun = await caller.service.ask(
        lambda reader: (envelopes.accepted(reader, known), envelopes.begun_by(reader, known))
    )
    is_other = kept is not None and kept != (envelope.actor, type(envelope.action).__name__)
    if is_other or (begun is not None and begun != (envelope.actor,)):
        raise Refused("envelope.used", wanted=known)
