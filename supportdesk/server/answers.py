"""Answers as JSON: the same texts as on the command line, safe to look at."""

from collections.abc import Callable, Mapping
from typing import Any

from starlette.responses import Response

from supportdesk.objects.json_lines import encode
from supportdesk.server.service import Service
from supportdesk.store.read.connection import Reader


class Answer(Response):
    """One JSON object."""

    media_type = "application/json"

    def __init__(
        self,
        item: Mapping[str, Any],
        status_code: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        kept = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        body = encode(item).encode("utf-8")
        super().__init__(body, status_code, headers={**kept, **(headers or {})})


async def answered(service: Service, question: Callable[[Reader], Mapping[str, Any]]) -> Answer:
    """The answer to a question; long ones are put into words where they were asked."""
    return await service.ask(lambda connection: Answer(question(connection)))
