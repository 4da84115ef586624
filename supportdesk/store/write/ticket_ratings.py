"""Ratings of tickets as surveys collected them, at their own moment (F125)."""

from supportdesk.store.write import rows
from supportdesk.store.write.change import touch
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction


def record(
    transaction: Transaction, ticket: Stored, score: int, at: int, comment: str | None
) -> None:
    """Give a ticket a rating, with the events of it."""
    number = ticket["id"]
    said = {"rating": str(score), "rated_at": str(at), "rating_comment": comment}
    for field, value in said.items():
        held = rows.read_column(transaction.connection, "ticket", number, field)
        if held == value:
            continue
        rows.write_column(transaction.connection, "ticket", number, field, value)
        before, after = held, value
        if field == "rating_comment":
            before = transaction.keep_text("ticket", number, held)
            after = transaction.keep_text("ticket", number, value)
        transaction.record("ticket", number, field, before, after, ticket=number, at=at)
    touch(transaction, number)
