"""Accepted envelopes: what makes submitting idempotent and undo findable."""

from uuid import UUID

from sqlalchemy import ColumnElement, Connection, Exists, bindparam, exists, select, text, update

from supportdesk.store.write import rows
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import ENVELOPE, EVENT

UNDO = "Undo"
REDO = "Redo"

_FIND = select(ENVELOPE).where(ENVELOPE.c.id == bindparam("envelope"))


def find(connection: Connection, envelope: UUID) -> Stored | None:
    """The accepted envelope with this id, or None."""
    found = connection.execute(_FIND, {"envelope": str(envelope)}).mappings().first()
    return None if found is None else dict(found)


def require(connection: Connection, envelope: str) -> Stored:
    """The accepted envelope with this id. Raises LookupError."""
    found = rows.one(connection, select(ENVELOPE).where(ENVELOPE.c.id == envelope))
    if found is None:
        raise LookupError(envelope)
    return found


def keep(
    connection: Connection,
    *,
    envelope: UUID,
    actor: int | None,
    at: int,
    action: str,
    receipt: str,
    bulk: int | None = None,
    by: int | None = None,
) -> None:
    """Remember that an envelope was accepted, with its receipt as JSON."""
    rows.insert_row(
        connection,
        ENVELOPE,
        id=str(envelope),
        actor_id=actor,
        at=at,
        action=action,
        receipt=receipt,
        bulk_id=bulk,
        by_id=by,
    )


def newest_to_undo(
    connection: Connection, actor: int | None, undoable: frozenset[str]
) -> Stored | None:
    """The actor's newest command that changed something, is in force and can be undone, or None."""
    return rows.one(
        connection,
        select(ENVELOPE)
        .where(
            ENVELOPE.c.actor_id == actor,
            ENVELOPE.c.action.in_(undoable),
            ENVELOPE.c.undone_by.is_(None),
            changed_something(),
        )
        .order_by(ENVELOPE.c.number.desc())
        .limit(1),
    )


def newest_to_redo(connection: Connection, actor: int | None) -> Stored | None:
    """The actor's newest undo that nothing of theirs has followed, or None."""
    newest = rows.one(
        connection,
        select(ENVELOPE)
        .where(ENVELOPE.c.actor_id == actor, ENVELOPE.c.action != REDO)
        .where((ENVELOPE.c.action != UNDO) | ENVELOPE.c.undone_by.is_(None))
        .order_by(ENVELOPE.c.number.desc())
        .limit(1),
    )
    return newest if newest is not None and newest["action"] == UNDO else None


def taken_back_by(connection: Connection, envelope: str) -> Stored | None:
    """The envelope that the undo `envelope` took back, or None."""
    return rows.one(connection, select(ENVELOPE).where(ENVELOPE.c.undone_by == envelope))


def changed_something() -> Exists:
    """Whether the envelope has left an event."""
    return exists().where(EVENT.c.envelope_id == ENVELOPE.c.id)


def mark_undone(connection: Connection, envelope: str, by: str | None) -> None:
    """Say which envelope took this one back; None puts it in force again."""
    connection.execute(update(ENVELOPE).where(ENVELOPE.c.id == envelope).values(undone_by=by))


def events_of(connection: Connection, envelope: str) -> list[Stored]:
    """The events of an envelope, newest first."""
    return rows.every(
        connection,
        select(EVENT).where(EVENT.c.envelope_id == envelope).order_by(EVENT.c.seq.desc()),
    )


def later_event(connection: Connection, event: Stored, except_of: UUID) -> Stored | None:
    """The newest event on the same field after `event` and not of `except_of`, or None.

    For the creation of a ticket it is the newest of the whole ticket; for time entered by hand, of
    all that was entered there.
    """
    same: tuple[ColumnElement[bool], ...] = (
        EVENT.c.subject == event["subject"],
        EVENT.c.subject_id == event["subject_id"],
        EVENT.c.field == event["field"],
    )
    if (event["subject"], event["field"]) == ("ticket", "present"):
        same = (
            EVENT.c.ticket_id == event["ticket_id"],
            EVENT.c.envelope_id != event["envelope_id"],
        )
    elif event["subject"] == "time_entry":
        same = (EVENT.c.ticket_id == event["ticket_id"], EVENT.c.subject == "time_entry")
    found = _newest_event(connection, event, except_of, *same)
    if found is None and event["subject"] in ("client", "client_address"):
        return _newest_event(connection, event, except_of, *_of_clients(event))
    return found


def _of_clients(event: Stored) -> tuple[ColumnElement[bool], ...]:
    """Events on the clients that this event is about: an address may have gone with a merge."""
    named = [event["subject_id"]]
    if event["subject"] == "client_address":
        named = [int(client) for client in (event["before"], event["after"]) if client is not None]
    return EVENT.c.subject == "client", EVENT.c.subject_id.in_(named)


def _newest_event(
    connection: Connection, event: Stored, except_of: UUID, *same: ColumnElement[bool]
) -> Stored | None:
    return rows.one(
        connection,
        select(EVENT)
        .where(*same, EVENT.c.seq > event["seq"], EVENT.c.envelope_id != str(except_of))
        .order_by(EVENT.c.seq.desc())
        .limit(1),
    )


_SET_OTHERWISE = text(
    """
    SELECT theirs.field, theirs.actor_id, theirs.ticket_id, max(theirs.seq) FROM event mine
      JOIN event theirs ON theirs.ticket_id = mine.ticket_id AND theirs.seq > :base
       AND theirs.subject = mine.subject AND theirs.subject_id = mine.subject_id
       AND theirs.field = mine.field AND theirs.envelope_id <> mine.envelope_id
       AND theirs.actor_id IS DISTINCT FROM mine.actor_id
     WHERE mine.envelope_id = :envelope AND mine.ticket_id IS NOT NULL
       AND mine.field NOT IN ('present', 'delivery') AND mine.after IS DISTINCT FROM theirs.after
     GROUP BY theirs.field, theirs.actor_id, theirs.ticket_id ORDER BY max(theirs.seq) DESC
    """
)


def set_otherwise(
    connection: Connection, envelope: UUID, actor: int | None, base: int
) -> list[Stored]:
    """What others have set to something else than this envelope after event `base`, newest first.

    Fields of tickets and of what belongs to them, with whoever has set them.
    """
    asked = {"envelope": str(envelope), "base": base, "actor": actor}
    found = connection.execute(_SET_OTHERWISE, asked).mappings()
    return [dict(row) for row in found]
