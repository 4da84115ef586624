"""A roster held against the rules of R8: nights, rest, coverage, and what it costs."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.roster import (
    Need,
    Person,
    Piece,
    Roster,
    Violation,
    need_of,
    night_of,
    night_time,
    shifts,
    violations,
    worked,
)

KYIV = ZoneInfo("Europe/Kyiv")
MONDAY = date(2026, 3, 2)


def piece(begin: str, hours: float, zone: ZoneInfo = KYIV) -> Piece:
    """So many hours of the clock from `begin` on."""
    first = datetime.fromisoformat(begin)
    end = first + timedelta(hours=hours)
    return Piece(first.replace(tzinfo=zone), end.replace(tzinfo=zone))


def roster(*people: Person, need: Need | None = None, days: int = 7) -> Roster:
    """A week from Monday, 2 March 2026."""
    last = MONDAY + timedelta(days=days - 1)
    return Roster(KYIV, MONDAY, last, people, need, night_premium=0.5)


def broken(*pieces: Piece, share: float | None = None) -> list[tuple[str, float | None]]:
    """The rules that one person's work breaks, and what there is instead."""
    found = violations(roster(Person("Olga", pieces)), share)
    return [(one.rule, one.have) for one in found]


def test_eleven_hours_of_rest_are_enough() -> None:
    late = piece("2026-03-02T13:00", 8)
    assert broken(late, piece("2026-03-03T08:00", 8)) == []
    assert broken(late, piece("2026-03-03T07:45", 8)) == [("rest", 10.75)]
    assert broken(piece("2026-03-03T07:45", 8), late) == [("rest", 10.75)], "in any order"
    assert broken(late, piece("2026-03-02T20:00", 2)) == [("overlap", None)]


def test_rest_is_real_time_whatever_the_clock_does() -> None:
    """In the night to 29 March an hour is skipped."""
    late = piece("2026-03-28T15:00", 8)
    assert broken(late, piece("2026-03-29T10:00", 8)) == [("rest", 10)]
    assert broken(late, piece("2026-03-29T11:00", 8)) == []


def test_a_break_does_not_end_a_shift() -> None:
    morning = piece("2026-03-02T09:00", 4)
    assert broken(morning, piece("2026-03-02T15:00", 3)) == []
    assert broken(morning, piece("2026-03-02T15:15", 3)) == [("rest", 2.25)]
    assert len(shifts(Person("Olga", (morning, piece("2026-03-02T15:00", 3))))) == 1


def test_two_nights_running_are_refused_and_every_other_one_is_not() -> None:
    first, second, third = (piece(f"2026-03-0{day}T22:00", 8) for day in (2, 3, 4))
    assert broken(first, second) == [("two_nights", None)]
    assert broken(first, third) == []
    assert broken(first, second, third) == [("two_nights", None)] * 2
    assert broken(first, piece("2026-03-04T00:00", 8)) == [("two_nights", None)], "the night of 3"


@pytest.mark.parametrize(
    ("begin", "hours", "evening"),
    [
        ("2026-03-02T22:00", 8, date(2026, 3, 2)),
        ("2026-03-03T00:00", 8, date(2026, 3, 2)),
        ("2026-03-02T17:00", 8, date(2026, 3, 2)),
        ("2026-03-02T16:00", 8.75, None),
        ("2026-03-02T03:00", 8, date(2026, 3, 1)),
        ("2026-03-02T03:15", 8, None),
        ("2026-03-02T09:00", 9, None),
    ],
)
def test_three_hours_of_it_make_a_night_shift(
    begin: str, hours: float, evening: date | None
) -> None:
    assert night_of(piece(begin, hours)) == evening


def test_a_night_shift_needs_work_at_night() -> None:
    night = piece("2026-03-02T22:00", 8)
    assert broken(night, share=0.05) == []
    assert broken(night, share=0.049) == [("night_shift", 0.049)]
    assert broken(night, share=None) == []
    assert broken(piece("2026-03-02T09:00", 8), share=0.0) == []


def test_gaps_are_told_as_far_as_they_reach() -> None:
    need = need_of({(day, hour): 2 for day in range(5) for hour in range(9, 18)})
    olga = Person("Olga", tuple(piece(f"2026-03-0{day}T09:00", 9) for day in range(2, 7)))
    petro = Person("Petro", (piece("2026-03-02T09:00", 9), piece("2026-03-03T09:15", 6)))
    found = violations(roster(olga, petro, need=need, days=2), None)
    told = [(one.begin.hour, one.end.hour, one.have, one.need) for one in found]
    assert told == [(9, 10, 1, 2), (15, 18, 1, 2)]
    assert {one.begin.date() for one in found} == {date(2026, 3, 3)}
    assert {one.rule for one in found} == {"coverage"}


@given(
    st.lists(st.tuples(st.integers(0, 160), st.integers(1, 12)), max_size=8),
    st.lists(st.integers(0, 4), min_size=168, max_size=168),
)
def test_coverage_is_what_counting_heads_says(
    work: list[tuple[int, int]], needed: list[int]
) -> None:
    start = datetime(2026, 3, 2, tzinfo=ZoneInfo("UTC"))
    people = tuple(
        Person(str(place), (Piece(start + timedelta(hours=at), start + timedelta(hours=at + n)),))
        for place, (at, n) in enumerate(work)
    )
    need = tuple(tuple(needed[24 * day : 24 * day + 24]) for day in range(7))
    week = Roster(ZoneInfo("UTC"), MONDAY, MONDAY + timedelta(days=6), people, need)
    short = {
        hour: (there, needed[hour])
        for hour in range(168)
        if (there := sum(at <= hour < at + n for at, n in work)) < needed[hour]
    }
    told: dict[int, tuple[float | None, float | None]] = {}
    for one in violations(week, None):
        first = round((one.begin - start) / timedelta(hours=1))
        for hour in range(first, first + round((one.end - one.begin) / timedelta(hours=1))):
            told[hour] = (one.have, one.need)
    assert told == short


def test_a_night_costs_more() -> None:
    olga = Person("Olga", (piece("2026-03-02T20:00", 8), piece("2026-03-04T09:00", 8)), 10)
    (work,) = worked(roster(olga))
    assert (work.shifts, work.nights, work.hours, work.night_hours) == (2, 1, 16, 6)
    assert work.cost == 10 * (16 + 0.5 * 6)


def test_a_night_in_which_the_clock_changes_is_paid_as_long_as_it_was() -> None:
    (work,) = worked(roster(Person("Olga", (piece("2026-03-28T22:00", 8),), 10)))
    assert (work.hours, work.night_hours) == (7, 7)
    assert night_time(piece("2026-10-24T22:00", 8)) == timedelta(hours=9)


def test_violations_come_in_the_order_of_time() -> None:
    olga = Person("Olga", (piece("2026-03-04T22:00", 8), piece("2026-03-03T22:00", 8)))
    petro = Person("Petro", (piece("2026-03-02T09:00", 9), piece("2026-03-02T22:00", 6)))
    found = violations(roster(olga, petro), 0.0)
    assert [(one.rule, one.person) for one in found] == [
        ("rest", "Petro"),
        ("night_shift", "Petro"),
        ("night_shift", "Olga"),
        ("two_nights", "Olga"),
        ("night_shift", "Olga"),
    ]
    assert isinstance(found[0], Violation)
