"""What leaves next: claimed one by one, a ticket at a time, and marked before it leaves."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from supportdesk.desk.mirror import settling
from supportdesk.desk.mirror.wishes import gather_all, reason
from supportdesk.desk.mirror.words import read
from supportdesk.domain.action import NewAttachment
from supportdesk.domain.envelope import from_milliseconds
from supportdesk.domain.ticket import Delivery, Priority
from supportdesk.records import dataclass
from supportdesk.store.read.sendings import SENDING, STOPPED, UNKNOWN
from supportdesk.store.write import letters, mirror, rows
from supportdesk.store.write.blobs import files_of
from supportdesk.store.write.conversations import message_row, messages_of, ticket_row
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.transaction import Transaction

_ALL_BEHIND = frozenset({"Create", "Merge"})
"""Nothing of a ticket goes before these; behind a reply that waits no state and no other reply."""
_SPEAKS = frozenset({"Reply", "SetState"})


@dataclass(frozen=True, slots=True)
class Parcel:
    """One wish with all that is needed to tell it: names and words are the remote's."""

    number: int
    key: str
    what: str
    ticket: str
    base: str | None
    sent_at: str
    """The moment it leaves, in ISO 8601; of an unknown one the moment it left."""
    value: str | None = None
    sets: bool = False
    add: frozenset[str] = frozenset()
    remove: frozenset[str] = frozenset()
    body: str = ""
    files: tuple[NewAttachment, ...] = ()
    subject: str = ""
    queue: str = ""
    client: str = ""
    priority: str | None = None


def ready(transaction: Transaction) -> list[tuple[int, str]]:
    """Tickets of which something may leave now, with their ids there; empty for made here."""
    gather_all(transaction)
    found: dict[int, str] = {}
    for ticket, waiting in _by_ticket(mirror.open_sendings(transaction.connection)).items():
        if _next(transaction, waiting) is not None:
            row = ticket_row(transaction.connection, ticket)
            found[ticket] = row["remote_id"] or ""
    return list(found.items())


def lost(transaction: Transaction) -> list[Parcel]:
    """What may be done or not and is to be looked for now."""
    return [
        _parcel(transaction, row)
        for row in mirror.open_sendings(transaction.connection)
        if row["state"] == UNKNOWN
        and row["next_at"] is not None
        and row["next_at"] <= transaction.at
    ]


def claim(transaction: Transaction, ticket: int) -> Parcel | None:
    """The next wish of a ticket, marked as leaving now; None where nothing may leave."""
    gather_all(transaction)
    connection = transaction.connection
    row = _next(transaction, mirror.open_sendings(connection, ticket))
    if row is None:
        return None
    row = row | {"action": _next_step(transaction, row)}
    parcel = _parcel(transaction, row)
    trouble = _trouble(parcel)
    if trouble is not None:
        settling.stop(transaction, row, trouble)
        return None
    mirror.keep_sending(
        connection,
        row["number"],
        state=SENDING,
        action=row["action"],
        attempts=row["attempts"] + 1,
        sent_at=transaction.at,
        next_at=None,
        base=parcel.base or "",
    )
    return parcel


def _next(transaction: Transaction, waiting: Iterable[Stored]) -> Stored | None:
    """The first of a ticket's wishes that may leave, in their order."""
    is_held: set[str] = set()
    for row in waiting:
        if row["state"] == SENDING:
            return None
        if row["state"] in (STOPPED, UNKNOWN):
            if row["what"] in _ALL_BEHIND:
                return None
            if row["what"] == "Reply":
                is_held |= _SPEAKS
            continue
        if row["what"] in is_held:
            continue
        if row["next_at"] is not None and row["next_at"] > transaction.at:
            return None
        if row["what"] == "Reply":
            message = message_row(transaction.connection, row["message_id"])
            if message["delivery"] == Delivery.QUEUED:
                return None
        return row
    return None


def _next_step(transaction: Transaction, row: Stored) -> str:
    """What it asks now, as it is kept: a state that is not offered is reached by another one."""
    action = json.loads(row["action"])
    via = action.get("via")
    if via not in (None, action.get("value")):
        base = mirror.base_of(transaction.connection, row["ticket_id"])
        offered = json.loads(base.get("states") or "[]")
        if action["value"] not in offered and via in offered:
            action["step"] = via
    return json.dumps(action, ensure_ascii=False)


def _by_ticket(waiting: Iterable[Stored]) -> Mapping[int, list[Stored]]:
    found: dict[int, list[Stored]] = {}
    for row in waiting:
        found.setdefault(row["ticket_id"], []).append(row)
    return found


def _parcel(transaction: Transaction, row: Stored) -> Parcel:
    connection = transaction.connection
    ticket = ticket_row(connection, row["ticket_id"])
    action: dict[str, Any] = json.loads(row["action"])
    is_lost = row["state"] == UNKNOWN
    moment = row["sent_at"] if is_lost and row["sent_at"] else transaction.at
    held: dict[str, Any] = {
        "number": row["number"],
        "key": row["key"],
        "what": row["what"],
        "ticket": ticket["remote_id"] or "",
        "base": (row["base"] if is_lost else ticket["remote_version"]) or None,
        "sent_at": from_milliseconds(moment).isoformat(),
        "value": action.get("step", action.get("value")),
        "sets": "value" in action,
        "add": frozenset(action.get("add", ())),
        "remove": frozenset(action.get("remove", ())),
    }
    if row["what"] == "Take" and mirror.base_of(connection, ticket["id"]).get("owner"):
        held["what"] = "Assign"
    if row["what"] == "Merge":
        held["value"] = ticket_row(connection, action["into"])["remote_id"]
    if row["message_id"] is not None:
        message = message_row(connection, row["message_id"])
        held["body"] = message["body"]
        held["files"] = files_of(connection, row["message_id"])
    if row["what"] == "Create":
        held |= _of_new(transaction, ticket)
    return Parcel(**held)


def _of_new(transaction: Transaction, ticket: Stored) -> dict[str, Any]:
    """What a ticket made here begins with there."""
    connection = transaction.connection
    words = read(mirror.vocabulary(connection))
    first = messages_of(connection, ticket["id"])[:1]
    client = letters.first_address(connection, ticket["client_id"])
    queue = rows.require_row(connection, "queue", ticket["queue_id"])
    return {
        "subject": ticket["subject"],
        "queue": queue["name"] if queue["remote_id"] is not None else "",
        "client": "" if client is None else client.address,
        "priority": words.priority_for(Priority(ticket["priority"]), "") or None,
        "body": message_row(connection, first[0])["body"] if first else "",
        "files": files_of(connection, first[0]) if first else (),
    }


def _trouble(parcel: Parcel) -> str | None:
    """Why it cannot leave at all."""
    if parcel.what == "Create":
        if not parcel.client:
            return reason("mirror.client_no_address")
        return None if parcel.queue else reason("mirror.queue_unknown_there")
    if not parcel.ticket:
        return reason("mirror.ticket_not_there")
    if parcel.what == "Merge" and not parcel.value:
        return reason("mirror.ticket_not_there")
    return None
