"""Commands on many tickets: one operation, one undo, refusals by number (F7, F8, laws 1, 2, 4)."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from supportdesk.desk import bulk as bulk_rules
from supportdesk.domain.action import (
    Action,
    AddNote,
    Assign,
    Bulk,
    ChangeTags,
    MoveToQueue,
    Redo,
    Reply,
    SetKind,
    SetPriority,
    SetState,
    Snooze,
    TicketCommand,
    Undo,
    on_each,
)
from supportdesk.domain.envelope import Envelope, Receipt, new_id
from supportdesk.domain.errors import Refused
from supportdesk.domain.memory import KeepDraft
from supportdesk.store.read import threads, tickets
from tests.small_desk import SmallDesk


def states(small: SmallDesk, numbers: Sequence[int]) -> list[str]:
    """The states of these tickets."""
    return [small.row(number).state for number in numbers]


def three(small: SmallDesk) -> tuple[int, int, int]:
    """Three tickets."""
    return small.ticket("One"), small.ticket("Two"), small.ticket("Three")


def lasting(small: SmallDesk, numbers: Sequence[int]) -> list[object]:
    """What these tickets are, but for the moment and number of their last change."""
    seen: list[object] = []
    for number in numbers:
        row = small.row(number)
        kept = {name: getattr(row, name) for name in row._fields}
        seen.append({k: v for k, v in kept.items() if k not in ("updated_at", "last_event")})
    return seen


@pytest.fixture
def in_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """One step a submission, and one step written down at once."""
    monkeypatch.setattr(bulk_rules, "SECONDS_AT_ONCE", -1)
    monkeypatch.setattr(bulk_rules, "WRITTEN_DOWN_AT_ONCE", 1)


COMMANDS: tuple[TicketCommand, ...] = (
    SetState(0, "hold", reason="other_team"),
    SetState(0, "solved", kind="help"),
    SetPriority(0, 3),
    SetKind(0, "praise"),
    ChangeTags(0, add=("vip",)),
    Assign(0, 1),
    MoveToQueue(0, 2),
    Reply(0, "We are on it.", 10**6),
    AddNote(0, "Same outage."),
)


@pytest.mark.parametrize("command", COMMANDS, ids=repr)
@pytest.mark.usefixtures("in_small_parts")
def test_one_undo_takes_a_bulk_back_and_one_redo_repeats_it(
    small: SmallDesk, command: TicketCommand
) -> None:
    numbers = three(small)
    before = lasting(small, numbers)
    receipt = small.act(on_each(command, numbers))
    after = lasting(small, numbers)
    assert (receipt.tickets, receipt.refused, receipt.left) == (numbers, (), 0)
    assert receipt.action == type(command).__name__
    assert all(one != other for one, other in zip(before, after, strict=True))
    undone = small.act(Undo())
    assert (set(undone.tickets), undone.action) == (set(numbers), type(command).__name__)
    assert lasting(small, numbers) == before
    small.act(Redo())
    assert lasting(small, numbers) == after
    small.act(Undo())
    assert lasting(small, numbers) == before


def test_what_is_refused_is_named_and_holds_up_nothing_else(small: SmallDesk) -> None:
    one, two, three_ = three(small)
    small.act(SetState(two, "closed"))
    receipt = small.act(on_each(Snooze(0, small.clock() + timedelta(hours=2)), (one, two, 77)))
    assert receipt.tickets == (one,)
    assert [(left.ticket, left.error.code) for left in receipt.refused] == [
        (two, "snooze.done"),
        (77, "ticket.missing"),
    ]
    assert small.row(three_).wake_at is None
    small.act(Undo())
    assert small.row(one).wake_at is None


def test_several_commands_on_a_ticket_come_back_in_their_order(small: SmallDesk) -> None:
    numbers = three(small)
    before = lasting(small, numbers)
    steps = [
        step
        for number in numbers
        for step in (SetPriority(number, 2), SetPriority(number, 3), SetKind(number, "help"))
    ]
    small.act(Bulk(tuple(steps)))
    small.act(Undo())
    assert lasting(small, numbers) == before
    small.act(Redo())
    assert {small.row(number).priority for number in numbers} == {3}


def test_a_guard_holds_up_its_tickets_until_it_is_confirmed_and_undo_takes_back_both(
    small: SmallDesk,
) -> None:
    one, two, three_ = three(small)
    small.act(Reply(two, "Answered.", 10**6))
    now = small.clock()
    envelope = Envelope(new_id(now), small.petro, now, on_each(SetState(0, "waiting"), (one, two)))
    *_parts, first = small.desk.carry_out(envelope)
    assert first.tickets == (two,)
    [held] = first.refused
    assert isinstance(held.error, Refused)
    assert (held.ticket, [stop.name for stop in held.error.stops]) == (one, ["waiting_unanswered"])
    confirmed = Envelope(
        envelope.id, small.petro, now, envelope.action, frozenset({"waiting_unanswered"})
    )
    *_parts, second = small.desk.carry_out(confirmed)
    assert second.tickets == (one,)
    assert states(small, (one, two, three_)) == ["waiting", "waiting", "new"]
    small.act(Undo())
    assert states(small, (one, two)) == ["new", "open"]


def test_the_same_envelope_again_does_nothing_twice(small: SmallDesk) -> None:
    numbers = three(small)
    now = small.clock()
    envelope = Envelope(new_id(now), small.petro, now, on_each(AddNote(0, "Once."), numbers))
    *_parts, first = small.desk.carry_out(envelope)
    *_parts, second = small.desk.carry_out(envelope)
    assert (first.tickets, first.repeated) == (numbers, False)
    assert (second.tickets, second.repeated, second.left) == (numbers, True, 0)
    assert all(small.row(number).messages == 2 for number in numbers)


@pytest.mark.usefixtures("in_small_parts")
def test_an_interrupted_bulk_is_gone_on_with_after_a_crash(small: SmallDesk) -> None:
    numbers = three(small)
    interrupt(small, on_each(AddNote(0, "Same outage."), numbers), parts=4)
    assert [small.row(number).messages for number in numbers] == [2, 2, 1]
    going_on = small.act(Redo())
    assert (going_on.tickets, going_on.action) == (numbers[2:], "AddNote")
    assert [small.row(number).messages for number in numbers] == [2, 2, 2]
    small.act(Undo())
    assert [small.row(number).messages for number in numbers] == [1, 1, 1]


@pytest.mark.usefixtures("in_small_parts")
def test_an_interrupted_bulk_is_taken_back_and_its_rest_forgotten(small: SmallDesk) -> None:
    numbers = three(small)
    interrupt(small, on_each(AddNote(0, "Same outage."), numbers), parts=4)
    small.act(Undo())
    assert [small.row(number).messages for number in numbers] == [1, 1, 1]
    assert steps_left(small) == 0
    small.act(Redo())
    assert [small.row(number).messages for number in numbers] == [2, 2, 1]
    with pytest.raises(Refused, match=r"redo\.nothing"):
        small.act(Redo())


@pytest.mark.usefixtures("in_small_parts")
def test_an_interrupted_undo_is_gone_on_with_by_the_next_one(small: SmallDesk) -> None:
    numbers = three(small)
    small.act(on_each(SetPriority(0, 3), numbers))
    interrupt(small, Undo(), parts=5)
    assert 1 < [small.row(number).priority for number in numbers].count(3) + 1 < 4
    small.act(Undo())
    assert [small.row(number).priority for number in numbers] == [1, 1, 1]


@pytest.mark.usefixtures("in_small_parts")
def test_anything_done_since_ends_what_could_be_gone_on_with(small: SmallDesk) -> None:
    numbers = three(small)
    interrupt(small, on_each(AddNote(0, "Same outage."), numbers), parts=4)
    small.act(SetKind(numbers[0], "help"))
    with pytest.raises(Refused, match=r"redo\.nothing"):
        small.act(Redo())
    assert steps_left(small) == 1
    small.clock.forward(days=2)
    small.act(on_each(SetPriority(0, 3), numbers))
    assert steps_left(small) == 0


def interrupt(small: SmallDesk, action: Action, parts: int) -> Receipt:
    """Begin a bulk and stop after so many submissions, as a crash does."""
    now = small.clock()
    envelope = Envelope(new_id(now), small.petro, now, action)
    receipts = [small.desk.submit(envelope) for _part in range(parts)]
    assert receipts[-1].left
    return receipts[-1]


def steps_left(small: SmallDesk) -> int:
    """How many steps wait in the store."""
    found = small.desk.ask(lambda c: c.execute("SELECT count(*) FROM bulk_step").fetchone())
    return int(found[0])


def test_undo_restores_what_is_untouched_and_names_the_rest(small: SmallDesk) -> None:
    one, two, three_ = three(small)
    small.act(on_each(SetPriority(0, 3), (one, two, three_)))
    small.act(SetPriority(two, 2), by=small.olga)
    receipt = small.act(Undo())
    assert [small.row(number).priority for number in (one, two, three_)] == [1, 2, 1]
    [left] = receipt.refused
    assert left.error.code == "undo.later_change"
    assert left.error.parameters["number"] == two


def test_a_bulk_is_taken_back_by_its_name_by_its_actor_or_a_lead_only(small: SmallDesk) -> None:
    numbers = three(small)
    envelope = small.act(on_each(SetPriority(0, 3), numbers)).envelope
    with pytest.raises(Refused, match=r"undo\.not_own"):
        small.act(Undo(envelope), by=small.tamar)
    small.act(SetKind(numbers[0], "help"))
    small.act(Undo(envelope), by=small.olga)
    assert {small.row(number).priority for number in numbers} == {1}
    with pytest.raises(Refused, match=r"undo\.nothing"):
        small.act(Undo(envelope), by=small.olga)


def test_a_trainee_sends_no_replies_in_bulk_either(small: SmallDesk) -> None:
    numbers = three(small)
    with pytest.raises(Refused, match=r"role\.not_allowed"):
        small.act(on_each(Reply(0, "Hello", 10**6), numbers), by=small.tamar)
    small.act(on_each(AddNote(0, "May note."), numbers), by=small.tamar)
    with pytest.raises(Refused, match=r"bulk\.empty"):
        small.act(Bulk(()))


def test_no_unresolved_text_passes_and_no_draft_is_touched(small: SmallDesk) -> None:
    one, two, _three = three(small)
    draft = KeepDraft(small.petro, one, "reply", "Half a sentence", 4, 1)
    small.desk.remember(draft)
    receipt = small.act(
        Bulk((Reply(one, "Dear Ann", 10**6), Reply(two, "Dear ⟦client.first_name⟧", 10**6)))
    )
    assert receipt.tickets == (one,)
    assert [(left.ticket, left.error.code) for left in receipt.refused] == [
        (two, "reply.unresolved")
    ]
    small.act(Undo())
    kept = small.desk.ask(threads.drafts, small.petro)
    assert [(row.ticket, row.body) for row in kept] == [(one, "Half a sentence")]


@pytest.mark.usefixtures("in_small_parts")
def test_no_reply_of_a_bulk_leaves_before_the_window_after_its_last_one(small: SmallDesk) -> None:
    numbers = three(small)
    now = small.clock()
    envelope = Envelope(new_id(now), small.petro, now, on_each(Reply(0, "Hi", 10**6), numbers))
    for part in small.desk.carry_out(envelope):
        small.clock.forward(seconds=7)
        small.desk.work()
        assert part.left or part.tickets == numbers
    assert deliveries(small, numbers) == {"queued"}
    small.act(Undo())
    assert {small.row(number).replies for number in numbers} == {0}
    small.act(Redo())
    small.clock.forward(seconds=30)
    small.desk.work()
    assert deliveries(small, numbers) == {"saved"}


def deliveries(small: SmallDesk, numbers: Sequence[int]) -> set[str | None]:
    """How far the replies on these tickets have come."""
    return {small.desk.ask(threads.messages, number)[-1].delivery for number in numbers}


def test_a_rehearsal_tells_everything_and_changes_nothing(small: SmallDesk) -> None:
    one, two, three_ = three(small)
    small.act(SetState(two, "closed"))
    before = small.desk.ask(tickets.change_number)
    now = small.clock()
    told = small.desk.rehearse(
        Envelope(new_id(now), small.petro, now, on_each(SetState(0, "spam"), (one, two, three_)))
    )
    assert told.tickets == (one, three_)
    assert [left.error.code for left in told.refused] == ["state.not_allowed"]
    assert small.desk.ask(tickets.change_number) == before
    assert states(small, (one, two, three_)) == ["new", "closed", "new"]
