"""Whatever is done and taken back, clocks say what follows from the ticket (law 4, R2)."""

import random
from collections.abc import Callable
from contextlib import suppress

import pytest

from supportdesk.domain.action import (
    Action,
    AddNote,
    ClientReference,
    MergeTicket,
    PolicyTarget,
    ReceiveMessage,
    Redo,
    Reply,
    SaveCalendar,
    SavePolicy,
    SetPriority,
    SetState,
    Undo,
)
from supportdesk.domain.envelope import from_milliseconds, to_milliseconds
from supportdesk.domain.errors import DeskError
from supportdesk.domain.sla.clocks import Condition, readings
from supportdesk.domain.ticket import Priority
from supportdesk.store.read import calendars, clocks, policies
from supportdesk.store.write import clock_alerts
from tests.desk.test_service_levels import due, save, settle, write
from tests.small_desk import SmallDesk

STATES = ("open", "waiting", "hold", "solved", "closed")


def policy_for(small: SmallDesk, name: str, query: str, minutes: int) -> None:
    targets = tuple(
        PolicyTarget(priority, clock, minutes * factor)
        for priority, factor in (("low", 4), ("normal", 3), ("high", 2), ("critical", 1))
        for clock in ("first_response", "next_reply", "update", "resolution")
    )
    small.act(SavePolicy(name, query=query, targets=targets, hold_pauses=True), by=small.olga)


def steps(small: SmallDesk, pick: random.Random, numbers: list[int]) -> Callable[[], object]:
    """Something that may happen at a desk."""
    number = pick.choice(numbers)
    state = pick.choice(STATES)
    actions: list[Action] = [
        Reply(number, "We look into it.", 10**9),
        AddNote(number, "A note."),
        SetState(number, state, reason="third_party" if state == "hold" else None, kind="help"),
        SetPriority(number, pick.randrange(4)),
        Undo(),
        Redo(),
        MergeTicket(number, pick.choice(numbers)),
    ]
    weights = (4, 1, 5, 2, 3, 1, 1)
    chosen = pick.choices([*actions, None], (*weights, 4))[0]
    if chosen is None:
        return lambda: write(small, number)
    if isinstance(chosen, SetState) and state == "closed":
        chosen = SetState(number, state)
    return lambda: small.act(chosen, "waiting_unanswered", "other_client")


def require_true(small: SmallDesk, number: int) -> None:
    """The open clocks of a ticket are those that follow from what happened on it."""
    row = small.row(number)
    timeline = small.desk.ask(clocks.timeline_of, number, row.created_at)
    ask = "SELECT sla_policy_id FROM ticket WHERE id = ?"
    chosen = small.desk.ask(lambda c: c.execute(ask, (number,)).fetchone()[0])
    known = {policy.id: policy for policy in small.desk.ask(policies.policies)}
    office = calendars.calendar_of(small.desk.ask(calendars.calendars)[0])
    found = readings(timeline, policies.policy_of(known[chosen]), Priority(row.priority), office)
    wanted = {
        (str(one.cycle.clock), to_milliseconds(one.cycle.started)): one
        for one in found
        if one.condition in (Condition.RUNNING, Condition.PAUSED)
    }
    kept = {
        (one.clock, one.started_at): one
        for one in small.desk.ask(clocks.clocks_of, number)
        if one.ended_at is None
    }
    assert kept.keys() == wanted.keys()
    for key, one in kept.items():
        reading = wanted[key]
        assert (one.paused_at is not None) == (reading.condition is Condition.PAUSED), key
        if one.breached_at is None:
            at = None if reading.due is None else to_milliseconds(reading.due)
            assert one.due_at == at, key
    running = [one.due_at for one in kept.values() if one.due_at is not None]
    assert row.due_at == min(running, default=None)


@pytest.mark.parametrize("seed", range(4))
def test_clocks_follow_from_the_ticket_after_any_work(small: SmallDesk, seed: int) -> None:
    pick = random.Random(seed)
    small.act(SaveCalendar("Office", zone="UTC", hours="mon-fri 9-18"), by=small.olga)
    policy_for(small, "Fast", "priority>=high", 60)
    policy_for(small, "Slow", "", 120)
    numbers = [small.ticket(f"Ticket {n}") for n in range(3)]
    done = 0
    for _step in range(50):
        small.clock.forward(minutes=pick.randrange(1, 300))
        with suppress(DeskError):
            steps(small, pick, numbers)()
            done += 1
        for number in numbers:
            require_true(small, number)
    assert done > 15


def test_other_policies_come_part_by_part(
    small: SmallDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock_alerts, "AT_ONCE", 2)
    monkeypatch.setattr(clock_alerts, "NUMBERS_AT_ONCE", 3)
    numbers = [small.ticket(f"Ticket {n}") for n in range(11)]
    target = PolicyTarget("normal", "resolution", 60)
    small.act(SavePolicy("Standard", targets=(target,)), by=small.olga)
    small.act(AddNote(numbers[-1], "Nobody waits for the whole."))
    reached = [number for number in numbers if due(small, number) is not None]
    assert reached == [numbers[0], numbers[1], numbers[-1]]
    settle(small)
    assert all(due(small, number) is not None for number in numbers)


def test_a_policy_is_saved_and_asked_for(small: SmallDesk) -> None:
    policy = save(small, first_response=60)
    who = ClientReference("Bo", "bo@example.org")
    number = small.desk.act(None, ReceiveMessage(who, "Hi", "Hello", "<a>")).tickets[0]
    assert due(small, number) == from_milliseconds(small.row(number).created_at + 3_600_000)
    assert small.desk.ask(clocks.clocks_of, number)[0].policy == policy
