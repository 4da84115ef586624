"""Who a message went to, or came to, beside the client; and third parties known from that."""

from sqlalchemy import Connection, bindparam, select, update

from supportdesk.domain.action import Recipient, Recipients
from supportdesk.domain.recipients import address_key, by_place
from supportdesk.domain.ticket import MessageKind
from supportdesk.store.write import rows
from supportdesk.store.write.tables import CLIENT_ADDRESS, MESSAGE, MESSAGE_RECIPIENT

FROM = "from"
"""The place of a third party who wrote the message."""

OWN = "own"
"""The place of the client, who wrote it from another address than the first one of the card."""

_OF_MESSAGE = (
    select(MESSAGE_RECIPIENT.c.place, MESSAGE_RECIPIENT.c.address, MESSAGE_RECIPIENT.c.name)
    .where(MESSAGE_RECIPIENT.c.message_id == bindparam("message"))
    .order_by(MESSAGE_RECIPIENT.c.id)
)
_ON_TICKET = (
    select(MESSAGE.c.kind, MESSAGE_RECIPIENT.c.place)
    .join(MESSAGE_RECIPIENT, MESSAGE_RECIPIENT.c.message_id == MESSAGE.c.id)
    .where(
        MESSAGE.c.ticket_id == bindparam("ticket"),
        MESSAGE.c.withdrawn.is_(False),
        MESSAGE_RECIPIENT.c.key == bindparam("key"),
    )
)


def keep(
    connection: Connection,
    message: int,
    recipients: Recipients,
    sender: tuple[str | None, str] = (None, ""),
    own: str | None = None,
) -> None:
    """Keep the recipients of a message; `sender` is the address and name of a third party.

    `own` is the address of the client that wrote it, where it is not their first.
    """
    address, name = sender
    places = by_place(recipients)
    if address:
        places = ((FROM, (Recipient(address, name),)), *places)
    if own:
        places = ((OWN, (Recipient(own, name),)), *places)
    kept = [
        {
            "message_id": message,
            "place": place,
            "address": one.address,
            "key": address_key(one.address),
            "name": one.name,
        }
        for place, several in places
        for one in several
    ]
    if kept:
        connection.execute(rows.inserting(MESSAGE_RECIPIENT), kept)
        connection.execute(
            update(MESSAGE).where(MESSAGE.c.id == message).values(recipients=len(kept))
        )


def of_message(connection: Connection, message: int) -> Recipients:
    """Who a message went to, or came to."""
    found: dict[str, list[Recipient]] = {"to": [], "cc": [], "bcc": []}
    for place, address, name in connection.execute(_OF_MESSAGE, {"message": message}):
        if place in found:
            found[place].append(Recipient(address, name))
    return Recipients(**{place: tuple(several) for place, several in found.items()})


def is_third_party(connection: Connection, ticket: int, address: str) -> bool:
    """Whether something on a ticket was forwarded to this address, or has come from there."""
    found = _named_on(connection, ticket, address)
    return any(kind in (MessageKind.FORWARD, MessageKind.THIRD_PARTY) for kind, _place in found)


def is_in_copy(connection: Connection, ticket: int, address: str) -> bool:
    """Whether a message between the client and us has gone to this address as well."""
    between = (MessageKind.CLIENT, MessageKind.OPERATOR)
    found = _named_on(connection, ticket, address)
    return any(kind in between and place not in (FROM, OWN) for kind, place in found)


def addresses_of(connection: Connection, client: int) -> set[str]:
    """The keys of a client's e-mail addresses."""
    found = select(CLIENT_ADDRESS.c.shown).where(
        CLIENT_ADDRESS.c.client_id == client, CLIENT_ADDRESS.c.kind == "email"
    )
    return {address_key(shown) for (shown,) in connection.execute(found)}


def _named_on(connection: Connection, ticket: int, address: str) -> set[tuple[str, str]]:
    """The kinds of the messages of a ticket that name an address, and in which place."""
    wanted = {"ticket": ticket, "key": address_key(address)}
    return {(kind, place) for kind, place in connection.execute(_ON_TICKET, wanted)}
