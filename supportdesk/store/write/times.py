"""Time spent on tickets in the store: what consoles counted, and what was entered by hand (F42)."""

from sqlalchemy import Connection, text

from supportdesk.domain.errors import Refused
from supportdesk.domain.time_spent import Spell
from supportdesk.records import dataclass
from supportdesk.store.write import rows
from supportdesk.store.write.fields import Field
from supportdesk.store.write.tables import TIME_ENTRY
from supportdesk.store.write.transaction import Transaction

CORRECTED = "corrected later"
"""An entry that a later correction of the whole has taken into account."""

_COUNT = text(
    "INSERT INTO time_spent(ticket_id, operator_id, work, quarter, milliseconds)"
    " VALUES (:ticket, :operator, :work, :quarter, :spent)"
    " ON CONFLICT(ticket_id, operator_id, work, quarter)"
    " DO UPDATE SET milliseconds = time_spent.milliseconds + excluded.milliseconds"
)
_SPENT = text(
    "SELECT (SELECT coalesce(sum(milliseconds), 0) FROM time_spent WHERE ticket_id = :ticket"
    " AND operator_id = :operator AND work = :work) + (SELECT coalesce(sum(milliseconds), 0)"
    " FROM time_entry WHERE ticket_id = :ticket AND operator_id = :operator AND work = :work"
    " AND NOT withdrawn)"
)
_LATER = text(
    "SELECT 1 FROM time_entry WHERE ticket_id = :ticket AND operator_id = :operator"
    " AND work = :work AND in_all AND NOT withdrawn AND id > :entry LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class Whose:
    """The work that time belongs to."""

    ticket: int
    operator: int
    work: str

    @property
    def parameters(self) -> dict[str, object]:
        """As statements name it."""
        return {"ticket": self.ticket, "operator": self.operator, "work": self.work}


def count(connection: Connection, operator: int, spells: tuple[Spell, ...]) -> None:
    """Add what a console has counted."""
    for spell in spells:
        connection.execute(
            _COUNT,
            {
                **Whose(spell.ticket, operator, spell.work).parameters,
                "quarter": spell.quarter,
                "spent": spell.milliseconds,
            },
        )


def spent(connection: Connection, whose: Whose) -> int:
    """Milliseconds in all."""
    return int(connection.execute(_SPENT, whose.parameters).scalar_one())


def enter(
    transaction: Transaction, whose: Whose, milliseconds: int, reason: str, *, in_all: bool
) -> int:
    """An entry by hand; `in_all` says that it corrects everything before it."""
    return rows.insert_row(
        transaction.connection,
        TIME_ENTRY,
        ticket_id=whose.ticket,
        operator_id=whose.operator,
        work=whose.work,
        at=transaction.at,
        milliseconds=milliseconds,
        reason=reason,
        author_id=transaction.actor,
        in_all=in_all,
    )


def _read_presence(transaction: Transaction, entry: int, _detail: str) -> str | None:
    row = rows.require_row(transaction.connection, "time_entry", entry)
    if row["withdrawn"]:
        return None
    later = transaction.connection.execute(_LATER, {**_whose(row).parameters, "entry": entry})
    return "1" if later.first() is None else CORRECTED


def _write_presence(transaction: Transaction, entry: int, _detail: str, value: str | None) -> None:
    connection = transaction.connection
    rows.write_column(connection, "time_entry", entry, "withdrawn", value is None)
    row = rows.require_row(connection, "time_entry", entry)
    if spent(connection, _whose(row)) < 0:
        raise Refused("time.below_zero", number=row["ticket_id"])


def _whose(row: rows.Stored) -> Whose:
    return Whose(row["ticket_id"], row["operator_id"], row["work"])


FIELDS = {("time_entry", "present"): Field(_read_presence, _write_presence)}
