"""The store adds up the same tickets that the query names, by when they were created."""

from collections import Counter
from datetime import UTC

import pytest

from supportdesk.domain.action import AddTime, Assign, ChangeTags, SetState
from supportdesk.domain.load import QUARTER
from supportdesk.domain.query_parser import parse_query
from supportdesk.domain.time_spent import MINUTE
from supportdesk.store.read import load, search, tickets
from tests.reading import read_from_file
from tests.small_desk import SmallDesk

QUERIES = (
    "",
    "tag:late",
    "refund",
    "-tag:late OR invoice",
    "created>2026-03-04",
    "sort:-created limit:1",
    "state:closed",
)


@pytest.fixture
def desk(small: SmallDesk) -> SmallDesk:
    """Forty tickets over some days, some of them tagged."""
    for number in range(40):
        small.clock.forward(minutes=37 * number % 301)
        made = small.ticket("refund" if number % 3 else "invoice", "I paid.")
        if number % 4 == 0:
            small.act(ChangeTags(made, add=("late",)))
    return small


@pytest.mark.parametrize("typed", QUERIES)
@pytest.mark.parametrize("ends", [(None, None), (20, None), (None, 60), (13, 41)])
def test_every_ticket_of_the_query_is_counted_once(
    desk: SmallDesk, typed: str, ends: tuple[int | None, int | None]
) -> None:
    query = parse_query(typed.replace("limit:1", ""), now=desk.clock(), zone=UTC)
    first = desk.row(1).created_at
    since, until = (None if hours is None else first + hours * 3_600_000 for hours in ends)
    named = desk.desk.ask(search.numbers, query, None)
    created = [row.created_at for row in desk.desk.ask(tickets.rows, list(named), None)]
    expected = Counter(
        at // QUARTER
        for at in created
        if (since is None or at >= since) and (until is None or at < until)
    )
    asked = parse_query(typed, now=desk.clock(), zone=UTC)
    found = desk.desk.ask(lambda c: list(load.quarters(c, asked, since, until)))
    assert found == sorted(expected.items())


def test_the_time_of_tickets_is_added_up_by_ticket(desk: SmallDesk) -> None:
    everything = parse_query("", now=desk.clock(), zone=UTC)
    assert desk.desk.ask(load.handling, everything, None, None) == load.Handling(0, 0)
    for number, minutes in ((1, 10), (1, 5), (2, 30)):
        desk.act(AddTime(number, minutes * MINUTE, "visit", "call", None))
    assert desk.desk.ask(load.handling, everything, None, None) == load.Handling(2, 45 * MINUTE)
    late = parse_query("tag:late", now=desk.clock(), zone=UTC)
    assert desk.desk.ask(load.handling, late, None, None) == load.Handling(1, 15 * MINUTE)
    after = desk.row(1).created_at + 1
    assert desk.desk.ask(load.handling, everything, after, None) == load.Handling(1, 30 * MINUTE)


def test_a_call_takes_as_long_as_it_was_open_as_somebodys(desk: SmallDesk) -> None:
    everything = parse_query("", now=desk.clock(), zone=UTC)
    assert desk.desk.ask(load.owned, everything, None, None) == load.Handling(0, 0)
    desk.act(Assign(3, desk.petro))
    desk.clock.forward(minutes=4, seconds=-1)
    desk.act(SetState(3, "solved", kind="help"))
    desk.act(Assign(4, desk.petro))
    assert desk.desk.ask(load.owned, everything, None, None) == load.Handling(1, 4 * MINUTE)


def test_all_tickets_are_counted_in_the_index_of_their_creation(desk: SmallDesk) -> None:
    reader = read_from_file(desk.desk)
    asked: list[str] = []
    reader.set_trace_callback(asked.append)
    list(load.quarters(reader, parse_query("", now=desk.clock(), zone=UTC), 0, 10**13))
    reader.set_trace_callback(None)
    plan = [row[3] for row in reader.execute(f"EXPLAIN QUERY PLAN {asked[0]}")]
    assert "USING COVERING INDEX ticket_by_creation" in plan[0], plan
