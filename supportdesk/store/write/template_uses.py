"""Counting how templates are used: one row a reply, and the sum of each operator (F68)."""

from sqlalchemy import Connection, select, text, update

from supportdesk.store.write import rows
from supportdesk.store.write.tables import TEMPLATE_USE

_FORGET = text(
    "DELETE FROM template_tally WHERE template_id = :template AND operator_id = :operator"
)
_SUM = (
    "INSERT INTO template_tally(template_id, operator_id, uses, distance, length, last_at)"
    " SELECT template_id, operator_id, count(*), sum(distance), sum(length), max(at)"
    " FROM template_use WHERE withdrawn = 0"
)
_TALLY = text(f"{_SUM} AND template_id = :template AND operator_id = :operator GROUP BY 1, 2")
_TALLY_ALL = text(f"{_SUM} GROUP BY 1, 2")


def add_use(
    connection: Connection,
    *,
    message: int,
    template: int,
    operator: int,
    distance: int,
    length: int,
) -> None:
    """Count one template in a reply; `distance` of its `length` characters were changed."""
    connection.execute(
        rows.inserting(TEMPLATE_USE),
        {
            "message_id": message,
            "template_id": template,
            "operator_id": operator,
            "at": message >> 20,
            "distance": distance,
            "length": length,
            "withdrawn": False,
        },
    )
    _tally(connection, template, operator)


def withdraw(connection: Connection, message: int, *, withdrawn: bool) -> None:
    """A reply was taken back, or sent again: so are the uses in it."""
    uses = rows.every(connection, select(TEMPLATE_USE).where(TEMPLATE_USE.c.message_id == message))
    if not uses:
        return
    connection.execute(
        update(TEMPLATE_USE).where(TEMPLATE_USE.c.message_id == message).values(withdrawn=withdrawn)
    )
    for use in uses:
        _tally(connection, use["template_id"], use["operator_id"])


def tally_all(connection: Connection) -> None:
    """Sum up every use anew."""
    connection.execute(text("DELETE FROM template_tally"))
    connection.execute(_TALLY_ALL)


def _tally(connection: Connection, template: int, operator: int) -> None:
    named = {"template": template, "operator": operator}
    connection.execute(_FORGET, named)
    connection.execute(_TALLY, named)
