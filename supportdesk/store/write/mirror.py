"""What is kept of another help desk: what its tickets held, what it has to hear of, who works."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select, text, update

from supportdesk.domain.errors import NotFound
from supportdesk.domain.provisional import MADE_HERE
from supportdesk.store.read.sendings import DONE, OWN, QUEUED, SENDING, SENT, STOPPED, UNKNOWN
from supportdesk.store.write import rows
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import (
    EVENT,
    MESSAGE,
    REMOTE_BASE,
    REMOTE_LINK,
    REMOTE_SENDING,
    TICKET,
)

ENVELOPES = "mirror:"
"""How envelopes of the link begin that are no action of anybody."""

PENDING = (QUEUED, SENDING, UNKNOWN, STOPPED)
"""States of what is not known to be done, or given up."""

_POSITION, _VOCABULARY = "mirror.position", "mirror.vocabulary"

_KEEP_BASE = text(
    "INSERT INTO remote_base(ticket_id, field, value) VALUES (:ticket, :field, :value)"
    " ON CONFLICT(ticket_id, field) DO UPDATE SET value = excluded.value"
)
_KEEP_SETTING = text(
    "INSERT INTO setting(name, value) VALUES (:name, :value)"
    " ON CONFLICT(name) DO UPDATE SET value = excluded.value"
)
_SETTING = text("SELECT value FROM setting WHERE name = :name")
_IS_MIRROR = text("SELECT 1 FROM remote_link WHERE kind <> :own LIMIT 1")
_EVENTS = text(
    "SELECT e.*, coalesce(n.action, '') AS action FROM event e"
    " LEFT JOIN envelope n ON n.id = e.envelope_id"
    " WHERE e.seq > :position AND e.seq <= :newest AND e.subject IN ('ticket', 'message')"
    " AND coalesce(n.action, '') NOT LIKE 'mirror:%' ORDER BY e.seq"
)
_NAME_MESSAGE = text("UPDATE message SET remote_id = :rid WHERE source_id = :source")
_LEFT = text(
    "SELECT s.state FROM event e JOIN remote_sending s ON s.event = e.seq"
    " WHERE e.envelope_id = :envelope AND s.what IN ('Reply', 'Note', 'Merge', 'Create')"
    " AND s.state IN ('sending', 'unknown', 'sent', 'done') LIMIT 1"
)


def is_mirror(connection: Connection) -> bool:
    """Whether this store stands for a help desk of another kind."""
    return connection.execute(_IS_MIRROR, {"own": OWN}).first() is not None


def link_row(connection: Connection) -> Stored:
    """The link of this store. Raises NotFound("mirror.none")."""
    found = rows.one(connection, select(REMOTE_LINK).limit(1))
    if found is None:
        raise NotFound("mirror.none")
    return found


def keep_link(connection: Connection, /, **values: object) -> None:
    """Set columns of the link."""
    connection.execute(update(REMOTE_LINK).values(values))


def take_lease(connection: Connection, now: int, until: int, held: int | None) -> bool:
    """Claim the work of the link until a moment, or go on with it; False where another has it.

    `held` is the lease this process has already.
    """
    lease = link_row(connection)["lease"]
    if lease is not None and lease > now and lease != held:
        return False
    keep_link(connection, lease=until)
    return True


def give_lease_back(connection: Connection, held: int) -> None:
    """Let another process do the work of the link at once."""
    connection.execute(update(REMOTE_LINK).where(REMOTE_LINK.c.lease == held).values(lease=None))


def vocabulary(connection: Connection) -> str:
    """The words of the remote as `desk.mirror.words` writes them."""
    return _setting(connection, _VOCABULARY) or ""


def keep_vocabulary(connection: Connection, written: str) -> None:
    """Keep the words of the remote."""
    connection.execute(_KEEP_SETTING, {"name": _VOCABULARY, "value": written})


def position(connection: Connection) -> int:
    """`seq` of the last event of which it is known what the remote has to hear."""
    return int(_setting(connection, _POSITION) or "0")


def move_position(connection: Connection, newest: int) -> None:
    """Note that events are known up to this one."""
    connection.execute(_KEEP_SETTING, {"name": _POSITION, "value": str(newest)})


def newest_event(connection: Connection) -> int:
    """`seq` of the newest event."""
    return int(connection.execute(select(func.coalesce(func.max(EVENT.c.seq), 0))).scalar_one())


def events_between(connection: Connection, after: int, newest: int) -> list[Stored]:
    """Events on tickets and messages with the name of what was done; none of the link's own."""
    found = connection.execute(_EVENTS, {"position": after, "newest": newest})
    return [dict(row) for row in found.mappings()]


def base_of(connection: Connection, ticket: int) -> dict[str, str | None]:
    """What the remote held of a ticket when it was last read; empty for one never read."""
    wanted = select(REMOTE_BASE.c.field, REMOTE_BASE.c.value).where(
        REMOTE_BASE.c.ticket_id == ticket
    )
    return {row.field: row.value for row in connection.execute(wanted)}


def keep_base(connection: Connection, ticket: int, held: Mapping[str, str | None]) -> None:
    """Note what the remote holds."""
    rows.run_each(
        connection,
        _KEEP_BASE,
        [{"ticket": ticket, "field": field, "value": value} for field, value in held.items()],
    )


def keep_sending(connection: Connection, number: int, **values: object) -> None:
    """Set columns of something that is told to the remote."""
    connection.execute(
        update(REMOTE_SENDING).where(REMOTE_SENDING.c.number == number).values(values)
    )


def sending_row(connection: Connection, number: int) -> Stored:
    """Its stored columns. Raises NotFound("remote_sending.missing")."""
    found = rows.one(connection, select(REMOTE_SENDING).where(REMOTE_SENDING.c.number == number))
    if found is None:
        raise NotFound("remote_sending.missing", number=number)
    return found


def see_sent(connection: Connection, ticket: int) -> None:
    """The ticket was read after it was told these things: they are shown there (rule 3)."""
    connection.execute(
        update(REMOTE_SENDING)
        .where(REMOTE_SENDING.c.ticket_id == ticket, REMOTE_SENDING.c.state == SENT)
        .values(state=DONE)
    )


def unseen_sendings(connection: Connection, ticket: int) -> list[Stored]:
    """What is open of a ticket, and what was sent by somebody's word and was not seen there."""
    unseen = and_(REMOTE_SENDING.c.state == DONE, REMOTE_SENDING.c.effect == "")
    wanted = select(REMOTE_SENDING).where(
        REMOTE_SENDING.c.ticket_id == ticket, or_(REMOTE_SENDING.c.state.in_(PENDING), unseen)
    )
    return rows.every(connection, wanted.order_by(REMOTE_SENDING.c.number))


def open_sendings(connection: Connection, ticket: int | None = None) -> list[Stored]:
    """All that is not known to be done or given up, in the order in which it was wished."""
    wanted = select(REMOTE_SENDING).where(REMOTE_SENDING.c.state.in_(PENDING))
    if ticket is not None:
        wanted = wanted.where(REMOTE_SENDING.c.ticket_id == ticket)
    return rows.every(connection, wanted.order_by(REMOTE_SENDING.c.number))


def sendings_of_message(connection: Connection, message: int) -> list[Stored]:
    """What was wished with a message, oldest first."""
    wanted = select(REMOTE_SENDING).where(REMOTE_SENDING.c.message_id == message)
    return rows.every(connection, wanted.order_by(REMOTE_SENDING.c.number))


def readdress_sendings(connection: Connection, ticket: int, to: int) -> None:
    """What was wished of a ticket is wished of another one, in which it stands by now."""
    connection.execute(
        update(REMOTE_SENDING)
        .where(REMOTE_SENDING.c.ticket_id == ticket, REMOTE_SENDING.c.state.in_(PENDING))
        .values(ticket_id=to)
    )


def envelope_of(connection: Connection, event: int) -> str:
    """The envelope of an event."""
    wanted = select(EVENT.c.envelope_id).where(EVENT.c.seq == event)
    return str(connection.execute(wanted).scalar_one())


def lose_track(connection: Connection, now: int) -> int:
    """What a process was sending that is no more may be done or not; return how much it is."""
    lost = connection.execute(
        update(REMOTE_SENDING)
        .where(REMOTE_SENDING.c.state == SENDING)
        .values(state=UNKNOWN, next_at=now)
    )
    return lost.rowcount


def has_left(connection: Connection, envelope: str) -> bool:
    """Whether something was told with an envelope that cannot be taken back."""
    return connection.execute(_LEFT, {"envelope": envelope}).first() is not None


def ticket_named(connection: Connection, source: str) -> int | None:
    """The number of the ticket that came in under this name, or None."""
    wanted = select(TICKET.c.id).where(TICKET.c.source_id == source)
    found: int | None = connection.execute(wanted).scalar_one_or_none()
    return found


def made_here(connection: Connection, rid: str) -> int | None:
    """The ticket made here that has got this id there and does not stand under it yet, or None."""
    wanted = select(TICKET.c.id).where(
        TICKET.c.id > MADE_HERE, TICKET.c.remote_id == rid, TICKET.c.state != "merged"
    )
    found: int | None = connection.execute(wanted).scalar_one_or_none()
    return found


def next_local_number(connection: Connection) -> int | None:
    """The number of a ticket that is made here, in a store that stands for another desk."""
    if not is_mirror(connection):
        return None
    last = connection.execute(select(func.coalesce(func.max(TICKET.c.id), 0))).scalar_one()
    return max(int(last), MADE_HERE) + 1


def known_messages(connection: Connection, ticket: int) -> set[str]:
    """The ids under which the messages of a ticket are known there."""
    wanted = select(MESSAGE.c.remote_id).where(
        MESSAGE.c.ticket_id == ticket, MESSAGE.c.remote_id.is_not(None)
    )
    return set(connection.execute(wanted).scalars())


def name_messages(connection: Connection, names: Sequence[tuple[str, str]]) -> None:
    """Source ids with the ids under which their messages are known there."""
    named = [{"source": source, "rid": rid} for source, rid in names]
    rows.run_each(connection, _NAME_MESSAGE, named)


def name_message(connection: Connection, message: int, rid: str) -> None:
    """Note under which id a message is known there."""
    connection.execute(update(MESSAGE).where(MESSAGE.c.id == message).values(remote_id=rid))


def name_row(
    connection: Connection,
    named: tuple[str, int],
    origin: str,
    rid: str,
    version: str | None = None,
) -> None:
    """Note under which id a row of another desk is known there, and in which version."""
    subject, row = named
    table = rows.SUBJECTS[subject]
    connection.execute(
        update(table)
        .where(table.c.id == row)
        .values(origin=origin, remote_id=rid, remote_version=version)
    )


def row_named(connection: Connection, subject: str, rid: str) -> Stored | None:
    """The row of another desk with this id there, or None."""
    table = rows.SUBJECTS[subject]
    return rows.one(
        connection,
        select(table).where(table.c.remote_id == rid, table.c.origin != "local").limit(1),
    )


def rows_of(connection: Connection, subject: str) -> list[Stored]:
    """All rows of a small table."""
    table: Any = rows.SUBJECTS[subject]
    return rows.every(connection, select(table).order_by(table.c.id))


def tags_of(connection: Connection, ticket: int) -> frozenset[str] | None:
    """The tags that the remote held of a ticket when it was last read; None for never."""
    kept = base_of(connection, ticket).get("tags")
    return None if kept is None else frozenset(json.loads(kept))


def forget_base(connection: Connection, ticket: int) -> None:
    """Forget what the remote held of a ticket that is no more there."""
    connection.execute(delete(REMOTE_BASE).where(REMOTE_BASE.c.ticket_id == ticket))


def _setting(connection: Connection, name: str) -> str | None:
    found: str | None = connection.execute(_SETTING, {"name": name}).scalar_one_or_none()
    return found
