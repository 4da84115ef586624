"""Saved views being made, the places operators give them, and tickets they opened last."""

from sqlalchemy import Connection, delete, insert, select, text

from supportdesk.domain.memory import ArrangeViews, MarkOpened
from supportdesk.store.write import rows
from supportdesk.store.write.fields import plain_text, presence
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import EVENT, SAVED_VIEW, VIEW_PLACE
from supportdesk.store.write.transaction import Transaction

OPENED_KEPT = 50
"""Tickets remembered as opened last (F12)."""

_OPEN = text(
    "INSERT INTO opened_ticket(operator_id, ticket_id, number)"
    " SELECT :operator, :ticket, coalesce(max(number), 0) + 1 FROM opened_ticket"
    " WHERE operator_id = :operator"
    " ON CONFLICT(operator_id, ticket_id) DO UPDATE SET number = excluded.number"
)
_FORGET_OLDEST = text(
    "DELETE FROM opened_ticket WHERE operator_id = :operator AND ticket_id NOT IN"
    " (SELECT ticket_id FROM opened_ticket WHERE operator_id = :operator"
    "  ORDER BY number DESC LIMIT :kept)"
)


def make_view(transaction: Transaction, owner: int) -> int:
    """A new, nameless view."""
    return rows.insert_row(
        transaction.connection,
        SAVED_VIEW,
        uuid=transaction.fresh_uuid(),
        name="",
        query="",
        owner_id=owner,
    )


def beside(connection: Connection, scope: str, owner: int, role: str | None) -> list[Stored]:
    """The views for the same people: those of an operator, of a role, or of the team."""
    found = select(SAVED_VIEW).where(SAVED_VIEW.c.scope == scope, SAVED_VIEW.c.withdrawn.is_(False))
    if scope == "me":
        found = found.where(SAVED_VIEW.c.owner_id == owner)
    if scope == "role":
        found = found.where(SAVED_VIEW.c.role == role)
    return rows.every(connection, found)


def newest_event(connection: Connection, view: int, after: int) -> Stored | None:
    """What happened last to a view after change number `after`, or None."""
    found = select(EVENT).where(
        EVENT.c.subject == "saved_view", EVENT.c.subject_id == view, EVENT.c.seq > after
    )
    return rows.one(connection, found.order_by(EVENT.c.seq.desc()).limit(1))


def arrange(connection: Connection, wanted: ArrangeViews) -> None:
    """Put an operator's views in order."""
    connection.execute(delete(VIEW_PLACE).where(VIEW_PLACE.c.operator_id == wanted.operator))
    for position, place in enumerate(wanted.places):
        connection.execute(
            insert(VIEW_PLACE).values(
                operator_id=wanted.operator,
                view=place.view,
                position=position,
                hidden=place.hidden,
            )
        )


def mark_opened(connection: Connection, opened: MarkOpened) -> None:
    """Remember that an operator has opened a ticket."""
    connection.execute(_OPEN, {"operator": opened.operator, "ticket": opened.ticket})
    connection.execute(_FORGET_OLDEST, {"operator": opened.operator, "kept": OPENED_KEPT})


FIELDS = {
    ("saved_view", "name"): plain_text("saved_view", "name"),
    ("saved_view", "query"): plain_text("saved_view", "query"),
    ("saved_view", "present"): presence("saved_view"),
}
