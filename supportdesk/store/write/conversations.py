"""Tickets and messages made by what happens now; the past comes in through `history`."""

import json
from collections.abc import Iterable, Sequence

from sqlalchemy import (
    Connection,
    Integer,
    String,
    and_,
    bindparam,
    cast,
    func,
    literal_column,
    or_,
    select,
    text,
)

from supportdesk.domain.action import NewAttachment
from supportdesk.domain.provisional import FIRST
from supportdesk.domain.recipients import NOBODY_ELSE, Recipients
from supportdesk.domain.ticket import STATES, Category, Delivery, MessageKind
from supportdesk.records import dataclass
from supportdesk.store.write import (
    blobs,
    counting,
    dealing,
    message_recipients,
    mirror,
    rows,
    search_index,
)
from supportdesk.store.write.change import touch
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import EVENT, MESSAGE, TICKET
from supportdesk.store.write.transaction import Transaction

PLACES_A_MILLISECOND = 1 << 20

_BEGUN_WITH = text(
    "SELECT m.ticket_id FROM message m JOIN ticket_link l"
    " ON l.ticket_id = m.ticket_id AND l.kind = 'parent' AND l.other_id = :ticket"
    " WHERE m.id BETWEEN :since AND :until AND m.kind = 'client' AND NOT m.withdrawn"
    " AND m.author = :author ORDER BY m.ticket_id DESC LIMIT 1"
)
_NEWEST_OF_EACH = text(
    "SELECT j.value, (SELECT max(id) FROM message"
    f" WHERE id >= j.value * {PLACES_A_MILLISECOND}"
    f" AND id < (j.value + 1) * {PLACES_A_MILLISECOND}) FROM json_each(:moments) j"
)
_NEWER = (
    select(EVENT.c.subject_id)
    .join(MESSAGE, MESSAGE.c.id == EVENT.c.subject_id)
    .where(
        EVENT.c.ticket_id == bindparam("ticket"),
        EVENT.c.seq > bindparam("base"),
        EVENT.c.seq < FIRST,
        EVENT.c.subject == "message",
        or_(
            and_(EVENT.c.field == "present", EVENT.c.after == "1"),
            and_(EVENT.c.field == "ticket_id", EVENT.c.after == cast(bindparam("ticket"), String)),
        ),
        MESSAGE.c.ticket_id == bindparam("ticket"),
        MESSAGE.c.operator_id.is_distinct_from(bindparam("actor", type_=Integer)),
        MESSAGE.c.withdrawn.is_(False),
        MESSAGE.c.kind != MessageKind.SYSTEM,
    )
    .order_by(EVENT.c.seq)
)
_FIRST_UNASSIGNED = (
    select(TICKET.c.id)
    .where(
        TICKET.c.owner_id.is_(None),
        TICKET.c.category < literal_column("4"),  # spelled out: the partial index needs it so
        TICKET.c.category <= int(Category.ACTIVE),
        TICKET.c.wake_at.is_(None),
    )
    .order_by(TICKET.c.urgent, TICKET.c.due_key, TICKET.c.waiting_key, TICKET.c.id)
    .limit(1)
)

_NAME_REFERENCE = text(
    "INSERT INTO message_reference(source_id, ticket_id) VALUES (:source, :ticket)"
    " ON CONFLICT(source_id) DO NOTHING"
)
_SPEAKERS = text(
    "SELECT DISTINCT author FROM message WHERE ticket_id = :ticket AND NOT withdrawn LIMIT 50"
)
_OUR_LAST_WORD = text(
    "SELECT body FROM message WHERE ticket_id = :ticket AND kind = 'operator' AND NOT withdrawn"
    " ORDER BY id DESC LIMIT 1"
)
_CHANGED = (
    select(EVENT.c.field)
    .where(
        EVENT.c.ticket_id == bindparam("ticket"),
        EVENT.c.seq > bindparam("base"),
        EVENT.c.subject == "ticket",
        EVENT.c.field.in_(bindparam("fields", expanding=True)),
        EVENT.c.actor_id != bindparam("actor"),
        or_(EVENT.c.field != "state", EVENT.c.before != "new", EVENT.c.after != "open"),
    )
    .distinct()
)


@dataclass(frozen=True, slots=True)
class NewTicket:
    """The columns of a ticket about to be made; times in milliseconds."""

    subject: str
    client: int
    queue: int
    channel: str
    priority: int = 1
    kind: str | None = None
    language: str | None = None
    source_id: str | None = None
    follow_up_of: int | None = None


@dataclass(frozen=True, slots=True)
class NewMessage:
    """The columns of a message about to be made; `at` and `release_at` in milliseconds."""

    ticket: int
    kind: MessageKind
    author: str
    body: str
    at: int
    delivery: Delivery
    operator: int | None = None
    client: int | None = None
    source_id: str | None = None
    release_at: int | None = None
    attachments: Sequence[NewAttachment] = ()
    recipients: Recipients = NOBODY_ELSE
    sender: str | None = None
    """The address of whoever wrote it who is not the ticket's client."""
    own_address: str | None = None
    """The client's own address that wrote it, where it is not their first."""
    signed_from: int | None = None
    asks: bool = True
    """Of a client's message: whether it waits for an answer (R2)."""


def ticket_row(connection: Connection, number: int) -> Stored:
    """The ticket's stored columns. Raises NotFound("ticket.missing")."""
    return rows.require_row(connection, "ticket", number)


def make_ticket(transaction: Transaction, new: NewTicket) -> int:
    """Make a ticket in state `new`; return its number."""
    connection = transaction.connection
    own = mirror.next_local_number(connection)
    number = rows.insert_row(
        connection,
        TICKET,
        **({} if own is None else {"id": own}),
        uuid=transaction.fresh_uuid(),
        source_id=new.source_id,
        subject=new.subject,
        state="new",
        category=int(STATES["new"].category),
        priority=new.priority,
        kind=new.kind,
        queue_id=new.queue,
        client_id=new.client,
        channel=new.channel,
        language=new.language,
        created_at=transaction.at,
        updated_at=transaction.at,
        follow_up_of=new.follow_up_of,
    )
    counting.count(connection, ticket_row(connection, number), 1)
    counting.begin_span(transaction, number)
    dealing.hurry(connection, transaction.at)
    return number


def add_message(transaction: Transaction, new: NewMessage) -> int:
    """Store a message with its files, index and record it; return its id."""
    message = _insert_message(transaction, new)
    transaction.record("message", message, "present", None, "1", ticket=new.ticket)
    touch(transaction, new.ticket)
    return message


def newer_messages(connection: Connection, ticket: int, base_seq: int, actor: int) -> list[int]:
    """Messages of others that have come to a ticket after change number `base_seq` (F76).

    What was done on a copy and its desk does not know was done by whoever works on the copy.
    """
    found = connection.execute(_NEWER, {"ticket": ticket, "base": base_seq, "actor": actor})
    return [int(message) for (message,) in found]


def changed_by_others(
    connection: Connection, ticket: int, base_seq: int, actor: int, fields: Sequence[str]
) -> set[str]:
    """Which of these fields of a ticket other people have set after change number `base_seq`.

    A new ticket opens by itself with the first thing that is done on it; that is not counted.
    """
    found = connection.execute(
        _CHANGED, {"ticket": ticket, "base": base_seq, "actor": actor, "fields": fields}
    )
    return {str(field) for (field,) in found}


def messages_of(connection: Connection, ticket: int) -> list[int]:
    """Every message of a ticket in the order of time, recalled ones too."""
    found = connection.execute(
        select(MESSAGE.c.id).where(MESSAGE.c.ticket_id == ticket).order_by(MESSAGE.c.id)
    )
    return [int(message) for (message,) in found]


def change_number(connection: Connection) -> int:
    """`seq` of the newest event; in a copy, of those that its desk knows."""
    known = select(func.coalesce(func.max(EVENT.c.seq), 0)).where(EVENT.c.seq < FIRST)
    return int(connection.execute(known).scalar_one())


def _insert_message(transaction: Transaction, new: NewMessage) -> int:
    connection = transaction.connection
    message = free_message_id(connection, new.at)
    uuid = transaction.fresh_uuid()
    connection.execute(
        rows.inserting(MESSAGE),
        {
            "id": message,
            "uuid": uuid,
            "source_id": new.source_id or uuid,
            "ticket_id": new.ticket,
            "kind": str(new.kind),
            "operator_id": new.operator,
            "client_id": new.client,
            "author": new.author,
            "body": new.body,
            "delivery": str(new.delivery),
            "release_at": new.release_at,
            "attachments": len(new.attachments),
            "signed_from": new.signed_from,
            "asks": new.asks,
        },
    )
    blobs.attach(connection, message, new.attachments)
    sender = (new.sender, new.author)
    message_recipients.keep(connection, message, new.recipients, sender, new.own_address)
    search_index.add_message(connection, message)
    counting.refresh_conversation(connection, new.ticket)
    return message


def free_message_id(connection: Connection, at: int) -> int:
    """The next free message id of a millisecond: ids follow time (speed.md, Search)."""
    moment = max(at, 0)
    return free_message_ids(connection, [moment])[moment]


def free_message_ids(connection: Connection, moments: Iterable[int]) -> dict[int, int]:
    """The next free message id of each millisecond."""
    asked = {"moments": json.dumps(sorted(set(moments)))}
    return {
        moment: moment * PLACES_A_MILLISECOND if newest is None else newest + 1
        for moment, newest in connection.execute(_NEWEST_OF_EACH, asked)
    }


def message_row(connection: Connection, message: int) -> Stored:
    """The message's stored columns. Raises NotFound("message.missing")."""
    return rows.require_row(connection, "message", message)


def message_by_source(connection: Connection, source_id: str) -> Stored | None:
    """The stored message a source names, or None."""
    return rows.one(connection, select(MESSAGE).where(MESSAGE.c.source_id == source_id))


def name_references(connection: Connection, ticket: int, sources: Sequence[str]) -> None:
    """Say what the messages of a ticket answer, here or not; what is named already stays."""
    if sources:
        named = [{"source": source, "ticket": ticket} for source in sources]
        connection.execute(_NAME_REFERENCE, named)


def our_last_word(connection: Connection, ticket: int) -> str | None:
    """The text of our newest public message on a ticket, or None."""
    found: str | None = connection.execute(_OUR_LAST_WORD, {"ticket": ticket}).scalar_one_or_none()
    return found


def speakers(connection: Connection, ticket: int) -> list[str]:
    """The names of those who have spoken on a ticket; of many, some."""
    return [str(name) for (name,) in connection.execute(_SPEAKERS, {"ticket": ticket})]


def first_unassigned(connection: Connection) -> int | None:
    """The first new or open ticket of the one order that nobody has, or None (R1)."""
    found: int | None = connection.execute(_FIRST_UNASSIGNED).scalar_one_or_none()
    return found


def begun_with(connection: Connection, message: Stored) -> int | None:
    """The ticket that a message of another one has begun, its child; the newest, or None.

    What it begins with has the message's moment and author, whatever was written into it.
    """
    at = message["id"] // PLACES_A_MILLISECOND
    wanted = {
        "ticket": message["ticket_id"],
        "author": message["author"],
        "since": at * PLACES_A_MILLISECOND,
        "until": (at + 1) * PLACES_A_MILLISECOND - 1,
    }
    found: int | None = connection.execute(_BEGUN_WITH, wanted).scalar_one_or_none()
    return found
