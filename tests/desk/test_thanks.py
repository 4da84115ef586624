"""A client who only thanks: nothing opens, no clock starts, nobody owes an answer (R1, R2)."""

import pytest

from supportdesk.domain.action import (
    ClientReference,
    CreateTicket,
    NewAttachment,
    PolicyTarget,
    ReceiveMessage,
    Reply,
    SavePolicy,
    SetState,
    Undo,
)
from supportdesk.store.read import clocks
from tests.recomputation import everything
from tests.small_desk import SmallDesk

ANN = ClientReference("Ann Lee", "ann@example.org")


def answered(small: SmallDesk, answer: str = "It is done.", state: str | None = None) -> int:
    number = small.desk.act(small.petro, CreateTicket(ANN, "Refund", "Where is it?")).tickets[0]
    kind = "help" if state == "solved" else None
    small.clock.forward(seconds=60)
    small.desk.act(small.petro, Reply(number, answer, 10**9, then_state=state, then_kind=kind))
    small.clock.forward(seconds=60)
    return number


def says(small: SmallDesk, number: int, body: str, **more: object) -> None:
    source = f"{number}-{body}-{small.clock.now}"
    files = (NewAttachment("a.txt", "text/plain", b"a"),) if more else ()
    small.desk.act(None, ReceiveMessage(ANN, "Re", body, source, number, attachments=files))
    small.clock.forward(seconds=60)


@pytest.mark.parametrize("state", ["waiting", "solved"])
def test_thanks_open_nothing_and_wait_for_nothing(small: SmallDesk, state: str) -> None:
    number = answered(small, state=state)
    says(small, number, "Thank you so much, Petro!")
    row = small.row(number)
    assert (row.state, row.thanked, row.unanswered, row.waiting_since) == (state, True, 0, None)
    assert row.unread
    assert row.new_messages
    everything(small.desk)


def test_thanks_long_after_closing_make_no_follow_up(small: SmallDesk) -> None:
    number = answered(small, state="solved")
    small.desk.act(small.petro, SetState(number, "closed"))
    small.clock.forward(days=60)
    says(small, number, "Спасибо!")
    assert (small.row(number).state, small.row(number).messages) == ("closed", 3)
    says(small, number, "It broke again.")
    assert small.row(number).messages == 3


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        ("Shall we close it?", "Thanks!"),
        ("It is done.", "Ok"),
        ("It is done.", "Thanks, but where is the money?"),
    ],
)
def test_what_may_be_an_answer_opens_a_waiting_ticket(
    small: SmallDesk, answer: str, body: str
) -> None:
    number = answered(small, answer, "waiting")
    says(small, number, body)
    row = small.row(number)
    assert (row.state, row.thanked, row.unanswered) == ("open", False, 1)


def test_a_file_with_the_thanks_wants_to_be_looked_at(small: SmallDesk) -> None:
    number = answered(small, state="solved")
    says(small, number, "Thanks!", file=True)
    assert small.row(number).state == "open"


def test_a_bare_ok_counts_on_a_ticket_that_is_done(small: SmallDesk) -> None:
    number = answered(small, state="solved")
    says(small, number, "Ок")
    assert (small.row(number).state, small.row(number).thanked) == ("solved", True)


def test_closing_after_thanks_says_that_the_client_confirmed(small: SmallDesk) -> None:
    number = answered(small, state="solved")
    says(small, number, "Дякую!")
    small.desk.act(small.petro, SetState(number, "closed"))
    assert small.row(number).reason == "confirmed"
    says(small, number, "No, it is broken.")
    assert (small.row(number).state, small.row(number).thanked) == ("open", False)
    everything(small.desk)


def test_who_is_thanked_before_any_answer_still_owes_one(small: SmallDesk) -> None:
    number = small.desk.act(small.petro, CreateTicket(ANN, "Refund", "Where is it?")).tickets[0]
    says(small, number, "Thanks!")
    row = small.row(number)
    assert (row.unanswered, row.thanked) == (2, False)


def test_a_question_before_the_thanks_still_waits(small: SmallDesk) -> None:
    number = answered(small)
    says(small, number, "And the other one?")
    says(small, number, "Thanks!")
    row = small.row(number)
    assert (row.unanswered, row.thanked) == (1, True)
    assert row.waiting_since is not None


def test_thanks_start_no_clock(small: SmallDesk) -> None:
    target = PolicyTarget("normal", "next_reply", 60)
    small.desk.act(small.olga, SavePolicy("All", targets=(target,)))
    number = answered(small)
    says(small, number, "Thanks!")
    assert small.desk.ask(clocks.clocks_of, number) == []
    says(small, number, "When will it come?")
    assert [one.clock for one in small.desk.ask(clocks.clocks_of, number)] == ["next_reply"]


def test_a_reply_taken_back_is_thanked_for_no_more_than_before(small: SmallDesk) -> None:
    number = answered(small)
    says(small, number, "Thanks!")
    small.desk.act(small.petro, Reply(number, "Not at all.", 10**9))
    assert not small.row(number).thanked
    small.desk.act(small.petro, Undo())
    assert small.row(number).thanked
    everything(small.desk)
