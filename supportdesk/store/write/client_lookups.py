"""What other systems have answered about clients, the last answer under each title."""

import json

from sqlalchemy import Connection, text

from supportdesk.domain.memory import KeepLookup
from supportdesk.store.write.rows import require_row

_ANSWERED = text(
    "INSERT INTO client_lookup(client_id, title, at, answered_at, lines, trouble)"
    " VALUES (:client, :title, :at, :at, :lines, NULL)"
    " ON CONFLICT(client_id, title) DO UPDATE SET at = excluded.at,"
    " answered_at = excluded.answered_at, lines = excluded.lines, trouble = NULL"
)
_FAILED = text(
    "INSERT INTO client_lookup(client_id, title, at, answered_at, lines, trouble)"
    " VALUES (:client, :title, :at, NULL, '[]', :trouble)"
    " ON CONFLICT(client_id, title) DO UPDATE SET at = excluded.at, trouble = excluded.trouble"
)


def keep(connection: Connection, lookup: KeepLookup, at: int) -> None:
    """Keep an answer, or that there was none; of who was forgotten nothing is kept.

    Raises NotFound("client.missing").
    """
    if require_row(connection, "client", lookup.client)["forgotten_at"] is not None:
        return
    values = {"client": lookup.client, "title": lookup.title, "at": at}
    if lookup.trouble is None:
        lines = json.dumps(lookup.lines, ensure_ascii=False)
        connection.execute(_ANSWERED, {**values, "lines": lines})
    else:
        connection.execute(_FAILED, {**values, "trouble": lookup.trouble})
