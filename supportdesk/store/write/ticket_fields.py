"""Fields of tickets: where one stands (counted and spanned), subject, tags, presence."""

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, insert, select, update

from supportdesk.domain.ticket import STATES, WITHDRAWN
from supportdesk.store.write import counting, dealing, due, rows, search_index
from supportdesk.store.write.fields import Field, Write, column, plain_text
from supportdesk.store.write.tables import TAG, TICKET, TICKET_TAG
from supportdesk.store.write.transaction import Transaction

_TAG_BY_NAME = select(TAG.c.id).where(TAG.c.name == bindparam("name"))

WORKED_ON = "worked on"
"""A ticket that is there and was not left as it was made: its creation cannot be taken back."""


def tag_id(transaction: Transaction, name: str) -> int:
    """The id of a tag, made when new."""
    found: int | None = transaction.connection.execute(
        _TAG_BY_NAME, {"name": name}
    ).scalar_one_or_none()
    return found or rows.insert_row(transaction.connection, TAG, name=name)


def _set_place(transaction: Transaction, ticket: int, values: Mapping[str, object]) -> None:
    """Change state, queue, owner or sleep: counters and spans follow, and the next pass."""
    connection = transaction.connection
    before = rows.require_row(connection, "ticket", ticket)
    counting.count(connection, before, -1)
    connection.execute(update(TICKET).where(TICKET.c.id == ticket).values(values))
    after = rows.require_row(connection, "ticket", ticket)
    counting.count(connection, after, 1)
    counting.begin_span(transaction, ticket)
    if dealing.moves(before, after):
        dealing.hurry(connection, transaction.at)


def _write_state(transaction: Transaction, ticket: int, _detail: str, value: str | None) -> None:
    state = STATES[value or "new"]
    _set_place(transaction, ticket, {"state": state.name, "category": int(state.category)})


def _write_number(name: str) -> Write:
    def write(transaction: Transaction, ticket: int, _detail: str, value: str | None) -> None:
        _set_place(transaction, ticket, {name: None if value is None else int(value)})

    return write


def _write_wake_up(transaction: Transaction, ticket: int, _detail: str, value: str | None) -> None:
    """Going to sleep plans the wake-up; waking forgets it."""
    _set_place(transaction, ticket, {"wake_at": None if value is None else int(value)})
    if value is None:
        due.cancel(transaction.connection, "wake", ticket)
    else:
        due.plan(transaction.connection, "wake", ticket, int(value))


def _write_subject(transaction: Transaction, ticket: int, _detail: str, value: str | None) -> None:
    connection = transaction.connection
    search_index.drop_ticket(connection, ticket)
    rows.write_column(connection, "ticket", ticket, "subject", value)
    search_index.add_ticket(connection, ticket)


def _read_tag(transaction: Transaction, ticket: int, name: str) -> str | None:
    found = rows.one(
        transaction.connection,
        select(TICKET_TAG)
        .join(TAG, TAG.c.id == TICKET_TAG.c.tag_id)
        .where(TICKET_TAG.c.ticket_id == ticket, TAG.c.name == name),
    )
    return "1" if found else None


def _write_tag(transaction: Transaction, ticket: int, name: str, value: str | None) -> None:
    tag = tag_id(transaction, name)
    if value is not None:
        transaction.connection.execute(insert(TICKET_TAG).values(ticket_id=ticket, tag_id=tag))
    else:
        transaction.connection.execute(
            delete(TICKET_TAG).where(TICKET_TAG.c.ticket_id == ticket, TICKET_TAG.c.tag_id == tag)
        )


def _read_presence(transaction: Transaction, ticket: int, _detail: str) -> str | None:
    """An undo has withdrawn what came with the creation by now: what is left came later."""
    row = rows.require_row(transaction.connection, "ticket", ticket)
    if row["reason"] == WITHDRAWN:
        return None
    return "1" if row["state"] == "new" and row["messages"] == 0 else WORKED_ON


def _write_presence(transaction: Transaction, ticket: int, _detail: str, value: str | None) -> None:
    state, reason = ("new", None) if value else ("closed", WITHDRAWN)
    _write_state(transaction, ticket, "", state)
    rows.write_column(transaction.connection, "ticket", ticket, "reason", reason)


FIELDS = {
    ("ticket", "state"): Field(column("ticket", "state"), _write_state),
    ("ticket", "queue_id"): Field(column("ticket", "queue_id"), _write_number("queue_id")),
    ("ticket", "owner_id"): Field(column("ticket", "owner_id"), _write_number("owner_id")),
    ("ticket", "wake_at"): Field(column("ticket", "wake_at"), _write_wake_up),
    ("ticket", "subject"): Field(column("ticket", "subject"), _write_subject, is_text=True),
    ("ticket", "rating_comment"): plain_text("ticket", "rating_comment"),
    ("ticket", "tag"): Field(_read_tag, _write_tag),
    ("ticket", "present"): Field(_read_presence, _write_presence),
}
