"""What this store is linked to, and what was done here that the remote has yet to hear of."""

import json
from typing import Any

from supportdesk.domain.provisional import FIRST
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader

OWN = "supportdesk"
"""The kind of a link to another desk of ours; the others are help desks of somebody else."""

FIRST_WITH_LINKS = 25
"""The first schema whose stores may be linked."""

ALL = "all"
"""How far back a link goes when nothing else is said."""

QUEUED, SENDING, SENT = "queued", "sending", "sent"
UNKNOWN, STOPPED = "unknown", "stopped"
WITHDRAWN, DISCARDED, DONE = "withdrawn", "discarded", "done"
"""States of a sending: `done` once the remote shows it, `withdrawn` when it was taken back here
before it left, `discarded` when whoever did it let go of it or it changed nothing here."""

SHOWN = (QUEUED, SENDING, UNKNOWN, SENT, WITHDRAWN)
"""States in which the effect of a sending is shown although the remote does not hold it."""

OPEN = (QUEUED, SENDING, UNKNOWN, STOPPED, SENT)
"""States of what is not over."""

MOST_NAMED = 3
"""Tickets that are named of something that was done to many."""

Because = dict[str, Any]
"""Why something was not sent: `code`, `parameters` and `stops` of a refusal, or what was `said`."""


@dataclass(frozen=True, slots=True)
class LinkRow:
    """What this store is linked to. Times in milliseconds.

    `cursor` is how far the remote has been read, `complete` whether it was read to its end once,
    `synced_at` when that was last the case: whoever follows the remote says so again and again.
    """

    kind: str
    name: str
    address: str
    history: str
    operator_id: int | None
    cursor: str
    complete: bool
    progress: int
    total: int
    synced_at: int | None
    failing_since: int | None
    trouble: Because

    @property
    def change(self) -> int:
        """The change number of a desk of ours up to which it was read."""
        return int(self.cursor.partition(" ")[0] or 0)

    @property
    def newer(self) -> int | None:
        """From which moment on done tickets are kept (milliseconds); None for all of them."""
        return int(self.history) if self.history.isdigit() else None

    @property
    def mark(self) -> str:
        """What the desk's event of that number is known by; nothing at the beginning."""
        return self.cursor.partition(" ")[2]


@dataclass(frozen=True, slots=True)
class SendingRow:
    """Something done here: when, what, to which ticket, and what has become of it there."""

    number: int
    key: str
    actor_id: int | None
    at: int
    what: str
    action: str
    confirmed: tuple[str, ...]
    base: str
    ticket: int | None
    message: int | None
    event: int | None
    state: str
    because: Because
    attempts: int
    next_at: int | None
    sent_at: int | None
    effect: dict[str, Any]

    @property
    def tickets(self) -> list[int]:
        """The ticket it was done to; of several those that it names, at most `MOST_NAMED`."""
        if self.ticket is not None:
            return [self.ticket]
        asked = json.loads(self.action).get("with", {})
        steps = [step.get("with", {}) for step in asked.get("steps", ())]
        held = [one.get(name) for one in (asked, *steps) for name in ("ticket", "into")]
        return [number for number in dict.fromkeys(held) if isinstance(number, int)][:MOST_NAMED]

    @property
    def about(self) -> set[int | None]:
        """All that it is about: what is done to any of it later goes later (a copy of our desk)."""
        return set(self.effect["here"]["tickets"]) or {self.ticket}


@dataclass(frozen=True, slots=True)
class UnsentRow:
    """Something that was done to one ticket and has stopped, or waits."""

    number: int
    what: str
    ticket: int
    state: str
    behind: int | None
    """The number of what has stopped in front of it."""


_LINK = """
SELECT kind, name, address, history, operator_id, cursor, complete, progress, total, synced_at,
       failing_since, trouble FROM remote_link
"""
_SENDINGS = """
SELECT number, key, actor_id, at, what, action, confirmed, base, ticket_id, message_id, event,
       state, because, attempts, next_at, sent_at, effect FROM remote_sending
"""


_ABOUT = """
SELECT number, state, ticket_id, json_extract(effect, '$.here.tickets') FROM remote_sending
 WHERE state IN (SELECT value FROM json_each(:states)) ORDER BY number
"""
_UNSENT = """
SELECT number, what, ticket_id, state FROM remote_sending
 WHERE state IN (SELECT value FROM json_each(:states)) AND ticket_id IS NOT NULL
   AND (:ticket IS NULL OR ticket_id = :ticket) ORDER BY number
"""


def link(connection: Reader) -> LinkRow | None:
    """What this store is linked to, or None for a desk of its own."""
    found = connection.execute(_LINK).fetchone()
    if found is None:
        return None
    row = list(found)
    row[6], row[11] = bool(row[6]), _read(row[11])
    return LinkRow(*row)


def link_kind(connection: Reader) -> str | None:
    """What kind of desk this store is linked to; None for a desk of its own."""
    found = connection.execute("SELECT kind FROM remote_link").fetchone()
    return None if found is None else str(found[0])


def follows_a_desk(connection: Reader) -> bool:
    """Whether this store is the copy of another desk of ours."""
    return link_kind(connection) == OWN


def in_states(connection: Reader, states: tuple[str, ...]) -> list[SendingRow]:
    """The sendings in one of these states, in the order in which they were done."""
    listed = ", ".join(f"'{state}'" for state in states)
    found = connection.execute(f"{_SENDINGS} WHERE state IN ({listed}) ORDER BY number")
    return [_row(row) for row in found]


def held_up(connection: Reader) -> dict[int, int]:
    """Number of what waits → that of what has stopped in front of it, on a copy of our desk."""
    stopped: dict[int | None, int] = {}
    held: dict[int, int] = {}
    if not counts(connection).get(STOPPED) or not follows_a_desk(connection):
        return held
    found = connection.execute(_ABOUT, {"states": json.dumps(OPEN)})
    for number, state, ticket, tickets in found:
        about = json.loads(tickets or "[]") or [ticket]
        first = min((stopped[one] for one in about if one in stopped), default=None)
        in_front = number if state == STOPPED else first
        if in_front is not None:
            if state == QUEUED:
                held[number] = in_front
            stopped = {**dict.fromkeys(about, in_front), **stopped}
    return held


def unsent(connection: Reader, ticket: int | None = None) -> list[UnsentRow]:
    """What was done to a ticket, or to each, and has stopped or waits; the oldest first."""
    states = json.dumps((QUEUED, STOPPED, UNKNOWN))
    found = connection.execute(_UNSENT, {"states": states, "ticket": ticket}).fetchall()
    held = held_up(connection) if found else {}
    return [
        UnsentRow(number, what, about, state, held.get(number))
        for number, what, about, state in found
    ]


def by_number(connection: Reader, number: int) -> SendingRow | None:
    """The sending with this number, or None."""
    found = connection.execute(f"{_SENDINGS} WHERE number = :number", {"number": number}).fetchone()
    return None if found is None else _row(found)


def by_key(connection: Reader, key: str) -> SendingRow | None:
    """The sending of an envelope, or None."""
    found = connection.execute(f"{_SENDINGS} WHERE key = :key", {"key": key}).fetchone()
    return None if found is None else _row(found)


def counts(connection: Reader) -> dict[str, int]:
    """How many sendings there are by state."""
    return dict(
        connection.execute("SELECT state, count(*) FROM remote_sending GROUP BY state").fetchall()
    )


def messages_on_way(connection: Reader) -> dict[int, str]:
    """Message → state, of those written here that the remote does not show yet."""
    return dict(
        connection.execute(
            "SELECT message_id, state FROM remote_sending WHERE message_id IS NOT NULL"
            " AND state IN (SELECT value FROM json_each(:states))",
            {"states": json.dumps((QUEUED, SENDING, SENT, UNKNOWN))},
        ).fetchall()
    )


def all_numbered(connection: Reader) -> dict[int, int]:
    """Provisional number → number, of the tickets made here that the remote has numbered."""
    found = connection.execute(
        "SELECT ticket_id, value FROM remote_base WHERE ticket_id >= :first AND field = 'number'",
        {"first": FIRST},
    )
    return {int(former): int(number) for former, number in found}


def numbered(connection: Reader, provisional: int) -> int | None:
    """The number that the remote gave to a ticket that was made here, or None."""
    found = connection.execute(
        "SELECT value FROM remote_base WHERE ticket_id = :number AND field = 'number'",
        {"number": provisional},
    ).fetchone()
    return None if found is None else int(found[0])


def numbers(connection: Reader) -> dict[int, int]:
    """The tickets that were made here, as they were called, with the numbers they were given."""
    found = connection.execute("SELECT ticket_id, value FROM remote_base WHERE field = 'number'")
    return {former: int(number) for former, number in found}


def _row(found: tuple[Any, ...]) -> SendingRow:
    row = list(found)
    row[6] = tuple(json.loads(row[6]))
    row[12], row[16] = _read(row[12]), _read(row[16])
    return SendingRow(*row)


def _read(written: str) -> dict[str, Any]:
    held: dict[str, Any] = json.loads(written) if written else {}
    return held
