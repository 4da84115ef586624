"""Letters as operators see them, and all that the composing of one needs."""

from typing import Any, NamedTuple

from supportdesk.domain.recipients import read_kept
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.due_times import DELIVER
from supportdesk.store.read.rows import LetterRow

_LETTERS = f"""
SELECT l.id, l.purpose, l.message_id, coalesce(m.ticket_id, l.ticket_id), l.state, l.attempts,
       l.because, l.made_at, l.sent_at, l.mail_id, l.account, l.left_to, l.recipients,
       l.operator_id, m.operator_id, d.at, t.subject, m.author
  FROM letter l
  LEFT JOIN message m ON m.id = l.message_id
  LEFT JOIN ticket t ON t.id = coalesce(m.ticket_id, l.ticket_id)
  LEFT JOIN due_work d ON d.kind = '{DELIVER}' AND d.ref = l.id
"""
_OPEN = "l.state NOT IN ('sent', 'given_up')"
_UNDER_WAY = f"{_OPEN} AND l.state IN ('waiting', 'sending', 'refused', 'unknown', 'bounced')"
_AUTHOR = "(SELECT operator_id FROM message WHERE id = l.message_id)"
"""Asked so, letters come first: of messages there are far more."""
_FAILED = "l.state IN ('refused', 'unknown', 'bounced')"
_STUCK = """
SELECT count(*), min(made_at), (SELECT because FROM letter WHERE state NOT IN ('sent', 'given_up')
        AND state = 'waiting' AND attempts > 0 AND because <> '' ORDER BY id DESC LIMIT 1)
  FROM letter WHERE state NOT IN ('sent', 'given_up') AND state IN ('waiting', 'sending')
"""
ACKNOWLEDGED = """
SELECT count(*) FROM (SELECT purpose, made_at FROM letter ORDER BY id DESC LIMIT 10000) newest
 WHERE purpose = 'acknowledgement' AND made_at > :since
"""
"""Of the newest letters: in a flood they are all such."""
HOUR = 3_600_000
"""Milliseconds in which the acknowledgements of a desk are counted."""
_REFERENCES = """
SELECT m.kind, coalesce(l.mail_id, m.source_id)
  FROM message m LEFT JOIN letter l ON l.message_id = m.id
 WHERE m.ticket_id = :ticket AND m.id < :message AND NOT m.withdrawn
   AND m.kind IN ('client', 'operator', 'system', 'forward', 'third_party')
 ORDER BY m.id DESC LIMIT 200
"""


def letter(connection: Reader, number: int) -> LetterRow | None:
    """One letter, or None."""
    return next(iter(_rows(connection, "l.id = :number", {"number": number})), None)


def of_messages(connection: Reader, ticket: int) -> dict[int, LetterRow]:
    """The letters of a ticket's messages."""
    wanted = "l.message_id IN (SELECT id FROM message WHERE ticket_id = :ticket)"
    found = _rows(connection, wanted, {"ticket": ticket})
    return {row.message: row for row in found if row.message is not None}


def under_way(connection: Reader, operator: int | None = None) -> list[LetterRow]:
    """What has not arrived, for all anybody knows, of an operator's or everybody's; oldest first.

    What failed comes first.
    """
    of_one = "" if operator is None else f" AND {_AUTHOR} = :operator"
    return _rows(
        connection,
        f"{_UNDER_WAY} AND l.message_id IS NOT NULL{of_one} ORDER BY {_FAILED} DESC, l.id",
        {"operator": operator},
    )


def latest(connection: Reader, limit: int) -> list[LetterRow]:
    """The newest letters of messages, whatever became of them."""
    return _rows(
        connection, "l.message_id IS NOT NULL ORDER BY l.id DESC LIMIT :limit", {"limit": limit}
    )


def failed(connection: Reader, operator: int | None = None) -> int:
    """How many letters somebody has to look at, of an operator's or of everybody's."""
    of_one = "" if operator is None else f" AND {_AUTHOR} = :operator"
    found = connection.execute(
        f"SELECT count(*) FROM letter l WHERE l.message_id IS NOT NULL AND {_OPEN} AND {_FAILED}"
        f"{of_one}",
        {"operator": operator},
    ).fetchone()
    return int(found[0])


class Stuck(NamedTuple):
    """Letters that their server does not take: how many, since when, and why the last try failed.

    `because` holds words from outside: clean it on the way to a reader.
    """

    letters: int
    since: int
    because: str


def stuck(connection: Reader) -> Stuck | None:
    """What waits while a server that was tried takes nothing; None where none has failed."""
    count, since, because = connection.execute(_STUCK).fetchone()
    return None if because is None else Stuck(count, since, because)


def acknowledged(connection: Reader, since: int) -> int:
    """How many acknowledgements the desk has made after a moment."""
    return int(connection.execute(ACKNOWLEDGED, {"since": since}).fetchone()[0])


def references(connection: Reader, ticket: int, message: int, *, of_third_party: bool) -> list[str]:
    """The Message-IDs of what was said before a message, oldest first, the client's last one last.

    What went to third parties, and came from them, is a conversation of its own.
    """
    said = connection.execute(_REFERENCES, {"ticket": ticket, "message": message}).fetchall()
    kinds = ("forward", "third_party") if of_third_party else ("client", "operator", "system")
    named = [(kind, name) for kind, name in reversed(said) if kind in kinds]
    theirs = "third_party" if of_third_party else "client"
    last = next((name for kind, name in reversed(named) if kind == theirs), None)
    ordered = [name for _kind, name in named if name != last]
    return ordered if last is None else [*ordered, last]


def due_acknowledgements(connection: Reader, now: int) -> list[int]:
    """The tickets that are to be acknowledged."""
    found = connection.execute(
        "SELECT ref FROM due_work WHERE kind = 'acknowledge' AND at <= :now ORDER BY id",
        {"now": now},
    )
    return [int(ticket) for (ticket,) in found]


def has_news(connection: Reader) -> bool:
    """Whether something has happened of which operators may have to be told by mail."""
    found = connection.execute(
        "SELECT 1 FROM setting WHERE name = 'mail_notices_seen'"
        " AND CAST(value AS INTEGER) < (SELECT max(seq) FROM event)"
    )
    return found.fetchone() is not None


def waiting(connection: Reader) -> int:
    """How many letters wait for their server."""
    found = connection.execute(
        "SELECT count(*) FROM due_work WHERE kind = :kind", {"kind": DELIVER}
    ).fetchone()
    return int(found[0])


def _rows(connection: Reader, wanted: str, values: dict[str, int | None]) -> list[LetterRow]:
    found = connection.execute(f"{_LETTERS} WHERE {wanted}", values)
    return [_row(columns) for columns in found]


def _row(found: tuple[Any, ...]) -> LetterRow:
    left_to = tuple(line for line in found[11].split("\n") if line)
    values = (*found[:11], left_to, read_kept(found[12]), *found[13:])
    return LetterRow(*values)
