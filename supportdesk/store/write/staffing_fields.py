"""Fields of those who work: status (spanned), how a queue is dealt, whether an absence holds."""

from sqlalchemy import text

from supportdesk.store.write import dealing, due, rows
from supportdesk.store.write.fields import Field, column, presence
from supportdesk.store.write.tables import ABSENCE
from supportdesk.store.write.transaction import Transaction

ABSENCE_END = "absence_end"
"""Due work: an absence is over, its tickets return."""

_CLOSE_SPAN = text(
    "UPDATE operator_span SET to_at = max(from_at, :at)"
    " WHERE operator_id = :operator AND to_at IS NULL"
)
_OPEN_SPAN = text(
    "INSERT INTO operator_span(operator_id, number, from_at, status)"
    " SELECT :operator, coalesce(max(number), 0) + 1, max(coalesce(max(to_at), :at), :at), :status"
    " FROM operator_span WHERE operator_id = :operator"
)


def _write_status(transaction: Transaction, operator: int, _detail: str, value: str | None) -> None:
    """A status begins now; the span of the one before ends."""
    connection, status = transaction.connection, value or "offline"
    parameters = {"operator": operator, "at": transaction.at, "status": status}
    connection.execute(_CLOSE_SPAN, parameters)
    connection.execute(_OPEN_SPAN, parameters)
    rows.write_column(connection, "operator", operator, "status", status)
    rows.write_column(connection, "operator", operator, "status_since", transaction.at)
    dealing.hurry(connection, transaction.at)


def _write_dealing(transaction: Transaction, queue: int, _detail: str, value: str | None) -> None:
    rows.write_column(transaction.connection, "queue", queue, "dealing", value or "off")
    dealing.follow(transaction.connection, transaction.at)


def _write_absence(transaction: Transaction, absence: int, detail: str, value: str | None) -> None:
    """Tickets return when it is over; when it is taken back, at once."""
    presence("absence").write(transaction, absence, detail, value)
    connection = transaction.connection
    row = rows.require_row(connection, "absence", absence)
    due.plan(connection, ABSENCE_END, absence, transaction.at if value is None else row["until_at"])
    dealing.hurry(connection, transaction.at)


def make_absence(
    transaction: Transaction, operator: int, from_at: int, until_at: int, substitute: int | None
) -> int:
    """A new absence whose end is planned; moments in milliseconds."""
    connection = transaction.connection
    absence = rows.insert_row(
        connection,
        ABSENCE,
        operator_id=operator,
        from_at=from_at,
        until_at=until_at,
        substitute_id=substitute,
    )
    due.plan(connection, ABSENCE_END, absence, until_at)
    dealing.hurry(connection, transaction.at)
    return absence


FIELDS = {
    ("operator", "status"): Field(column("operator", "status"), _write_status),
    ("queue", "dealing"): Field(column("queue", "dealing"), _write_dealing),
    ("absence", "present"): Field(presence("absence").read, _write_absence),
}
