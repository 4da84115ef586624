"""What clients did elsewhere, one row each."""

from sqlalchemy import select

from supportdesk.store.write.rows import insert_row
from supportdesk.store.write.tables import CLIENT_EVENT
from supportdesk.store.write.transaction import Transaction


def add(
    transaction: Transaction,
    *,
    client: int,
    at: int,
    kind: str,
    body: str,
    details: str,
    source_id: str | None,
) -> bool:
    """Keep an event at its own moment in milliseconds; False where its source has named it before.

    `details` is a JSON object.
    """
    connection = transaction.connection
    if source_id is not None:
        known = select(CLIENT_EVENT.c.id).where(CLIENT_EVENT.c.source_id == source_id)
        if connection.execute(known).first() is not None:
            return False
    made = insert_row(
        connection,
        CLIENT_EVENT,
        client_id=client,
        at=at,
        kind=kind,
        body=body,
        details=details,
        source_id=source_id,
    )
    transaction.record("client_event", made, "present", None, "1", at=at)
    return True
