"""How often the guards stop what is right: not once in the demo's replies (F34, F36)."""

import random
from datetime import UTC, datetime

from supportdesk.demo.clients import make_clients
from supportdesk.demo.conversations import Staff, conversations
from supportdesk.domain.guard.addressee import wrong_addressee
from supportdesk.domain.guard.forgotten_file import promised_file
from supportdesk.domain.guard.own_words import own_words

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
STAFF = Staff(
    {"First line": 1, "Billing": 2, "Second line": 3, "Developers": 4},
    {"Oleh Verba": 1, "Pavel Zorin": 2},
    2,
)


def replies() -> list[tuple[str, str]]:
    """Client and own words of every reply of a demo in three languages."""
    pick = random.Random(7)
    made = conversations(pick, make_clients(pick, 240), STAFF, NOW, 640)
    return [
        (ticket.client.name, own_words(message.body))
        for ticket in made
        for message in ticket.messages
        if message.kind == "operator" and not message.attachments
    ]


def test_no_reply_of_the_demo_is_stopped_and_most_of_the_misdirected_are() -> None:
    made = replies()
    assert len(made) > 700
    assert [words for _client, words in made if promised_file(words)] == []
    assert [client for client, words in made if wrong_addressee(words, client)] == []
    named = [(client, words) for client, words in made if client.split()[0] in words[:60]]
    assert len(named) > 100
    misdirected = [
        wrong_addressee(words, other)
        for (_client, words), (other, _words) in zip(named, named[1:] + named[:1], strict=True)
    ]
    assert sum(found is not None for found in misdirected) > 0.8 * len(misdirected)
