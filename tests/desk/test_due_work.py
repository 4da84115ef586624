"""What time brings carries its due time, is done once, and never overrules what came later."""

from datetime import timedelta

import pytest

from supportdesk.desk import due_work
from supportdesk.domain.action import AddNote, Reply, SetState, Snooze, Undo
from supportdesk.domain.envelope import Envelope, from_milliseconds, new_id, to_milliseconds
from supportdesk.domain.errors import Refused
from supportdesk.store.read import threads
from supportdesk.store.write import due
from supportdesk.store.write.engine import FileWriter
from tests.reading import file_of
from tests.small_desk import SmallDesk


def asleep_and_waiting(small: SmallDesk) -> int:
    """A waiting ticket whose sleep ends in an hour, and nobody there to wake it."""
    number = small.ticket()
    small.act(Reply(number, "Please send the log.", small.row(number).last_event))
    small.act(SetState(number, "waiting"))
    small.act(Snooze(number, small.clock() + timedelta(hours=1)))
    return number


def test_what_is_due_comes_before_what_is_done_later(small: SmallDesk) -> None:
    number = asleep_and_waiting(small)
    small.clock.forward(hours=5)
    small.act(Reply(number, "Any news?", small.row(number).last_event, then_state="waiting"))
    small.clock.forward(seconds=5)
    assert small.desk.work().done == 0, "the wake-up was done before the reply"
    row = small.row(number)
    assert (row.state, row.wake_at) == ("waiting", None)
    told = small.desk.ask(threads.events, number)
    moments = [event.at for event in told]
    assert moments == sorted(moments), "recorded in the order in which it happened"
    states = [event.after for event in told if event.field == "state"]
    assert states == ["open", "waiting", "open", "waiting"]


def test_a_reply_whose_window_is_over_has_left_before_the_next_change(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(Reply(number, "Yes.", small.row(number).last_event))
    small.clock.forward(minutes=1)
    small.act(AddNote(number, "by phone too"), by=small.olga)
    assert [m.delivery for m in small.desk.ask(threads.messages, number)][1] == "saved"


def test_a_claimed_wake_up_that_was_moved_since_is_not_done(small: SmallDesk) -> None:
    number = asleep_and_waiting(small)
    at = small.row(number).wake_at
    assert at is not None
    writer = FileWriter(file_of(small.desk))
    with writer.transaction() as connection:
        claimed = due.claim(connection, at)
    assert claimed is not None
    later = small.clock() + timedelta(hours=3)
    small.act(Snooze(number, later))
    due_work._do(writer, claimed)
    writer.close()
    assert small.row(number).wake_at == to_milliseconds(later)
    small.clock.now = later
    assert small.desk.work().done == 1
    assert small.row(number).state == "open"


def test_a_slow_clock_turns_no_time_back(small: SmallDesk) -> None:
    """Another process whose clock is behind submits after us."""
    number = small.ticket()
    small.act(SetState(number, "open"))
    changed = small.row(number).updated_at
    behind = from_milliseconds(changed) - timedelta(seconds=30)
    small.desk.submit(
        Envelope(new_id(behind), small.olga, behind, SetState(number, "hold", "third_party"))
    )
    assert small.row(number).updated_at == changed
    spans = small.desk.ask(
        lambda c: c.execute(
            "SELECT from_at, coalesce(to_at, from_at) FROM ticket_span ORDER BY number"
        ).fetchall()
    )
    assert all(begin <= end for begin, end in spans)


def test_undoing_a_snooze_that_has_ended_is_refused(small: SmallDesk) -> None:
    asleep_and_waiting(small)
    small.clock.forward(hours=5)
    with pytest.raises(Refused, match=r"undo\.later_change"):
        small.act(Undo())
