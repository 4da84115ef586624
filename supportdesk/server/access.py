"""Who comes with a request: a token, its operator, and what both may do."""

from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from supportdesk.domain.access import ACT, NOTES, READ, digest
from supportdesk.domain.errors import Refused, StoreTrouble
from supportdesk.domain.memory import UseToken
from supportdesk.records import dataclass
from supportdesk.server.service import Service
from supportdesk.store.read import access
from supportdesk.store.read.access import TokenRow

USED_MS = 60_000
"""The last use of a token is kept once in that time: asking alone writes nothing else."""

BEARER = HTTPBearer(
    auto_error=False,
    description="A token: `supportdesk tokens add NAME` tells it once.",
)


def service_of(request: Request) -> Service:
    """The service that answers."""
    service: Service = request.app.state.service
    return service


ServiceOf = Annotated[Service, Depends(service_of)]


@dataclass(frozen=True, slots=True)
class Caller:
    """A token that opens, and the service it came to."""

    service: Service
    token: TokenRow

    @property
    def operator(self) -> int:
        """As whom it acts."""
        return self.token.operator_id

    @property
    def sees_notes(self) -> bool:
        """Whether it may see what no client sees."""
        return NOTES in self.token.scopes

    def require(self, scope: str) -> None:
        """Raise Refused("request.scope") for a token without that scope."""
        if scope not in self.token.scopes:
            raise Refused("request.scope", wanted=scope, held=list(self.token.scopes))


def address_of(request: Request) -> str:
    """From where somebody comes: the proxy's word where the server was told to trust it."""
    return request.client.host if request.client else "-"


async def caller(
    request: Request,
    service: ServiceOf,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)],
) -> Caller:
    """Whoever comes with a token that opens. Raises Refused: no token, refused, too often."""
    strangers, known = request.app.state.strangers, request.app.state.known
    if credentials is None:
        strangers.take(address_of(request))
        raise Refused("request.no_token")
    now = service.now()
    row = await service.ask(access.by_digest, digest(credentials.credentials))
    if row is None or not row.opens(now):
        strangers.take(address_of(request))
        raise Refused("request.token_refused")
    request.scope["token"], request.scope["operator"] = row.id, row.operator_id
    known.take(row.id)
    if now - (row.used_at or 0) > USED_MS and request.app.state.used.is_due(row.id, now):
        with suppress(StoreTrouble):  # who only reads is answered while nothing can be written
            await service.remember(UseToken(row.operator_id, row.id))
    return Caller(service, row)


class LastUses:
    """Which tokens this process has told of lately."""

    def __init__(self) -> None:
        self._told: dict[int, int] = {}

    def is_due(self, token: int, now: int) -> bool:
        """Whether a use is to be told; then it counts as told."""
        if now - self._told.get(token, 0) <= USED_MS:
            return False
        self._told[token] = now
        return True


def with_scope(scope: str) -> Callable[..., Coroutine[Any, Any, Caller]]:
    """A dependency: whoever comes with a token of that scope."""

    async def scoped(found: Annotated[Caller, Depends(caller)]) -> Caller:
        found.require(scope)
        return found

    return scoped


Anybody = Annotated[Caller, Depends(caller)]
Reading = Annotated[Caller, Depends(with_scope(READ))]
Acting = Annotated[Caller, Depends(with_scope(ACT))]
