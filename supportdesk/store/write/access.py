"""Tokens as they are kept: a digest, never the secret."""

from sqlalchemy import Connection, text

from supportdesk.store.write.rows import insert_row
from supportdesk.store.write.tables import ACCESS_TOKEN
from supportdesk.store.write.transaction import Transaction

_KNOWN = text("SELECT 1 FROM access_token WHERE digest = :digest")
_USED = text(
    "UPDATE access_token SET used_at = :now"
    " WHERE id = :token AND operator_id = :operator AND coalesce(used_at, 0) < :now"
)


_OPEN = text(
    "SELECT min(id) FROM access_token WHERE operator_id = :operator AND name = :name"
    " AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > :now)"
)


def open_of(connection: Connection, operator: int, name: str, now: int) -> int | None:
    """The token of an operator that has this name and opens at `now`, in milliseconds; or None."""
    asked = {"operator": operator, "name": name, "now": now}
    number: int | None = connection.execute(_OPEN, asked).scalar()
    return number


def is_known(connection: Connection, digest: str) -> bool:
    """Whether a token with this digest is kept already."""
    return connection.execute(_KNOWN, {"digest": digest}).first() is not None


def keep(
    transaction: Transaction,
    *,
    operator: int,
    name: str,
    scopes: str,
    digest: str,
    expires_at: int | None,
) -> int:
    """Keep a token; return its number. Moments in milliseconds."""
    return insert_row(
        transaction.connection,
        ACCESS_TOKEN,
        operator_id=operator,
        name=name,
        scopes=scopes,
        digest=digest,
        made_at=transaction.at,
        expires_at=expires_at,
    )


def mark_used(connection: Connection, operator: int, token: int, now: int) -> None:
    """A program has come with the token; `now` in milliseconds."""
    connection.execute(_USED, {"operator": operator, "token": token, "now": now})
