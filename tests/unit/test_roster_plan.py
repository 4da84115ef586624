"""A planned roster breaks no rule, fills what it can, and leaves what it found."""

from collections import Counter
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.domain.roster import Person, Piece, Roster, need_of, night_of, violations, worked
from supportdesk.domain.roster_plan import Turn, Wishes, Worker, plan, turns_of

KYIV = ZoneInfo("Europe/Kyiv")
MONDAY = date(2026, 3, 23)
"""In the night to the 29th the clock goes forward."""

EIGHT = timedelta(hours=8)
TURNS = (Turn(time(6), EIGHT), Turn(time(14), EIGHT), Turn(time(22), EIGHT))
ROUND_THE_CLOCK = need_of({(day, hour): 1 for day in range(7) for hour in range(24)})


def week(*people: Person, days: int = 7) -> Roster:
    """A roster from Monday on."""
    return Roster(KYIV, MONDAY, MONDAY + timedelta(days=days - 1), people)


def persons(many: int) -> list[Person]:
    """People who do not work yet."""
    return [Person(f"Person {number}", ()) for number in range(many)]


def test_as_many_as_are_needed_are_shared_out_alike() -> None:
    planned = plan(week(*persons(5)), ROUND_THE_CLOCK, Wishes(TURNS))
    assert sum(len(person.pieces) for person in planned.people) == 21
    shared = [work.shifts for work in worked(planned)]
    assert max(shared) - min(shared) <= 1
    gaps = [one for one in violations(week(*planned.people), 1.0) if one.rule != "coverage"]
    assert gaps == []


def test_the_turn_that_fills_most_is_given_first() -> None:
    need = need_of({(0, hour): 1 for hour in range(9, 17)})
    wishes = Wishes((Turn(time(6), EIGHT), Turn(time(9), EIGHT), Turn(time(14), EIGHT)))
    planned = plan(week(*persons(3)), need, wishes)
    (only,) = [piece for person in planned.people for piece in person.pieces]
    assert only.begin == datetime(2026, 3, 23, 9, tzinfo=KYIV)


def test_the_cheaper_of_two_is_asked_first_and_never_on_a_day_off() -> None:
    need = need_of({(0, hour): 1 for hour in range(6, 14)})
    dear, cheap = Person("Dear", (), 20), Person("Cheap", (), 10)
    assert [len(one.pieces) for one in plan(week(dear, cheap), need, Wishes(TURNS)).people] == [
        0,
        1,
    ]
    away = Person("Cheap", (), 10, frozenset({MONDAY}))
    assert [len(one.pieces) for one in plan(week(dear, away), need, Wishes(TURNS)).people] == [1, 0]


def test_nobody_works_at_night_where_nights_are_not_wanted() -> None:
    planned = plan(week(*persons(5)), ROUND_THE_CLOCK, Wishes(TURNS, nights=False))
    pieces = [piece for person in planned.people for piece in person.pieces]
    assert len(pieces) == 14
    assert {night_of(piece) for piece in pieces} == {None}


@given(
    many=st.integers(1, 6),
    needed=st.lists(st.integers(0, 3), min_size=168, max_size=168),
    begins=st.sets(st.tuples(st.integers(0, 23), st.integers(4, 12)), min_size=1, max_size=4),
    fixed=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 9), st.integers(1, 9)), max_size=3),
    hours=st.sampled_from([16.0, 40.0]),
)
@settings(max_examples=30, deadline=None)
def test_no_rule_is_broken_and_nothing_is_left_that_could_be_filled(
    many: int,
    needed: list[int],
    begins: set[tuple[int, int]],
    fixed: list[tuple[int, int, int]],
    hours: float,
) -> None:
    people = persons(many)
    for who, day, length in fixed:
        begin = datetime.combine(MONDAY + timedelta(days=day), time(9), KYIV)
        taken = {piece.begin.date() for piece in people[who % many].pieces}
        if begin.date() not in taken:
            pieces = (*people[who % many].pieces, Piece(begin, begin + timedelta(hours=length)))
            people[who % many] = Person(people[who % many].name, pieces)
    need = tuple(tuple(needed[24 * day : 24 * day + 24]) for day in range(7))
    turns = tuple(Turn(time(hour), timedelta(hours=length)) for hour, length in sorted(begins))
    before = week(*people, days=10)
    wishes = Wishes(turns, hours)
    after = plan(before, need, wishes)
    assert violations(after, 1.0) == [], "but for coverage, which is not asked"
    for was, now in zip(before.people, after.people, strict=True):
        assert now.pieces[: len(was.pieces)] == was.pieces
        weeks: Counter[int] = Counter()
        for piece in now.pieces:
            weeks[piece.begin.isocalendar().week] += round(
                (piece.end.timestamp() - piece.begin.timestamp()) / 60
            )
        given_out = len(now.pieces) > len(was.pieces)
        assert not given_out or max(weeks.values()) <= 60 * max(hours, 27)
    short = {
        gap.begin + timedelta(hours=step)
        for gap in violations(Roster(KYIV, before.first, before.last, after.people, need), 1.0)
        if gap.rule == "coverage"
        for step in range(round((gap.end - gap.begin) / timedelta(hours=1)))
    }
    for turn in turns_of(before, wishes):
        if any(turn.begin <= hour < turn.end for hour in short):
            assert not any(Worker(person).may_take(turn, hours) for person in after.people)
