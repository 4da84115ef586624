"""What somebody is told of a ticket who only knows its number and its client's address."""

from supportdesk.domain.ticket import STATES, WITHDRAWN, Category
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.links import end_of_merges

_TOLD = {
    Category.NEW: "received",
    Category.ACTIVE: "at_work",
    Category.WAITING: "waiting_for_you",
    Category.PAUSED: "at_work",
    Category.DONE: "done",
}
"""What a client is told of each category (R1)."""

_UNTOLD = ("spam", "merged")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a ticket stands in a client's words, and since when (milliseconds)."""

    told: str
    since: int


def standing(connection: Reader, number: int, address: str) -> Standing | None:
    """How the ticket `number` stands, or None: no such ticket, another client's, spam.

    The same is asked of the store whichever of them it is: the time tells nothing either.
    """
    key = " ".join(address.split()).casefold()
    held = connection.execute(
        "SELECT client_id FROM client_address WHERE kind = 'email' AND key = :key", {"key": key}
    ).fetchone()
    end = end_of_merges(connection, number)
    found = connection.execute(
        "SELECT state, client_id, updated_at, reason FROM ticket WHERE id = :number",
        {"number": end},
    ).fetchone()
    if held is None or found is None:
        return None
    state, client, updated, reason = found
    if client != held[0] or state in _UNTOLD or reason == WITHDRAWN:
        return None
    return Standing(_TOLD[STATES[state].category], updated)
