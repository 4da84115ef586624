"""Every number of a report equals one counted one by one, and opens exactly its tickets (R8)."""

from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain import action
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import DeskError
from supportdesk.domain.metric import LINES, METRICS, Kind
from supportdesk.domain.period import Period, before, buckets, day_name, period_of, week_name
from supportdesk.domain.query import And, Query
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import reports, search
from tests.desk.test_random_work import STEPS, Step, client, do
from tests.report_recomputation import Rows, facts, local, numbers
from tests.small_desk import SmallDesk, StandingClock
from tests.stores import Stores

KYIV = ZoneInfo("Europe/Kyiv")
TARGETS = tuple(
    action.PolicyTarget("normal", clock, 20)
    for clock in ("first_response", "next_reply", "update", "resolution")
)
EVERYTHING = Query(And(()))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS, st.sampled_from(LINES), st.integers(0, 40), st.integers(0, 40))
def test_every_number_equals_a_recomputation(
    stores: Stores, steps: list[tuple[int, str, int, str]], by: str, begun: int, over: int
) -> None:
    if not stores.take(steps):
        return
    clock = StandingClock(datetime(2026, 3, 28, 20, 0, tzinfo=UTC))
    began = to_milliseconds(clock())
    with stores.passing() as address, closing(open_desk(address, clock)) as desk:
        for name in ("Olga", "Petro", "Ann"):
            desk.act(None, action.SaveOperator(name, role="admin"))
        for name in ("First", "Second"):
            desk.act(None, action.SaveQueue(name))
        desk.act(1, action.SavePolicy("Usual", targets=TARGETS))
        for n in range(3):
            desk.act(1, action.CreateTicket(client(n), "refund", "оплата"))
        for actor, step, number, word in steps:
            clock.forward(minutes=7)
            with suppress(DeskError):
                do(desk, clock, step, Step(actor, number, word, clock()))
        now = to_milliseconds(clock())
        since = began + (now - began) * begun // 80
        until = now + 1 - (now - began) * over // 100
        for period in (
            period_of(since, max(until, since + 1), now, KYIV),
            period_of(began - 11 * 86_400_000, now + 1, now, KYIV),
        ):
            check(desk, period, by)
            check(desk, period, "")


def check(desk: Desk, period: Period, by: str) -> None:
    """Compare all metrics of a period, and open the tickets behind the totals."""
    rows = desk.ask(Rows)
    for metric in METRICS:
        told = desk.ask(reports.numbers, metric, EVERYTHING, period, by)
        for key, number in told.items():
            opened = desk.ask(reports.tickets_behind, metric, EVERYTHING, period, by=by, key=key)
            assert len(opened) == number.tickets
        if metric == "backlog" and by in ("day", "week"):
            check_trend(rows, told, period, by)
            continue
        counted = numbers(rows, metric, period, KYIV, by)
        if not reports.is_told(metric, period, by):
            assert told == {}
            continue
        assert told == counted, metric
        if not by:
            behind = desk.ask(reports.tickets_behind, metric, EVERYTHING, period)
            assert len(behind) == (told[None].tickets if told else 0)
            assert set(behind) == {
                fact.ticket
                for fact in facts(rows, metric, period, KYIV)
                if fact.value or METRICS[metric].kind is not Kind.RATE
            }


def check_trend(rows: Rows, told: object, period: Period, by: str) -> None:
    """The backlog of a day is what stood there just before the next day, or now."""
    counted = {}
    minutes = range(period.since, min(period.until, period.now + 1), 60_000)
    last = {bucket(at, by): at for at in minutes}
    for one in buckets(period, by):
        if one not in last:
            continue
        end = min(last[one] + 60_000, period.until, period.now + 1)
        while bucket(end - 1, by) != one:
            end -= 1000
        then = Period(period.since, end, period.now, period.offsets)
        counted[one] = len(facts(rows, "backlog", then, KYIV))
    assert isinstance(told, dict)
    assert {key: number.tickets for key, number in told.items()} == counted


def bucket(at: int, by: str) -> int:
    """The day or week of a moment."""
    day = local(at, KYIV).date().toordinal() - 719_163
    return day if by == "day" else (day + 3) // 7


def test_a_report_of_a_query_is_that_of_its_tickets(small: SmallDesk) -> None:
    first, second = small.ticket("First"), small.ticket("Second")
    small.act(action.MoveToQueue(second, small.billing))
    period = whole(small)
    for text, found in (('queue:"Billing"', [second]), ("subject:First", [first])):
        query = parse_query(text, now=small.clock(), zone=KYIV)
        assert list(small.desk.ask(search.numbers, query)) == found
        assert small.desk.ask(reports.tickets_behind, "arrivals", query, period) == found
        assert small.desk.ask(reports.numbers, "arrivals", query, period)[None].tickets == 1


def test_medians_and_percentiles_have_their_golden_values(small: SmallDesk) -> None:
    for minutes in (10, 20, 30, 40, 50, 60, 70, 80, 90, 600):
        number = small.ticket()
        small.clock.forward(minutes=minutes, seconds=-1)
        small.act(action.Reply(number, "Yes.", small.row(number).last_event))
    told = small.desk.ask(reports.numbers, "first_response", EVERYTHING, whole(small))[None]
    assert (told.n, told.median, told.p90, told.longest) == (
        10,
        55 * 60_000,
        90 * 60_000,
        600 * 60_000,
    )


def test_a_period_without_anything_has_numbers_of_nothing(small: SmallDesk) -> None:
    small.ticket()
    past = period_of(0, 86_400_000, to_milliseconds(small.clock()), KYIV)
    for metric in METRICS:
        assert small.desk.ask(reports.numbers, metric, EVERYTHING, past) == {}
        assert small.desk.ask(reports.tickets_behind, metric, EVERYTHING, past) == []


def whole(small: SmallDesk) -> Period:
    """All days of a small desk."""
    now = to_milliseconds(small.clock())
    return period_of(now - 30 * 86_400_000, now + 1, now, KYIV)


@pytest.mark.parametrize(
    "begin", [datetime(2026, 3, 27, tzinfo=KYIV), datetime(2026, 10, 23, 5, tzinfo=KYIV)]
)
@given(minutes=st.integers(0, 8 * 1440))
@settings(max_examples=60)
def test_local_clocks_are_right_when_they_change(begin: datetime, minutes: int) -> None:
    since = to_milliseconds(begin)
    period = period_of(since, since + 9 * 86_400_000, since, KYIV)
    at = since + minutes * 60_000
    shown = local(at, KYIV).replace(tzinfo=UTC)
    assert period.local(at) == to_milliseconds(shown)
    assert day_name(period.local(at) // 86_400_000) == shown.date().isoformat()
    assert week_name((period.local(at) // 86_400_000 + 3) // 7) == shown.strftime("%G-W%V")


def test_the_period_before_ends_where_this_one_begins() -> None:
    now = to_milliseconds(datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=1))
    period = period_of(now - 1000, now, now, KYIV)
    assert (before(period, KYIV).since, before(period, KYIV).until) == (now - 2000, now - 1000)


def test_attainment_is_of_the_clocks_that_ended(small: SmallDesk) -> None:
    small.act(action.SavePolicy("Usual", targets=TARGETS), by=small.olga)
    quick, slow, running = small.ticket(), small.ticket(), small.ticket()
    small.act(action.Reply(quick, "Yes.", small.row(quick).last_event))
    small.clock.forward(minutes=30)
    small.act(action.Reply(slow, "Yes.", small.row(slow).last_event))
    told = small.desk.ask(reports.numbers, "first_response_met", EVERYTHING, whole(small))[None]
    assert (told.n, told.of, told.share) == (1, 2, 0.5)
    behind = small.desk.ask(reports.tickets_behind, "first_response_met", EVERYTHING, whole(small))
    assert behind == [quick]
    assert running not in behind
