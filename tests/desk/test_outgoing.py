"""Who gets a message, what stands under it, and when it is sent: the desk's promises."""

from datetime import timedelta

import pytest

from supportdesk.domain.action import (
    AddNote,
    CancelSending,
    ClientReference,
    CreateTicket,
    Forward,
    PostponeSending,
    ReceiveMessage,
    Recipient,
    Recipients,
    Redo,
    Reply,
    SaveOperator,
    SaveQueue,
    SendLater,
    SetState,
    Undo,
)
from supportdesk.domain.errors import DeskError, Invalid, Refused
from supportdesk.domain.memory import KeepDraft, TakeUpReturned
from supportdesk.domain.ticket import MessageKind
from supportdesk.store.read import desk_lists, health, outbox, recipients, threads
from supportdesk.store.read.rows import DraftRow, MessageRow, OutboxRow
from tests.small_desk import SmallDesk

BOB = Recipient("bob@x.example", "Bob")
VEN = Recipient("ven@vendor.example", "Ven")
HIDDEN = Recipient("hidden@y.example")
ANN = ClientReference("Ann Lee", "ann@example.org")


def last(small: SmallDesk, number: int) -> MessageRow:
    """The newest message of a ticket."""
    return small.desk.ask(threads.messages, number)[-1]


def draft(small: SmallDesk, number: int, kind: str = "reply") -> DraftRow | None:
    """Petro's draft."""
    return small.desk.ask(threads.draft, small.petro, number, kind)


def waiting(small: SmallDesk) -> list[OutboxRow]:
    """What of Petro's is in the outbox."""
    return small.desk.ask(outbox.of_operator, small.petro)


def planned(small: SmallDesk, number: int) -> int:
    """A reply planned for in two hours; its entry."""
    sending = Reply(number, "Later", small.row(number).last_event)
    entry = small.act(SendLater(sending, small.clock.now + timedelta(hours=2))).outbox
    assert entry is not None
    return entry


def written(small: SmallDesk, number: int, who: ClientReference = ANN) -> None:
    """Somebody writes on a ticket."""
    source = f"{small.clock.now.timestamp()}@example.org"
    small.act(ReceiveMessage(who, "Re:", "One more thing", source, ticket=number))


def sound(small: SmallDesk) -> bool:
    """Whether every check of the store passes."""
    checks = small.desk.ask(lambda connection: [*health.findings(connection)])
    return not [check.check for check in checks if check.faults]


def test_copies_are_kept_recalled_and_sent_again(small: SmallDesk) -> None:
    number = small.ticket()
    people = Recipients(cc=(BOB, Recipient("ANN@example.org")), bcc=(HIDDEN, BOB))
    small.act(Reply(number, "Hello", small.row(number).last_event, recipients=people))
    assert last(small, number).recipients == Recipients(cc=(BOB,), bcc=(HIDDEN,))
    small.act(Undo())
    recalled = draft(small, number)
    assert recalled is not None
    assert recalled.recipients == Recipients(cc=(BOB,), bcc=(HIDDEN,))
    small.act(Redo())
    assert draft(small, number) is None
    assert last(small, number).recipients.bcc == (HIDDEN,)
    assert sound(small)


@pytest.mark.parametrize("address", ["bob", "a@b", "bob@x.example\r\nBcc: evil@x.example", "@x.y"])
def test_what_is_no_address_gets_nothing(small: SmallDesk, address: str) -> None:
    number = small.ticket()
    people = Recipients(cc=(Recipient(address),))
    with pytest.raises(Invalid, match=r"recipient\.invalid"):
        small.act(Reply(number, "Hello", 10**6, recipients=people))
    assert small.row(number).replies == 0


def test_a_copy_to_another_client_stops_once_unless_the_client_named_them(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(CreateTicket(ClientReference("Marta", "marta@z.example"), "Other", "Hi"))
    people = Recipients(bcc=(Recipient("marta@z.example"),))
    reply = Reply(number, "Hello", 10**6, recipients=people)
    with pytest.raises(Refused) as stopped:
        small.act(reply)
    assert [stop.name for stop in stopped.value.stops] == ["recipient"]
    small.act(ReceiveMessage(ANN, "Re:", "Please copy marta@z.example", "m@x", ticket=number))
    small.act(reply)


def test_reply_all_is_who_the_client_copied_without_ours_and_third_parties(
    small: SmallDesk,
) -> None:
    number = small.ticket()
    small.act(SaveOperator("Petro", small.petro, "petro", email="petro@us.example"), by=small.olga)
    small.act(Forward(number, "Look", 10**6, Recipients(to=(VEN,))))
    copied = Recipients(
        to=(Recipient("PETRO@us.example"), Recipient("not an address")),
        cc=(BOB, Recipient("ann@example.org")),
    )
    small.act(ReceiveMessage(ANN, "Re:", "Hi", "c@x", ticket=number, recipients=copied))
    assert small.desk.ask(recipients.in_copy, number) == (BOB,)


def test_a_third_party_is_asked_and_answers_beside_the_client(small: SmallDesk) -> None:
    number = small.ticket()
    before = small.row(number)
    forward = Forward(
        number,
        "Please look",
        before.last_event,
        Recipients(to=(VEN,)),
        then_state="hold",
        then_reason="third_party",
    )
    small.act(forward)
    row = small.row(number)
    assert (row.state, row.replies, row.waiting_since) == ("hold", 0, before.waiting_since)
    written(small, number, ClientReference("Ven", "VEN@vendor.example"))
    answer, row = last(small, number), small.row(number)
    assert (answer.kind, answer.client_id) == (MessageKind.THIRD_PARTY, None)
    assert (answer.author, answer.sender) == ("Ven", "VEN@vendor.example")
    assert (row.state, row.unanswered, row.unread) == ("open", before.unanswered, True)
    assert small.row(number).client == "Ann Lee"
    assert sound(small)


def test_who_was_asked_nothing_is_no_third_party(small: SmallDesk) -> None:
    number = small.ticket()
    written(small, number, ClientReference("Ven", "ven@vendor.example"))
    assert last(small, number).kind == MessageKind.CLIENT


def test_a_forward_never_goes_to_the_client_or_to_nobody(small: SmallDesk) -> None:
    number = small.ticket()
    with pytest.raises(Refused, match=r"forward\.nobody"):
        small.act(Forward(number, "x", 10**6, Recipients(cc=(BOB,))))
    hidden = Recipients(to=(VEN,), bcc=(Recipient("Ann@Example.org"),))
    with pytest.raises(Refused, match=r"forward\.to_client"):
        small.act(Forward(number, "x", 10**6, hidden))


def test_a_recalled_forward_leaves_the_third_party_a_stranger(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(Forward(number, "Look", 10**6, Recipients(to=(VEN,))))
    small.act(Undo())
    again = draft(small, number, "forward")
    assert again is not None
    assert (again.body, again.recipients) == ("Look", Recipients(to=(VEN,)))
    written(small, number, ClientReference("Ven", VEN.address))
    assert last(small, number).kind == MessageKind.CLIENT


def test_a_signature_is_stored_once_and_is_no_part_of_the_text(small: SmallDesk) -> None:
    number = small.ticket()
    reply = Reply(number, "Hello", 10**6, signature="Petro\n  Support")
    small.act(reply)
    assert last(small, number).body == "Hello\n\nPetro\n  Support"
    small.act(Undo())
    recalled = draft(small, number)
    assert recalled is not None
    assert recalled.body == "Hello"
    typed = "Hello\n\nPetro\nSupport"
    small.act(Reply(number, typed, 10**6, signature="Petro\n  Support"))
    assert last(small, number).body == typed


def test_a_signature_with_a_gap_is_never_sent(small: SmallDesk) -> None:
    number = small.ticket()
    with pytest.raises(Refused, match=r"reply\.unresolved"):
        small.act(Reply(number, "Hello", 10**6, signature="⟦client.phone⟧"))


@pytest.mark.parametrize(
    ("signature", "code"),
    [
        ("{{ ask['x'] }}", "signature.asks"),
        ("{{ nobody.name }}", "template.unknown_name"),
        ("x" * 3000, "signature.too_long"),
    ],
)
def test_a_signature_that_cannot_be_is_refused_when_saved(
    small: SmallDesk, signature: str, code: str
) -> None:
    with pytest.raises(DeskError) as refused:
        small.act(SaveQueue("Sales", signature=signature), by=small.olga)
    assert refused.value.code == code


def test_a_planned_reply_is_sent_once_at_its_time_and_not_before(small: SmallDesk) -> None:
    number = small.ticket()
    entry = planned(small, number)
    assert small.row(number).replies == 0
    small.clock.forward(hours=1)
    small.desk.work()
    assert small.row(number).replies == 0
    small.clock.forward(days=1)
    assert small.desk.work().done > 0
    assert small.desk.work().done == 0
    sent = last(small, number)
    assert (sent.body, sent.operator_id) == ("Later", small.petro)
    assert small.row(number).replies == 1
    assert waiting(small) == []
    with pytest.raises(Refused, match=r"outbox\.over"):
        small.act(CancelSending(entry))
    with pytest.raises(Refused, match=r"undo\.later_change"):
        small.act(Undo())
    assert sound(small)


def test_what_the_operator_writes_meanwhile_stays_a_draft(small: SmallDesk) -> None:
    number = small.ticket()
    planned(small, number)
    small.desk.remember(KeepDraft(small.petro, number, "reply", "Something else"))
    small.clock.forward(hours=3)
    small.desk.work()
    kept = draft(small, number)
    assert kept is not None
    assert kept.body == "Something else"


def test_the_client_who_writes_first_cancels_it(small: SmallDesk) -> None:
    number = small.ticket()
    small.desk.remember(KeepDraft(small.petro, number, "reply", "Later"))
    planned(small, number)
    assert draft(small, number) is None
    small.desk.remember(KeepDraft(small.petro, number, "reply", "Another"))
    written(small, number)
    (back,) = small.desk.ask(outbox.untold, small.petro)
    assert (back.at, back.because, back.body) == (None, "client", "Later")
    small.clock.forward(hours=3)
    small.desk.work()
    assert small.row(number).replies == 0
    small.desk.remember(TakeUpReturned(small.petro, number, "reply"))
    kept = draft(small, number)
    assert kept is not None
    assert kept.body == "Later\n\nAnother"
    with pytest.raises(Refused) as stopped:
        small.act(Reply(number, kept.body, kept.base_seq))
    assert [stop.name for stop in stopped.value.stops] == ["newer"]
    assert waiting(small) == []


def test_guards_are_asked_again_when_the_time_has_come(small: SmallDesk) -> None:
    number = small.ticket()
    planned(small, number)
    small.act(AddNote(number, "Wait, the refund failed"), by=small.olga)
    small.clock.forward(hours=3)
    small.desk.work()
    (back,) = waiting(small)
    assert (back.because, small.row(number).replies) == ("newer", 0)
    again = small.clock.now + timedelta(hours=1)
    with pytest.raises(Refused, match=r"reply\.stopped"):
        small.act(PostponeSending(back.id, again))
    small.act(PostponeSending(back.id, again), "newer")
    small.clock.forward(hours=2)
    small.desk.work()
    assert last(small, number).body == "Later"


def test_who_may_not_reply_any_more_sends_nothing(small: SmallDesk) -> None:
    number = small.ticket()
    planned(small, number)
    small.act(SaveOperator("Petro", small.petro, "petro", "trainee"), by=small.olga)
    small.clock.forward(hours=3)
    small.desk.work()
    (back,) = waiting(small)
    assert back.because == "role.not_allowed"
    assert small.row(number).replies == 0


def test_the_state_goes_with_it_when_it_is_sent(small: SmallDesk) -> None:
    number = small.ticket()
    sending = Reply(number, "Done", small.row(number).last_event, then_state="solved")
    at = small.clock.now + timedelta(hours=1)
    with pytest.raises(Refused, match=r"state\.needs_kind"):
        small.act(SendLater(sending, at))
    small.act(SendLater(Reply(number, "Done", 10**6, then_state="waiting"), at))
    assert small.row(number).state == "open"
    small.clock.forward(hours=2)
    small.desk.work()
    assert small.row(number).state == "waiting"


def test_planning_moving_and_cancelling_are_undone_exactly(small: SmallDesk) -> None:
    number = small.ticket()
    entry = planned(small, number)
    (first,) = waiting(small)
    small.act(PostponeSending(entry, small.clock.now + timedelta(days=1)))
    small.act(Undo())
    assert waiting(small) == [first]
    small.act(CancelSending(entry))
    assert waiting(small) == []
    small.act(Undo())
    assert waiting(small) == [first]
    assert draft(small, number) is None
    small.act(CancelSending(entry))
    small.desk.remember(KeepDraft(small.petro, number, "reply", "Changed"))
    with pytest.raises(Refused, match=r"outbox\.changed"):
        small.act(Undo())
    assert waiting(small) == []
    assert sound(small)


def test_a_time_that_is_over_is_refused_and_others_keep_their_hands_off(small: SmallDesk) -> None:
    number = small.ticket()
    sending = Reply(number, "Late", small.row(number).last_event)
    with pytest.raises(Invalid, match=r"moment\.past"):
        small.act(SendLater(sending, small.clock.now - timedelta(hours=1)))
    entry = planned(small, number)
    small.act(SaveOperator("Ira", login="ira"), by=small.olga)
    ira = max(row.id for row in small.desk.ask(desk_lists.operators))
    with pytest.raises(Refused, match=r"outbox\.not_own"):
        small.act(CancelSending(entry), by=ira)
    small.act(CancelSending(entry), by=small.olga)
    kept = draft(small, number)
    assert kept is not None
    assert kept.body == "Later"


def test_a_trainee_plans_nothing(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(SetState(number, "open"))
    sending = Reply(number, "x", 10**6)
    with pytest.raises(Refused, match=r"role\.not_allowed"):
        small.act(SendLater(sending, small.clock.now + timedelta(hours=1)), by=small.tamar)
