"""Erlang C against the golden values of R8, its own formula with factorials, and good sense."""

from fractions import Fraction
from math import exp, factorial, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.erlang import people_needed, service

PER_HOUR = st.floats(0.1, 400)
HANDLING = st.floats(10, 1_800)
WITHIN = st.floats(0, 600)


@pytest.mark.parametrize(
    ("people", "waits", "answer", "level", "occupancy"),
    [(5, 0.327, 118, 0.723, 0.667), (6, 0.148, 33, 0.886, 0.556)],
)
def test_twenty_an_hour_of_ten_minutes(
    people: int, waits: float, answer: float, level: float, occupancy: float
) -> None:
    found = service(20, 600, people, 60)
    assert round(found.waits, 3) == waits
    assert round(found.answer_seconds) == answer
    assert round(found.level, 3) == level
    assert round(found.occupancy, 3) == occupancy


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ((20, 600, 5, 60), (0.326669, 117.6009, 0.72348)),
        ((103, 167, 7, 20), (0.273565, 20.561, 0.79035)),
        ((45, 300, 6, 30), (0.227419, 30.3225, 0.818403)),
        ((300, 240, 22, 20), (0.567915, 68.1498, 0.51927)),
        ((8, 900, 4, 60), (0.173913, 78.2609, 0.847796)),
    ],
)
def test_a_published_library_says_the_same(
    asked: tuple[float, float, int, float], said: tuple[float, float, float]
) -> None:
    """The numbers of erlanglib 1.2.0."""
    found = service(*asked)
    assert (found.waits, found.answer_seconds, found.level) == pytest.approx(said, rel=1e-5)


def waits_by_factorials(load: Fraction, people: int) -> Fraction:
    """P(wait) of R8 as it is written there, exactly."""
    last = load**people / factorial(people) * people / (people - load)
    return last / (sum(load**k / factorial(k) for k in range(people)) + last)


@given(load=st.fractions(Fraction(1, 20), 60, max_denominator=20), more=st.integers(1, 30))
def test_it_is_the_formula_with_factorials(load: Fraction, more: int) -> None:
    people = int(load) + more
    expected = float(waits_by_factorials(load, people))
    found = service(float(load) * 6, 600, people, 45)
    assert found.waits == pytest.approx(expected, rel=1e-9)
    free = (people - float(load)) / 600
    assert found.answer_seconds == pytest.approx(expected / free, rel=1e-9)
    assert found.level == pytest.approx(1 - expected * exp(-free * 45), rel=1e-9)
    assert found.occupancy == pytest.approx(float(load) / people)


@given(per_hour=PER_HOUR, handling=HANDLING, people=st.integers(0, 200), within=WITHIN)
def test_one_more_never_makes_it_worse(
    per_hour: float, handling: float, people: int, within: float
) -> None:
    fewer = service(per_hour, handling, people, within)
    more = service(per_hour, handling, people + 1, within)
    assert more.waits <= fewer.waits
    assert more.answer_seconds <= fewer.answer_seconds
    assert more.level >= fewer.level
    assert more.occupancy <= fewer.occupancy
    assert 0 <= more.waits <= 1
    assert 0 <= more.level <= 1


@given(per_hour=PER_HOUR, handling=HANDLING, level=st.floats(0.01, 0.99), within=WITHIN)
def test_the_fewest_are_enough_and_one_less_is_not(
    per_hour: float, handling: float, level: float, within: float
) -> None:
    found = people_needed(per_hour, handling, level, within)
    assert found == service(per_hour, handling, found.people, within)
    assert found.level >= level
    assert service(per_hour, handling, found.people - 1, within).level < level


def test_a_whole_country_calls() -> None:
    found = people_needed(1_000_000, 600, 0.8, 20)
    assert 166_667 < found.people < 168_000
    assert 0.8 <= found.level < 0.81


def test_nobody_calls_or_nobody_answers() -> None:
    assert people_needed(0, 600, 0.8, 20).people == 0
    assert service(0, 600, 2, 20).level == 1
    overrun = service(20, 600, 3, 60)
    assert (overrun.waits, overrun.answer_seconds, overrun.level) == (1, inf, 0)
