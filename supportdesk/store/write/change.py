"""One way to change a field of anything: read it, write it, record it (laws 2 to 4).

Every undoable change of the store is a `(subject, id, field) → value` step with values written as
text, so undo is one function for all of them: if the field still holds what was set, write back
what stood before; otherwise name what came later.

A field is `name` or `name:detail` (`tag:vip`, `variant:ru`). Most are columns of the same name;
those that are more than a column are registered here.
"""

from sqlalchemy import bindparam, func, update

from supportdesk.store.write import (
    article_fields,
    calendars,
    client_fields,
    client_more_fields,
    custom_fields,
    followers,
    link_fields,
    macro_fields,
    message_fields,
    option_fields,
    outbox,
    policies,
    rows,
    staffing_fields,
    template_fields,
    ticket_fields,
    times,
    views,
)
from supportdesk.store.write.fields import Field
from supportdesk.store.write.tables import TICKET
from supportdesk.store.write.transaction import Transaction

_TOUCH = (
    update(TICKET)
    .where(TICKET.c.id == bindparam("ticket"))
    .values(
        updated_at=func.max(TICKET.c.updated_at, bindparam("at")), last_event=bindparam("event")
    )
)

FIELDS: dict[tuple[str, str], Field] = {
    **ticket_fields.FIELDS,
    **link_fields.FIELDS,
    **client_fields.FIELDS,
    **client_more_fields.FIELDS,
    **template_fields.FIELDS,
    **macro_fields.FIELDS,
    **article_fields.FIELDS,
    **message_fields.FIELDS,
    **option_fields.FIELDS,
    **views.FIELDS,
    **outbox.FIELDS,
    **custom_fields.FIELDS,
    **followers.FIELDS,
    **times.FIELDS,
    **calendars.FIELDS,
    **policies.FIELDS,
    **staffing_fields.FIELDS,
}


def change(
    transaction: Transaction,
    subject: str,
    subject_id: int,
    field: str,
    value: str | None,
    *,
    ticket: int | None = None,
) -> bool:
    """Set a field and record the event; False when it already held that value."""
    before = read_value(transaction, subject, subject_id, field)
    if before == value:
        return False
    write_value(transaction, subject, subject_id, field, value)
    after = value
    special = FIELDS.get((subject, field.partition(":")[0]))
    if special is not None and special.is_text:
        before = transaction.keep_text(subject, subject_id, before)
        after = transaction.keep_text(subject, subject_id, after)
    owner = subject_id if subject == "ticket" else ticket
    transaction.record(subject, subject_id, field, before, after, ticket=owner)
    if owner is not None:
        touch(transaction, owner)
    return True


def touch(transaction: Transaction, ticket: int) -> None:
    """Note on the ticket that it has changed now; late work does not make its last change older."""
    transaction.connection.execute(
        _TOUCH, {"ticket": ticket, "at": transaction.at, "event": transaction.last_event}
    )


def read_value(transaction: Transaction, subject: str, subject_id: int, field: str) -> str | None:
    """What a field holds now, as text; None for nothing. Raises NotFound for no such row."""
    name, _, detail = field.partition(":")
    special = FIELDS.get((subject, name))
    if special is not None:
        return special.read(transaction, subject_id, detail)
    return rows.read_column(transaction.connection, subject, subject_id, field)


def write_value(
    transaction: Transaction, subject: str, subject_id: int, field: str, value: str | None
) -> None:
    """Set a field without recording it; everything derived from it follows."""
    name, _, detail = field.partition(":")
    special = FIELDS.get((subject, name))
    if special is not None:
        special.write(transaction, subject_id, detail, value)
    else:
        rows.write_column(transaction.connection, subject, subject_id, field, value)
