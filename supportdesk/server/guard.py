"""Around every request: no larger body than allowed, and one line in the journal."""

import os
from time import monotonic

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from supportdesk.domain.errors import Invalid
from supportdesk.server.journal import Journal

UNKNOWN = "-"
"""The route of what has none: paths are typed by strangers and may hold anything."""


METHODS = frozenset("GET HEAD POST PUT PATCH DELETE OPTIONS".split())


class Guard:
    """Lets requests through and counts what comes in."""

    def __init__(self, app: ASGIApp, journal: Journal, largest: int) -> None:
        self._app = app
        self._journal = journal
        self._largest = largest

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; tell of it when the answer has ended."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number, began, status = os.urandom(8).hex(), monotonic(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"x-request-id", number.encode("ascii")),
                ]
            await send(message)

        try:
            await self._app(scope, self._limited(scope, receive), sending)
        finally:
            self._tell(scope, number, status, began)

    def _limited(self, scope: Scope, receive: Receive) -> Receive:
        """Refuse a body that says it is too large, or turns out to be."""
        size = 0

        async def receiving() -> Message:
            nonlocal size
            if announced(scope) > self._largest:
                raise Invalid("request.too_large", largest=self._largest)
            message = await receive()
            size += len(message.get("body", b""))
            if size > self._largest:
                raise Invalid("request.too_large", largest=self._largest)
            return message

        return receiving

    def _tell(self, scope: Scope, number: str, status: int, began: float) -> None:
        route = scope.get("route")
        self._journal.tell(
            "request",
            request=number,
            method=scope["method"] if scope["method"] in METHODS else UNKNOWN,
            route=getattr(route, "path", UNKNOWN),
            status=status,
            ms=round((monotonic() - began) * 1000, 1),
            token=scope.get("token"),
            operator=scope.get("operator"),
            code=scope.get("code"),
        )


def announced(scope: Scope) -> int:
    """The length a request says its body has; 0 for none."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:20])
    return 0
