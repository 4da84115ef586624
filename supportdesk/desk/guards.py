"""What stops a reply once before it leaves: a forgotten file (F34), a wrong recipient (F36)."""

from collections.abc import Iterator

from supportdesk.desk.submission import Submission
from supportdesk.domain.action import Forward, Reply
from supportdesk.domain.errors import Stop
from supportdesk.domain.guard import mentions
from supportdesk.domain.guard.addressee import calls_somebody, wrong_addressee
from supportdesk.domain.guard.forgotten_file import promised_file
from supportdesk.domain.guard.given_names import names_of
from supportdesk.domain.guard.own_words import own_words
from supportdesk.domain.recipients import address_key
from supportdesk.domain.ticket import MessageKind
from supportdesk.store.write import acquaintances, message_recipients
from supportdesk.store.write.rows import Stored

_SIGN_OFF = 120
"""Characters at the end of a message in which somebody may have signed."""

_SHORTEST_PHONE = 9
"""Digits that tell a phone, whatever stands before them."""


def text_stops(submission: Submission, action: Reply | Forward, ticket: Stored) -> list[Stop]:
    """The stops for what the text of a reply says, and to whom."""
    connection = submission.transaction.connection
    signature = acquaintances.signature(connection, submission.operator.id)
    words = own_words(action.body, signature)
    stops = []
    promised = None if action.attachments else promised_file(words)
    if promised is not None:
        stops.append(Stop("attachment", {"found": promised}))
    strangers = list(_wrong_recipients(submission, action, ticket))
    strangers += _strangers(submission, action, ticket, words)
    strangers = list(dict.fromkeys(strangers))
    if strangers:
        client = acquaintances.client_name(connection, ticket["client_id"])
        stops.append(Stop("recipient", {"found": strangers, "client": client}))
    return stops


def address_stops(
    submission: Submission, address: str, ticket: Stored, kind: MessageKind
) -> list[Stop]:
    """The stop for an address that a letter of this kind is redirected to (F36).

    None for one of the ticket's people: of an answer the client, whom they have named and who had
    a copy; of a forward whoever had one before, or has been named.
    """
    connection, client = submission.transaction.connection, ticket["client_id"]
    key = address_key(address)
    is_forward = kind is MessageKind.FORWARD
    if not is_forward and key in message_recipients.addresses_of(connection, client):
        return []
    is_known = message_recipients.is_third_party if is_forward else message_recipients.is_in_copy
    if key in _named_by_client(submission, ticket) or is_known(connection, ticket["id"], address):
        return []
    owner = acquaintances.whose_address(connection, "email", address)
    name = acquaintances.client_name(connection, client)
    if owner is None:
        return [Stop("stranger", {"found": [address], "client": name})]
    return [Stop("recipient", {"found": [address], "client": name})]


def _named_by_client(submission: Submission, ticket: Stored) -> set[str]:
    """The keys of the addresses that the client has written of."""
    said = acquaintances.said_by_client(submission.transaction.connection, ticket["id"])
    return {address_key(shown) for _author, body in said for shown in mentions.emails(body)}


def _wrong_recipients(
    submission: Submission, action: Reply | Forward, ticket: Stored
) -> Iterator[str]:
    """Added addresses of another client, whom this one has neither named nor copied."""
    connection, client = submission.transaction.connection, ticket["client_id"]
    if not action.recipients.everybody:
        return
    named = _named_by_client(submission, ticket)
    is_known = (
        message_recipients.is_in_copy
        if isinstance(action, Reply)
        else message_recipients.is_third_party
    )
    for one in action.recipients.everybody:
        owner = acquaintances.whose_address(connection, "email", one.address)
        if owner is None or owner == client or address_key(one.address) in named:
            continue
        if not is_known(connection, ticket["id"], one.address):
            yield one.address


def _strangers(
    submission: Submission, action: Reply | Forward, ticket: Stored, words: str
) -> Iterator[str]:
    """What in the text belongs to somebody else; what the client has named is no secret."""
    if not (calls_somebody(words) or mentions.any_in(words)):
        return
    connection, client = submission.transaction.connection, ticket["client_id"]
    said = acquaintances.said_by_client(connection, ticket["id"])
    known = [
        *(one.name for one in (*action.recipients.to, *action.recipients.cc)),
        *acquaintances.addresses(connection, client),
        *acquaintances.operator_names(connection),
        *(author for author, _body in said),
        *(word for _author, body in said for word in _signed(body)),
    ]
    called = wrong_addressee(words, acquaintances.client_name(connection, client), known)
    if called is not None and isinstance(action, Reply):
        yield called
    heard = "\n".join(body for _author, body in said).casefold()
    for shown, owner in _owned(submission, words, heard):
        if owner is not None and owner != client:
            yield shown


def _owned(submission: Submission, words: str, heard: str) -> Iterator[tuple[str, int | None]]:
    """Addresses and tickets in `words` that the client has not named, each with its client."""
    connection = submission.transaction.connection
    for shown in mentions.emails(words):
        if shown.casefold() not in heard:
            yield shown, acquaintances.whose_address(connection, "email", shown)
    digits = "".join(letter for letter in heard if letter.isdigit())
    for shown in mentions.phones(words):
        for key in mentions.phone_keys(shown):
            if key[-_SHORTEST_PHONE:] not in digits:
                yield shown, acquaintances.whose_address(connection, "phone", key)
    named = set(mentions.numbers(heard))
    for number in dict.fromkeys(mentions.ticket_numbers(words)):
        if number not in named:
            yield f"#{number}", acquaintances.whose_ticket(connection, number)


def _signed(body: str) -> Iterator[str]:
    """Given names at the end of a client's message: one may sign with another than the card's."""
    return (word for word in body.rstrip()[-_SIGN_OFF:].split() if names_of(word))
