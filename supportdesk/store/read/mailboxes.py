"""Mailboxes as the console and the commands see them, and where a live mail belongs."""

from collections.abc import Sequence

from supportdesk.domain.recipients import address_key
from supportdesk.records import dataclass
from supportdesk.store.read import links
from supportdesk.store.read.connection import Reader


@dataclass(frozen=True, slots=True)
class MailboxRow:
    """One mailbox; times in milliseconds, `trouble` as it was kept."""

    name: str
    validity: int
    uid: int
    looked_at: int | None
    failing_since: int | None
    trouble: str


@dataclass(frozen=True, slots=True)
class KeptMailRow:
    """A mail that could not be taken in; `held` is whether its bytes are in the store."""

    id: int
    mailbox: str
    place: str
    reason: str
    size: int
    at: int
    held: bool


_MAILBOXES = "SELECT name, validity, uid, looked_at, failing_since, trouble FROM mailbox"
_KEPT = (
    "SELECT id, mailbox, place, reason, size, at, content IS NOT NULL FROM kept_mail ORDER BY id"
)
_CLIENTS_OWN = """
SELECT 1 FROM ticket t JOIN client_address a ON a.client_id = t.client_id
 WHERE t.id = :ticket AND a.kind = 'email' AND a.key = :key
"""
_TAKES_PART = """
SELECT 1 FROM message m JOIN message_recipient r ON r.message_id = m.id
 WHERE m.ticket_id = :ticket AND r.key = :key AND NOT m.withdrawn
   AND m.kind IN ('forward', 'third_party')
"""


def mailboxes(connection: Reader) -> list[MailboxRow]:
    """Every mailbox somebody has worked for."""
    return [MailboxRow(*found) for found in connection.execute(f"{_MAILBOXES} ORDER BY name")]


def mailbox(connection: Reader, name: str) -> MailboxRow | None:
    """One mailbox by its account's name, or None."""
    found = connection.execute(f"{_MAILBOXES} WHERE name = :name", {"name": name}).fetchone()
    return None if found is None else MailboxRow(*found)


def failing(connection: Reader) -> MailboxRow | None:
    """The mailbox that has failed longest, or None."""
    found = connection.execute(
        f"{_MAILBOXES} WHERE failing_since IS NOT NULL ORDER BY failing_since LIMIT 1"
    ).fetchone()
    return None if found is None else MailboxRow(*found)


def kept_mails(connection: Reader) -> list[KeptMailRow]:
    """The mails that wait for a person, oldest first."""
    return [
        KeptMailRow(number, mailbox, place, reason, size, at, held=bool(held))
        for number, mailbox, place, reason, size, at, held in connection.execute(_KEPT)
    ]


def kept_content(connection: Reader, number: int) -> bytes | None:
    """The bytes of a kept mail, or None."""
    found = connection.execute(
        "SELECT content FROM kept_mail WHERE id = :id", {"id": number}
    ).fetchone()
    return None if found is None else found[0]


def ticket_answered(
    connection: Reader, references: Sequence[str], address: str | None
) -> int | None:
    """The ticket of the newest mail that these references name, or None.

    A mail that is here, or that we have sent, is proof; of one that others only answered, the
    ticket is for its own client alone: two strangers may answer the same circular.
    """
    for source in reversed(references):
        found = connection.execute(
            "SELECT ticket_id FROM message WHERE source_id = :source UNION ALL"
            " SELECT coalesce(m.ticket_id, l.ticket_id) FROM letter l"
            " LEFT JOIN message m ON m.id = l.message_id WHERE l.mail_id = :source LIMIT 1",
            {"source": source},
        ).fetchone()
        if found is not None and found[0] is not None:
            return links.end_of_merges(connection, found[0])
        absent = connection.execute(
            "SELECT ticket_id FROM message_reference WHERE source_id = :source", {"source": source}
        ).fetchone()
        if absent is not None and _takes_part(connection, absent[0], address):
            return links.end_of_merges(connection, absent[0])
    return None


def ticket_numbered(connection: Reader, number: int, address: str | None) -> int | None:
    """The ticket with this number, where the address is its client's or a third party's on it."""
    found = connection.execute("SELECT id FROM ticket WHERE id = :id", {"id": number}).fetchone()
    if found is None:
        return None
    ticket = links.end_of_merges(connection, number)
    return ticket if _takes_part(connection, ticket, address) else None


def is_own_letter(connection: Reader, mail_id: str) -> bool:
    """Whether we have sent a mail of this Message-ID."""
    found = connection.execute("SELECT 1 FROM letter WHERE mail_id = :id", {"id": mail_id})
    return found.fetchone() is not None


def queue_named(connection: Reader, name: str) -> int | None:
    """The queue of this name, upper and lower case alike, or None."""
    wanted = name.casefold()
    found = connection.execute("SELECT id, name FROM queue ORDER BY id")
    return next((number for number, called in found if called.casefold() == wanted), None)


def _takes_part(connection: Reader, ticket: int, address: str | None) -> bool:
    if not address:
        return False
    wanted = {"ticket": ticket, "key": address_key(address)}
    return any(
        connection.execute(statement, wanted).fetchone() is not None
        for statement in (_CLIENTS_OWN, _TAKES_PART)
    )
