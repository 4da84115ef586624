"""Tags by name: what a name means by now, and which tags mean another."""

from sqlalchemy import Connection, func, select

from supportdesk.store.write import rows
from supportdesk.store.write.rows import Stored
from supportdesk.store.write.tables import TAG, TICKET_TAG


def meant(connection: Connection, name: str) -> Stored | None:
    """The tag that a name means by now, or None where no tag was ever called so."""
    found = rows.one(connection, select(TAG).where(TAG.c.name == name))
    if found is None or found["synonym_of"] is None:
        return found
    return rows.require_row(connection, "tag", found["synonym_of"])


def make(connection: Connection, name: str) -> Stored:
    """A tag that nothing has yet."""
    return rows.require_row(connection, "tag", rows.insert_row(connection, TAG, name=name))


def named(connection: Connection, name: str) -> Stored | None:
    """The tag of exactly this name, whatever it means, or None."""
    return rows.one(connection, select(TAG).where(TAG.c.name == name))


def synonyms(connection: Connection, tag: int) -> list[int]:
    """The tags that mean this one."""
    found = connection.execute(select(TAG.c.id).where(TAG.c.synonym_of == tag))
    return [int(one) for (one,) in found]


def in_use(connection: Connection, tag: int) -> bool:
    """Whether any ticket has a tag, or one that means it."""
    every = [tag, *synonyms(connection, tag)]
    found = connection.execute(
        select(TICKET_TAG.c.tag_id).where(TICKET_TAG.c.tag_id.in_(every)).limit(1)
    )
    return found.first() is not None


def names_on(connection: Connection, ticket: int, tag: int) -> list[str]:
    """The names under which a ticket has a tag: its own, and those of tags that mean it."""
    found = connection.execute(
        select(TAG.c.name)
        .join(TICKET_TAG, TICKET_TAG.c.tag_id == TAG.c.id)
        .where(
            TICKET_TAG.c.ticket_id == ticket,
            func.coalesce(TAG.c.synonym_of, TAG.c.id) == tag,
        )
        .order_by(TAG.c.name)
    )
    return [str(name) for (name,) in found]
