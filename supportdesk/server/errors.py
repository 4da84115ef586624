"""Refusals as HTTP answers: one JSON object with the code, its parameters and the way on."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from supportdesk.domain.errors import DeskError, Invalid, NotFound, Refused, StoreTrouble
from supportdesk.i18n.refusals import sentence
from supportdesk.objects.errors import error_object
from supportdesk.server.answers import Answer

STATUSES = {
    "request.malformed": 400,
    "action.unknown": 400,
    "action.malformed": 400,
    "action.no_field": 400,
    "action.field_missing": 400,
    "text.not_utf8": 400,
    "number.too_large": 400,
    "request.no_token": 401,
    "request.token_refused": 401,
    "request.scope": 403,
    "request.method": 405,
    "request.too_slow": 408,
    "request.too_large": 413,
    "request.too_many": 429,
    "request.crash": 500,
    "request.busy": 503,
}
"""Codes whose status their kind does not tell."""

_RIGHTS = ("not_allowed", "not_given", "not_own", "not_shared", "not_yourself")
"""How codes end where somebody with another role might do it."""


def status_of(error: DeskError) -> int:
    """The HTTP status of a refusal.

    400 malformed, 401 no token, 403 not yours to do, 404 not there, 409 a rule says no, 422
    nonsense, 503 the store cannot be used now.
    """
    if error.code in STATUSES:
        return STATUSES[error.code]
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, Invalid):
        return 422
    if isinstance(error, StoreTrouble):
        return 503
    stops = error.stops if isinstance(error, Refused) else ()
    is_right = error.code.rpartition(".")[2] in _RIGHTS
    return 403 if is_right and not stops else 409


def refusal(error: DeskError) -> Response:
    """The answer to what was refused."""
    return Answer(
        {"error": error_object(error, sentence)}, status_of(error), refused_headers(error)
    )


def refused_headers(error: DeskError) -> dict[str, str]:
    """What a refusal says beside its text: how to come, when again, and what ends with it."""
    status = status_of(error)
    if status == 401:
        return {"WWW-Authenticate": "Bearer"}
    if status == 408:
        return {"Connection": "close"}
    if status in (429, 503):
        return {"Retry-After": str(error.parameters.get("seconds", 5))}
    return {}


def answer_errors(app: FastAPI) -> None:
    """Answer everything that goes wrong with the same object."""

    async def refused(request: Request, error: Exception) -> Response:
        told = error if isinstance(error, DeskError) else DeskError("request.crash")
        request.scope["code"] = told.code
        return refusal(told)

    async def http(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        told = _of_http(status)
        request.scope["code"] = told.code
        answer = refusal(told)
        answer.status_code = status
        answer.headers.update(getattr(error, "headers", None) or {})
        return answer

    async def invalid(request: Request, error: Exception) -> Response:
        found = error.errors() if isinstance(error, RequestValidationError) else ()
        request.scope["code"] = "request.parameter"
        return refusal(Invalid("request.parameter", wanted=", ".join(map(_place, found))))

    app.add_exception_handler(DeskError, refused)
    app.add_exception_handler(HTTPException, http)
    app.add_exception_handler(RequestValidationError, invalid)
    app.add_exception_handler(Exception, refused)


def _of_http(status: int) -> DeskError:
    """What the library below refuses by itself."""
    if status == 404:
        return NotFound("request.no_path")
    return Invalid("request.method") if status == 405 else Invalid("request.malformed")


def _place(found: Mapping[str, Any]) -> str:
    """Which parameter is wrong; what stood in it is not repeated."""
    return ".".join(str(part) for part in found["loc"][1:]) or str(found["loc"][0])
