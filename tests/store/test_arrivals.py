"""Which changed tickets belong to a list: by words those whose newest message has them."""

from datetime import UTC

import pytest

from supportdesk.console.reading import Reading
from supportdesk.console.views import View
from supportdesk.domain.action import ChangeTags, ClientReference, ReceiveMessage, SetPriority
from tests.small_desk import SmallDesk


def say(small: SmallDesk, ticket: int, body: str) -> None:
    """The client writes once more."""
    who = ClientReference("Ann Lee", "ann@example.org")
    source = f"m{small.clock().timestamp()}"
    small.act(ReceiveMessage(who, "Re: it", body, source, ticket=ticket))


def arrived(small: SmallDesk, query: str, *changed: int) -> list[int]:
    """What a list with this question would count."""
    reading = Reading(small.desk, small.petro, UTC)
    return list(reading.arrived(View("search", "Search", query), changed))


def test_a_new_message_with_the_word_brings_its_ticket(small: SmallDesk) -> None:
    first = small.ticket("It", "Something else.")
    second = small.ticket("It", "Something else.")
    assert arrived(small, "invoice", first, second) == []
    say(small, first, "Where are the invoices?")
    assert arrived(small, "invoice", first, second) == [first]
    say(small, first, "Thank you.")
    assert arrived(small, "invoice", first, second) == [], "it was found before"


@pytest.mark.parametrize("query", ["invoice tag:vip", "invoice tag:vip sort:created limit:1"])
def test_the_rest_of_the_question_holds_too(small: SmallDesk, query: str) -> None:
    tickets = [small.ticket("It", "An invoice.") for _n in range(2)]
    assert arrived(small, query, *tickets) == []
    small.act(ChangeTags(tickets[1], add=("vip",)))
    assert arrived(small, query, *tickets) == [tickets[1]]


def test_numbers_and_signs_are_no_words(small: SmallDesk) -> None:
    first, second = small.ticket(), small.ticket()
    small.act(SetPriority(second, 3))
    assert arrived(small, f"{second} priority:critical", first, second) == [second]
    assert arrived(small, "…", first, second) == []
