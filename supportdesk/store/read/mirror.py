"""What a store that stands for another help desk knows of it."""

import json
from collections.abc import Sequence

from supportdesk.store.read.connection import Reader

_NEWS = """
SELECT coalesce((SELECT max(seq) FROM event), 0)
     > coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'mirror.position'), 0)
"""


def has_news(connection: Reader) -> bool:
    """Whether something was done here of which it is not known yet if the remote has to hear."""
    return bool(connection.execute(_NEWS).fetchone()[0])


def known(connection: Reader, source: str) -> tuple[int, str | None] | None:
    """The number of the ticket that came in under this name and the version read; or None."""
    found = connection.execute(
        "SELECT id, remote_version FROM ticket WHERE source_id = :source", {"source": source}
    ).fetchone()
    return None if found is None else (int(found[0]), found[1])


def id_there(connection: Reader, ticket: int) -> str:
    """What the remote calls a ticket; nothing for one it does not know."""
    found = connection.execute(
        "SELECT remote_id FROM ticket WHERE id = :ticket", {"ticket": ticket}
    ).fetchone()
    return "" if found is None or found[0] is None else str(found[0])


def state_words(connection: Reader, tickets: Sequence[int]) -> dict[int, str]:
    """The states of tickets in the remote's own words, as they were read last."""
    found = connection.execute(
        "SELECT ticket_id, value FROM remote_base WHERE field = 'state' AND value IS NOT NULL"
        " AND ticket_id IN (SELECT value FROM json_each(:tickets))",
        {"tickets": json.dumps(list(tickets))},
    )
    return {int(ticket): str(word) for ticket, word in found}


def offered_states(connection: Reader, ticket: int) -> tuple[str, ...]:
    """The states that the remote offers of a ticket, in its own words."""
    found = connection.execute(
        "SELECT value FROM remote_base WHERE ticket_id = :ticket AND field = 'states'",
        {"ticket": ticket},
    ).fetchone()
    return tuple(json.loads(found[0])) if found is not None and found[0] else ()
