"""Fields of messages: whether one is there, or was recalled."""

from supportdesk.domain.ticket import Delivery
from supportdesk.store.write import counting, due, rows, search_index
from supportdesk.store.write.fields import Field, presence
from supportdesk.store.write.transaction import Transaction


def _write_presence(
    transaction: Transaction, message: int, _detail: str, value: str | None
) -> None:
    """A recalled message leaves thread and index, its text stays for a redo."""
    connection = transaction.connection
    if value is None:
        search_index.drop_message(connection, message)
    rows.write_column(connection, "message", message, "withdrawn", value is None)
    if value is not None:
        search_index.add_message(connection, message)
    row = rows.require_row(connection, "message", message)
    counting.refresh_conversation(connection, row["ticket_id"])
    if row["delivery"] == Delivery.QUEUED:
        window = max(row["release_at"] - (message >> 20), 0)
        _set_release(transaction, message, None if value is None else transaction.at + window)


def _set_release(transaction: Transaction, message: int, at: int | None) -> None:
    """A recalled reply does not leave; sent again, it waits its window again (F31)."""
    if at is None:
        due.cancel(transaction.connection, "release", message)
    else:
        due.plan(transaction.connection, "release", message, at)
        rows.write_column(transaction.connection, "message", message, "release_at", at)


FIELDS = {("message", "present"): Field(presence("message").read, _write_presence)}
