"""Policies and the clocks of tickets, through the desk alone (R2, F87 to F97)."""

from datetime import UTC, datetime, timedelta

import pytest

from supportdesk.domain.action import (
    Action,
    ClientReference,
    EditClient,
    HistoricMessage,
    HistoricTicket,
    OrderPolicies,
    PolicyTarget,
    ReceiveMessage,
    RecordHistory,
    RemovePolicy,
    Reply,
    SaveCalendar,
    SavePolicy,
    SetPriority,
    SetState,
    Undo,
)
from supportdesk.domain.envelope import Receipt, from_milliseconds, to_milliseconds
from supportdesk.domain.errors import DeskError, Refused
from supportdesk.store.read import clocks, policies
from supportdesk.store.read.clocks import ClockRow
from tests.small_desk import SmallDesk

FIRST, NEXT, UPDATE, RESOLUTION = "first_response", "next_reply", "update", "resolution"
HOUR = 3_600_000


def all_priorities(clock: str, minutes: int) -> list[PolicyTarget]:
    """The same target for every priority."""
    return [PolicyTarget(p, clock, minutes) for p in ("low", "normal", "high", "critical")]


def save(small: SmallDesk, name: str = "Standard", query: str = "", **minutes: int) -> int:
    """Olga, the lead, makes a policy with these targets for every priority."""
    targets = [
        target for clock, length in minutes.items() for target in all_priorities(clock, length)
    ]
    made = small.act(SavePolicy(name, query=query, targets=tuple(targets)), by=small.olga).policy
    assert made is not None
    settle(small)
    return made


def settle(small: SmallDesk) -> None:
    """Have every ticket at work held to the policies there are."""
    while small.desk.ask(clocks.tickets_to_look_at) is not None:
        small.desk.work()


def of(small: SmallDesk, number: int) -> dict[str, ClockRow]:
    """The newest cycle of each clock."""
    return {row.clock: row for row in small.desk.ask(clocks.clocks_of, number)}


def due(small: SmallDesk, number: int) -> datetime | None:
    at = small.row(number).due_at
    return None if at is None else from_milliseconds(at)


def reply(small: SmallDesk, number: int, **more: str) -> Receipt:
    return small.act(Reply(number, "We look into it.", 10**9, **more), "waiting_unanswered")  # type: ignore[arg-type]


def write(small: SmallDesk, number: int) -> Receipt:
    """Ann, the client, writes on the ticket."""
    small.clock.forward(seconds=1)
    who = ClientReference("Ann Lee", "ann@example.org")
    source = f"<{small.clock().timestamp()}@example.org>"
    return small.desk.act(None, ReceiveMessage(who, "Re", "Any news?", source, ticket=number))


def alerts(small: SmallDesk, number: int) -> list[tuple[str, str | None, datetime]]:
    """What the ticket's events say of its clocks."""
    found = small.desk.ask(
        lambda c: c.execute(
            "SELECT field, after, at FROM event WHERE ticket_id = ? AND field LIKE 'sla.%'"
            " ORDER BY seq",
            (number,),
        ).fetchall()
    )
    return [(field, after, from_milliseconds(at)) for field, after, at in found]


def test_without_a_policy_there_is_no_clock(small: SmallDesk) -> None:
    number = small.ticket()
    assert of(small, number) == {}
    assert due(small, number) is None


def test_a_ticket_is_due_by_its_earliest_clock(small: SmallDesk) -> None:
    save(small, first_response=60, resolution=480)
    number = small.ticket()
    made = from_milliseconds(small.row(number).created_at)
    assert due(small, number) == made + timedelta(hours=1)
    reply(small, number)
    assert due(small, number) == made + timedelta(hours=8)
    assert of(small, number)[FIRST].met is True


def test_while_it_waits_nothing_is_due_and_what_is_left_is_kept(small: SmallDesk) -> None:
    save(small, resolution=480)
    number = small.ticket()
    small.clock.forward(hours=2)
    reply(small, number, then_state="waiting")
    assert due(small, number) is None
    made = small.row(number).created_at
    resting = of(small, number)[RESOLUTION]
    assert resting.remaining == 8 * HOUR - ((resting.paused_at or 0) - made)
    small.clock.forward(hours=30)
    write(small, number)
    assert due(small, number) == small.clock() + timedelta(milliseconds=resting.remaining or 0)


def test_an_undo_computes_the_clocks_anew(small: SmallDesk) -> None:
    save(small, first_response=60, update=240)
    number = small.ticket()
    before = of(small, number)
    reply(small, number)
    assert of(small, number)[FIRST].met is True
    small.act(Undo())
    assert of(small, number) == before
    small.act(SetState(number, "waiting"), "waiting_unanswered")
    small.act(Undo())
    assert of(small, number) == before
    assert due(small, number) == from_milliseconds(before[FIRST].due_at or 0)


def test_a_creation_taken_back_leaves_no_clock(small: SmallDesk) -> None:
    save(small, first_response=60)
    number = small.ticket()
    small.act(Undo())
    assert of(small, number) == {}
    assert due(small, number) is None


def test_each_cycle_is_a_record_of_its_own(small: SmallDesk) -> None:
    save(small, next_reply=60)
    number = small.ticket()
    reply(small, number)
    for hours in (0.5, 2):
        write(small, number)
        small.clock.forward(hours=hours)
        small.desk.work()
        reply(small, number)
    rows = small.desk.ask(clocks.clocks_of, number)
    assert [row.met for row in rows] == [True, False]


def test_the_first_policy_that_holds_is_the_tickets(small: SmallDesk) -> None:
    save(small, "Fast", "priority:critical", first_response=15)
    save(small, "Slow", first_response=120)
    number = small.ticket()
    made = from_milliseconds(small.row(number).created_at)
    assert due(small, number) == made + timedelta(hours=2)
    small.act(SetPriority(number, 3))
    assert due(small, number) == made + timedelta(minutes=15)
    assert [field for field, *_rest in events(small, number)] == ["sla_policy"]
    small.act(Undo())
    assert due(small, number) == made + timedelta(hours=2)


def events(small: SmallDesk, number: int) -> list[tuple[str, str | None, str | None]]:
    return small.desk.ask(
        lambda c: c.execute(
            "SELECT field, before, after FROM event WHERE ticket_id = ? AND field LIKE 'sla%'"
            " ORDER BY seq",
            (number,),
        ).fetchall()
    )


def test_a_changed_policy_moves_what_is_due_and_keeps_the_pauses(small: SmallDesk) -> None:
    policy = save(small, resolution=480)
    number = small.ticket()
    made = from_milliseconds(small.row(number).created_at)
    small.act(SetState(number, "waiting"), "waiting_unanswered")
    small.clock.forward(hours=10)
    small.act(SetState(number, "open"))
    waited = due(small, number)
    assert waited is not None
    small.act(
        SavePolicy("Standard", policy, targets=(PolicyTarget("normal", RESOLUTION, 240),)),
        by=small.olga,
    )
    settle(small)
    assert due(small, number) == waited - timedelta(hours=4)
    assert waited > made + timedelta(hours=18)
    small.act(Undo(), by=small.olga)
    settle(small)
    assert due(small, number) == waited


def test_time_warns_and_breaches_once_with_its_own_moments(small: SmallDesk) -> None:
    save(small, first_response=60)
    number = small.ticket()
    made = from_milliseconds(small.row(number).created_at)
    small.clock.forward(minutes=50)
    small.desk.work()
    assert alerts(small, number) == [("sla.warning", FIRST, made + timedelta(minutes=45))]
    small.clock.forward(hours=9)
    small.desk.work()
    small.desk.work()
    breached = ("sla.breached", FIRST, made + timedelta(hours=1))
    assert alerts(small, number)[1:] == [breached]
    assert of(small, number)[FIRST].met is False
    reply(small, number)
    assert of(small, number)[FIRST].met is False
    assert alerts(small, number)[1:] == [breached]


def test_a_night_without_anybody_is_caught_up_in_order(small: SmallDesk) -> None:
    save(small, first_response=60)
    number = small.ticket()
    small.clock.forward(hours=12)
    reply(small, number)
    assert [what for what, _clock, _at in alerts(small, number)] == ["sla.warning", "sla.breached"]


def test_a_breach_is_never_erased(small: SmallDesk) -> None:
    policy = save(small, resolution=60)
    number = small.ticket()
    small.clock.forward(hours=2)
    small.desk.work()
    row = of(small, number)[RESOLUTION]
    small.act(
        SavePolicy("Standard", policy, targets=tuple(all_priorities(RESOLUTION, 6000))),
        by=small.olga,
    )
    settle(small)
    assert of(small, number)[RESOLUTION].breached_at == row.breached_at
    assert due(small, number) == from_milliseconds(row.breached_at or 0)
    small.act(RemovePolicy(policy), by=small.olga)
    settle(small)
    kept = of(small, number)[RESOLUTION]
    assert (kept.breached_at, kept.met) == (row.breached_at, False)
    assert due(small, number) is None


def test_an_answer_in_time_leaves_nothing_to_tell(small: SmallDesk) -> None:
    save(small, first_response=60)
    number = small.ticket()
    small.clock.forward(minutes=30)
    reply(small, number)
    small.clock.forward(hours=5)
    small.desk.work()
    assert alerts(small, number) == []


def test_a_policy_goes_by_its_calendar(small: SmallDesk) -> None:
    office = small.act(
        SaveCalendar("Office", zone="UTC", hours="mon-fri 10-18", default=False), by=small.olga
    ).calendar
    target = PolicyTarget("normal", FIRST, 60)
    small.act(SavePolicy("Standard", calendar=office, targets=(target,)), by=small.olga)
    settle(small)
    number = small.ticket()
    assert due(small, number) == datetime(2026, 3, 2, 11, tzinfo=UTC)
    small.act(SaveCalendar("Office", office, hours="mon-fri 12-18"), by=small.olga)
    settle(small)
    assert due(small, number) == datetime(2026, 3, 2, 13, tzinfo=UTC)


def test_a_client_who_becomes_a_vip_is_served_as_one(small: SmallDesk) -> None:
    save(small, "VIP", "vip:yes", first_response=15)
    save(small, "Standard", first_response=120)
    number = small.ticket()
    made = from_milliseconds(small.row(number).created_at)
    client = small.row(number).client_id
    small.act(EditClient(client, (("vip", "yes"),)))
    assert due(small, number) == made + timedelta(minutes=15)


def test_the_order_of_policies_decides(small: SmallDesk) -> None:
    one = save(small, "One", first_response=60)
    two = save(small, "Two", first_response=120)
    number = small.ticket()
    made = from_milliseconds(small.row(number).created_at)
    small.act(OrderPolicies((two,)), by=small.olga)
    settle(small)
    assert due(small, number) == made + timedelta(hours=2)
    assert [row.id for row in small.desk.ask(policies.policies)] == [two, one]


def test_the_past_is_counted_with_its_own_times_and_without_alerts(small: SmallDesk) -> None:
    save(small, first_response=60, resolution=600)
    began = small.clock() - timedelta(days=3)
    who = ClientReference("Bo", "bo@example.org")
    us = ClientReference("Petro", None)
    messages = (
        HistoricMessage("<1>", "client", who, began, "Hello"),
        HistoricMessage("<2>", "operator", us, began + timedelta(minutes=90), "Yes?"),
        HistoricMessage("<3>", "client", who, began + timedelta(hours=3), "Well"),
    )
    historic = HistoricTicket("<1>", "Old", who, messages, began)
    small.clock.forward(seconds=1)
    number = small.desk.act(None, RecordHistory((historic,))).tickets[0]
    small.desk.work()
    found = of(small, number)
    assert (found[FIRST].met, found[FIRST].breached_at) == (
        False,
        to_milliseconds(began + timedelta(hours=1)),
    )
    assert found[RESOLUTION].met is False
    assert alerts(small, number) == []


def test_other_policies_reach_every_ticket_at_work(small: SmallDesk) -> None:
    numbers = [small.ticket(f"Ticket {n}") for n in range(5)]
    done = small.ticket()
    small.act(SetState(done, "spam"))
    save(small, first_response=60)
    assert all(due(small, number) is not None for number in numbers)
    assert due(small, done) is None


@pytest.mark.parametrize(
    ("action", "code"),
    [
        (SavePolicy("Fast", targets=(PolicyTarget("normal", FIRST, 0),)), "sla.target"),
        (SavePolicy("Fast", targets=(PolicyTarget("normal", "fifth", 5),)), "sla.clock"),
        (SavePolicy("Fast", targets=(PolicyTarget("urgent", FIRST, 5),)), "priority.unknown"),
        (SavePolicy(" "), "sla.name"),
        (SavePolicy("Fast", query="refund"), "sla.words"),
        (SavePolicy("Fast", query="-sla:breached"), "sla.circle"),
        (SavePolicy("Fast", query="owner:me"), "sla.me"),
        (SavePolicy("Fast", query="colour:red"), "query.unknown_field"),
        (SavePolicy("standard"), "sla.name_taken"),
        (SavePolicy("Fast", calendar=99), "calendar.missing"),
        (RemovePolicy(99), "sla_policy.missing"),
    ],
)
def test_what_no_policy_can_be_is_refused(small: SmallDesk, action: Action, code: str) -> None:
    save(small)
    with pytest.raises(DeskError) as refused:
        small.act(action, by=small.olga)
    assert refused.value.code == code


def test_only_leads_change_policies(small: SmallDesk) -> None:
    with pytest.raises(Refused, match=r"role\.not_allowed"):
        small.act(SavePolicy("Fast"))


def test_a_store_without_policies_pays_one_question(small: SmallDesk) -> None:
    asked: list[str] = []
    number = small.ticket()
    statements(small, asked)
    reply(small, number)
    assert len([one for one in asked if "FROM sla_" in one]) == 1


def statements(small: SmallDesk, asked: list[str]) -> None:
    """Collect what the writing connection is asked."""
    from sqlalchemy import event

    writer = small.desk._writer
    assert writer is not None
    event.listen(
        writer._engine,  # type: ignore[attr-defined]
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_rest: asked.append(statement),
    )
