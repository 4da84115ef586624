"""Commands about tokens, with which programs act for an operator over HTTP."""

from datetime import datetime

from supportdesk.records import dataclass


@dataclass(frozen=True, slots=True)
class AddToken:
    """Let a program act as `operator`: `digest` is the SHA-256 of its secret, in hexadecimal.

    `scopes` are among `access.SCOPES`; after `expires` it opens nothing, None is never.
    """

    operator: int
    name: str
    scopes: tuple[str, ...]
    digest: str
    expires: datetime | None = None


@dataclass(frozen=True, slots=True)
class RevokeToken:
    """Let a token open nothing from now on."""

    token: int
