"""Who is over their cap gives the least urgent tickets to those with room, no others (F118)."""

from hypothesis import given
from hypothesis import strategies as st

from supportdesk.desk.crew import rebalanced
from supportdesk.domain.action import Assign, SetDuties, SetPriority, SetStatus
from supportdesk.domain.assignment import Crew, Person, Waiting
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.rebalancing import moves
from supportdesk.domain.staffing import Caps
from tests.small_desk import SmallDesk


def people(loads: list[int], caps: list[int], here: list[bool]) -> list[Person]:
    """So many people with their own caps."""
    return [
        Person(n, f"P{n}", "available" if is_here else "away", load, caps={1: cap})
        for n, (load, cap, is_here) in enumerate(zip(loads, caps, here, strict=True))
    ]


SOME = st.integers(2, 6).flatmap(
    lambda n: st.tuples(
        st.lists(st.integers(0, 9), min_size=n, max_size=n),
        st.lists(st.integers(0, 6), min_size=n, max_size=n),
        st.lists(st.booleans(), min_size=n, max_size=n),
    )
)


@given(SOME)
def test_nobody_is_pushed_over_the_cap_and_nothing_moves_without_need(
    given_people: tuple[list[int], list[int], list[bool]],
) -> None:
    crew = people(*given_people)
    owned = {one.id: [Waiting(one.id * 100 + n, 1, 1) for n in range(one.load)] for one in crew}
    found = list(moves(Crew(crew, Caps({}, 3)), lambda person: owned[person.id]))
    after = {one.id: one.load for one in crew}
    for move in found:
        after[move.giver.id] -= 1
        after[move.taker.id] += 1
    caps = {one.id: one.caps[1] for one in crew}
    assert len({move.number for move in found}) == len(found)
    for one in crew:
        before, now, cap = one.load, after[one.id], caps[one.id]
        assert now <= max(before, cap), "nobody ends above what they had, or may have"
        assert now >= min(before, cap), "who gives keeps a full load"
        assert one.status == "available" or now <= before, "who is not here takes nothing"
    over = [one for one in crew if after[one.id] > caps[one.id]]
    room = [one for one in crew if one.status == "available" and after[one.id] < caps[one.id]]
    assert not (over and room), "while somebody has room nobody stays over the cap"


def test_the_least_urgent_tickets_move(small: SmallDesk) -> None:
    numbers = [small.ticket(f"Number {n}") for n in range(5)]
    small.act(SetPriority(numbers[4], 3))
    for number in numbers:
        small.act(Assign(number, small.petro), "cap")
    small.act(SetStatus("available"))
    small.act(SetStatus("available"), by=small.olga)
    now = to_milliseconds(small.clock())
    found = small.desk.ask(rebalanced, now)
    assert [(move.number, move.giver.id, move.taker.id) for move in found] == [
        (numbers[3], small.petro, small.olga),
        (numbers[2], small.petro, small.olga),
    ]
    small.act(SetDuties(small.olga, queues=(small.billing,)), by=small.olga)
    assert small.desk.ask(rebalanced, now) == [], "she does not work that queue"
