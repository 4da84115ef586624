"""What waits for its time to be sent, and what came back from there (F32)."""

from collections.abc import Iterable

from sqlalchemy import Connection, select, update

from supportdesk.domain import wire
from supportdesk.domain.action import Forward, Reply
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.domain.memory import KeepDraft, TakeUpReturned
from supportdesk.domain.recipients import joined
from supportdesk.records import dataclass
from supportdesk.store.write import draft_files, draft_sources, due, personal, rows
from supportdesk.store.write.fields import Field, column
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import OUTBOX
from supportdesk.store.write.transaction import Transaction

SEND = "send"
"""Due work: what waits in the outbox is sent."""

WAITING, RETURNED, KEPT, SENT = "waiting", "returned", "kept", "sent"
KINDS = {Reply: "reply", Forward: "forward"}


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is about to wait; it gets its time by a change that is recorded."""

    operator: int
    sending: Reply | Forward
    confirmed: Iterable[str]


def add(transaction: Transaction, new: NewEntry) -> int:
    """Put something into the outbox, without a time yet; return its id."""
    return rows.insert_row(
        transaction.connection,
        OUTBOX,
        uuid=transaction.fresh_uuid(),
        operator_id=new.operator,
        ticket_id=new.sending.ticket,
        kind=KINDS[type(new.sending)],
        action=wire.encode(new.sending),
        confirmed=" ".join(sorted(new.confirmed)),
        made_at=transaction.at,
        state=RETURNED,
        told=True,
    )


def entry_row(connection: Connection, entry: int) -> Stored:
    """The entry's stored columns. Raises NotFound("outbox.missing")."""
    found = rows.one(connection, select(OUTBOX).where(OUTBOX.c.id == entry))
    if found is None:
        raise NotFound("outbox.missing", number=entry)
    return found


def sending_of(row: Stored) -> Reply | Forward:
    """What the entry sends."""
    sending: Reply | Forward = wire.decode(row["action"])
    return sending


def replace_sending(
    connection: Connection, entry: int, sending: Reply | Forward, confirmed: Iterable[str]
) -> None:
    """Send this instead, with these guards passed."""
    _set(connection, entry, action=wire.encode(sending), confirmed=" ".join(sorted(confirmed)))


def waiting_on(connection: Connection, ticket: int) -> list[int]:
    """What waits on a ticket."""
    wanted = (
        select(OUTBOX.c.id)
        .where(OUTBOX.c.ticket_id == ticket, OUTBOX.c.state == WAITING)
        .order_by(OUTBOX.c.id)
    )
    return [entry for (entry,) in connection.execute(wanted)]


def came_back(connection: Connection, entry: int, because: str) -> None:
    """It came back unsent: its operator is to be told why."""
    _set(connection, entry, because=because, told=False)


def mark_sent(connection: Connection, entry: int, message: int) -> None:
    """It has become a message: the text stands there, once."""
    _set(connection, entry, state=SENT, action="", message_id=message)


def mark_told(connection: Connection, operator: int, entry: int) -> None:
    """Its operator knows that it came back."""
    told = update(OUTBOX).where(OUTBOX.c.id == entry, OUTBOX.c.operator_id == operator)
    connection.execute(told.values(told=True))


def take_up(connection: Connection, wanted: TakeUpReturned, now: int) -> None:
    """Texts that came back become the draft of their kind, before what stands there."""
    found = select(OUTBOX).where(
        OUTBOX.c.operator_id == wanted.operator,
        OUTBOX.c.ticket_id == wanted.ticket,
        OUTBOX.c.kind == wanted.kind,
        OUTBOX.c.state == RETURNED,
    )
    for row in rows.every(connection, found.order_by(OUTBOX.c.id.desc())):
        _make_draft(connection, row, now)


def _make_draft(connection: Connection, row: Stored, now: int) -> None:
    sending = sending_of(row)
    place = (row["operator_id"], row["ticket_id"], row["kind"])
    standing = personal.standing_draft(connection, *place)
    body, recipients = sending.body, sending.recipients
    if standing is not None:
        body = f"{body}\n\n{standing.body}" if standing.body else body
        recipients = joined(recipients, standing.recipients)
    for file in sending.attachments:
        draft_files.attach(connection, *place, file)
    draft = KeepDraft(*place, body, len(sending.body), sending.base_seq, recipients)
    personal.keep_draft(connection, draft, now)
    if row["kind"] == "reply":
        draft_sources.bring_planned_back(connection, *place[:2], row["id"])
    _set(connection, row["id"], state=KEPT, told=True)


def _write_at(transaction: Transaction, entry: int, _detail: str, value: str | None) -> None:
    """With a time it waits and is planned; without it is here again, for its operator to take up.

    A text that has gone on as a draft waits again only while that draft is as it was.
    """
    connection = transaction.connection
    if value is None:
        due.cancel(connection, SEND, entry)
        _set(connection, entry, at=None, state=RETURNED, because=None, told=True)
        return
    at = int(value)
    if at <= transaction.at:
        raise Invalid("moment.past", until=from_milliseconds(at))
    row = entry_row(connection, entry)
    if row["state"] == KEPT and row["at"] is None:
        _take_from_draft(connection, row)
    due.plan(connection, SEND, entry, at)
    _set(connection, entry, at=at, state=WAITING, because=None, told=True)


def _take_from_draft(connection: Connection, row: Stored) -> None:
    """The draft has become what waits: it is there no more. Raises Refused("outbox.changed")."""
    place = (row["operator_id"], row["ticket_id"], row["kind"])
    standing = personal.standing_draft(connection, *place)
    if standing is None or standing.body != sending_of(row).body:
        raise Refused("outbox.changed", number=row["ticket_id"])
    personal.drop_draft(connection, *place)
    if row["kind"] == "reply":
        draft_sources.plan(connection, *place[:2], row["id"])


def _set(connection: Connection, entry: int, **values: object) -> None:
    connection.execute(update(OUTBOX).where(OUTBOX.c.id == entry).values(values))


FIELDS = {("outbox", "at"): Field(column("outbox", "at"), _write_at)}
