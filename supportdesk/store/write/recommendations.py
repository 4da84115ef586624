"""Whether clients would recommend us, one row each answer (F126)."""

from sqlalchemy import Connection, select

from supportdesk.store.write.fields import presence
from supportdesk.store.write.rows import insert_row
from supportdesk.store.write.tables import RECOMMENDATION
from supportdesk.store.write.transaction import Transaction


def add(
    transaction: Transaction,
    client: int,
    score: int,
    at: int,
    comment: str,
    *,
    is_there: bool = False,
) -> int:
    """Keep an answer of a moment in milliseconds; it counts once its presence is changed to 1."""
    return insert_row(
        transaction.connection,
        RECOMMENDATION,
        client_id=client,
        score=score,
        at=at,
        comment=comment,
        withdrawn=not is_there,
    )


def is_known(connection: Connection, client: int, at: int) -> bool:
    """Whether a client has answered at that moment already."""
    found = connection.execute(
        select(RECOMMENDATION.c.id).where(
            RECOMMENDATION.c.client_id == client,
            RECOMMENDATION.c.at == at,
            RECOMMENDATION.c.withdrawn.is_(False),
        )
    )
    return found.first() is not None


FIELDS = {("recommendation", "present"): presence("recommendation")}
