"""Days looked at together: the step to those before is without a gap, and leads back."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.day_span import DaySpan, ending, month_of, typed_span, week_of
from supportdesk.domain.errors import Invalid

DAYS = st.dates(date(1975, 1, 1), date(2100, 12, 31))
SPANS = st.one_of(
    st.builds(ending, DAYS, st.integers(1, 400)), DAYS.map(week_of), DAYS.map(month_of)
)
NOW = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)


@given(SPANS, st.integers(-12, 12))
def test_a_step_leads_back(span: DaySpan, steps: int) -> None:
    moved = span.stepped(steps)
    assert moved == span or moved.stepped(-steps) == span or moved.is_month != span.is_month


@given(SPANS)
def test_the_days_before_end_where_these_begin(span: DaySpan) -> None:
    before = span.stepped(-1)
    assert before.last + timedelta(days=1) == span.first
    assert before.days == span.days or span.is_month
    assert before.is_month or not span.is_month


@given(SPANS, st.sampled_from(["UTC", "Europe/Kyiv", "America/New_York", "Asia/Kolkata"]))
def test_bounds_hold_every_moment_of_the_days_and_no_other(span: DaySpan, name: str) -> None:
    zone = ZoneInfo(name)
    begin, end = span.bounds(zone)
    instant = timedelta(microseconds=1)
    assert begin.astimezone(zone).date() == span.first
    assert (begin - instant).astimezone(zone).date() == span.first - timedelta(days=1)
    assert (end - instant).astimezone(zone).date() == span.last
    assert end.astimezone(zone).date() == span.last + timedelta(days=1)


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2026-03-01..2026-03-10", date(2026, 3, 1), date(2026, 3, 10)),
        (" -7d ", date(2026, 3, 4), date(2026, 3, 11)),
        ("mon", date(2026, 3, 9), date(2026, 3, 11)),
        ("-7d..yesterday", date(2026, 3, 4), date(2026, 3, 10)),
        ("2026-03-01..", date(2026, 3, 1), date(2026, 3, 11)),
    ],
)
def test_days_are_typed_as_in_a_search(typed: str, first: date, last: date) -> None:
    assert typed_span(typed, NOW, UTC) == DaySpan(first, last)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("2026-03-10..2026-03-01", "report.period"),
        ("soon", "moment.unknown"),
        ("", "moment.unknown"),
    ],
)
def test_what_is_no_period_is_refused(typed: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        typed_span(typed, NOW, UTC)
    assert refused.value.code == code


def test_nothing_lies_before_1970() -> None:
    first = DaySpan(date(1970, 1, 1), date(1970, 1, 31))
    assert first.stepped(-1) == first
    assert ending(date(1970, 1, 3), 3).stepped(-(10**9)) == ending(date(1970, 1, 3), 3)
