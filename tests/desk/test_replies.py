"""Replies: the undo-send window, the stops, and what never passes."""

from datetime import timedelta

import pytest

from supportdesk.domain.action import (
    AddNote,
    ClientReference,
    ReceiveMessage,
    Redo,
    Reply,
    SetState,
    Undo,
)
from supportdesk.domain.errors import NotFound, Refused
from supportdesk.domain.memory import KeepDraft
from supportdesk.store.read import threads
from tests.small_desk import SmallDesk


def test_a_reply_waits_its_window_and_is_then_saved_without_a_channel(small: SmallDesk) -> None:
    number = small.ticket()
    receipt = small.act(Reply(number, "We look into it.", small.row(number).last_event))
    assert receipt.undo_until == small.clock() + timedelta(seconds=10)
    assert small.desk.ask(threads.messages, number)[-1].delivery == "queued"
    small.clock.forward(seconds=9)
    assert small.desk.work().done == 0
    small.clock.forward(seconds=1)
    assert small.desk.work().done == 1
    assert small.desk.ask(threads.messages, number)[-1].delivery == "saved"
    assert small.desk.work().done == 0


def test_a_reply_answers_what_was_waiting(small: SmallDesk) -> None:
    number = small.ticket()
    assert small.row(number).unanswered == 1
    small.act(Reply(number, "Yes.", small.row(number).last_event))
    row = small.row(number)
    assert (row.unanswered, row.waiting_since, row.replies, row.state) == (0, None, 1, "open")


def test_recalling_takes_everything_back_and_returns_the_text(small: SmallDesk) -> None:
    number = small.ticket()
    before = small.row(number)
    small.act(Reply(number, "Solved it.", before.last_event, then_state="solved", then_kind="help"))
    assert small.row(number).state == "solved"
    small.act(Undo())
    after = small.row(number)
    assert (after.state, after.owner_id, after.kind) == ("new", None, None)
    assert (after.messages, after.unanswered, after.waiting_since) == (
        before.messages,
        before.unanswered,
        before.waiting_since,
    )
    draft = small.desk.ask(threads.draft, small.petro, number, "reply")
    assert draft is not None
    assert draft.body == "Solved it."
    small.clock.forward(seconds=60)
    assert small.desk.work().done == 0, "a recalled reply must not leave"


def test_a_recalled_text_comes_before_what_was_typed_since(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(AddNote(number, "first thought"))
    small.desk.remember(KeepDraft(small.petro, number, "note", "second thought"))
    small.act(Undo())
    draft = small.desk.ask(threads.draft, small.petro, number, "note")
    assert draft is not None
    assert draft.body == "first thought\n\nsecond thought"


def test_redo_sends_again_with_a_window_of_its_own(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(Reply(number, "Again.", small.row(number).last_event))
    small.act(Undo())
    small.clock.forward(minutes=5)
    small.act(Redo())
    assert small.desk.ask(threads.draft, small.petro, number, "reply") is None
    assert small.desk.work().done == 0
    small.clock.forward(seconds=10)
    assert small.desk.work().done == 1
    assert small.desk.ask(threads.messages, number)[-1].delivery == "saved"


def test_something_newer_stops_once(small: SmallDesk) -> None:
    number = small.ticket()
    base = small.row(number).last_event
    small.act(
        ReceiveMessage(
            ClientReference("Ann Lee", "ann@example.org"), "Re", "Any news?", "m2", number
        )
    )
    small.act(AddNote(number, "I know this case."), by=small.olga)
    with pytest.raises(Refused) as refusal:
        small.act(Reply(number, "We look into it.", base))
    assert [stop.name for stop in refusal.value.stops] == ["newer"]
    assert refusal.value.stops[0].parameters["count"] == 2
    small.act(Reply(number, "We look into it.", base), "newer")


def test_a_recalled_reply_stops_at_what_came_after_it(small: SmallDesk) -> None:
    """Sent again from the composer or by redo: both have to be confirmed (F76)."""
    number = small.ticket()
    small.act(Reply(number, "We look into it.", small.row(number).last_event))
    ann = ClientReference("Ann Lee", "ann@example.org")
    small.desk.act(None, ReceiveMessage(ann, "Re", "Solved, thanks!", "m2", number))
    small.act(Undo())
    draft = small.desk.ask(threads.draft, small.petro, number, "reply")
    assert draft is not None
    with pytest.raises(Refused, match=r"reply\.stopped"):
        small.act(Reply(number, draft.body, draft.base_seq))
    small.act(Redo())
    small.act(Undo())
    small.desk.act(None, ReceiveMessage(ann, "Re", "Really.", "m3", number))
    with pytest.raises(Refused) as refusal:
        small.act(Redo())
    assert [stop.name for stop in refusal.value.stops] == ["newer"]
    small.act(Redo(), "newer")
    assert small.row(number).replies == 1


def test_own_messages_do_not_stop(small: SmallDesk) -> None:
    number = small.ticket()
    base = small.row(number).last_event
    small.act(AddNote(number, "mine"))
    small.act(Reply(number, "Hello.", base))


def test_an_unresolved_placeholder_never_passes(small: SmallDesk) -> None:
    number = small.ticket()
    reply = Reply(number, "Call ⟦client.phone⟧ now", small.row(number).last_event)
    with pytest.raises(Refused) as refusal:
        small.act(reply, "braces", "newer", "unresolved")
    assert refusal.value.code == "reply.unresolved"
    assert small.row(number).messages == 1


def test_typed_braces_stop_once(small: SmallDesk) -> None:
    number = small.ticket()
    reply = Reply(number, "Put {{ name }} into the field", small.row(number).last_event)
    with pytest.raises(Refused) as refusal:
        small.act(reply)
    assert [stop.name for stop in refusal.value.stops] == ["braces"]
    small.act(reply, "braces")


def test_an_empty_reply_and_an_unknown_ticket_are_refused(small: SmallDesk) -> None:
    number = small.ticket()
    with pytest.raises(Refused, match=r"reply\.empty"):
        small.act(Reply(number, " \n", 0))
    with pytest.raises(NotFound, match=r"ticket\.missing"):
        small.act(Reply(number + 99, "Hello", 0))


def test_a_trainee_cannot_send(small: SmallDesk) -> None:
    number = small.ticket()
    with pytest.raises(Refused, match=r"role\.not_allowed"):
        small.act(Reply(number, "Hello", 0), by=small.tamar)
    small.act(AddNote(number, "A draft for my mentor"), by=small.tamar)


def test_a_client_message_reopens_with_its_owner(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(SetState(number, "solved", kind="help"))
    owner = small.row(number).owner_id
    small.act(
        ReceiveMessage(
            ClientReference("Ann Lee", "ann@example.org"), "Re", "Not solved", "m3", number
        )
    )
    row = small.row(number)
    assert (row.state, row.owner_id, row.solved_at) == ("open", owner, None)


def test_a_message_long_after_closing_makes_a_follow_up(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(SetState(number, "solved", kind="help"))
    small.act(SetState(number, "closed"))
    small.clock.forward(days=29)
    who = ClientReference("Ann Lee", "ann@example.org")
    receipt = small.act(ReceiveMessage(who, "Re: refund", "Again", "m4", number))
    assert receipt.tickets[0] != number
    assert small.row(receipt.tickets[0]).follow_up_of == number
    assert small.row(number).state == "closed"


def test_the_same_live_message_is_taken_in_once(small: SmallDesk) -> None:
    number = small.ticket()
    message = ReceiveMessage(
        ClientReference("Ann Lee", "ann@example.org"), "Re", "Hi", "m5", number
    )
    small.act(message)
    again = small.act(message)
    assert again.repeated
    assert small.row(number).messages == 2
