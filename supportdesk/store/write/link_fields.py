"""Links of tickets as fields that can be undone, and where they lead."""

from sqlalchemy import Connection, delete, select, text

from supportdesk.domain.link import LinkKind
from supportdesk.store.write import rows
from supportdesk.store.write.fields import Field
from supportdesk.store.write.tables import TICKET_LINK
from supportdesk.store.write.transaction import Transaction

FIELD_OF = {
    kind: "follow_up_of" if kind is LinkKind.FOLLOW_UP else f"link:{kind}" for kind in LinkKind
}
"""The field of a ticket that holds the number of the other one."""

_KEEP = text(
    "INSERT INTO ticket_link(ticket_id, kind, other_id) VALUES (:ticket, :kind, :other)"
    " ON CONFLICT(ticket_id, kind) DO UPDATE SET other_id = excluded.other_id"
)


def other_of(connection: Connection, ticket: int, kind: LinkKind) -> int | None:
    """The ticket that this one is linked to by a link of this kind, or None."""
    if kind is LinkKind.FOLLOW_UP:
        found: int | None = rows.require_row(connection, "ticket", ticket)["follow_up_of"]
        return found
    return connection.execute(
        select(TICKET_LINK.c.other_id).where(
            TICKET_LINK.c.ticket_id == ticket, TICKET_LINK.c.kind == str(kind)
        )
    ).scalar_one_or_none()


def leads_to(connection: Connection, kind: LinkKind, start: int, goal: int) -> bool:
    """Whether links of one kind lead from ticket `start` to `goal`, or it is that ticket."""
    at: int | None = start
    passed: set[int] = set()
    while at is not None and at not in passed:
        if at == goal:
            return True
        passed.add(at)
        at = other_of(connection, at, kind)
    return False


def end_of_merges(connection: Connection, ticket: int) -> int:
    """The ticket in which everything stands by now that was said on this one: mostly itself."""
    passed: set[int] = set()
    while (into := other_of(connection, ticket, LinkKind.MERGED)) is not None:
        passed.add(ticket)
        if into in passed:
            break
        ticket = into
    return ticket


def _read_link(transaction: Transaction, ticket: int, kind: str) -> str | None:
    other = other_of(transaction.connection, ticket, LinkKind(kind))
    return None if other is None else str(other)


def _write_link(transaction: Transaction, ticket: int, kind: str, value: str | None) -> None:
    if value is None:
        transaction.connection.execute(
            delete(TICKET_LINK).where(TICKET_LINK.c.ticket_id == ticket, TICKET_LINK.c.kind == kind)
        )
    else:
        other = {"ticket": ticket, "kind": kind, "other": int(value)}
        transaction.connection.execute(_KEEP, other)


FIELDS = {("ticket", "link"): Field(_read_link, _write_link)}
