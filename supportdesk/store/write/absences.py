"""Who is away and who stands in for them (F85)."""

from sqlalchemy import Connection, bindparam, delete, select, text

from supportdesk.store.write import rows
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import ABSENCE, OPERATOR, STAND_IN

_KEEP = text(
    "INSERT INTO stand_in(absence_id, ticket_id) VALUES (:absence, :ticket) ON CONFLICT DO NOTHING"
)
_NOW = (
    select(ABSENCE)
    .where(
        ABSENCE.c.operator_id == bindparam("operator"),
        ABSENCE.c.withdrawn.is_(False),
        ABSENCE.c.from_at <= bindparam("at"),
        ABSENCE.c.until_at > bindparam("at"),
    )
    .order_by(ABSENCE.c.until_at.desc(), ABSENCE.c.id)
    .limit(1)
)


def absence_of(connection: Connection, operator: int, at: int) -> Stored | None:
    """The absence in which an operator is at a moment (milliseconds), or None."""
    found = connection.execute(_NOW, {"operator": operator, "at": at}).mappings().first()
    return None if found is None else dict(found)


def overlaps(connection: Connection, operator: int, from_at: int, until_at: int) -> bool:
    """Whether an operator is away already for a part of that time."""
    found = connection.execute(
        select(ABSENCE.c.id).where(
            ABSENCE.c.operator_id == operator,
            ABSENCE.c.withdrawn.is_(False),
            ABSENCE.c.from_at < until_at,
            ABSENCE.c.until_at > from_at,
        )
    )
    return found.first() is not None


def keep_stand_in(connection: Connection, absence: int, ticket: int) -> None:
    """Remember that a ticket went to somebody else because of an absence."""
    connection.execute(_KEEP, {"absence": absence, "ticket": ticket})


def stand_ins(connection: Connection, absence: int, most: int) -> list[int]:
    """The first tickets that went to somebody else because of an absence."""
    found = connection.execute(
        select(STAND_IN.c.ticket_id)
        .where(STAND_IN.c.absence_id == absence)
        .order_by(STAND_IN.c.ticket_id)
        .limit(most)
    )
    return [int(ticket) for (ticket,) in found]


def forget_stand_in(connection: Connection, absence: int, ticket: int) -> None:
    """The ticket has returned, or will not."""
    connection.execute(
        delete(STAND_IN).where(STAND_IN.c.absence_id == absence, STAND_IN.c.ticket_id == ticket)
    )


def operator_at_work(connection: Connection, operator: int) -> Stored | None:
    """The operator, if they still work here."""
    return rows.one(
        connection, select(OPERATOR).where(OPERATOR.c.id == operator, OPERATOR.c.active.is_(True))
    )


def absence_row(connection: Connection, absence: int) -> Stored:
    """The stored columns of an absence. Raises NotFound("absence.missing")."""
    return rows.require_row(connection, "absence", absence)
