"""Who has which ticket in sight (F75) and who has begun to write (F77): traces that expire."""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from supportdesk.domain.memory import Beat
from supportdesk.domain.side_by_side import CLAIM_MS, GONE, PRESENT_MS

_KEPT_MS = 24 * 60 * 60_000
"""How long "last seen" is known."""

_BEAT = text(
    "INSERT INTO presence(operator_id, ticket_id, doing, at)"
    " VALUES (:operator, :ticket, :doing, :at)"
    " ON CONFLICT(operator_id, ticket_id) DO UPDATE SET doing = excluded.doing, at = excluded.at"
)
_LEAVE = text(
    f"UPDATE presence SET doing = '{GONE}'"
    " WHERE operator_id = :operator AND ticket_id = :ticket AND at > :alive"
)
_OTHERS_LEAVE = text(f"UPDATE presence SET doing = '{GONE}' WHERE operator_id <> :me")
_FORGET = text("DELETE FROM presence WHERE at < :old")
_CLAIM = text(
    "INSERT INTO writing_claim(ticket_id, operator_id, since, until)"
    " VALUES (:ticket, :operator, :now, :until)"
    " ON CONFLICT(ticket_id) DO UPDATE SET operator_id = excluded.operator_id,"
    " since = excluded.since, until = excluded.until"
    " WHERE writing_claim.operator_id = excluded.operator_id"
    " OR writing_claim.until <= :now OR writing_claim.until > :until"
)
_RENEW = text(
    "UPDATE writing_claim SET until = :until WHERE ticket_id = :ticket AND operator_id = :operator"
)
_TAKE = text(
    "INSERT INTO writing_claim(ticket_id, operator_id, since, until)"
    " VALUES (:ticket, :operator, :now, :until)"
    " ON CONFLICT(ticket_id) DO UPDATE SET operator_id = excluded.operator_id,"
    " since = excluded.since, until = excluded.until"
)
_RELEASE = text("DELETE FROM writing_claim WHERE ticket_id = :ticket AND operator_id = :operator")
_HOLDER = text(
    "SELECT c.operator_id, o.name, c.until FROM writing_claim c"
    " JOIN operator o ON o.id = c.operator_id"
    " WHERE c.ticket_id = :ticket AND c.until > :now AND c.until <= :ahead"
)


def beat(connection: Connection, seen: Beat, now: int) -> None:
    """A console is there; the ticket it has left is known to be left at once."""
    if seen.left is not None:
        leaving = {"operator": seen.operator, "ticket": seen.left, "alive": now - PRESENT_MS}
        connection.execute(_LEAVE, leaving)
        connection.execute(_FORGET, {"old": now - _KEPT_MS})
    connection.execute(
        _BEAT,
        {"operator": seen.operator, "ticket": seen.ticket, "doing": seen.doing, "at": now},
    )


def keep_others(
    connection: Connection, me: int | None, others: Iterable[tuple[int, int, str]], now: int
) -> None:
    """Everybody but `me` is where these say: operators, tickets in sight, what they do."""
    connection.execute(_OTHERS_LEAVE, {"me": me})
    for operator, ticket, doing in others:
        connection.execute(
            _BEAT, {"operator": operator, "ticket": ticket, "doing": doing, "at": now}
        )


def claim(connection: Connection, ticket: int, operator: int, now: int) -> None:
    """Let the operator be the writer, unless another one is."""
    connection.execute(_CLAIM, _until(ticket, operator, now))


def renew(connection: Connection, ticket: int, operator: int, now: int) -> None:
    """The writer has typed."""
    connection.execute(_RENEW, _until(ticket, operator, now))


def take_over(connection: Connection, ticket: int, operator: int, now: int) -> None:
    """The operator is the writer now, whoever was."""
    connection.execute(_TAKE, _until(ticket, operator, now))


def release(connection: Connection, ticket: int, operator: int) -> None:
    """The operator writes no more."""
    connection.execute(_RELEASE, {"ticket": ticket, "operator": operator})


def holder(connection: Connection, ticket: int, now: int) -> tuple[int, str, int] | None:
    """Who writes on the ticket: id, name, and until when that counts (milliseconds); or None."""
    at = {"ticket": ticket, "now": now, "ahead": now + CLAIM_MS + PRESENT_MS}
    found = connection.execute(_HOLDER, at).first()
    return None if found is None else (int(found[0]), str(found[1]), int(found[2]))


def _until(ticket: int, operator: int, now: int) -> dict[str, int]:
    return {"ticket": ticket, "operator": operator, "now": now, "until": now + CLAIM_MS}
