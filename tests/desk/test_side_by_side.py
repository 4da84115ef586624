"""Presence and the place of a writer at the desk: expiry, roles, and no way around (F75, F77)."""

import pytest

from supportdesk.domain import action
from supportdesk.domain.action import ChangeOption, Reply, TakeOverWriting, Undo
from supportdesk.domain.errors import Refused
from supportdesk.domain.memory import Beat, ClaimWriting, KeepDraft, ReleaseWriting
from supportdesk.store.read import presence, threads
from tests.small_desk import SmallDesk


def holder(small: SmallDesk, number: int) -> int | None:
    """Whose place is kept on a ticket."""
    now = int(small.clock.now.timestamp() * 1000)
    found = small.desk.ask(presence.claim, number, now)
    return None if found is None else found.operator_id


@pytest.fixture
def locked(small: SmallDesk) -> SmallDesk:
    """A desk that keeps the place of a writer; Petro writes on ticket 1."""
    small.act(ChangeOption("writing_lock", "on"), by=small.olga)
    number = small.ticket()
    small.desk.remember(ClaimWriting(small.petro, number))
    return small


def test_a_beat_counts_for_fifteen_seconds(small: SmallDesk) -> None:
    number = small.ticket()
    small.desk.remember(Beat(small.olga, number, "viewing"))
    now = int(small.clock.now.timestamp() * 1000)
    assert len(small.desk.ask(presence.others, small.petro, now + 14_999)) == 1
    assert small.desk.ask(presence.others, small.petro, now + 15_000) == ()
    assert small.desk.ask(presence.others, small.olga, now) == ()
    assert [row.operator for row in small.desk.ask(presence.last_seen, number)] == ["Olga"]


def test_a_place_is_kept_for_ten_minutes_after_the_last_key(locked: SmallDesk) -> None:
    locked.clock.forward(minutes=9)
    locked.desk.remember(KeepDraft(locked.petro, 1, "reply", "Dear"))
    locked.desk.remember(ClaimWriting(locked.olga, 1))
    locked.clock.forward(minutes=9)
    assert holder(locked, 1) == locked.petro
    locked.clock.forward(minutes=1)
    locked.desk.remember(ClaimWriting(locked.olga, 1))
    assert holder(locked, 1) == locked.olga
    locked.desk.remember(ReleaseWriting(locked.petro, 1))
    assert holder(locked, 1) == locked.olga
    locked.desk.remember(ReleaseWriting(locked.olga, 1))
    assert holder(locked, 1) is None


def test_replying_in_anothers_place_stops_and_leaves_a_trace(locked: SmallDesk) -> None:
    answer = Reply(1, "Dear Ann, yes.", locked.row(1).last_event)
    with pytest.raises(Refused) as refused:
        locked.act(answer, "newer", "recipient", by=locked.olga)
    assert [stop.name for stop in refused.value.stops] == ["writing"]
    receipt = locked.act(answer, "writing", by=locked.olga)
    fields = {event.field: event for event in locked.desk.ask(threads.events, 1)}
    assert fields["writer"].envelope == str(receipt.envelope)
    assert holder(locked, 1) is None
    locked.act(Undo(), by=locked.olga)
    assert locked.row(1).replies == 0


def test_taking_over_is_for_those_who_may_reply(locked: SmallDesk) -> None:
    with pytest.raises(Refused, match=r"role\.not_allowed"):
        locked.act(TakeOverWriting(1), by=locked.tamar)
    locked.act(TakeOverWriting(1), by=locked.olga)
    assert holder(locked, 1) == locked.olga
    (trace,) = [event for event in locked.desk.ask(threads.events, 1) if event.field == "writer"]
    assert (trace.before, trace.after) == (str(locked.petro), str(locked.olga))


def test_where_no_place_is_kept_nothing_stops(small: SmallDesk) -> None:
    number = small.ticket()
    small.desk.remember(ClaimWriting(small.petro, number))
    assert holder(small, number) is None
    with pytest.raises(Refused, match=r"writing\.not_locked"):
        small.act(TakeOverWriting(number), by=small.olga)
    small.act(Reply(number, "Yes.", small.row(number).last_event), by=small.olga)


@pytest.mark.parametrize("role", ["auditor", "trainee", "planner"])
def test_no_confirmation_lets_a_role_reply(small: SmallDesk, role: str) -> None:
    number = small.ticket()
    who = small.act(action.SaveOperator("Nora", role=role), by=small.olga).operator
    every = ("role.not_allowed", "newer", "attachment", "recipient", "braces", "writing")
    with pytest.raises(Refused, match=r"role\.not_allowed"):
        small.act(Reply(number, "Yes.", small.row(number).last_event), *every, by=who)
    with pytest.raises(Refused, match=r"actor\.needed"):
        small.desk.act(None, Reply(number, "Yes.", 10**6), every)
