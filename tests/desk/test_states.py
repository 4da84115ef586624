"""The table of states, and what its transitions ask for (R1)."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.domain.action import (
    Assign,
    ClientReference,
    CreateTicket,
    Reply,
    SetKind,
    SetPriority,
    SetState,
    Snooze,
)
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.ticket import STATES, Category
from tests.small_desk import SmallDesk

EXPECTED = {
    "new": {"open", "waiting", "hold", "solved", "closed", "spam"},
    "open": {"waiting", "hold", "solved", "closed", "spam"},
    "waiting": {"open", "hold", "solved", "closed", "spam"},
    "hold": {"open", "waiting", "solved", "closed", "spam"},
    "solved": {"open", "waiting", "hold", "closed"},
    "closed": {"open"},
    "merged": set(),
    "spam": {"open"},
}


def test_the_table_is_the_one_of_the_rules() -> None:
    assert {name: set(state.successors) for name, state in STATES.items()} == EXPECTED


@settings(max_examples=60)
@given(st.lists(st.sampled_from(sorted(EXPECTED)), max_size=12))
def test_any_walk_stays_inside_the_table(walk: list[str]) -> None:
    """Never back to new, and every step of a walk is a transition of the table."""
    state = "new"
    for wanted in walk:
        if wanted in STATES[state].successors:
            state = wanted
    assert state == "new" or "new" not in STATES[state].successors


def test_a_refused_transition_names_the_allowed_ones(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(SetState(number, "closed"))
    with pytest.raises(Refused) as refusal:
        small.act(SetState(number, "waiting"))
    assert refusal.value.code == "state.not_allowed"
    assert refusal.value.parameters["allowed"] == ["open"]


def test_never_back_to_new(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(SetState(number, "open"))
    with pytest.raises(Refused):
        small.act(SetState(number, "new"))


def test_waiting_without_an_answer_stops_once(small: SmallDesk) -> None:
    number = small.ticket()
    with pytest.raises(Refused) as refusal:
        small.act(SetState(number, "waiting"))
    assert [stop.name for stop in refusal.value.stops] == ["waiting_unanswered"]
    small.act(SetState(number, "waiting"), "waiting_unanswered")
    assert small.row(number).category == Category.WAITING
    assert small.row(number).reason == "unanswered", "the pause is marked"
    small.act(SetState(number, "open"))
    small.act(Reply(number, "Which order?", small.row(number).last_event, then_state="waiting"))
    assert small.row(number).reason is None


def test_hold_needs_a_reason(small: SmallDesk) -> None:
    number = small.ticket()
    with pytest.raises(Refused) as refusal:
        small.act(SetState(number, "hold"))
    assert refusal.value.code == "state.needs_reason"
    small.act(SetState(number, "hold", reason="third_party"))
    assert small.row(number).reason == "third_party"


def test_solving_needs_a_kind_and_makes_the_solver_the_owner(small: SmallDesk) -> None:
    number = small.ticket()
    with pytest.raises(Refused, match=r"state\.needs_kind"):
        small.act(SetState(number, "solved"))
    assert small.row(number).owner_id is None, "a refusal changes nothing"
    small.act(SetState(number, "solved", kind="question"))
    row = small.row(number)
    assert (row.owner_id, row.kind, row.state) == (small.petro, "question", "solved")
    assert row.solved_at == row.updated_at


def test_closing_keeps_why(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(SetState(number, "closed", reason="confirmed"))
    row = small.row(number)
    assert (row.reason, row.closed_at) == ("confirmed", row.updated_at)


def test_the_first_action_opens_a_new_ticket(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(Assign(number, small.olga))
    assert small.row(number).state == "open"


def test_an_unknown_priority_is_invalid(small: SmallDesk) -> None:
    number = small.ticket()
    with pytest.raises(Invalid):
        small.act(SetPriority(number, 7))


def test_a_snoozed_ticket_returns_once_at_its_time_even_late(small: SmallDesk) -> None:
    number = small.ticket()
    until = small.clock().replace(hour=15)
    small.act(Snooze(number, until))
    assert small.row(number).wake_at is not None
    small.clock.forward(hours=30)
    assert small.desk.work().done == 1
    row = small.row(number)
    assert row.wake_at is None
    assert row.updated_at == int(until.timestamp() * 1000), "the effect carries its due time"
    assert small.desk.work().done == 0


def test_a_done_ticket_cannot_sleep_and_no_ticket_into_the_past(small: SmallDesk) -> None:
    number = small.ticket()
    with pytest.raises(Invalid, match=r"moment\.past"):
        small.act(Snooze(number, small.clock().replace(year=2020)))
    small.act(SetState(number, "closed"))
    with pytest.raises(Refused, match=r"snooze\.done"):
        small.act(Snooze(number, small.clock().replace(year=2027)))


def test_a_kind_is_kept_as_it_is_asked_for_however_it_is_set(small: SmallDesk) -> None:
    made = small.act(
        CreateTicket(
            ClientReference("Bo"),
            "Hi",
            "Hello",
            kind="Sales Lead",
            channel="Web Form",
            language="UK",
        )
    ).tickets[0]
    solved = small.ticket()
    small.act(SetState(solved, "solved", kind="Sales  lead"))
    answered = small.ticket()
    small.act(Reply(answered, "Done.", 10**9, then_state="solved", then_kind="SALES LEAD"))
    assert {small.row(number).kind for number in (made, solved, answered)} == {"sales lead"}
    assert (small.row(made).channel, small.row(made).language) == ("web form", "uk")
    for kind in ("", " ", "\x1b[2J", "x" * 61):
        with pytest.raises(Invalid, match=r"kind\.unknown"):
            small.act(SetState(small.ticket(), "solved", kind=kind))
        with pytest.raises(Invalid, match=r"kind\.unknown"):
            small.act(SetKind(made, kind))
