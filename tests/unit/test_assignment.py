"""Who gets which ticket (R3): never above the cap, nobody idle while a ticket waits, one result."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from supportdesk.domain.assignment import Crew, Dealt, Left, Person, Waiting, deal
from supportdesk.domain.assignment import given as given_away
from supportdesk.domain.staffing import Caps, Mode, Status

CAPS = Caps({1: 3}, 10)
IRA = Person(1, "Ira", Status.AVAILABLE)
MAX = Person(2, "Max", Status.AVAILABLE)


def dealt(ticket: Waiting, *people: Person) -> str:
    """Who gets a ticket and why, or why it stays."""
    done = Crew(people, CAPS, lambda ticket: ticket.client or None).deal(ticket)
    if isinstance(done, Dealt):
        return f"{done.person.name} {done.why} {done.load}/{done.cap}"
    parts = (*done.needs, f"{done.load}/{done.cap}" if done.cap else "", done.name)
    return " ".join((done.reason, *(part for part in parts if part)))


REFUND = Waiting(1, queue=1, line=1)


@pytest.mark.parametrize(
    ("ticket", "people", "expected"),
    [
        (REFUND, (IRA, MAX), "Ira balanced 1/3"),
        (REFUND, (replace(IRA, load=1), MAX), "Max balanced 1/3"),
        (REFUND, (replace(IRA, load=1, caps={1: 9}), MAX), "Ira balanced 2/9"),
        (REFUND, (replace(IRA, last_dealt=7), replace(MAX, last_dealt=5)), "Max balanced 1/3"),
        (replace(REFUND, client=1), (replace(IRA, load=2), MAX), "Ira last_owner 3/3"),
        (replace(REFUND, client=1), (replace(IRA, load=3), MAX), "Max balanced 1/3"),
        (
            replace(REFUND, mode=Mode.ROUND_ROBIN, client=1),
            (replace(IRA, last_dealt=2), replace(MAX, load=2, last_dealt=1)),
            "Max round_robin 3/3",
        ),
        (REFUND, (replace(IRA, load=3), replace(MAX, load=4)), "all_busy 7/6"),
        (REFUND, (replace(IRA, load=3), replace(MAX, status=Status.BREAK)), "all_busy 3/3"),
        (REFUND, (replace(IRA, status=Status.AWAY),), "nobody_available"),
        (REFUND, (replace(IRA, is_absent=True),), "nobody_available"),
        (REFUND, (replace(IRA, queues=frozenset({2})),), "nobody_works"),
        (REFUND, (), "nobody_works"),
        (replace(REFUND, line=2), (replace(IRA, load=3),), "Ira balanced 4/10"),
        (replace(REFUND, language="uk"), (IRA,), "Ira balanced 1/3"),
        (
            replace(REFUND, language="uk"),
            (replace(IRA, skills=frozenset({"ru", "billing"})),),
            "nobody_with uk",
        ),
        (
            replace(REFUND, language="uk", needs=frozenset({"billing"})),
            (replace(IRA, skills=frozenset({"uk"})), replace(MAX, skills=frozenset({"billing"}))),
            "Max balanced 1/3",
        ),
        (replace(REFUND, needs=frozenset({"vip", "uk"})), (IRA, MAX), "nobody_with uk vip"),
        (
            replace(REFUND, returned_by=frozenset({1})),
            (IRA, replace(MAX, load=2)),
            "Max balanced 3/3",
        ),
        (replace(REFUND, returned_by=frozenset({1})), (IRA,), "returned"),
    ],
)
def test_who_gets_it(ticket: Waiting, people: tuple[Person, ...], expected: str) -> None:
    assert dealt(ticket, *people) == expected


def backlog(count: int, mode: str = Mode.BALANCED) -> list[Waiting]:
    """So many tickets of one queue."""
    return [Waiting(number, 1, 1, mode) for number in range(1, count + 1)]


def names(done: list[Dealt | Left]) -> list[str]:
    """Who got what, and for whom what is kept."""
    return [
        one.person.name if isinstance(one, Dealt) else f"{one.reason}:{one.name}" for one in done
    ]


@pytest.mark.parametrize("mode", [Mode.BALANCED, Mode.ROUND_ROBIN])
def test_a_backlog_goes_round(mode: Mode) -> None:
    done = list(deal(backlog(8, mode), Crew((IRA, MAX), CAPS)))
    assert names(done) == ["Ira", "Max"] * 3 + ["all_busy:"] * 2


def test_who_is_due_gets_as_much_as_who_came_first() -> None:
    """A fair start (F114): the first to come is dealt one a round, the rest is kept."""
    due = replace(MAX, status=Status.OFFLINE, is_due=True)
    done = list(deal(backlog(8), Crew((IRA, due), CAPS)))
    assert names(done)[:5] == ["Ira", "kept:Max", "Ira", "kept:Max", "Ira"]
    assert names(done)[5:] == ["kept:Max", "all_busy:", "all_busy:"]
    assert names(list(deal(backlog(1), Crew((IRA, due), CAPS)))) == ["Ira"], "nobody idles for it"


STEPS = 100_000
STATUSES = (*[str(Status.AVAILABLE)] * 3, str(Status.BREAK), str(Status.OFFLINE))
SKILLS = ("uk", "ru", "billing")


def test_never_above_the_cap_in_a_hundred_thousand_random_steps() -> None:
    """A desk at work: tickets come and go, people come and go, passes deal. Loads stay in caps."""
    chance = random.Random(4)
    people = [
        Person(n, f"P{n}", str(Status.OFFLINE), caps={1: n % 4} if n % 3 == 0 else {})
        for n in range(1, 9)
    ]
    owned: dict[int, list[int]] = {person.id: [] for person in people}
    waiting: list[Waiting] = []
    handed = 0
    for step in range(STEPS):
        kind = chance.random()
        if kind < 0.3:
            needs = frozenset(chance.sample(SKILLS, chance.choice((0, 0, 0, 1))))
            mode = chance.choice((Mode.BALANCED, Mode.ROUND_ROBIN))
            waiting.append(Waiting(step, chance.randint(1, 2), chance.randint(1, 2), mode, needs))
        elif kind < 0.75:
            who = owned[chance.choice(people).id]
            if who:
                who.pop(chance.randrange(len(who)))
        elif kind < 0.8:
            place = chance.randrange(len(people))
            people[place] = replace(
                people[place],
                status=chance.choice(STATUSES),
                skills=frozenset(chance.sample(SKILLS, 2))
                if chance.random() < 0.3
                else frozenset(),
            )
        else:
            crew = Crew((replace(one, load=len(owned[one.id])) for one in people), CAPS)
            left: list[Waiting] = []
            for ticket in waiting[:8]:
                done = crew.deal(ticket)
                if isinstance(done, Left):
                    left.append(ticket)
                    assert all(crew.why_not(person, ticket) for person in people), "one idles"
                    continue
                handed += 1
                owned[done.person.id].append(ticket.number)
                assert len(owned[done.person.id]) <= done.cap == crew.cap(done.person, ticket.line)
                assert done.person.status == Status.AVAILABLE
                people[done.person.id - 1] = replace(people[done.person.id - 1], last_dealt=handed)
            waiting = left + waiting[8:]
    assert handed > 10_000


PEOPLE = st.lists(
    st.builds(
        Person,
        id=st.integers(1, 6),
        name=st.just("P"),
        status=st.sampled_from(STATUSES),
        load=st.integers(0, 5),
        queues=st.frozensets(st.integers(1, 2), max_size=2),
        skills=st.frozensets(st.sampled_from(SKILLS)),
        caps=st.dictionaries(st.integers(1, 2), st.integers(0, 4)),
        last_dealt=st.integers(0, 9),
        is_absent=st.booleans(),
    ),
    max_size=6,
    unique_by=lambda person: person.id,
)
TICKETS = st.lists(
    st.builds(
        Waiting,
        number=st.integers(1, 99),
        queue=st.integers(1, 2),
        line=st.integers(1, 2),
        mode=st.sampled_from([Mode.BALANCED, Mode.ROUND_ROBIN]),
        needs=st.frozensets(st.sampled_from(SKILLS), max_size=1),
        language=st.sampled_from([None, "uk", "ru"]),
        client=st.integers(0, 6),
        returned_by=st.frozensets(st.integers(1, 6), max_size=2),
    ),
    max_size=12,
)


@given(PEOPLE, TICKETS, st.randoms())
def test_the_same_people_and_tickets_have_the_same_result(
    people: list[Person], tickets: list[Waiting], chance: random.Random
) -> None:
    done = list(deal(tickets, Crew(people, CAPS)))
    shuffled = list(people)
    chance.shuffle(shuffled)
    assert list(deal(tickets, Crew(shuffled, CAPS))) == done


@given(PEOPLE, TICKETS)
def test_nobody_is_dealt_more_than_the_cap_and_a_left_ticket_has_nobody(
    people: list[Person], tickets: list[Waiting]
) -> None:
    crew = Crew(people, CAPS)
    got: Counter[int] = Counter()
    for ticket in tickets:
        done = crew.deal(ticket)
        if isinstance(done, Dealt):
            got[done.person.id] += 1
            assert done.person.load + got[done.person.id] == done.load <= done.cap
        else:
            assert all(crew.why_not(person, ticket) for person in people)


@given(PEOPLE, TICKETS)
@example([Person(1, "P", "available", caps={1: 0})], [Waiting(1, 1, 1), Waiting(2, 1, 2)])
def test_what_is_given_is_what_is_dealt(people: list[Person], tickets: list[Waiting]) -> None:
    """The quick way skips only tickets that nobody can take."""
    every = deal(tickets, Crew(people, CAPS))
    assert list(given_away(tickets, Crew(people, CAPS))) == [
        one for one in every if isinstance(one, Dealt)
    ]
