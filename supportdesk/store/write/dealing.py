"""The pass that deals tickets as due work, and what it has dealt (R3)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, TextClause, func, select, text, update

from supportdesk.domain.staffing import Mode
from supportdesk.domain.ticket import Category
from supportdesk.store.read.dealing import Ask
from supportdesk.store.write import due, rows
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import DEALT, DRAFT, EVENT, QUEUE, TICKET_COUNT
from supportdesk.store.write.transaction import Transaction

DEAL = "deal"
"""Due work while some queue is dealt: a pass over what waits."""
TAKE_BACK = "take_back"
"""Due work: look whether a dealt ticket lies untouched."""
THE_DESK = 0

_HURRY = text(
    "UPDATE due_work SET at = :at, lease = NULL"
    f" WHERE kind = '{DEAL}' AND ref = {THE_DESK} AND at > :at"
)
_statements: dict[str, TextClause] = {}


def asking(connection: Connection) -> Ask:
    """Ask a question of the reading side inside a transaction."""

    def ask(sql: str, parameters: Mapping[str, Any]) -> Iterable[Any]:
        statement = _statements.setdefault(sql, text(sql))
        return connection.execute(statement, parameters)

    return ask


def hurry(connection: Connection, at: int) -> None:
    """Something may be dealt now: do not wait for the next pass. Nothing where no queue is."""
    connection.execute(_HURRY, {"at": at})


def follow(connection: Connection, at: int) -> None:
    """Have a pass while some queue is dealt, and none else."""
    is_dealt = select(QUEUE.c.id).where(QUEUE.c.dealing != str(Mode.OFF)).limit(1)
    if connection.execute(is_dealt).first() is None:
        due.cancel(connection, DEAL, THE_DESK)
    else:
        due.plan(connection, DEAL, THE_DESK, at)


def moves(before: Stored, after: Stored) -> bool:
    """Whether a change of place gives room to somebody, or makes a ticket one to be dealt."""
    if is_load(after) and after["owner_id"] is None:
        return not (is_load(before) and before["owner_id"] is None) or (
            before["queue_id"] != after["queue_id"]
        )
    had = before["owner_id"] if is_load(before) else None
    has = after["owner_id"] if is_load(after) else None
    return had is not None and had != has


def is_load(ticket: Stored) -> bool:
    """Whether a ticket counts: new or active, and not asleep."""
    return ticket["category"] <= Category.ACTIVE and ticket["wake_at"] is None


def keep_dealt(transaction: Transaction, ticket: int, operator: int, why: str) -> None:
    """Remember an automatic assignment whose event is the newest."""
    transaction.connection.execute(
        rows.inserting(DEALT),
        {
            "ticket_id": ticket,
            "operator_id": operator,
            "at": transaction.at,
            "event": transaction.last_event,
            "why": why,
        },
    )


def newest_dealt(connection: Connection, ticket: int) -> Stored | None:
    """The newest automatic assignment of a ticket, or None."""
    newest = select(DEALT).where(DEALT.c.ticket_id == ticket).order_by(DEALT.c.id.desc()).limit(1)
    return rows.one(connection, newest)


def mark_taken_back(connection: Connection, dealt: int, at: int) -> None:
    """Remember that it was taken back, and when."""
    connection.execute(update(DEALT).where(DEALT.c.id == dealt).values(taken_back_at=at))


def mark_given_back(transaction: Transaction, ticket: int, operator: int) -> None:
    """Remember that a dealt ticket was taken off somebody by hand: they are not dealt it again."""
    transaction.connection.execute(
        update(DEALT)
        .where(DEALT.c.ticket_id == ticket, DEALT.c.operator_id == operator)
        .values(given_back_at=transaction.at)
    )


def is_touched(connection: Connection, dealt: Stored) -> bool:
    """Whether its owner has done anything on the ticket since, or has begun to write."""
    event = select(EVENT.c.seq).where(
        EVENT.c.ticket_id == dealt["ticket_id"],
        EVENT.c.seq > dealt["event"],
        EVENT.c.actor_id == dealt["operator_id"],
    )
    draft = select(DRAFT.c.at).where(
        DRAFT.c.ticket_id == dealt["ticket_id"], DRAFT.c.operator_id == dealt["operator_id"]
    )
    return any(connection.execute(found.limit(1)).first() is not None for found in (event, draft))


def load_of(connection: Connection, operator: int) -> int:
    """How many tickets of an operator count."""
    counted = select(func.coalesce(func.sum(TICKET_COUNT.c.n), 0)).where(
        TICKET_COUNT.c.owner_id == operator,
        TICKET_COUNT.c.category <= int(Category.ACTIVE),
        TICKET_COUNT.c.asleep == 0,
    )
    return int(connection.execute(counted).scalar_one())
