"""Hours of a contract as people write them (F48, F55)."""

from datetime import UTC, datetime

import pytest

from supportdesk.domain.errors import Invalid
from supportdesk.domain.working_hours import parse_hours


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the week of 2 March 2026, a Monday; `day` counts from 0."""
    return datetime(2026, 3, 2 + day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("8x5", "mon-fri 09:00-18:00"),
        ("8×5", "mon-fri 09:00-18:00"),
        ("24х7", "mon-sun 00:00-24:00"),
        ("Mon-Fri 9-18, Sat 10:30-14", "mon-fri 09:00-18:00, sat 10:30-14:00"),
        ("пн-пт 9–18; нд 10-12", "mon-fri 09:00-18:00, sun 10:00-12:00"),
        ("fri-mon 22-6", "fri-mon 22:00-06:00"),
    ],
)
def test_hours_are_kept_in_one_form(typed: str, kept: str) -> None:
    assert parse_hours(typed).written == kept
    assert parse_hours(kept).written == kept


@pytest.mark.parametrize(
    "typed", ["", "always", "mon", "mon 9", "mon 9-9", "mon 25-26", "mon 9:75-10", "xyz 9-18"]
)
def test_what_says_no_hours_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=r"hours\.invalid"):
        parse_hours(typed)


def test_moments_lie_within_or_outside() -> None:
    week = parse_hours("mon-fri 9-18")
    assert week.holds(at(0, 9))
    assert week.holds(at(4, 17, 59))
    assert not week.holds(at(4, 18))
    assert not week.holds(at(5, 12))
    assert not week.holds(at(0, 8, 59))


def test_a_shift_may_cross_midnight_and_the_end_of_the_week() -> None:
    night = parse_hours("fri-sun 22-6")
    assert night.holds(at(4, 23))
    assert night.holds(at(5, 5, 59))
    assert night.holds(at(0, 5)), "the night of Sunday ends on Monday"
    assert not night.holds(at(0, 22))
    assert not night.holds(at(4, 21))
