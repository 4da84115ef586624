"""The server put together: its paths, what stands around them, and their description."""

import asyncio
from typing import Any

from fastapi import FastAPI

from supportdesk import __version__
from supportdesk.server import actions, changes, desk_reads, forms, live, tickets
from supportdesk.server.access import LastUses
from supportdesk.server.errors import answer_errors
from supportdesk.server.guard import Guard
from supportdesk.server.rates import Buckets
from supportdesk.server.schemas import schemas
from supportdesk.server.service import Service


def application(service: Service) -> FastAPI:
    """The server on one service, as an ASGI application."""
    app = FastAPI(
        title="supportdesk",
        version=__version__,
        description="The desk over HTTP. Answers are JSON; every refusal has a code.",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        separate_input_output_schemas=False,
    )
    app.state.service = service
    app.state.known = Buckets(service.limits.token)
    app.state.strangers = Buckets(service.limits.stranger)
    app.state.form = Buckets(service.limits.form)
    app.state.forms = Buckets(service.limits.forms)
    app.state.used = LastUses()
    app.state.large = asyncio.Lock()
    app.state.watch = live.Watch(service)
    for room in (actions, changes, live, tickets, desk_reads, forms):
        app.include_router(room.router)
    app.add_middleware(Guard, journal=service.journal, limits=service.limits)
    answer_errors(app)
    _describe(app)
    return app


def _describe(app: FastAPI) -> None:
    """Let the OpenAPI document hold the schemas of actions, made when somebody asks."""
    made = app.openapi

    def whole() -> dict[str, Any]:
        document = made()
        parts = document.setdefault("components", {}).setdefault("schemas", {})
        if "AddNote" not in parts:
            parts.update(schemas())
        return document

    app.openapi = whole  # type: ignore[method-assign]
