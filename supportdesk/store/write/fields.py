"""What a field needs that is more than a column."""

from collections.abc import Callable

from supportdesk.records import dataclass
from supportdesk.store.write import rows
from supportdesk.store.write.transaction import Transaction

Read = Callable[[Transaction, int, str], str | None]
Write = Callable[[Transaction, int, str, str | None], None]


@dataclass(frozen=True, slots=True)
class Field:
    """How to read and write a field of the row with an id; `detail` is what follows `name:`."""

    read: Read
    write: Write
    is_text: bool = False
    """Values are people's words: events refer to them and never hold them (law 3)."""


def column(subject: str, name: str) -> Read:
    """Read a plain column."""
    return lambda transaction, row, _detail: rows.read_column(
        transaction.connection, subject, row, name
    )


def plain_text(subject: str, name: str) -> Field:
    """A column of people's words."""
    return Field(
        column(subject, name),
        lambda transaction, row, _detail, value: rows.write_column(
            transaction.connection, subject, row, name, value
        ),
        is_text=True,
    )


def presence(subject: str) -> Field:
    """Whether a row is there or withdrawn by an undo."""
    return Field(
        lambda transaction, row, _detail: (
            None if rows.require_row(transaction.connection, subject, row)["withdrawn"] else "1"
        ),
        lambda transaction, row, _detail, value: rows.write_column(
            transaction.connection, subject, row, "withdrawn", value is None
        ),
    )
