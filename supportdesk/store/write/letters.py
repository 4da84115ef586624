"""Letters: planned, claimed, marked before their last dot leaves, and told what became of them."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from sqlalchemy import Connection, and_, bindparam, delete, func, or_, select, text, update

from supportdesk.domain import recipients
from supportdesk.domain.letter import LetterState, Purpose, mail_id
from supportdesk.domain.recipients import Recipient, Recipients, address_key
from supportdesk.records import dataclass
from supportdesk.store.read.letters import ACKNOWLEDGED
from supportdesk.store.read.recipients import REPLY_TO
from supportdesk.store.write import due, rows
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import (
    CLIENT,
    CLIENT_ADDRESS,
    DUE_WORK,
    LETTER,
)
from supportdesk.store.write.transaction import Transaction

DELIVER = "deliver"
"""Due work that nobody does inside a transaction: a letter goes to its server."""

ACKNOWLEDGEMENT = "acknowledge"
"""Due work of the same kind: a new ticket is acknowledged."""

REFUSED_MARK, UNKNOWN_MARK = "!", "?"
"""Before an address that is left: its server refused it, or gave no answer."""

_NAME_REFERENCE = text(
    "INSERT INTO message_reference(source_id, ticket_id) VALUES (:source, :ticket)"
    " ON CONFLICT(source_id) DO NOTHING"
)
_REPLY_TO = text(REPLY_TO)
_ACKNOWLEDGED = text(ACKNOWLEDGED)
_HAS_LEFT = text(
    "SELECT 1 FROM event WHERE subject = 'message' AND subject_id = :message"
    " AND field = 'delivery' AND after NOT IN ('queued', 'outgoing') LIMIT 1"
)
_FIRST_ADDRESS = (
    select(CLIENT.c.name, CLIENT_ADDRESS.c.shown)
    .join(CLIENT_ADDRESS, CLIENT_ADDRESS.c.client_id == CLIENT.c.id)
    .where(CLIENT.c.id == bindparam("client"), CLIENT_ADDRESS.c.kind == "email")
    .order_by(CLIENT_ADDRESS.c.place, CLIENT_ADDRESS.c.id)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class NewLetter:
    """What is about to be sent; `sender` is the address it is sent from."""

    purpose: Purpose
    account: str
    sender: str
    people: Recipients
    ticket: int
    message: int | None = None
    uuid: str = ""
    operator: int | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter claimed for one attempt; `is_lost` is one whose last attempt ended in the middle."""

    letter: int
    attempt: int
    account: str
    is_lost: bool


def first_address(connection: Connection, client: int) -> Recipient | None:
    """Where a client is written to, as lists and composers name it."""
    found = connection.execute(_FIRST_ADDRESS, {"client": client}).one_or_none()
    return None if found is None else Recipient(found.shown, found.name)


def reply_address(connection: Connection, ticket: Stored) -> Recipient | None:
    """Where the client of a ticket is answered: at the address they last wrote from (F30)."""
    found = connection.execute(_REPLY_TO, {"ticket": ticket["id"]}).one_or_none()
    first = first_address(connection, ticket["client_id"])
    return first if found is None or first is None else replace(first, address=found[0])


def add(transaction: Transaction, new: NewLetter) -> int:
    """Have a letter sent as soon as can be; what answers it belongs to its ticket."""
    connection = transaction.connection
    identity = mail_id(new.uuid or transaction.fresh_uuid(), new.sender)
    letter = rows.insert_row(
        connection,
        LETTER,
        purpose=str(new.purpose),
        message_id=new.message,
        ticket_id=new.ticket if new.message is None else None,
        operator_id=new.operator,
        account=new.account,
        mail_id=identity,
        receiver=address_key(new.people.everybody[0].address),
        recipients=recipients.kept(new.people),
        left_to=_lines(new.people),
        state=str(LetterState.WAITING),
        attempts=0,
        handed=False,
        because="",
        made_at=transaction.at,
    )
    if new.message is not None:
        connection.execute(_NAME_REFERENCE, {"source": identity, "ticket": new.ticket})
    due.plan(connection, DELIVER, letter, transaction.at)
    return letter


def letter_row(connection: Connection, letter: int) -> Stored | None:
    """The letter's stored columns, or None."""
    return rows.one(connection, select(LETTER).where(LETTER.c.id == letter))


def of_message(connection: Connection, message: int) -> Stored | None:
    """The letter of a message, or None."""
    return rows.one(connection, select(LETTER).where(LETTER.c.message_id == message))


def is_still_here(connection: Connection, row: Stored) -> bool:
    """Whether a letter waits that nobody can have: no server was given its end, now or before."""
    waits = row["state"] == LetterState.WAITING and not row["handed"]
    everybody = recipients.read_kept(row["recipients"])
    if not waits or row["left_to"] != _lines(everybody):
        return False
    return connection.execute(_HAS_LEFT, {"message": row["message_id"]}).first() is None


def drop(connection: Connection, letter: int) -> None:
    """Have a letter not sent at all."""
    due.cancel(connection, DELIVER, letter)
    connection.execute(delete(LETTER).where(LETTER.c.id == letter))


def by_mail_id(connection: Connection, names: Collection[str]) -> Stored | None:
    """The letter that one of these Message-IDs names, or None."""
    return rows.one(connection, select(LETTER).where(LETTER.c.mail_id.in_(names)).limit(1))


def name_report(connection: Connection, source: str, ticket: int) -> bool:
    """Note that a report has come in on a ticket; False where it had before."""
    named = connection.execute(_NAME_REFERENCE, {"source": source, "ticket": ticket})
    return named.rowcount == 1


def acknowledged_since(connection: Connection, address: str, since: int) -> int:
    """How often an address was told that its ticket is there, after a moment.

    `ann+1@` and `ann+2@` are one mailbox: whoever forges senders does not fill it that way.
    """
    local, _at, domain = address_key(address).rpartition("@")
    owner = local.partition("+")[0] or local
    tagged = and_(
        LETTER.c.receiver.between(f"{owner}+", f"{owner},"),
        LETTER.c.receiver.endswith(f"@{domain}", autoescape=True),
    )
    wanted = select(func.count()).where(
        LETTER.c.purpose == text("'acknowledgement'"),
        or_(LETTER.c.receiver == f"{owner}@{domain}", tagged),
        LETTER.c.made_at > since,
    )
    return int(connection.execute(wanted).scalar_one())


def acknowledged_in_all(connection: Connection, since: int) -> int:
    """How many tickets the desk has acknowledged after a moment, whoever made them."""
    return int(connection.execute(_ACKNOWLEDGED, {"since": since}).scalar_one())


def take(connection: Connection, now: int, accounts: Collection[str], lease: int) -> Taken | None:
    """Claim the oldest letter that is due on one of these accounts, or None.

    What another process began and did not end is taken over when its lease of `lease`
    milliseconds is over: sent anew, unless its last dot may have left.
    """
    wanted = (
        select(DUE_WORK.c.id, LETTER.c.id, LETTER.c.account, LETTER.c.attempts, LETTER.c.handed)
        .join(LETTER, LETTER.c.id == DUE_WORK.c.ref)
        .where(
            DUE_WORK.c.kind == DELIVER,
            DUE_WORK.c.at <= now,
            or_(DUE_WORK.c.lease.is_(None), DUE_WORK.c.lease < now),
            LETTER.c.account.in_(accounts),
        )
        .order_by(DUE_WORK.c.at, DUE_WORK.c.id)
        .limit(1)
    )
    found = connection.execute(wanted).one_or_none()
    if found is None:
        return None
    row, letter, account, attempts, handed = found
    connection.execute(update(DUE_WORK).where(DUE_WORK.c.id == row).values(lease=now + lease))
    if handed:
        return Taken(letter, attempts, account, is_lost=True)
    keep(connection, letter, state=str(LetterState.SENDING), attempts=attempts + 1)
    return Taken(letter, attempts + 1, account, is_lost=False)


def end(connection: Connection, kind: str, ref: int) -> bool:
    """End due work; False where somebody else has done it."""
    done = delete(DUE_WORK).where(DUE_WORK.c.kind == kind, DUE_WORK.c.ref == ref)
    return connection.execute(done).rowcount == 1


def hand_over(connection: Connection, letter: int, attempt: int) -> bool:
    """Mark that the last dot of a letter is about to leave; False for who has it no more."""
    mine = (
        LETTER.c.id == letter,
        LETTER.c.attempts == attempt,
        LETTER.c.state == str(LetterState.SENDING),
        LETTER.c.handed.is_(False),
    )
    return connection.execute(update(LETTER).where(*mine).values(handed=True)).rowcount == 1


def keep(connection: Connection, letter: int, **values: object) -> None:
    """Write columns of a letter."""
    connection.execute(update(LETTER).where(LETTER.c.id == letter).values(values))


def left(row: Stored) -> list[str]:
    """The addresses a letter has still to reach, without their marks."""
    marks = f"{REFUSED_MARK}{UNKNOWN_MARK}"
    return [line.lstrip(marks) for line in row["left_to"].split("\n") if line]


def marked(mark: str, addresses: Sequence[str]) -> list[str]:
    """Addresses with a mark, as they are left."""
    return [f"{mark}{address}" for address in addresses]


def _lines(people: Recipients) -> str:
    """Every address once, one a line."""
    return "\n".join(dict.fromkeys(one.address for one in people.everybody))
