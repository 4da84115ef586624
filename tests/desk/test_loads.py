"""What a heat map counts: tickets, messages of clients, replies; each of a query and a zone."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from supportdesk.desk.board import weeks_before
from supportdesk.desk.loads import Counted, Period, days_asked, load_asked
from supportdesk.domain.action import (
    AddNote,
    ClientReference,
    MoveToQueue,
    ReceiveMessage,
    Reply,
    Undo,
)
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import NotFound
from supportdesk.domain.query import And, Query
from supportdesk.domain.query_parser import parse_query
from tests.small_desk import SmallDesk

KYIV = ZoneInfo("Europe/Kyiv")
ALL = Period(Query(And(())), None, None)


@pytest.fixture
def talked(small: SmallDesk) -> SmallDesk:
    """Two tickets over two days: three client messages, two replies, one of them recalled."""
    first, second = small.ticket("First"), small.ticket("Second")  # 9:00
    small.act(MoveToQueue(second, small.billing))
    small.clock.forward(hours=1)
    small.act(Reply(first, "One.", 10**6))  # 10:00
    small.act(AddNote(first, "Not counted."))
    small.clock.forward(hours=14)  # the next day, 0:00
    who = ClientReference("Ann Lee", "ann@example.org")
    small.act(ReceiveMessage(who, "Re", "More.", "more@example.org", ticket=second))
    small.act(Reply(second, "Two.", 10**6))
    small.act(Reply(first, "Recalled.", 10**6))
    small.act(Undo())
    return small


def hours(small: SmallDesk, counted: Counted, asked: Period = ALL) -> Counter[tuple[int, int]]:
    """(weekday, hour) → number, in UTC."""
    load = small.desk.ask(load_asked, asked, UTC, counted)
    return Counter(
        {(d, h): n for d, day in enumerate(load.tickets) for h, n in enumerate(day) if n}
    )


def test_each_counts_its_own(talked: SmallDesk) -> None:
    assert hours(talked, Counted.TICKETS) == {(0, 9): 2}
    assert hours(talked, Counted.MESSAGES) == {(0, 9): 2, (1, 0): 1}
    assert hours(talked, Counted.REPLIES) == {(0, 10): 1, (1, 0): 1}


def test_a_query_and_days_narrow_it(talked: SmallDesk) -> None:
    now = talked.desk.clock()
    billing = parse_query("queue:Billing", now=now, zone=UTC)
    midnight = datetime(2026, 3, 3, tzinfo=UTC)
    assert hours(talked, Counted.MESSAGES, Period(billing, None, None)) == {(0, 9): 1, (1, 0): 1}
    today = Period(Query(And(())), midnight, None)
    assert hours(talked, Counted.REPLIES, today) == {(1, 0): 1}
    before = Period(Query(And(())), None, midnight)
    assert hours(talked, Counted.REPLIES, before) == {(0, 10): 1}


def test_hours_are_those_of_the_zone(talked: SmallDesk) -> None:
    days = talked.desk.ask(days_asked, ALL, KYIV, Counted.REPLIES)
    assert {(day.day, hour) for day, row in days.items() for hour, n in enumerate(row) if n} == {
        (2, 12),
        (3, 2),
    }


def test_the_weeks_before_a_day_end_with_it(talked: SmallDesk) -> None:
    at = to_milliseconds(talked.desk.clock())
    week = talked.desk.ask(weeks_before, at, UTC, Counted.REPLIES)
    assert week is not None
    assert (week.total, week.tickets[0][10]) == (1, 1)
    later = at + to_milliseconds(datetime.fromtimestamp(0, UTC) + timedelta(days=40))
    assert talked.desk.ask(weeks_before, later, UTC, Counted.REPLIES) is None


def test_nothing_is_refused(small: SmallDesk) -> None:
    small.ticket()
    with pytest.raises(NotFound):
        small.desk.ask(load_asked, ALL, UTC, Counted.REPLIES)
