"""The load by hour and weekday on a zone's clock, and its forecast with an honest error."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.errors import Refused
from supportdesk.domain.forecast import forecast, whole_weeks
from supportdesk.domain.load import QUARTER, Days, days_between, days_of, load_of

KYIV = ZoneInfo("Europe/Kyiv")
MONDAY = date(2026, 3, 2)


def quarter(text: str) -> int:
    """The quarter of an hour of a moment in UTC."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp() * 1000) // QUARTER


def test_tickets_are_counted_on_the_clock_of_the_zone() -> None:
    days = days_of([(quarter("2026-03-28T22:30"), 2), (quarter("2026-03-29T01:15"), 3)], KYIV)
    assert days[date(2026, 3, 29)][0] == 2
    assert days[date(2026, 3, 29)][4] == 3, "at 03:00 the clock goes to 04:00"
    kathmandu = days_of([(quarter("2026-03-02T00:15"), 1)], ZoneInfo("Asia/Kathmandu"))
    assert kathmandu[MONDAY][6] == 1


@given(
    st.lists(st.tuples(st.integers(0, 2_500_000), st.integers(1, 50)), min_size=1, max_size=60),
    st.sampled_from(["UTC", "Europe/Kyiv", "Asia/Kolkata", "America/New_York"]),
)
def test_no_ticket_is_lost(quarters: list[tuple[int, int]], zone: str) -> None:
    found = load_of(days_of(quarters, ZoneInfo(zone)))
    assert found is not None
    assert found.total == sum(tickets for _quarter, tickets in quarters)
    assert found.total == sum(found.of_hour(hour) for hour in range(24))
    assert 0 <= found.night_share <= 1


@given(st.integers(0, 400), st.integers(0, 400))
def test_weekdays_of_a_period_are_those_of_the_calendar(begin: int, length: int) -> None:
    first = MONDAY + timedelta(days=begin)
    last = first + timedelta(days=length)
    found = load_of({first: [1] * 24}, first, last)
    assert found is not None
    for weekday in range(7):
        days = [day for day in days_between(first, last) if day.weekday() == weekday]
        assert found.days(weekday) == len(days)


def test_the_night_is_from_ten_to_six() -> None:
    hours = [0] * 24
    hours[21], hours[22], hours[5], hours[6] = 90, 1, 4, 5
    found = load_of({MONDAY: hours})
    assert found is not None
    assert found.night_share == 0.05
    assert found.justifies_nights
    hours[21] += 1
    assert not (load_of({MONDAY: hours}) or found).justifies_nights
    assert load_of({}) is None


def weeks_of(*tickets: int) -> Days:
    """Weeks, the oldest first, with as many tickets at ten o'clock each day."""
    return {
        MONDAY + timedelta(days=7 * week + day): [n if hour == 10 else 0 for hour in range(24)]
        for week, n in enumerate(tickets)
        for day in range(7)
    }


def test_a_desk_that_never_changes_is_foreseen_exactly() -> None:
    end = MONDAY + timedelta(weeks=12)
    found = forecast(weeks_of(*[6] * 12), end)
    assert found.weeks == 8
    assert {day[10] for day in found.week} == {6}
    assert {day[9] for day in found.week} == {0}
    assert (found.error.hourly, found.error.daily, found.error.bias) == (0, 0, 0)


def test_the_error_is_of_weeks_the_forecast_had_not_seen() -> None:
    """Four weeks of 10, then four of 20: those before each give 10, 12, 13⅓ and 14 2⁄7."""
    days = weeks_of(10, 10, 10, 10, 20, 20, 20, 20)
    found = forecast(days, MONDAY + timedelta(weeks=8))
    missed = 10 + (20 - 12) + (20 - 80 / 6) + (20 - 100 / 7)
    assert found.error.daily == pytest.approx(missed / 80)
    assert found.error.hourly == pytest.approx(missed / 80)
    assert found.error.bias == pytest.approx(-missed / 80)
    assert found.week[0][10] == 15
    changed = {**days, MONDAY + timedelta(weeks=9): [99] * 24}
    assert forecast(changed, MONDAY + timedelta(weeks=8)) == found, "later days are not looked at"


@pytest.mark.parametrize(("weeks", "tickets"), [(7, 20), (8, 3), (0, 0)])
def test_too_little_is_refused_and_says_how_much_it_is(weeks: int, tickets: int) -> None:
    days = weeks_of(*[tickets] * weeks)
    with pytest.raises(Refused) as refused:
        forecast(days, MONDAY + timedelta(weeks=weeks))
    assert refused.value.code == "forecast.too_few"
    assert refused.value.parameters["weeks"] == weeks
    assert refused.value.parameters["tickets"] == 7 * tickets * weeks


def test_a_week_that_began_before_the_first_ticket_is_no_whole_one() -> None:
    days = {MONDAY + timedelta(days=1): [1] * 24}
    assert len(whole_weeks(days, MONDAY + timedelta(days=14))) == 1
    assert len(whole_weeks(days, MONDAY + timedelta(days=15))) == 2
