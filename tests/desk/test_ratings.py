"""What clients say of us: entered, brought in, undone, found and forgotten (F125, F126)."""

import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from supportdesk.domain.action import (
    AddRecommendation,
    ForgetClient,
    HistoricRating,
    HistoricRecommendation,
    MergeTicket,
    RateTicket,
    RecordRatings,
    RecordRecommendations,
    Undo,
)
from supportdesk.domain.errors import DeskError, Invalid, NotFound, Refused
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import recommendations, search, threads
from supportdesk.store.read.recommendations import RecommendationRow
from tests.reading import file_of
from tests.small_desk import SmallDesk

ALWAYS = (0, 1 << 50)


def rated(small: SmallDesk, number: int) -> tuple[int | None, str | None]:
    """The rating of a ticket and its comment."""
    row = small.row(number)
    return row.rating, row.rating_comment


def answers(small: SmallDesk) -> list[RecommendationRow]:
    """What clients answered."""
    return small.desk.ask(recommendations.found, *ALWAYS, 0)


def numbers(small: SmallDesk, query: str) -> list[int]:
    """The tickets of a query."""
    asked = parse_query(query, now=small.clock(), zone=UTC)
    return sorted(small.desk.ask(search.numbers, asked))


def test_a_rating_is_replaced_by_a_later_one_and_comes_back_with_undo(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(RateTicket(number, 2, " Took for ever ", at=small.clock() - timedelta(hours=1)))
    assert rated(small, number) == (2, "Took for ever")
    assert small.row(number).state == "new"
    before = small.row(number).rated_at
    small.act(RateTicket(number, 5))
    assert rated(small, number) == (5, None)
    small.act(Undo())
    assert rated(small, number) == (2, "Took for ever")
    assert small.row(number).rated_at == before
    small.act(Undo())
    assert rated(small, number) == (None, None)


def test_events_say_so_without_the_clients_words(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(RateTicket(number, 1, "canary words"))
    told = [event for event in small.desk.ask(threads.events, number) if "rat" in event.field]
    assert [event.field for event in told] == ["rating", "rated_at", "rating_comment"]
    assert told[0].after == "1"
    kept = small.desk.ask(lambda c: c.execute('SELECT before, "after" FROM event').fetchall())
    assert not any("canary" in str(pair) for pair in kept)


@pytest.mark.parametrize("score", [0, 6, -1])
def test_no_other_score_is_taken(small: SmallDesk, score: int) -> None:
    number = small.ticket()
    fact = RecordRatings((HistoricRating(number, score, small.clock()),))
    for action in (RateTicket(number, score), fact):
        with pytest.raises(Invalid) as refused:
            small.act(action)
        assert refused.value.code == "rating.score"


def test_what_is_refused(small: SmallDesk) -> None:
    first, second = small.ticket(), small.ticket("Other")
    client = small.row(first).client_id
    small.act(MergeTicket(second, first))
    tomorrow = small.clock() + timedelta(days=1)
    for action, code, kind in (
        (RateTicket(second, 3), "rating.no_request", Refused),
        (RateTicket(first, 3, at=tomorrow), "rating.future", Invalid),
        (RateTicket(first, 3, "x" * 2001), "rating.comment_too_long", Invalid),
        (RateTicket(99, 3), "ticket.missing", NotFound),
        (AddRecommendation(client, 11), "rating.score", Invalid),
        (AddRecommendation(client, 9, at=tomorrow), "rating.future", Invalid),
        (AddRecommendation(99, 9), "client.missing", NotFound),
    ):
        with pytest.raises(DeskError) as refused:
            small.act(action)
        assert (refused.value.code, type(refused.value)) == (code, kind)
    assert rated(small, first) == (None, None)
    assert answers(small) == []


def test_low_scores_are_found(small: SmallDesk) -> None:
    low, high, none = (small.ticket(str(n)) for n in range(3))
    small.act(RateTicket(low, 2))
    small.act(RateTicket(high, 5))
    assert numbers(small, "rating<3") == [low]
    assert numbers(small, "csat>=4") == [high]
    assert numbers(small, "rating:none") == [none]
    assert numbers(small, "-rating:none rated:today") == [low, high]


def test_what_is_brought_in_twice_is_kept_once_and_the_newest_stays(small: SmallDesk) -> None:
    number = small.ticket()
    then = small.clock() - timedelta(days=3)
    batch = RecordRatings((HistoricRating(number, 3, then, "so so"),))
    assert small.act(batch).counts == (("new", 1),)
    assert small.act(batch).counts == (("new", 0),)
    older = HistoricRating(number, 1, then - timedelta(days=1))
    newer = HistoricRating(number, 4, then + timedelta(days=1))
    assert small.act(RecordRatings((older, newer, older))).counts == (("new", 1),)
    assert rated(small, number) == (4, None)
    told = [e for e in small.desk.ask(threads.events, number) if e.field == "rating"]
    assert [event.at for event in told] == [
        int(at.timestamp() * 1000) for at in (then, then + timedelta(days=1))
    ]


def test_recommendations_are_kept_once_and_taken_back(small: SmallDesk) -> None:
    client = small.row(small.ticket()).client_id
    then: datetime = small.clock() - timedelta(days=3)
    batch = RecordRecommendations((HistoricRecommendation(client, 3, then, "slow"),))
    assert small.act(batch).counts == (("new", 1),)
    assert small.act(batch).counts == (("new", 0),)
    small.act(AddRecommendation(client, 10))
    assert small.desk.ask(recommendations.counted, *ALWAYS) == {3: 1, 10: 1}
    assert [row.score for row in answers(small)] == [10, 3]
    low = small.desk.ask(recommendations.found, *ALWAYS, 0, detractors=True)
    assert [(row.score, row.comment) for row in low] == [(3, "slow")]
    small.act(Undo())
    assert small.desk.ask(recommendations.counted, *ALWAYS) == {3: 1}


def test_who_is_forgotten_leaves_scores_and_no_words(small: SmallDesk) -> None:
    number = small.ticket()
    client = small.row(number).client_id
    small.act(RateTicket(number, 2, "first canary"))
    small.act(RateTicket(number, 1, "second canary"))
    small.act(AddRecommendation(client, 0, "third canary"))
    small.act(ForgetClient(client), "forget", by=small.olga)
    assert rated(small, number) == (1, None)
    assert [(row.score, row.comment) for row in answers(small)] == [(0, "")]
    with sqlite3.connect(file_of(small.desk)) as plain:
        dump = "\n".join(plain.iterdump())
    assert "canary" not in dump
    small.act(RecordRatings((HistoricRating(number, 3, small.clock(), "fourth canary"),)))
    assert rated(small, number) == (3, None)
    said = HistoricRecommendation(client, 3, small.clock(), "fifth")
    assert small.act(RecordRecommendations((said,))).counts == (("new", 0),)
    for action in (RateTicket(number, 3, "sixth"), AddRecommendation(client, 3)):
        with pytest.raises(Refused) as refused:
            small.act(action)
        assert refused.value.code == "client.forgotten"
