"""How far mailboxes have been read, why they fail, and mails kept for a person to look at."""

import re
from collections.abc import Collection

from sqlalchemy import Connection, delete, select, text

from supportdesk.patterns import pattern
from supportdesk.store.write.rows import insert_row
from supportdesk.store.write.tables import KEPT_MAIL, MAILBOX

_READ_TO = text(
    "INSERT INTO mailbox(name, validity, uid, looked_at, trouble)"
    " VALUES (:name, :validity, :uid, :at, '') ON CONFLICT(name) DO UPDATE SET"
    " validity = excluded.validity, looked_at = excluded.looked_at, failing_since = NULL,"
    " trouble = '', uid = CASE WHEN mailbox.validity = excluded.validity"
    " THEN max(mailbox.uid, excluded.uid) ELSE excluded.uid END"
)
_FAILS = text(
    "INSERT INTO mailbox(name, failing_since, trouble) VALUES (:name, :at, :trouble)"
    " ON CONFLICT(name) DO UPDATE SET trouble = excluded.trouble,"
    " failing_since = coalesce(mailbox.failing_since, excluded.failing_since)"
)
_FROM = pattern(rb"^(?:from|sender|reply-to|return-path)[ \t]*:", re.IGNORECASE | re.MULTILINE)
_KNOWN = text("SELECT id FROM kept_mail WHERE digest = :digest")


def read_to(connection: Connection, name: str, validity: int, uid: int, at: int) -> None:
    """Everything up to `uid` is in the store; the mailbox works. Never goes back."""
    connection.execute(_READ_TO, {"name": name, "validity": validity, "uid": uid, "at": at})


def fails(connection: Connection, name: str, trouble: str, at: int) -> None:
    """The mailbox cannot be read; since when stays as it was."""
    connection.execute(_FAILS, {"name": name, "trouble": trouble, "at": at})


def forget(connection: Connection, name: str) -> None:
    """There is no such account any more."""
    connection.execute(delete(MAILBOX).where(MAILBOX.c.name == name))


def keep(
    connection: Connection,
    *,
    digest: str,
    mailbox: str,
    place: str,
    reason: str,
    size: int,
    at: int,
    content: bytes | None,
) -> int:
    """Keep a mail that could not be taken in, once; return its number."""
    known: int | None = connection.execute(_KNOWN, {"digest": digest}).scalar_one_or_none()
    return known or insert_row(
        connection,
        KEPT_MAIL,
        digest=digest,
        mailbox=mailbox,
        place=place,
        reason=reason,
        size=size,
        at=at,
        content=content,
    )


def let_go(connection: Connection, number: int) -> bool:
    """Forget a kept mail; whether there was one."""
    return connection.execute(delete(KEPT_MAIL).where(KEPT_MAIL.c.id == number)).rowcount == 1


def let_go_of(connection: Connection, addresses: Collection[str]) -> None:
    """Forget the kept mails of a person: who they are from, else whatever names an address."""
    names = [address.encode() for address in addresses]
    wanted = select(KEPT_MAIL.c.id, KEPT_MAIL.c.content).where(KEPT_MAIL.c.content.is_not(None))
    for number, content in connection.execute(wanted).all():
        said = content.lower()
        head = said.partition(b"\n\n")[0].partition(b"\r\n\r\n")[0]
        lines = [line for line in head.splitlines() if _FROM.match(line)]
        if any(name in place for name in names for place in lines or [said]):
            let_go(connection, number)
