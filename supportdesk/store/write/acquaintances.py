"""Who belongs to a conversation and who does not: what a reply's guards ask (F36)."""

from sqlalchemy import Connection, bindparam, func, select

from supportdesk.domain.ticket import MessageKind
from supportdesk.store.write.people import find_client
from supportdesk.store.write.tables import CLIENT, CLIENT_ADDRESS, MESSAGE, OPERATOR, TICKET

_NEWEST = 50
"""Client messages of a conversation that are looked at."""

_READ = 20_000
"""Characters of each that are looked at: a reply does not wait for a message of megabytes."""


_NAME = select(CLIENT.c.name).where(CLIENT.c.id == bindparam("client"))
_ADDRESSES = select(CLIENT_ADDRESS.c.shown).where(CLIENT_ADDRESS.c.client_id == bindparam("client"))
_OPERATORS = select(OPERATOR.c.name)
_SIGNATURE = select(OPERATOR.c.signature).where(OPERATOR.c.id == bindparam("operator"))
_SAID = (
    select(MESSAGE.c.author, func.substr(MESSAGE.c.body, 1, _READ))
    .where(
        MESSAGE.c.ticket_id == bindparam("ticket"),
        MESSAGE.c.kind == str(MessageKind.CLIENT),
        MESSAGE.c.withdrawn.is_(False),
    )
    .order_by(MESSAGE.c.id.desc())
    .limit(_NEWEST)
)
_OF_TICKET = select(TICKET.c.client_id).where(TICKET.c.id == bindparam("ticket"))


def client_name(connection: Connection, client: int) -> str:
    """The name on the client's card."""
    return str(connection.execute(_NAME, {"client": client}).scalar_one())


def addresses(connection: Connection, client: int) -> list[str]:
    """Everything by which the client is recognised, as written."""
    return [shown for (shown,) in connection.execute(_ADDRESSES, {"client": client})]


def operator_names(connection: Connection) -> list[str]:
    """Our own people."""
    return [name for (name,) in connection.execute(_OPERATORS)]


def signature(connection: Connection, operator: int) -> str | None:
    """What stands under an operator's replies, or None."""
    found: str | None = connection.execute(_SIGNATURE, {"operator": operator}).scalar_one()
    return found


def said_by_client(connection: Connection, ticket: int) -> list[tuple[str, str]]:
    """Author and beginning of the newest messages of the client's side, newest first."""
    found = connection.execute(_SAID, {"ticket": ticket})
    return [(author, body) for author, body in found]


def whose_address(connection: Connection, kind: str, shown: str) -> int | None:
    """The client who is recognised by this e-mail or phone, or None."""
    return find_client(connection, kind, shown)


def whose_ticket(connection: Connection, number: int) -> int | None:
    """The client of a ticket, or None where there is no such ticket."""
    found: int | None = connection.execute(_OF_TICKET, {"ticket": number}).scalar_one_or_none()
    return found
