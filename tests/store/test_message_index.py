"""Where messages stand in their index: by time, however many there are in one millisecond."""

import sqlite3
from datetime import UTC

from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.action import ClientReference, CreateTicket
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import earlier_replies, search
from supportdesk.store.read.message_index import MESSAGE, newest_first, row_of
from tests.small_desk import SmallDesk

MESSAGES = st.builds(
    lambda sent, place: sent << 20 | place,
    st.one_of(st.integers(1, 4), st.integers(1, (1 << 41) - 1)),
    st.one_of(st.integers(0, 6), st.integers(0, (1 << 20) - 1)),
)


@given(st.sets(MESSAGES, max_size=40))
def test_every_message_is_found_by_its_place_and_the_newest_comes_first(messages: set[int]) -> None:
    store = sqlite3.connect(":memory:")
    store.executescript(
        "CREATE VIRTUAL TABLE message_text USING fts5(body, content='');"
        "CREATE TABLE ticket(id INTEGER PRIMARY KEY); INSERT INTO ticket VALUES (1);"
        "CREATE TABLE message(id INTEGER PRIMARY KEY, ticket_id)"
    )
    for message in messages:
        store.execute(
            "INSERT INTO message_text(rowid, body) VALUES (?, 'word')", (row_of(message),)
        )
        store.execute("INSERT INTO message VALUES (?, 1)", (message,))
    found = newest_first(store, "t.id", "message_text MATCH 'word'", {})
    assert [message for message, _ticket in found] == sorted(messages, reverse=True)
    every = store.execute(f"SELECT {MESSAGE} FROM message_text s WHERE message_text MATCH 'word'")
    assert {message for (message,) in every} == messages
    store.close()


def test_a_search_lists_what_came_in_one_millisecond_in_its_order(small: SmallDesk) -> None:
    who = ClientReference("Ann Lee", "ann@example.org")
    first = small.ticket("Before", "parcel")
    crowd = [
        small.desk.act(small.petro, CreateTicket(who, f"Crowd {n}", "parcel")).tickets[0]
        for n in range(5)
    ]
    last = small.ticket("After", "parcel")
    query = parse_query("parcel", now=small.clock.now, zone=UTC, me=small.petro)
    assert list(small.desk.ask(search.numbers, query)) == [last, *reversed(crowd), first]
    hits = small.desk.ask(search.search_hits, query, limit=4)
    assert [hit.number for hit in hits] == [last, *reversed(crowd[-3:])]
    assert small.desk.ask(earlier_replies.earlier_replies, query) == []
