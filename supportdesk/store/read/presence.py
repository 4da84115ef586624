"""Who else is here: what a console shows of its neighbours (F75, F77)."""

from supportdesk.domain.side_by_side import CLAIM_MS, GONE, PRESENT_MS
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader


@dataclass(frozen=True, slots=True)
class Present:
    """An operator at a ticket: `doing` is viewing, writing or gone; `at` is the last beat."""

    operator_id: int
    operator: str
    ticket: int
    doing: str
    at: int


@dataclass(frozen=True, slots=True)
class Claim:
    """Who writes to the client of a ticket, since when, and until when that counts."""

    operator_id: int
    operator: str
    since: int
    until: int


def others(connection: Reader, me: int | None, now: int) -> tuple[Present, ...]:
    """Everybody but `me` who has a ticket in sight now.

    A beat far ahead of now is of a clock that was set back since, and counts no more.
    """
    return tuple(
        Present(*found)
        for found in connection.execute(
            "SELECT p.operator_id, o.name, p.ticket_id, p.doing, p.at FROM presence p"
            " JOIN operator o ON o.id = p.operator_id"
            " WHERE p.at > :alive AND p.at < :ahead AND p.doing <> :gone"
            " AND p.operator_id IS NOT :me ORDER BY p.ticket_id, o.name",
            {"alive": now - PRESENT_MS, "ahead": now + PRESENT_MS, "gone": GONE, "me": me},
        )
    )


def last_seen(connection: Reader, ticket: int) -> list[Present]:
    """Everybody who had the ticket in sight within a day, the latest first."""
    return [
        Present(*found)
        for found in connection.execute(
            "SELECT p.operator_id, o.name, p.ticket_id, p.doing, p.at FROM operator o"
            " CROSS JOIN presence p ON p.operator_id = o.id AND p.ticket_id = :ticket"
            " ORDER BY p.at DESC",
            {"ticket": ticket},
        )
    ]


def claim(connection: Reader, ticket: int, now: int) -> Claim | None:
    """Who writes to the client of a ticket now, or None."""
    found = connection.execute(
        "SELECT c.operator_id, o.name, c.since, c.until FROM writing_claim c"
        " JOIN operator o ON o.id = c.operator_id WHERE c.ticket_id = :ticket"
        " AND c.until > :now AND c.until <= :ahead",
        {"ticket": ticket, "now": now, "ahead": now + CLAIM_MS + PRESENT_MS},
    ).fetchone()
    return None if found is None else Claim(*found)


def mark_number(connection: Reader, operator: int) -> int:
    """Grows when an operator marks anything as read, from whichever console."""
    found = connection.execute(
        "SELECT n FROM mark_number WHERE operator_id = :operator", {"operator": operator}
    ).fetchone()
    return 0 if found is None else int(found[0])
