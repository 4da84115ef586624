"""Commands on many tickets in the store: begun, written down, done step by step."""

from collections.abc import Collection, Sequence

from sqlalchemy import Connection, delete, insert, select, text, update

from supportdesk.store.write import rows
from supportdesk.store.write.envelopes import changed_something
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import BULK, BULK_STEP, ENVELOPE

KEPT_MILLISECONDS = 24 * 3_600_000
"""How long the steps of an interrupted bulk wait for somebody to go on with them."""

_HELD = text(
    "SELECT b.at + b.window FROM event e LEFT JOIN envelope v ON v.id = e.envelope_id"
    " LEFT JOIN bulk b ON b.id = v.bulk_id WHERE e.ticket_id = :ticket AND e.subject = 'message'"
    " AND e.subject_id = :message AND e.field = 'present' ORDER BY e.seq DESC LIMIT 1"
)
_NEXT = text(
    "SELECT id, ticket_id, action FROM bulk_step"
    " WHERE bulk_id = :bulk AND stops = '' AND id > :after ORDER BY id LIMIT :limit"
)
_LEFT = text("SELECT count(*) FROM bulk_step WHERE bulk_id = :bulk AND stops = ''")
_TICKETS = text(
    "SELECT DISTINCT e.ticket_id FROM envelope v JOIN event e ON e.envelope_id = v.id"
    " WHERE v.bulk_id = :bulk AND e.ticket_id IS NOT NULL"
)


def find(connection: Connection, envelope: str) -> Stored | None:
    """The bulk that this envelope began, or None."""
    return rows.one(connection, select(BULK).where(BULK.c.envelope_id == envelope))


def by_id(connection: Connection, bulk: int) -> Stored:
    """The bulk with this id. Raises LookupError."""
    found = rows.one(connection, select(BULK).where(BULK.c.id == bulk))
    if found is None:
        raise LookupError(bulk)
    return found


def begin(connection: Connection, **columns: object) -> Stored:
    """Begin a bulk; steps of others that nobody went on with for long are forgotten."""
    bulk = by_id(connection, rows.insert_row(connection, BULK, **columns))
    late = select(BULK.c.id).where(BULK.c.at < bulk["at"] - KEPT_MILLISECONDS)
    connection.execute(delete(BULK_STEP).where(BULK_STEP.c.bulk_id.in_(late)))
    return bulk


def keep(connection: Connection, bulk: int, **columns: object) -> None:
    """Keep how far a bulk has come."""
    connection.execute(update(BULK).where(BULK.c.id == bulk).values(columns))


def write_down(connection: Connection, bulk: int, steps: Sequence[tuple[int | None, str]]) -> None:
    """Write down steps to be done, in their order: ticket and action."""
    if steps:
        connection.execute(
            insert(BULK_STEP),
            [{"bulk_id": bulk, "ticket_id": ticket, "action": action} for ticket, action in steps],
        )


def next_steps(connection: Connection, bulk: int, after: int, limit: int) -> list[Stored]:
    """The next steps after the one with id `after` that wait for no confirmation."""
    found = connection.execute(_NEXT, {"bulk": bulk, "after": after, "limit": limit})
    return [dict(row) for row in found.mappings()]


def left(connection: Connection, bulk: int) -> int:
    """How many steps can be done and are not."""
    return int(connection.execute(_LEFT, {"bulk": bulk}).scalar_one())


def end_steps(connection: Connection, steps: Sequence[int]) -> None:
    """Steps are done, or were refused."""
    connection.execute(delete(BULK_STEP).where(BULK_STEP.c.id.in_(steps)))


def stop_step(connection: Connection, step: int, stops: Sequence[str]) -> None:
    """A step waits for a confirmation of these guards."""
    connection.execute(
        update(BULK_STEP).where(BULK_STEP.c.id == step).values(stops=" ".join(stops))
    )


def release_stopped(connection: Connection, bulk: int, confirmed: Collection[str]) -> None:
    """Steps whose guards are all confirmed can be done now."""
    stopped = (BULK_STEP.c.bulk_id == bulk, BULK_STEP.c.stops > "")
    for stops in connection.execute(select(BULK_STEP.c.stops).where(*stopped).distinct()).all():
        if set(stops[0].split()) <= set(confirmed):
            connection.execute(
                update(BULK_STEP).where(*stopped, BULK_STEP.c.stops == stops[0]).values(stops="")
            )


def drop_rest(connection: Connection, bulk: int) -> None:
    """Forget the steps that were not done."""
    connection.execute(delete(BULK_STEP).where(BULK_STEP.c.bulk_id == bulk))


def in_force(
    connection: Connection, bulk: int, below: int | None, limit: int
) -> list[tuple[int, str]]:
    """Steps of a bulk that changed something and stand, newest first: number and envelope id."""
    wanted = [ENVELOPE.c.bulk_id == bulk, ENVELOPE.c.undone_by.is_(None), changed_something()]
    if below is not None:
        wanted.append(ENVELOPE.c.number < below)
    found = connection.execute(
        select(ENVELOPE.c.number, ENVELOPE.c.id)
        .where(*wanted)
        .order_by(ENVELOPE.c.number.desc())
        .limit(limit)
    )
    return [(number, envelope) for number, envelope in found]


def interrupted(connection: Connection, actor: int) -> Stored | None:
    """The actor's newest command, if it is a bulk with steps still to be done; else None."""
    newest = rows.one(
        connection,
        select(ENVELOPE)
        .where(ENVELOPE.c.actor_id == actor)
        .order_by(ENVELOPE.c.number.desc())
        .limit(1),
    )
    if newest is None or newest["bulk_id"] is None:
        return None
    bulk = by_id(connection, newest["bulk_id"])
    goes_on = bulk["takes_back"] is None and bulk["is_planned"]
    return bulk if goes_on and left(connection, bulk["id"]) else None


def tickets(connection: Connection, bulk: int) -> tuple[int, ...]:
    """The tickets a bulk has changed."""
    return tuple(connection.execute(_TICKETS, {"bulk": bulk}).scalars())


def held_until(connection: Connection, ticket: int, message: int) -> int | None:
    """Until when a reply is held back because a bulk has sent it, in milliseconds; or None."""
    held: int | None = connection.execute(
        _HELD, {"ticket": ticket, "message": message}
    ).scalar_one_or_none()
    return held
