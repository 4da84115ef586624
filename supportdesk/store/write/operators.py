"""Reading an operator or a queue inside a write transaction."""

from sqlalchemy import Connection

from supportdesk.domain.errors import NotFound
from supportdesk.store.write.rows import Stored, require_row


def require_operator(connection: Connection, operator: int) -> Stored:
    """The stored columns of an operator who works here. Raises NotFound("operator.missing")."""
    found = require_row(connection, "operator", operator)
    if not found["active"]:
        raise NotFound("operator.missing", number=operator)
    return found


def require_queue(connection: Connection, queue: int) -> Stored:
    """The stored columns of a queue. Raises NotFound("queue.missing")."""
    return require_row(connection, "queue", queue)
