"""What the board asks of those who work: now, and at any past moment (F118)."""

from datetime import timedelta

from supportdesk.domain.action import (
    AddNote,
    Assign,
    SaveQueue,
    SetAbsence,
    SetDuties,
    SetState,
    SetStatus,
    Snooze,
)
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.store.read import operators
from supportdesk.store.read.operators import AtWork
from tests.small_desk import SmallDesk


def at_work(small: SmallDesk, who: int) -> AtWork:
    """One operator now."""
    now = to_milliseconds(small.clock())
    return next(one for one in small.desk.ask(operators.at_work, now) if one.id == who)


def test_load_leaves_out_sleeping_tickets_and_the_oldest_wait_does_not(small: SmallDesk) -> None:
    first, second, third, fourth = (small.ticket() for _ in range(4))
    asked = small.row(first).waiting_since
    for number in (first, second, third, fourth):
        small.act(Assign(number, small.petro))
    small.act(Snooze(first, small.clock() + timedelta(hours=1)))
    small.act(SetState(third, "waiting"), "waiting_unanswered")
    small.act(AddNote(fourth, "called"))
    seen = at_work(small, small.petro)
    assert (seen.load, seen.oldest_unanswered) == (2, asked)
    assert seen.last_action == to_milliseconds(small.clock())
    small.clock.forward(hours=1)
    small.desk.work()
    assert at_work(small, small.petro).oldest_unanswered == asked
    assert at_work(small, small.petro).load == 3


def test_the_cap_is_that_of_the_first_line_worked(small: SmallDesk) -> None:
    third_line = small.act(SaveQueue("Third line", 3), by=small.olga).queue
    assert third_line is not None
    assert at_work(small, small.petro).cap == 3
    small.act(SetDuties(small.petro, queues=(small.billing, third_line)), by=small.olga)
    assert at_work(small, small.petro).cap == 10
    small.act(SetDuties(small.petro, caps=((2, 4), (3, 5))), by=small.olga)
    assert at_work(small, small.petro).cap == 4


def test_who_is_away_is_so_while_it_lasts(small: SmallDesk) -> None:
    now = small.clock()
    small.act(SetAbsence(small.petro, now, now + timedelta(hours=2), small.tamar))
    seen = at_work(small, small.petro)
    assert (seen.away_until, seen.substitute) == (
        to_milliseconds(now + timedelta(hours=2)),
        "Tamar",
    )
    small.clock.forward(hours=3)
    assert at_work(small, small.petro).away_until is None


def test_a_past_moment_is_told_from_what_was_then(small: SmallDesk) -> None:
    moments = []
    for status in ("available", "break", "available", "offline"):
        small.act(SetStatus(status))
        moments.append(to_milliseconds(small.clock()))
        small.clock.forward(minutes=10)
    for begun, status in zip(moments, ("available", "break", "available", "offline"), strict=True):
        told = small.desk.ask(operators.statuses_at, begun + 1000)
        assert told == {small.petro: (status, begun)}
    assert small.desk.ask(operators.statuses_at, moments[0] - 1) == {}
    spent = small.desk.ask(operators.time_in_status, moments[0], moments[-1] + 5000)
    by_status = {status: milliseconds for _operator, status, milliseconds in spent}
    assert by_status == {"available": 2 * 601_000, "break": 601_000, "offline": 5000}
