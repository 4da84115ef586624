"""What an operator reads over HTTP: the objects of the command line, page by page."""

from datetime import UTC

import pytest

from supportdesk import __version__
from supportdesk.domain.action import (
    AddNote,
    ClientReference,
    CreateTicket,
    SaveTemplate,
    SetPriority,
)
from supportdesk.domain.memory import Beat, ClaimWriting
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import search
from tests.server.conftest import Api
from tests.small_desk import SmallDesk


async def every_page(api: Api, query: str, limit: int) -> list[int]:
    """Numbers of all tickets of a query, read in pages."""
    numbers: list[int] = []
    after: dict[str, str] = {}
    while True:
        page = await api.item("/v1/tickets", query=query, limit=limit, **after)
        assert len(page["tickets"]) <= limit
        numbers += [one["number"] for one in page["tickets"]]
        if page["next"] is None:
            return numbers
        after = {"after": page["next"]}


QUERIES = (
    *("", "state:new", "sort:-created", "sort:priority,-number", "sort:-vip,created", "refund"),
    *("lamp priority:high", "refund OR lamp", "sort:-messages,due", "group_by:queue state:new"),
)


@pytest.mark.parametrize("query", QUERIES)
async def test_pages_together_are_what_is_listed(api: Api, small: SmallDesk, query: str) -> None:
    for n in range(23):
        who = ClientReference(f"Client {n % 5}", f"c{n % 5}@example.org")
        subject = "Refund" if n % 2 else "Lamp"
        number = small.act(CreateTicket(who, f"{subject} {n}", "I paid twice.")).tickets[0]
        if n % 3:
            small.act(SetPriority(number, n % 4))
        if n % 4 == 0:
            small.act(AddNote(number, "refund"))
    asked = parse_query(
        (query or "-category:done").replace("group_by:queue ", ""), now=small.clock(),
        zone=UTC, me=small.petro,
    )  # fmt: skip
    expected = list(small.desk.ask(search.numbers, asked))
    assert len(expected) > 2
    for limit in (1, 4, 100):
        assert await every_page(api, query, limit) == expected


async def test_a_page_goes_on_where_it_ended_whatever_came_between(
    api: Api, small: SmallDesk
) -> None:
    for n in range(6):
        small.ticket(f"Refund {n}")
    first = await api.item("/v1/tickets", query="sort:created", limit=3)
    small.act(SetPriority(2, 3))
    small.ticket("Refund late")
    rest = await api.item("/v1/tickets", query="sort:created", after=first["next"], limit=10)
    assert [one["number"] for one in rest["tickets"]] == [4, 5, 6, 7]


async def test_a_limit_in_the_query_is_that_of_the_only_page(api: Api, small: SmallDesk) -> None:
    for n in range(6):
        small.ticket(f"Refund {n}")
    page = await api.item("/v1/tickets", query="limit:2")
    assert (len(page["tickets"]), page["next"]) == (2, None)


async def test_no_page_is_longer_than_the_server_allows(api: Api, small: SmallDesk) -> None:
    who = await api.item("/v1/whoami")
    assert who["limits"]["page"] == 200
    for n in range(205):
        small.ticket(f"Refund {n}")
    page = await api.item("/v1/tickets", limit=100_000)
    assert len(page["tickets"]) == 200
    assert page["next"]


async def test_a_thread_is_read_in_pages_too(api: Api, small: SmallDesk) -> None:
    number = small.ticket()
    for n in range(5):
        small.act(AddNote(number, f"Note {n}"))
    bodies, after = [], 0
    while after is not None:
        page = await api.item(f"/v1/tickets/{number}/thread", after=after, limit=2)
        bodies += [message["body"] for message in page["thread"]]
        after = page["next"]
    assert bodies == ["I paid twice.", *(f"Note {n}" for n in range(5))]


async def test_a_search_shows_where_the_words_stand(api: Api, small: SmallDesk) -> None:
    number = small.ticket()
    (hit,) = (await api.item("/v1/search", query="paid"))["found"]
    (start, end), *_rest = hit["found"]["marks"]
    assert (hit["number"], hit["found"]["snippet"][start:end]) == (number, "paid")


async def test_the_desk_itself_is_described(api: Api, small: SmallDesk) -> None:
    small.act(SaveTemplate("Hours", (("en", "From nine."), ("uk", "З дев’ятої."))))
    catalog = await api.item("/v1/catalog")
    assert [queue["name"] for queue in catalog["queues"]] == ["First line", "Billing"]
    assert {row["name"] for row in catalog["operators"]} == {"Olga", "Petro", "Tamar"}
    states = {state["name"]: state for state in catalog["states"]}
    assert states["closed"] == {
        "name": "closed", "category": "done", "next": ["open"], "needs_reason": False,
    }  # fmt: skip
    (template,) = (await api.item("/v1/templates"))["templates"]
    assert template["variants"] == {"en": "From nine.", "uk": "З дев’ятої."}
    health = (await api.http.get("/v1/health")).json()
    assert (health["status"], health["version"]) == ("ok", __version__)


async def test_who_is_where_is_seen(api: Api, small: SmallDesk) -> None:
    number = small.ticket()
    small.desk.remember(Beat(small.olga, number, "writing"))
    beat = {"memory": {"do": "Beat", "with": {"ticket": number, "doing": "viewing"}}}
    assert (await api.http.post("/v1/memories", json=beat, headers=api.headers)).status_code == 200
    found = await api.item("/v1/presence", ticket=number)
    assert [(one["operator"], one["doing"]) for one in found["present"]] == [
        ("Olga", "writing"),
        ("Petro", "viewing"),
    ]
    assert found["writer"] is None
    small.desk.remember(ClaimWriting(small.olga, number))
    assert (await api.item("/v1/presence", ticket=number + 1))["present"] == []
