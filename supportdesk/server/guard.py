"""Around every request: bodies no larger and no slower than allowed, also together; one line in the
journal."""

import asyncio
import os
from collections import Counter
from time import monotonic

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from supportdesk.domain.errors import Invalid, Refused, StoreTrouble
from supportdesk.records import dataclass
from supportdesk.server.journal import Journal
from supportdesk.server.service import Limits

UNKNOWN = "-"
"""The route of what has none: paths are typed by strangers and may hold anything."""


SMALL = 65_536
"""Bytes of every body that have room: whoever changes little never waits for who sends much."""

PATIENCE_SECONDS = 30.0
"""How long a small body may be on its way."""

SLOWEST = 16_384
"""Bytes a second: what a larger one has to bring while it is waited for longer."""

METHODS = frozenset("GET HEAD POST PUT PATCH DELETE OPTIONS".split())


class Guard:
    """Lets requests through and counts what comes in."""

    def __init__(self, app: ASGIApp, journal: Journal, limits: Limits) -> None:
        self._app = app
        self._journal = journal
        self._limits = limits
        self._held = 0
        """Bytes of the bodies of requests that are not answered yet, beyond what is small."""
        self._held_of: Counter[int | None] = Counter()
        """The same by the number of the token they came with."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; tell of it when the answer has ended.

        Of whoever hangs up before there is one nothing is told: strangers could fill the journal.
        """
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        number, began, status = os.urandom(8).hex(), monotonic(), 500
        body, is_answered, is_gone = _Body(), False, False

        async def sending(message: Message) -> None:
            nonlocal status, is_answered
            if message["type"] == "http.response.start":
                status, is_answered = message["status"], True
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"x-request-id", number.encode("ascii")),
                ]
            await send(message)

        try:
            await self._app(scope, self._limited(scope, receive, body), sending)
        except ClientDisconnect:
            is_gone = not is_answered
        finally:
            self._hold(scope, body, -body.held)
            if not is_gone:
                self._tell(scope, number, status, began)

    def _limited(self, scope: Scope, receive: Receive, body: "_Body") -> Receive:
        """Refuse a body that says it is too large, turns out to be, or has no room beside others.

        It is held until its request is answered: it waits for the writer as it came.
        """
        largest = self._limits.body

        async def receiving() -> Message:
            if announced(scope) > largest:
                raise Invalid("request.too_large", largest=largest)
            message = await body.more(receive)
            if body.size > largest:
                raise Invalid("request.too_large", largest=largest)
            self._require_room(scope, body)
            self._hold(scope, body, body.beyond_small - body.held)
            return message

        return receiving

    def _require_room(self, scope: Scope, body: "_Body") -> None:
        """Raise StoreTrouble where all bodies together have none, Refused where those of its token.

        One body of a token has room as long as there is any, several of one no more than half.
        """
        more = body.beyond_small - body.held
        if self._held + more > self._limits.bodies:
            raise StoreTrouble("request.busy")
        of_token, half = self._held_of[scope.get("token")], self._limits.bodies // 2
        if more and of_token > body.held and of_token + more > half:
            raise Refused("request.too_many", because="bodies", most=half)

    def _hold(self, scope: Scope, body: "_Body", more: int) -> None:
        """Count so many bytes more of a body; of a token that holds none nothing is remembered."""
        token = scope.get("token")
        self._held += more
        self._held_of[token] += more
        body.held += more
        if not self._held_of[token]:
            del self._held_of[token]

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


@dataclass(slots=True)
class _Body:
    """How much of a body has come, how much of that is counted, and since when it is waited for."""

    size: int = 0
    held: int = 0
    asked_at: float | None = None
    is_whole: bool = False

    @property
    def beyond_small(self) -> int:
        """Bytes of it that take room."""
        return max(0, self.size - SMALL)

    async def more(self, receive: Receive) -> Message:
        """What comes next; the end of a connection may be waited for without an end.

        Raises Invalid("request.too_slow").
        """
        if self.is_whole:
            return await receive()
        now = monotonic()
        self.asked_at = now if self.asked_at is None else self.asked_at
        patience = PATIENCE_SECONDS + self.beyond_small / SLOWEST
        try:
            async with asyncio.timeout(self.asked_at + patience - now):
                message = await receive()
        except TimeoutError:
            raise Invalid("request.too_slow", least=SLOWEST) from None
        self.size += len(message.get("body", b""))
        self.is_whole = not message.get("more_body", False)
        return message


def announced(scope: Scope) -> int:
    """The length a request says its body has; 0 for none."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:20])
    return 0
