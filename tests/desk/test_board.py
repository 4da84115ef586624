"""The board says of every moment what was counted one by one then (R8, F117, F128, F153)."""

from collections import Counter
from contextlib import closing, suppress
from datetime import UTC, timedelta

from hypothesis import HealthCheck, given, settings

from supportdesk.desk.board import view
from supportdesk.desk.desk import Desk
from supportdesk.desk.opening import open_desk
from supportdesk.domain import action
from supportdesk.domain.board import COUNTED, Place, summed
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import DeskError
from supportdesk.store.read import board
from tests.desk.test_random_work import STEPS, Step, client, do
from tests.small_desk import SmallDesk, StandingClock
from tests.stores import Stores

DAY = 86_400_000
NOT_OF_NOW = ("history", "macro")
"""A fact changes the past that it tells of; macros are not here."""


def counted_one_by_one(desk: Desk) -> list[Place]:
    """Where tickets stand now, from their rows alone."""
    found = desk.connection.execute(
        "SELECT queue_id, owner_id, category, wake_at IS NOT NULL FROM ticket WHERE category < 4"
    )
    counted = Counter((q, o, c, bool(asleep)) for q, o, c, asleep in found)
    return in_order([Place(*place, n) for place, n in counted.items()])


def in_order(places: list[Place]) -> list[Place]:
    """One order, whatever they were read from."""
    return sorted(places, key=lambda place: (place.queue, place.owner or 0, *place[2:]))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_every_moment_of_the_past_is_as_it_was_counted_then(
    stores: Stores, steps: list[tuple[int, str, int, str]]
) -> None:
    if not stores.take(steps):
        return
    clock = StandingClock()
    seen: dict[int, list[Place]] = {}
    with stores.passing() as address, closing(open_desk(address, clock)) as desk:
        for name in ("Olga", "Petro", "Ann"):
            desk.act(None, action.SaveOperator(name, role="admin"))
        for name in ("First", "Second"):
            desk.act(None, action.SaveQueue(name))
        for n in range(3):
            desk.act(1, action.CreateTicket(client(n), "refund", "оплата"))
        for actor, step, number, word in steps:
            if step in NOT_OF_NOW:
                continue
            clock.forward(seconds=7)
            with suppress(DeskError):
                do(desk, clock, step, Step(actor, number, word, clock()))
            desk.work()
            seen[to_milliseconds(clock())] = counted_one_by_one(desk)
        for moment, places in seen.items():
            assert in_order(desk.ask(board.places, moment)) == places
        assert in_order(desk.ask(board.places)) == counted_one_by_one(desk)
        check_numbers(desk, to_milliseconds(clock()))


def check_numbers(desk: Desk, now: int) -> None:
    """Behind every number stand as many tickets as it says."""
    whole = summed(desk.ask(board.places))
    for name in COUNTED:
        behind = desk.ask(board.numbers_behind, name, now=now)
        assert len(behind) == whole.total(name)
        for queue in (1, 2):
            behind = desk.ask(board.numbers_behind, name, now=now, queue=queue)
            assert len(behind) == whole.of_queue(queue, name)
        for operator in (1, 2, 3):
            behind = desk.ask(board.numbers_behind, name, now=now, operator=operator)
            assert len(behind) == whole.of_operator(operator, name)


def test_numbers_of_a_past_moment_open_the_tickets_that_stood_there(small: SmallDesk) -> None:
    first, second = small.ticket("First"), small.ticket("Second")
    small.act(action.Assign(first, small.petro))
    small.act(action.Snooze(second, small.clock() + timedelta(hours=5)))
    then = to_milliseconds(small.clock())
    small.clock.forward(hours=1)
    small.act(action.SetState(first, "closed", kind="help"))
    small.act(action.Assign(second, small.olga))
    now = to_milliseconds(small.clock())

    def behind(name: str, at: int | None = None, **whose: int) -> list[int]:
        return small.desk.ask(board.numbers_behind, name, now=now, at=at, **whose)

    assert behind("backlog", then) == [first, second]
    assert behind("load", then, operator=small.petro) == [first]
    assert (behind("unassigned", then), behind("asleep", then)) == ([second], [second])
    assert (behind("backlog"), behind("unassigned")) == ([second], [])
    assert behind("backlog", queue=small.billing) == []


def test_what_time_presses_is_told_by_queue_and_by_operator(small: SmallDesk) -> None:
    first, second = small.ticket("First"), small.ticket("Second")
    asked = to_milliseconds(small.clock())
    small.act(action.MoveToQueue(second, small.billing))
    small.act(action.Assign(second, small.petro))
    now = to_milliseconds(small.clock())
    queues = small.desk.ask(board.clocks_of_queues, now)
    assert queues[small.billing].oldest == asked
    assert queues[small.first_line].oldest == asked - 1000
    people = {one.id: one.oldest for one in small.desk.ask(view, now, UTC, None).operators}
    assert people[small.petro] == asked
    assert small.desk.ask(board.numbers_behind, "oldest", now=now, operator=small.petro) == [second]
    assert small.desk.ask(board.numbers_behind, "oldest", now=now) == [first, second]
    small.act(action.Reply(first, "Yes.", small.row(first).last_event))
    assert small.desk.ask(board.clocks_of_queues, now)[small.first_line].oldest is None
    assert small.desk.ask(board.numbers_behind, "oldest", now=now) == [second]


def test_arrivals_and_replies_are_counted_by_the_hour(small: SmallDesk) -> None:
    began = to_milliseconds(small.clock())
    number = small.ticket()
    small.clock.forward(hours=2)
    small.ticket()
    small.act(action.Reply(number, "Yes.", small.row(number).last_event))
    until = to_milliseconds(small.clock()) + 1
    assert small.desk.ask(board.created_per_hour, began, until) == {0: 1, 2: 1}
    assert small.desk.ask(board.replies_per_hour, began, until) == {2: 1}


def breached(small: SmallDesk, at: int | None = None) -> tuple[int | None, list[int]]:
    """What is past its time, by the board and by the tickets behind its number."""
    now = to_milliseconds(small.clock())
    told = small.desk.ask(view, now, UTC, at)
    behind = small.desk.ask(board.numbers_behind, "breached", now=now, at=at)
    assert told.total.numbers["breached"] == len(behind)
    return told.total.numbers["breached"], behind


def test_what_was_past_its_time_is_known_of_every_moment(small: SmallDesk) -> None:
    targets = (
        action.PolicyTarget("normal", "first_response", 60),
        action.PolicyTarget("normal", "resolution", 120),
    )
    small.act(action.SavePolicy("All", targets=targets), by=small.olga)
    number = small.ticket()
    began = small.clock()
    small.clock.forward(minutes=90)
    small.desk.work()
    small.act(action.Reply(number, "Yes.", small.row(number).last_event))
    small.clock.forward(minutes=60)
    small.desk.work()
    small.act(action.SetState(number, "waiting"))
    small.clock.forward(minutes=60)

    def minutes(passed: int) -> int:
        return to_milliseconds(began + timedelta(minutes=passed))

    assert [breached(small, minutes(n))[0] for n in (30, 75, 100, 140, 170)] == [0, 1, 0, 1, 0]
    assert breached(small, minutes(75)) == (1, [number])
    assert breached(small) == (0, []), "it stands still, waiting for the client"
    small.act(action.SetState(number, "open"))
    assert breached(small) == (1, [number])
    assert breached(small, to_milliseconds(small.clock())) == (1, [number])


def test_people_are_told_with_what_they_did_at_that_moment(small: SmallDesk) -> None:
    small.act(action.SetStatus("available"))
    number = small.ticket()
    small.act(action.Assign(number, small.petro))
    then = small.clock()
    small.clock.forward(hours=1)
    small.act(action.SetStatus("break"))
    now = to_milliseconds(small.clock())
    petro = next(o for o in small.desk.ask(view, now, UTC, None).operators if o.id == small.petro)
    assert (petro.status, petro.since, petro.load, petro.cap) == ("break", now, 1, 3)
    past = small.desk.ask(view, now, UTC, to_milliseconds(then)).operators
    petro = next(one for one in past if one.id == small.petro)
    assert (petro.status, petro.load, petro.cap) == ("available", 1, None)


def test_the_day_is_measured_as_a_report_of_it_measures(small: SmallDesk) -> None:
    targets = (action.PolicyTarget("normal", "first_response", 60),)
    small.act(action.SavePolicy("All", targets=targets), by=small.olga)
    first, second = small.ticket(), small.ticket()
    small.clock.forward(minutes=30)
    small.act(action.Reply(first, "Yes.", small.row(first).last_event))
    small.clock.forward(minutes=60)
    small.act(action.Reply(second, "Yes.", small.row(second).last_event))
    now = to_milliseconds(small.clock())
    told = {
        section.metric.name: section.total.number
        for section in small.desk.ask(view, now, UTC, None).measured
        if section.total is not None
    }
    assert set(told) == {"first_response", "first_response_met"}
    assert told["first_response"].median == 60 * 60_000 + 2_000
    assert (told["first_response_met"].n, told["first_response_met"].of) == (1, 2)
    assert small.desk.ask(view, now, UTC, to_milliseconds(small.clock()) - DAY).measured == ()
