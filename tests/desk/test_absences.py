"""Who is away: the substitute has the answers of their clients, and gives them back (F85)."""

from datetime import timedelta

import pytest

from supportdesk.domain.action import (
    Assign,
    ClientReference,
    EndAbsence,
    ReceiveMessage,
    SetAbsence,
    SetDealing,
    SetState,
    SetStatus,
    Undo,
)
from supportdesk.domain.errors import Invalid, NotFound, Refused
from supportdesk.store.read import threads
from tests.small_desk import SmallDesk


def away(small: SmallDesk, substitute: int | None, hours: float = 8) -> int:
    """Petro is away from now on."""
    now = small.clock()
    receipt = small.act(SetAbsence(small.petro, now, now + timedelta(hours=hours), substitute))
    return dict(receipt.counts)["absence"]


def hear(small: SmallDesk, number: int) -> None:
    """The client writes on the ticket."""
    small.clock.forward(seconds=1)
    who = ClientReference("Ann Lee", "ann@example.org")
    source = f"m{small.clock().timestamp()}"
    small.desk.act(None, ReceiveMessage(who, "Re", "Any news?", source, number))


def owned(small: SmallDesk, owner: int) -> int:
    """A ticket that somebody has and waits on."""
    number = small.ticket()
    small.act(Assign(number, owner), by=small.olga)
    small.act(SetState(number, "waiting"), "waiting_unanswered", by=small.olga)
    return number


def test_answers_go_to_the_substitute_and_return_afterwards(small: SmallDesk) -> None:
    answered, silent, solved, passed_on = (owned(small, small.petro) for _ in range(4))
    absence = away(small, small.tamar)
    for number in (answered, solved, passed_on):
        hear(small, number)
    assert [small.row(n).owner_id for n in (answered, silent)] == [small.tamar, small.petro]
    (moved,) = (
        e for e in small.desk.ask(threads.events, answered) if e.rule == f"absence:{absence}"
    )
    assert (moved.before, moved.after) == (str(small.petro), str(small.tamar))
    small.act(SetState(solved, "closed"), by=small.tamar)
    small.act(Assign(passed_on, small.olga), by=small.olga)
    small.clock.forward(hours=9)
    small.desk.work()
    assert [small.row(n).owner_id for n in (answered, silent, solved, passed_on)] == [
        *(small.petro, small.petro, small.tamar, small.olga)
    ]
    assert small.desk.work().done == 0


def test_without_a_substitute_answers_go_to_the_queue(small: SmallDesk) -> None:
    number = owned(small, small.petro)
    small.act(SetDealing(small.first_line, "balanced"), by=small.olga)
    away(small, None)
    small.act(SetStatus("available"))
    hear(small, number)
    assert small.row(number).owner_id is None, "nobody is dealt what they are away for"
    small.clock.forward(hours=9)
    small.desk.work()
    assert small.row(number).owner_id == small.petro


def test_a_substitute_who_is_away_too_stands_in_for_nobody(small: SmallDesk) -> None:
    number = owned(small, small.petro)
    now = small.clock()
    small.act(SetAbsence(small.tamar, now, now + timedelta(hours=2)), by=small.tamar)
    away(small, small.tamar)
    hear(small, number)
    assert small.row(number).owner_id is None


def test_who_comes_back_early_has_everything_again(small: SmallDesk) -> None:
    numbers = [owned(small, small.petro) for _ in range(6)]
    absence = away(small, small.tamar)
    for number in numbers:
        hear(small, number)
    small.act(EndAbsence(absence))
    small.clock.forward(seconds=1)
    small.desk.work()
    assert {small.row(number).owner_id for number in numbers} == {small.petro}
    with pytest.raises(Refused, match=r"absence\.over"):
        small.act(EndAbsence(absence))


def test_a_planned_absence_is_taken_back_by_undo(small: SmallDesk) -> None:
    number = owned(small, small.petro)
    away(small, small.tamar)
    small.act(Undo())
    hear(small, number)
    assert small.row(number).owner_id == small.petro


def test_what_is_refused(small: SmallDesk) -> None:
    now, later = small.clock(), small.clock() + timedelta(hours=1)
    away(small, None)
    with pytest.raises(Refused, match=r"absence\.twice"):
        small.act(SetAbsence(small.petro, now, later))
    with pytest.raises(Refused, match=r"absence\.not_own"):
        small.act(SetAbsence(small.olga, now, later))
    with pytest.raises(Refused, match=r"absence\.own_substitute"):
        small.act(SetAbsence(small.tamar, now, later, small.tamar), by=small.olga)
    with pytest.raises(Invalid, match=r"absence\.no_time"):
        small.act(SetAbsence(small.tamar, later, now), by=small.tamar)
    with pytest.raises(NotFound, match=r"absence\.missing"):
        small.act(EndAbsence(99))
