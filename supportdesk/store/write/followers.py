"""Who follows a ticket, as a field of it: `follower:ID` (F21)."""

from sqlalchemy import Connection, delete, insert, select

from supportdesk.store.write import rows
from supportdesk.store.write.fields import Field
from supportdesk.store.write.tables import TICKET_FOLLOWER
from supportdesk.store.write.transaction import Transaction


def of_ticket(connection: Connection, ticket: int) -> list[int]:
    """The operators who follow a ticket."""
    found = connection.execute(
        select(TICKET_FOLLOWER.c.operator_id)
        .where(TICKET_FOLLOWER.c.ticket_id == ticket)
        .order_by(TICKET_FOLLOWER.c.operator_id)
    )
    return [int(one) for (one,) in found]


def _read(transaction: Transaction, ticket: int, operator: str) -> str | None:
    found = rows.one(
        transaction.connection,
        select(TICKET_FOLLOWER).where(
            TICKET_FOLLOWER.c.operator_id == int(operator), TICKET_FOLLOWER.c.ticket_id == ticket
        ),
    )
    return "1" if found else None


def _write(transaction: Transaction, ticket: int, operator: str, value: str | None) -> None:
    pair = {"operator_id": int(operator), "ticket_id": ticket}
    if value is not None:
        transaction.connection.execute(insert(TICKET_FOLLOWER).values(pair))
    else:
        transaction.connection.execute(
            delete(TICKET_FOLLOWER).where(
                TICKET_FOLLOWER.c.operator_id == pair["operator_id"],
                TICKET_FOLLOWER.c.ticket_id == ticket,
            )
        )


FIELDS = {("ticket", "follower"): Field(_read, _write)}
