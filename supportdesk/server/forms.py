"""What everybody may do who reaches the server, where `serve --forms` opens it: write, and ask.

Nobody proves who they are: what is told of a ticket is only whether it is at work, to whoever
knows its number and its client's address, and nothing tells whether a number exists.
"""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID, uuid5

from fastapi import APIRouter, Request
from starlette.responses import Response

from supportdesk.domain.action import ClientReference, ReceiveMessage
from supportdesk.domain.envelope import Envelope, new_id
from supportdesk.domain.errors import DeskError, Invalid, NotFound
from supportdesk.domain.recipients import Recipient, checked
from supportdesk.domain.wire_reading import read_id, read_text, whole_number
from supportdesk.objects.times import utc_text
from supportdesk.server.access import ServiceOf, address_of
from supportdesk.server.answers import Answer
from supportdesk.server.bodies import read_object
from supportdesk.server.errors import refused_headers, status_of
from supportdesk.server.examples import SENT, STATUS, answers
from supportdesk.server.form_fields import (
    LARGEST,
    LONGEST,
    is_number,
    is_question,
    trouble_text,
    wrong_fields,
)
from supportdesk.server.form_language import Reading, reading
from supportdesk.server.form_page import EMPTY, Filled, FormPage, standing_text
from supportdesk.server.guard import announced
from supportdesk.server.schemas import FORM, STATUS_FORM
from supportdesk.server.service import Service
from supportdesk.store.read import strangers
from supportdesk.store.read.strangers import Standing

router = APIRouter(tags=["forms"])

FORMS = UUID("6f1f7c52-9f5b-4f0e-8d3e-5b6f6a0f1c21")
"""Ids of forms become ids of envelopes in a space of their own: nobody can name another's."""

WEB = "web"
"""The channel of what comes by a form."""


@router.post(
    "/v1/forms/tickets",
    openapi_extra=FORM,
    response_class=Answer,
    responses=answers(SENT, 400, 404, 408, 413),
)
async def send(request: Request, service: ServiceOf) -> Answer:
    """A new ticket from a form, without a token. The same `id` again makes no second one."""
    fields = await _fields(request, service)
    return Answer({"ticket": await _receive(service, fields)})


@router.post(
    "/v1/forms/status",
    openapi_extra=STATUS_FORM,
    response_class=Answer,
    responses=answers(STATUS, 400, 404, 408, 413),
)
async def status(request: Request, service: ServiceOf) -> Answer:
    """How a ticket stands, for whoever knows its number and the address of its client."""
    found = await _standing(service, await _fields(request, service))
    return Answer({"status": found.told, "since": utc_text(found.since)})


@router.get("/form", include_in_schema=False)
async def form(request: Request, service: ServiceOf) -> Response:
    """The form as a plain page; looking at it is not counted."""
    _require_forms(service)
    return FormPage(_reading(request), new_id(service.desk.clock())).answer()


@router.post("/form", include_in_schema=False)
async def sent_form(request: Request, service: ServiceOf) -> Response:
    """What the page sends: a new ticket, or a question how one stands.

    Whatever is refused is told on the page, in the language of whoever wrote; what was typed stays.
    """
    _require_forms(service)
    typed: Mapping[str, str] = {}
    try:
        try:
            _count(request)  # before it is read: whoever hangs up counts as well
        finally:
            typed = _typed(await _content(request))
        return await _answer(request, service, typed)
    except DeskError as error:
        request.scope["code"] = error.code
        told = trouble_text(_reading(request), error)
        page = _page(request, service, typed, {}, told)
        return page.answer(status_of(error), refused_headers(error))


async def _answer(request: Request, service: Service, typed: Mapping[str, str]) -> Response:
    """Take what was typed, or say by field what is wrong. Raises DeskError."""
    said = _reading(request)
    wrong = wrong_fields(said, typed)
    if wrong:
        request.scope["code"] = "form.wrong"
        return _page(request, service, typed, wrong).answer(422)
    if is_question(typed):
        return _page(request, service, {}, {}, await _standing_told(said, service, typed)).answer()
    ticket = await _receive(service, dict(typed))
    told = said.texts.gettext("Thank you. The number of your request is {number}.")
    return _page(request, service, {}, {}, told.format(number=ticket)).answer()


async def _standing_told(said: Reading, service: Service, typed: Mapping[str, str]) -> str:
    fields = {**typed, "number": int(typed["number"])}
    try:
        return standing_text(said, (await _standing(service, fields)).told)
    except NotFound:
        return standing_text(said, "unknown")


def _page(
    request: Request,
    service: Service,
    typed: Mapping[str, str],
    wrong: Mapping[str, str],
    told: str = "",
) -> FormPage:
    """The page with what was typed in the form it was typed into, which is sent as the same one."""
    filled = Filled(typed, wrong)
    known = _id_or_none(typed.get("id", ""))
    letter, question = (EMPTY, filled) if is_question(typed) else (filled, EMPTY)
    fresh = known or new_id(service.desk.clock())
    return FormPage(_reading(request), fresh, told, letter, question)


def _id_or_none(written: str) -> UUID | None:
    try:
        return read_id(written, "id")
    except Invalid:
        return None


def _reading(request: Request) -> Reading:
    return reading(request.headers.get("accept-language", ""))


def _require_forms(service: Service) -> None:
    """Raise NotFound where forms are not open."""
    if not service.forms:
        raise NotFound("request.no_path")


def _count(request: Request) -> None:
    """Raise Refused where somebody sends too often, or everybody does."""
    request.app.state.form.take(address_of(request))
    request.app.state.forms.take("everybody")


async def _fields(request: Request, service: Service) -> dict[str, Any]:
    """The fields a form sends, as JSON or as a page does. Raises Invalid, NotFound, Refused."""
    _require_forms(service)
    _count(request)
    content = await _content(request)
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return read_object(content)
    typed = _typed(content)
    return {name: int(value) if _is_count(name, value) else value for name, value in typed.items()}


def _is_count(name: str, value: str) -> bool:
    return name == "number" and is_number(value)


def _typed(content: bytes) -> dict[str, str]:
    """The fields of a form as a browser sends them; bytes of no text are told with their field.

    Raises Invalid("request.malformed").
    """
    try:
        pairs = parse_qsl(
            content.decode(errors="surrogateescape"),
            keep_blank_values=True,
            errors="surrogateescape",
            max_num_fields=20,
        )
    except ValueError:
        raise Invalid("request.malformed") from None
    return dict(pairs)


async def _content(request: Request) -> bytes:
    """The body of a form; of a larger one nothing is kept.

    Raises Invalid: "request.too_large", "request.too_slow".
    """
    _require_small(announced(request.scope))
    content = b""
    async for part in request.stream():
        content += part
        _require_small(len(content))
    return content


def _require_small(size: int) -> None:
    if size > LARGEST:
        raise Invalid("request.too_large", largest=LARGEST)


async def _receive(service: Service, fields: dict[str, Any]) -> int:
    """Make the ticket, once of the same form with the same words; return its number.

    Who goes back to a page that was sent and writes something else sends the same `id` again.
    Raises Invalid.
    """
    texts = {name: _text(fields, name) for name in LONGEST}
    if not texts["text"].strip():
        raise Invalid("action.field_missing", wanted="text", place="")
    now = service.desk.clock()
    given = read_id(fields["id"], "id") if "id" in fields else new_id(now)
    known = uuid5(FORMS, json.dumps([str(given), texts], sort_keys=True))
    address = checked(Recipient(texts["email"])).address
    action = ReceiveMessage(
        client=ClientReference(texts["name"].strip() or address, address),
        subject=texts["subject"],
        body=texts["text"],
        source_id=f"{WEB}:{known}",
        channel=WEB,
        from_person=True,
    )
    receipt = await service.submit(Envelope(known, None, now, action))
    return receipt.tickets[0]


async def _standing(service: Service, fields: dict[str, Any]) -> Standing:
    """How a ticket stands. Raises NotFound("form.unknown") whatever is wrong of both."""
    number, address = whole_number(fields.get("number"), "number"), _text(fields, "email")
    found = await service.ask(strangers.standing, number, address)
    if found is None:
        raise NotFound("form.unknown")
    return found


def _text(fields: dict[str, Any], name: str) -> str:
    text = read_text(fields.get(name, ""), name)
    if len(text) > LONGEST[name]:
        raise Invalid("form.too_long", wanted=name, longest=LONGEST[name])
    return text
