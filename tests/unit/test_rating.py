"""Scores, and the interval of NPS held against counting every possible outcome (F126)."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.errors import Invalid
from supportdesk.domain.rating import Nps, nps_of, parse_rating

COUNTS = st.integers(0, 300)


@given(st.dictionaries(st.integers(0, 10), st.integers(1, 50)))
def test_who_promotes_and_who_detracts(scores: dict[int, int]) -> None:
    said = [score for score, count in scores.items() for _ in range(count)]
    told = nps_of(scores)
    assert told.promoters == len([one for one in said if one in (9, 10)])
    assert told.passives == len([one for one in said if one in (7, 8)])
    assert told.detractors == len([one for one in said if one < 7])
    assert told.n == len(said)
    if not said:
        assert (told.score, told.interval) == (None, None)


@given(COUNTS, COUNTS, COUNTS)
def test_the_interval_stays_in_range_and_turns_round_with_the_answers(
    promoters: int, passives: int, detractors: int
) -> None:
    told = Nps(promoters, passives, detractors)
    if told.interval is None:
        return
    low, high = told.interval
    assert -100 <= low < high <= 100
    turned = Nps(detractors, passives, promoters).interval
    assert turned == pytest.approx((-high, -low))


def test_a_golden_value() -> None:
    """60 promoters, 25 passives, 15 detractors, by hand: 61/102 and 16/102."""
    told = Nps(60, 25, 15)
    middle = Fraction(45, 102)
    variance = (Fraction(77, 102) - middle**2) / 102
    reach = 1.959963984540054 * float(variance) ** 0.5
    assert told.score == 45
    assert told.interval == pytest.approx(
        (100 * (float(middle) - reach), 100 * (float(middle) + reach))
    )
    assert [round(one, 1) for one in told.interval or ()] == [29.6, 58.6]


@pytest.mark.parametrize("n", [10, 25])
@pytest.mark.parametrize(
    ("promotes", "detracts"),
    [(0.5, 0.2), (0.3, 0.3), (0.8, 0.05), (0.05, 0.6), (0.1, 0.1), (0.9, 0.1)],
)
def test_the_true_score_lies_within_as_often_as_promised(
    n: int, promotes: float, detracts: float
) -> None:
    true, within = 100 * (promotes - detracts), 0.0
    for p in range(n + 1):
        for d in range(n + 1 - p):
            interval = Nps(p, n - p - d, d).interval
            assert interval is not None
            if interval[0] <= true <= interval[1]:
                rest = max(0.0, 1 - promotes - detracts)
                ways = comb(n, p) * comb(n - p, d)
                within += ways * promotes**p * detracts**d * rest ** (n - p - d)
    assert 0.93 <= within <= 1.0


def test_a_score_and_a_comment_in_one_line() -> None:
    assert parse_rating(" 4  kind, but slow ") == (4, "kind, but slow")
    assert parse_rating("5") == (5, "")


@pytest.mark.parametrize(
    "typed", ["", "0", "6", "four", "４", "4,5", "-1", "1e3", f"5 {2001 * chr(120)}"]
)
def test_no_other_score_is_taken(typed: str) -> None:
    with pytest.raises(Invalid):
        parse_rating(typed)
