"""The mail of a week, worked off in its order: as few people as will do, and no fewer."""

from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.domain.load import Week
from supportdesk.domain.mail_workload import mail_needed, simulate

OPEN = [True] * 168
OFFICE = [place // 24 < 5 and 9 <= place % 24 < 17 for place in range(168)]


def in_office(weekday: int, hour: int) -> bool:
    """Monday to Friday, nine to five."""
    return OFFICE[24 * weekday + hour]


def every_hour(n: float) -> Week:
    """The same number in every hour of the week."""
    return tuple((n,) * 24 for _ in range(7))


def test_who_works_as_much_as_comes_leaves_nothing() -> None:
    found = simulate([2.0] * 168, [2] * 7, OPEN, 1)
    assert found.in_time == 1
    assert {left for day in found.backlog for left in day} == {0}


def test_the_backlog_is_carried_over_the_weekend() -> None:
    found = simulate([1.0] * 168, [7] * 7, OFFICE, 8)
    monday, friday, sunday = found.backlog[0], found.backlog[4], found.backlog[6]
    assert sunday[23] - friday[16] == 55, "from five on Friday until Sunday is over"
    assert monday[8] == sunday[23] + 9
    assert monday[16] == monday[8] + 8 - 7 * 8
    assert friday[16] == 0


def test_what_is_late_is_late_by_open_hours() -> None:
    work = [0.0] * 168
    work[16] = 3.0
    assert simulate(work, [1] * 7, OFFICE, 3).in_time == 1, "Monday 16, Tuesday 9 and 10"
    assert round(simulate(work, [1] * 7, OFFICE, 2).in_time, 6) == round(2 / 3, 6)
    work[16], work[5 * 24] = 0.0, 3.0
    assert round(simulate(work, [1] * 7, OFFICE, 2).in_time, 6) == round(2 / 3, 6), "on a Saturday"


def test_half_an_open_hour_does_half_an_hours_work() -> None:
    opened = [0.5 if place % 24 == 9 else 0.0 for place in range(168)]
    work = [0.5 if place % 24 == 0 else 0.0 for place in range(168)]
    found = simulate(work, [1] * 7, opened, 1)
    assert found.in_time == 1
    assert found.backlog[0][8:10] == (0.5, 0)
    assert simulate([2 * n for n in work], [1] * 7, opened, 1).in_time == 0


def test_a_desk_that_falls_behind_is_never_in_time() -> None:
    assert simulate([2.0] * 168, [1] * 7, OPEN, 10).in_time == 0


@given(
    st.lists(st.integers(0, 40), min_size=7, max_size=7),
    st.integers(60, 3_600),
    st.sampled_from([0.5, 0.8, 0.95]),
    st.integers(1, 16),
)
@settings(max_examples=25, deadline=None)
def test_nobody_can_be_spared(tickets: list[int], handling: int, level: float, within: int) -> None:
    arrivals = tuple(tuple(float(n * (8 <= hour < 20)) for hour in range(24)) for n in tickets)
    found = mail_needed(arrivals, handling, level, within, in_office)
    work = [n * handling / 3600 for day in arrivals for n in day]
    assert found.in_time >= level - 1e-9
    assert found.people[5:] == (0, 0)
    assert sum(8 * n for n in found.people) >= sum(work)
    for day in range(5):
        if found.people[day]:
            fewer = [n - (place == day) for place, n in enumerate(found.people)]
            worse = simulate(work, fewer, OFFICE, within)
            assert worse.in_time < level or 8 * sum(fewer) < sum(work)


@given(
    st.lists(st.floats(0, 5), min_size=168, max_size=168),
    st.lists(st.integers(0, 40), min_size=7, max_size=7),
    st.integers(1, 40),
)
@settings(max_examples=25, deadline=None)
def test_longer_promises_and_more_people_never_make_it_worse(
    work: list[float], people: list[int], within: int
) -> None:
    was = simulate(work, people, OFFICE, within).in_time
    assert simulate(work, people, OFFICE, within + 1).in_time >= was - 1e-9
    assert simulate(work, [n + 1 for n in people], OFFICE, within).in_time >= was - 1e-9


def test_nothing_needs_nobody() -> None:
    assert mail_needed(every_hour(0), 900, 0.8, 8, in_office).people == (0,) * 7
