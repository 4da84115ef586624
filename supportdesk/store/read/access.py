"""Tokens: by their digest for whoever comes with one, and all of them for a list."""

from typing import Any

from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token and its operator; `active` says whether they work here. Times in milliseconds."""

    id: int
    operator_id: int
    operator: str
    role: str
    active: bool
    name: str
    scopes: tuple[str, ...]
    made_at: int
    expires_at: int | None
    used_at: int | None
    revoked_at: int | None

    def opens(self, now: int) -> bool:
        """Whether it opens anything at that moment."""
        is_over = self.expires_at is not None and self.expires_at <= now
        return self.active and self.revoked_at is None and not is_over


_ROWS = """
SELECT t.id, t.operator_id, o.name, o.role, o.active, t.name, t.scopes, t.made_at, t.expires_at,
       t.used_at, t.revoked_at
  FROM access_token t JOIN operator o ON o.id = t.operator_id
"""


def by_digest(connection: Reader, digest: str) -> TokenRow | None:
    """The token whose secret has this SHA-256, or None."""
    found = connection.execute(f"{_ROWS} WHERE t.digest = :digest", {"digest": digest}).fetchone()
    return None if found is None else _row(found)


def by_number(connection: Reader, number: int) -> TokenRow | None:
    """The token with this number, or None."""
    found = connection.execute(f"{_ROWS} WHERE t.id = :number", {"number": number}).fetchone()
    return None if found is None else _row(found)


def every(connection: Reader, operator: int | None = None) -> list[TokenRow]:
    """All tokens, the newest first; with `operator` theirs alone."""
    whose = "" if operator is None else f" WHERE t.operator_id = {int(operator)}"
    return [_row(found) for found in connection.execute(f"{_ROWS}{whose} ORDER BY t.id DESC")]


def _row(found: tuple[Any, ...]) -> TokenRow:
    number, operator, who, role, active, name, scopes, *times = found
    return TokenRow(number, operator, who, role, bool(active), name, tuple(scopes.split()), *times)
