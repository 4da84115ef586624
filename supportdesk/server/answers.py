"""Answers as JSON: the same texts as on the command line, safe to look at."""

from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from supportdesk.objects.json_lines import encode


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
