"""The focus timer counts what was in sight, never more than passed, and never idle time (F42)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.duration import HOUR, read_duration
from supportdesk.domain.errors import Invalid
from supportdesk.domain.time_spent import (
    IDLE,
    KEPT_AFTER,
    MINUTE,
    QUARTER,
    Focus,
    FocusTimer,
    Spell,
)

START = 100 * QUARTER
ONE, TWO = (1, "reading"), (2, "reply")


def spent(timer: FocusTimer) -> dict[Focus, int]:
    """What is taken, by ticket and work."""
    found: dict[Focus, int] = {}
    for spell in timer.take():
        key = (spell.ticket, spell.work)
        found[key] = found.get(key, 0) + spell.milliseconds
    return found


def test_time_counts_from_key_to_key_for_what_was_in_sight() -> None:
    timer = FocusTimer()
    timer.sign(START, ONE)
    timer.sign(START + 10_000, ONE)
    timer.sign(START + 30_000, ONE)
    timer.sign(START + 50_000, TWO)
    assert spent(timer) == {ONE: 30_000, TWO: 20_000}
    assert spent(timer) == {}


def test_of_an_idle_hour_one_minute_counts() -> None:
    timer = FocusTimer()
    timer.sign(START, ONE)
    for second in range(0, 3600, 5):
        timer.count(START + second * 1000, ONE)
    timer.sign(START + HOUR, ONE)
    assert spent(timer) == {ONE: IDLE}


def test_a_ticket_passed_over_counts_nothing() -> None:
    timer = FocusTimer()
    timer.sign(START, None)
    for n in range(1, 20):
        timer.sign(START + n * 900, (n, "reading"))
    timer.sign(START + 19 * 900 + 4000, (20, "reading"))
    assert spent(timer) == {(20, "reading"): 4000}


def test_nothing_counts_while_the_terminal_is_left() -> None:
    timer = FocusTimer()
    timer.sign(START, ONE)
    timer.away(START + 5_000, ONE)
    timer.count(START + 40_000, ONE)
    timer.sign(START + 50_000, ONE)
    timer.sign(START + 54_000, ONE)
    assert spent(timer) == {ONE: 9_000}


def test_spells_are_split_where_quarters_begin() -> None:
    timer = FocusTimer()
    timer.sign(START - 4_000, ONE)
    timer.sign(START + 6_000, ONE)
    assert timer.take() == (
        Spell(1, "reading", START - QUARTER, 4_000),
        Spell(1, "reading", START, 6_000),
    )


def test_what_is_being_written_down_counts_once_it_has_a_number() -> None:
    timer = FocusTimer()
    timer.sign(START, ONE)
    timer.sign(START + 50_000, (0, "call"))
    assert spent(timer) == {}
    timer.name_new(9)
    assert spent(timer) == {(9, "call"): 50_000}
    timer.sign(START + 80_000, (0, "call"))
    timer.name_new(None)
    assert spent(timer) == {}


def test_what_could_not_be_kept_is_kept_later() -> None:
    timer = FocusTimer()
    timer.sign(START, ONE)
    timer.sign(START + 50_000, ONE)
    taken = timer.take()
    assert not timer.is_due(START + 2 * MINUTE)
    timer.give_back(taken, START + 50_000)
    assert timer.is_due(START + 2 * MINUTE)
    assert timer.take() == taken


STEPS = st.lists(st.tuples(st.integers(0, 200_000), st.integers(0, 2), st.booleans()), max_size=60)


@given(STEPS)
def test_never_more_than_passed_and_never_a_minute_unkept(
    steps: list[tuple[int, int, bool]],
) -> None:
    """As the console does it: a look every five seconds, signs between."""
    timer, now, kept, counted = FocusTimer(), START, 0, 0
    timer.sign(now, ONE)
    for wait, ticket, is_sign in steps:
        focus = (ticket, "reading") if ticket else None
        for moment in range(now + 5_000, now + wait + 1, 5_000):
            timer.count(moment, focus)
            if timer.is_due(moment):
                kept += sum(spell.milliseconds for spell in timer.take())
        if is_sign:
            timer.sign(now + wait, focus)
        now += wait
        counted += min(wait, IDLE) if focus else 0
        unkept = sum(timer._kept.values()) + sum(timer._fresh.values())
        assert unkept <= KEPT_AFTER + 5_000 <= MINUTE
        assert kept + unkept <= min(now - START, counted + IDLE * len(steps))


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        *(("15", 15), ("15m", 15), ("1h30", 90), ("1h 30m", 90), ("1:05", 65), ("1.5h", 90)),
        *(("2 ч 10 мин", 130), ("1,5 ч", 90), ("1 год 5 хв", 65), ("20 хвилин", 20), ("1 час", 60)),
    ],
)
def test_a_length_of_time_is_read_as_people_write_it(typed: str, minutes: int) -> None:
    assert read_duration(typed) == minutes * MINUTE


@pytest.mark.parametrize("typed", ["", "soon", "-5", "1:75", "5 days", "12345678", "h"])
def test_what_is_no_length_of_time_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match=r"duration\.unknown"):
        read_duration(typed)
