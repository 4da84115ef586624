"""Merging: everything said stands in the target, one undo brings both back (F24, R1)."""

from dataclasses import replace

import pytest

from supportdesk.domain.action import (
    AddNote,
    ClientReference,
    CreateTicket,
    MergeTicket,
    NewAttachment,
    ReceiveMessage,
    RecordHistory,
    Redo,
    Reply,
    SetPriority,
    SetState,
    Snooze,
    Undo,
)
from supportdesk.domain.errors import DeskError, Refused
from supportdesk.domain.query_parser import parse_query
from supportdesk.store.read import health, links, search, threads
from tests.desk.test_random_work import Step, conversation
from tests.recomputation import everything
from tests.small_desk import SmallDesk

ANN = ClientReference("Ann Lee", "ann@example.org")
BO = ClientReference("Bo", "bo@example.org")


def bodies(small: SmallDesk, number: int) -> list[str]:
    """What was said on a ticket."""
    return [message.body for message in small.desk.ask(threads.messages, number)]


def found(small: SmallDesk, text: str) -> list[int]:
    """The tickets a search finds."""
    query = parse_query(text, now=small.clock(), zone=small.clock().tzinfo, me=small.petro)  # type: ignore[arg-type]
    return [*small.desk.ask(search.numbers, query)]


def two(small: SmallDesk) -> tuple[int, int]:
    """Two tickets of one client whose messages alternate in time: the older, the newer."""
    older = small.ticket("Refund", "first")
    newer = small.ticket("Payment", "second")
    small.act(Reply(older, "third", 10**6))
    small.act(ReceiveMessage(ANN, "Payment", "fourth", "m4", newer))
    small.act(AddNote(newer, "fifth", (NewAttachment("bank.txt", "text/plain", b"x"),)))
    return older, newer


def whole(small: SmallDesk, *numbers: int) -> str:
    """Everything lasting about tickets, as one text."""
    seen = []
    for number in numbers:
        row = repr(small.row(number))
        for field in ("updated_at", "last_event"):
            start = row.index(f"{field}=")
            row = row[:start] + row[row.index(",", start) + 1 :]
        messages = [(m.id, m.body, m.attachments) for m in small.desk.ask(threads.messages, number)]
        seen.append((row, messages, small.desk.ask(links.of_ticket, number)))
    return repr(seen)


def test_messages_move_in_the_order_of_time_and_undo_and_redo_are_exact(
    small: SmallDesk,
) -> None:
    older, newer = two(small)
    before = whole(small, older, newer)
    receipt = small.act(MergeTicket(older, newer))
    assert receipt.tickets == (newer, older)
    assert bodies(small, newer) == ["first", "second", "third", "fourth", "fifth"]
    assert bodies(small, older) == []
    assert small.row(older).state == "merged"
    assert small.row(newer).state == "open"
    after = whole(small, older, newer)
    everything(small.desk)
    small.act(Undo())
    assert whole(small, older, newer) == before
    everything(small.desk)
    small.act(Redo())
    assert whole(small, older, newer) == after
    checks = small.desk.ask(lambda c: [*health.findings(c)])
    assert [check.check for check in checks if check.faults] == []


def test_the_earlier_creation_is_kept_so_that_clocks_run_from_it(small: SmallDesk) -> None:
    older, newer = two(small)
    created = small.row(older).created_at
    small.act(MergeTicket(older, newer))
    assert small.row(newer).created_at == created
    small.act(Undo())
    late = small.row(newer).created_at
    small.act(MergeTicket(newer, older))
    assert (small.row(older).created_at, late > created) == (created, True)


def test_search_finds_the_words_where_they_stand_now(small: SmallDesk) -> None:
    older, newer = two(small)
    small.act(MergeTicket(older, newer))
    assert found(small, "third") == [newer]
    assert found(small, "subject:refund") == []
    assert found(small, "state:merged") == [older]
    small.act(Undo())
    assert found(small, "third") == [older]


@pytest.mark.parametrize(
    ("state", "code"), [("merged", "ticket.merged"), ("spam", "merge.spam"), (None, "merge.itself")]
)
def test_only_into_a_ticket_that_is_not_merged_or_spam(
    small: SmallDesk, state: str | None, code: str
) -> None:
    older, newer = two(small)
    third = small.ticket("Other")
    if state == "merged":
        small.act(MergeTicket(newer, third))
    elif state == "spam":
        small.act(SetState(newer, "spam"))
    before = whole(small, older, newer)
    with pytest.raises(Refused) as refusal:
        small.act(MergeTicket(older, older if state is None else newer))
    assert refusal.value.code == code
    assert whole(small, older, newer) == before
    if state == "merged":
        assert refusal.value.parameters["into"] == third


def test_another_clients_ticket_only_when_confirmed(small: SmallDesk) -> None:
    mine = small.ticket()
    other = small.act(CreateTicket(BO, "Refund", "I too")).tickets[0]
    with pytest.raises(Refused) as refusal:
        small.act(MergeTicket(mine, other))
    [stop] = refusal.value.stops
    assert (stop.name, stop.parameters["client"], stop.parameters["other"]) == (
        "other_client",
        "Ann Lee",
        "Bo",
    )
    small.act(MergeTicket(mine, other), "other_client")
    assert small.row(mine).state == "merged"


def test_a_target_at_rest_opens_for_a_message_nobody_has_answered(small: SmallDesk) -> None:
    older, newer = two(small)
    small.act(SetState(older, "solved", kind="help"))
    small.act(MergeTicket(newer, older))
    assert (small.row(older).state, small.row(older).unanswered) == ("open", 1)
    small.act(Undo())
    assert small.row(older).state == "solved"


def test_what_was_done_already_wakes_nobody(small: SmallDesk) -> None:
    older, newer = two(small)
    small.act(Snooze(older, small.clock().replace(hour=20)))
    small.act(SetState(newer, "closed"))
    small.act(MergeTicket(newer, older))
    assert small.row(older).wake_at is not None


def test_a_sleeping_source_is_woken_by_nothing_and_sleeps_again_after_undo(
    small: SmallDesk,
) -> None:
    older, newer = two(small)
    small.act(Snooze(older, small.clock().replace(hour=20)))
    small.act(MergeTicket(older, newer))
    assert small.row(older).wake_at is None
    small.act(Undo())
    small.clock.forward(hours=12)
    small.desk.work()
    assert small.row(older).wake_at is None


def test_answers_to_the_sources_number_go_to_the_target_along_a_chain(small: SmallDesk) -> None:
    older, newer = two(small)
    third = small.ticket("Third", "sixth")
    small.act(MergeTicket(older, newer))
    small.act(MergeTicket(newer, third))
    received = small.act(ReceiveMessage(ANN, "Re: Refund", "seventh", "m7", older))
    assert received.tickets[0] == third
    assert bodies(small, third)[-1] == "seventh"


def test_what_an_operator_writes_on_a_merged_ticket_stops_once_and_goes_to_the_target(
    small: SmallDesk,
) -> None:
    older, newer = two(small)
    small.act(MergeTicket(older, newer))
    for text in (Reply(older, "answer", 10**6), AddNote(older, "remark")):
        with pytest.raises(Refused) as refusal:
            small.act(text)
        [stop] = refusal.value.stops
        assert (stop.name, stop.parameters["client"]) == ("merged", "Ann Lee")
        assert small.act(text, "merged").tickets == (newer,)
    assert bodies(small, newer)[-2:] == ["answer", "remark"]
    with pytest.raises(Refused, match=r"ticket\.merged"):
        small.act(SetState(older, "open"))


def test_a_reply_begun_before_a_merge_stops_at_what_the_merge_brought(small: SmallDesk) -> None:
    older, newer = two(small)
    seen = small.row(newer).last_event
    small.act(MergeTicket(older, newer), by=small.olga)
    with pytest.raises(Refused) as refusal:
        small.act(Reply(newer, "I know nothing of it", seen))
    assert refusal.value.stops[0].name == "newer"


def test_a_held_back_reply_moves_along_and_can_still_be_recalled(small: SmallDesk) -> None:
    older, newer = two(small)
    reply = small.act(Reply(older, "not yet gone", 10**6))
    small.act(MergeTicket(older, newer), by=small.olga)
    receipt = small.act(Undo(reply.envelope))
    assert receipt.tickets[0] == newer
    assert "not yet gone" not in bodies(small, newer)
    draft = small.desk.ask(threads.draft, small.petro, newer, "reply")
    assert draft is not None
    assert draft.body == "not yet gone"


def test_undo_is_refused_where_a_message_went_on_to_a_third_ticket(small: SmallDesk) -> None:
    older, newer = two(small)
    first = small.act(MergeTicket(older, newer)).envelope
    third = small.ticket("Third")
    small.act(MergeTicket(newer, third))
    before = whole(small, older, newer, third)
    with pytest.raises(Refused) as refusal:
        small.act(Undo(first))
    assert refusal.value.code == "undo.later_change"
    assert whole(small, older, newer, third) == before
    small.act(Undo())
    small.act(Undo(first))
    assert bodies(small, older) == ["first", "third"]


def test_mail_of_the_past_for_a_merged_ticket_goes_to_its_target(small: SmallDesk) -> None:
    old = conversation(Step(1, 3, "oldword", small.clock()))
    number = small.desk.act(None, RecordHistory((old,))).tickets[0]
    target = small.ticket()
    small.act(MergeTicket(number, target), "other_client")
    more = conversation(Step(1, 3, "newword", small.clock()))
    fresh = tuple(m for m in more.messages if m.kind == "client")[:1]
    again = replace(more, messages=(replace(fresh[0], source_id="quite-new"),))
    small.desk.act(None, RecordHistory((again,)))
    assert "newword" in bodies(small, target)
    assert bodies(small, number) == []
    everything(small.desk)


def test_nothing_is_merged_by_half(small: SmallDesk) -> None:
    older, newer = two(small)
    with pytest.raises(DeskError, match=r"ticket\.missing"):
        small.act(MergeTicket(older, 999))
    assert small.row(older).state != "merged"
    small.act(SetPriority(newer, 2))
