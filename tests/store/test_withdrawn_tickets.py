"""A ticket whose making was taken back is nowhere, unless it is asked for by its number."""

from collections.abc import Callable
from datetime import UTC

import pytest

from supportdesk.domain.action import Redo, SplitMessage, Undo
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.period import Period
from supportdesk.domain.query import And, Query
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import (
    board,
    clients,
    links,
    pages,
    reports,
    search,
    threads,
    tickets,
    timeline,
)
from supportdesk.store.read.sql_parts import stands
from tests.reading import read_from_file
from tests.small_desk import SmallDesk

EVERYTHING = Query(And(()))


def moment(small: SmallDesk) -> int:
    """The present, in milliseconds."""
    return to_milliseconds(small.clock())


def by_split(small: SmallDesk) -> int:
    """A ticket made by splitting a message off another."""
    message = small.desk.ask(threads.messages, 1)[0].id
    return small.act(SplitMessage(message, subject="Invoice is wrong")).tickets[0]


@pytest.mark.parametrize("make", [by_split, SmallDesk.ticket])
def test_an_undone_ticket_counts_nowhere_and_its_number_still_finds_it(
    small: SmallDesk, make: Callable[[SmallDesk], int]
) -> None:
    kept = small.ticket()
    began = moment(small)
    number = make(small)
    client = small.row(kept).client_id
    small.clock.forward(minutes=5)
    stood = moment(small)
    small.act(Undo())
    now = moment(small)

    def told(metric: str, until: int = now + 1) -> list[int]:
        period = Period(began - 60_000, until, now, ((0, 0),))
        return small.desk.ask(
            lambda reader: reports.tickets_behind(reader, metric, EVERYTHING, period)
        )

    def asked(text: str) -> list[int]:
        query = parse_query(text, now=small.clock(), zone=UTC)
        return [*small.desk.ask(search.numbers, query)]

    assert told("arrivals") == told("backlog") == told("backlog", stood) == [kept]
    assert told("departures") == told("no_reply") == []
    card = small.desk.ask(clients.card, client)
    assert card is not None
    assert (card.open_tickets, card.done_tickets) == (1, 0)
    assert [one.number for one in card.tickets] == [kept]
    history = small.desk.ask(timeline.page, client)
    assert {row.ticket for row in history if row.ticket is not None} == {kept}
    assert asked("") == asked("client:ann") == [kept]
    assert asked("state:closed") == []
    assert small.desk.ask(search.count, EVERYTHING) == 1
    assert small.desk.ask(pages.page, EVERYTHING, None, 10).numbers == (kept,)
    assert sum(small.desk.ask(board.created_per_hour, 0, now + 1).values()) == 1
    assert sum(one.tickets for one in small.desk.ask(board.places, stood)) == 1
    assert small.desk.ask(links.of_ticket, kept) == ()
    assert asked(f"#{number}") == [number]
    assert small.desk.ask(tickets.row, number, None) is not None
    small.act(Redo())
    assert asked("") == [kept, number]
    assert told("arrivals", moment(small) + 1) == [kept, number]


def test_which_are_withdrawn_is_read_from_an_index_alone(small: SmallDesk) -> None:
    reader = read_from_file(small.desk)
    plan = reader.execute(f"EXPLAIN QUERY PLAN SELECT 1 FROM ticket WHERE {stands('id')}")
    steps = [row[-1] for row in plan]
    assert "SEARCH ticket USING COVERING INDEX ticket_withdrawn (reason=?)" in steps
