"""Replies on their way to a real server, and every way in which it can fail."""

from collections.abc import Callable

import pytest

from supportdesk.domain.action import (
    ClientReference,
    CreateTicket,
    Forward,
    NewAttachment,
    ReceiveMessage,
    Recipient,
    Recipients,
    Redo,
    Reply,
    SendAgain,
    SettleDelivery,
    Undo,
)
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import DeskError, Refused
from supportdesk.outbound.postman import Round
from supportdesk.store.read import letters, references, threads
from supportdesk.store.read.health import findings
from supportdesk.store.write import letters as stored_letters
from tests.outbound.mail_servers import DROP, MailServer, Postbox
from tests.outbound.mailing import DESK, Mailing, served
from tests.small_desk import SmallDesk

BOB = Recipient("bob@x.example", "Bob")


def test_a_reply_leaves_after_its_window_and_says_so(mailing: Mailing) -> None:
    small = mailing.small
    number = small.ticket("Where is my refund?")
    file = NewAttachment("счёт.txt", "text/plain", b"12")
    copies = Recipients(cc=(Recipient("bob@x.example", "Bob"),), bcc=(Recipient("hid@y.example"),))
    message = mailing.reply(number, "Привет", attachments=(file,), recipients=copies)
    assert mailing.message(number, message).delivery == "outgoing"
    assert mailing.round() == Round(sent=1)
    assert mailing.message(number, message).delivery == "sent"
    (arrived,) = mailing.box.arrived
    assert arrived.sender == DESK
    assert arrived.recipients == ("ann@example.org", "bob@x.example", "hid@y.example")
    assert b"hid@y.example" not in arrived.raw
    assert arrived.mail["To"] == "Ann Lee <ann@example.org>"
    assert arrived.mail["From"] == f"Petro <{DESK}>"
    assert arrived.mail["Subject"] == f"Where is my refund? [#{number}]"
    assert mailing.round(hours=1) == Round()


def test_a_desk_without_an_address_keeps_its_replies(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(Reply(number, "Hello", small.row(number).last_event))
    small.clock.forward(seconds=11)
    small.desk.work()
    assert small.desk.ask(threads.messages, number)[-1].delivery == "saved"


def test_an_answer_to_a_mail_threads_both_ways(mailing: Mailing) -> None:
    small = mailing.small
    ann = ClientReference("Ann Lee", "ann@example.org")
    number = small.act(ReceiveMessage(ann, "Help [#99]", "Hi", "first@mail.example")).tickets[0]
    small.act(ReceiveMessage(ann, "Re: Help", "More", "second@mail.example", ticket=number))
    one = mailing.reply(number, "One")
    small.act(ReceiveMessage(ann, "Re: Help", "Third", "third@mail.example", ticket=number))
    two = mailing.reply(number, "Two")
    mailing.round()
    first, second = (arrived.mail for arrived in mailing.box.arrived)
    assert first["Subject"] == f"Re: Help [#{number}]"
    assert first["In-Reply-To"] == "<second@mail.example>"
    own = mailing.letter(number, one).mail_id
    assert second["References"].split() == [
        *("<first@mail.example>", "<second@mail.example>", f"<{own}>", "<third@mail.example>")
    ]
    named = [mailing.letter(number, message).mail_id for message in (one, two)]
    found = small.desk.ask(references.tickets_of_sources, named)
    assert found == dict.fromkeys(named, number)


def test_a_forward_is_a_conversation_of_its_own(mailing: Mailing) -> None:
    small = mailing.small
    ann = ClientReference("Ann Lee", "ann@example.org")
    number = small.act(ReceiveMessage(ann, "Help", "Hi", "first@mail.example")).tickets[0]
    to = Recipients(to=(Recipient("ven@vendor.example", "Ven"),))
    small.act(Forward(number, "Can you look?", small.row(number).last_event, to))
    mailing.round(seconds=11)
    small.desk.work()
    mailing.round()
    (arrived,) = mailing.box.arrived
    assert arrived.recipients == ("ven@vendor.example",)
    assert arrived.mail["Subject"] == f"Fwd: Help [#{number}]"
    assert arrived.mail["References"] is None
    assert b"ann@example.org" not in arrived.raw


def failing(step: str, answer: str, times: int = 1) -> Callable[[str, str], str | None]:
    """A server that says this at a step, so often."""
    left = [times]

    def script(at: str, _what: str) -> str | None:
        if at != step or not left[0]:
            return None
        left[0] -= 1
        return answer

    return script


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        ("mail", "421 going away"),
        ("rcpt", "421 going away"),
        ("mail", "451 try later"),
        ("rcpt", "450 greylisted"),
        ("data", "452 no room"),
        ("middle", DROP),
        ("mail", DROP),
        ("rcpt", DROP),
    ],
)
def test_what_is_not_taken_for_now_is_tried_again(mailing: Mailing, step: str, answer: str) -> None:
    mailing.box.script = failing(step, answer, times=2)
    number = mailing.small.ticket()
    long = NewAttachment("log.bin", "application/octet-stream", bytes(5_000_000))
    message = mailing.reply(number, attachments=(long,) if step == "middle" else ())
    assert mailing.round() == Round(put_off=1)
    letter = mailing.letter(number, message)
    assert (letter.state, letter.left_to) == ("waiting", ("ann@example.org",))
    assert letter.because
    assert answer in (DROP, letter.because)
    assert mailing.round() == Round()
    assert mailing.round(seconds=2) == Round(put_off=1)
    assert mailing.round(seconds=1) == Round()
    assert mailing.round(seconds=2) == Round(sent=1)
    assert len(mailing.box.arrived) == 1
    assert mailing.letter(number, message).state == "sent"


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_what_is_refused_for_good_waits_for_an_operator(mailing: Mailing, step: str) -> None:
    small = mailing.small
    mailing.box.script = failing(step, "550 5.1.1 no such user")
    number = small.ticket()
    message = mailing.reply(number, then_state="waiting")
    assert mailing.round() == Round(failed=1)
    assert mailing.message(number, message).delivery == "refused"
    assert mailing.message(number, message).body == "Hello"
    assert mailing.letter(number, message).because == "550 5.1.1 no such user"
    assert small.row(number).state == "open"
    assert mailing.round(days=3) == Round()
    elsewhere = SendAgain(message, to="Ann <ann@new.example>")
    small.desk.act(small.petro, elsewhere, confirmed={"stranger"})
    assert mailing.round() == Round(sent=1)
    assert mailing.box.arrived[0].recipients == ("ann@new.example",)


def test_what_waits_for_its_server_can_be_taken_back(mailing: Mailing) -> None:
    small = mailing.small
    mailing.box.script = failing("mail", "451 later", times=1)
    number = small.ticket()
    message = mailing.reply(number, "Wrong words", then_state="waiting")
    assert mailing.round() == Round(put_off=1)
    receipt = small.act(Undo())
    assert receipt.drafts == ("reply",)
    assert small.row(number).state == "new"
    assert mailing.round(days=1) == Round()
    assert mailing.box.arrived == []
    assert small.desk.ask(letters.stuck) is None
    assert small.desk.ask(lambda store: [one for one in findings(store) if one.faults]) == []
    small.act(Redo())
    assert mailing.round() == Round()
    small.clock.forward(seconds=11)
    small.desk.work()
    assert mailing.round() == Round(sent=1)
    (arrived,) = mailing.box.arrived
    assert b"Wrong words" in arrived.raw
    assert mailing.message(number, message).delivery == "sent"
    with pytest.raises(Refused, match=r"undo\.left"):
        small.act(Undo())


def test_what_somebody_may_have_is_not_taken_back(mailing: Mailing) -> None:
    small = mailing.small
    mailing.box.script = failing("taken", DROP, times=1)
    number = small.ticket()
    unknown = mailing.reply(number)
    assert mailing.round() == Round(failed=1)
    small.act(SendAgain(unknown))
    with pytest.raises(Refused, match=r"undo\.left"):
        small.act(Undo())

    def one_of_two(step: str, what: str) -> str | None:
        return "450 later" if (step, what) == ("rcpt", "bob@x.example") else None

    mailing.box.script = one_of_two
    mailing.round(minutes=1)
    other = small.ticket("Other")
    mailing.reply(other, recipients=Recipients(cc=(BOB,)))
    assert mailing.round().put_off == 1
    with pytest.raises(Refused, match=r"undo\.left"):
        small.act(Undo())


def test_a_letter_that_is_being_sent_is_not_taken_back(mailing: Mailing) -> None:
    small = mailing.small
    number = small.ticket()
    mailing.reply(number)
    now = to_milliseconds(small.clock())
    assert small.desk.lease(stored_letters.take, now, [DESK], 60_000) is not None
    with pytest.raises(Refused, match=r"undo\.left"):
        small.act(Undo())


def test_a_letter_is_redirected_to_people_of_its_ticket_alone(mailing: Mailing) -> None:
    small = mailing.small
    mailing.box.script = failing("rcpt", "550 5.1.1 no such user", times=9)
    eve = ClientReference("Eve Roe", "eve@example.net")
    small.act(CreateTicket(eve, "Lamp", "Broken"))
    number = small.ticket(body="Write to ann@home.example, please.")
    message = mailing.reply(number, recipients=Recipients(cc=(BOB,)))
    mailing.round()
    for address, stop in (
        ("eve@example.net", "recipient"),
        ("Nobody <nobody@new.example>", "stranger"),
    ):
        with pytest.raises(Refused) as refused:
            small.act(SendAgain(message, address))
        assert [one.name for one in refused.value.stops] == [stop]
    for address in ("ANN@home.example", BOB.address):
        small.act(SendAgain(message, address))
        mailing.round()


def test_a_forward_is_not_redirected_to_the_client_unasked(mailing: Mailing) -> None:
    small = mailing.small
    mailing.box.script = failing("rcpt", "550 5.1.1 no such user")
    number = small.ticket()
    forward = Forward(number, "Look", small.row(number).last_event, Recipients(to=(BOB,)))
    message = small.act(forward).message
    assert message is not None
    small.clock.forward(seconds=11)
    small.desk.work()
    mailing.round()
    with pytest.raises(Refused) as refused:
        small.act(SendAgain(message, "ann@example.org"))
    assert [one.name for one in refused.value.stops] == ["recipient"]


@pytest.mark.parametrize("kept", [True, False])
def test_an_answer_that_never_comes_is_asked_about(mailing: Mailing, kept: bool) -> None:
    small = mailing.small
    mailing.box.script = failing("taken" if kept else "data", DROP)
    number = small.ticket()
    message = mailing.reply(number)
    assert mailing.round() == Round(failed=1)
    assert mailing.message(number, message).delivery == "unknown"
    assert mailing.round(days=3) == Round()
    if kept:
        small.act(SettleDelivery(message, arrived=True))
    else:
        small.act(SendAgain(message))
        assert mailing.round() == Round(sent=1)
    assert mailing.message(number, message).delivery == "sent"
    assert len(mailing.box.arrived) == 1
    with pytest.raises(DeskError, match="settled"):
        small.act(SendAgain(message))


def test_each_recipient_gets_it_once(mailing: Mailing) -> None:
    asked: list[str] = []

    def script(step: str, what: str) -> str | None:
        if step == "rcpt":
            asked.append(what)
            if what == "bob@x.example" and asked.count(what) < 3:
                return "450 later"
            if what == "no@x.example":
                return "550 nobody"
        return None

    mailing.box.script = script
    number = mailing.small.ticket()
    people = Recipients(cc=(BOB, Recipient("no@x.example")))
    message = mailing.reply(number, recipients=people)
    assert mailing.round() == Round(failed=1)
    assert mailing.letter(number, message).state == "waiting"
    mailing.round(seconds=3)
    mailing.round(seconds=5)
    assert [one.recipients for one in mailing.box.arrived] == [
        ("ann@example.org",),
        ("bob@x.example",),
    ]
    assert {one.mail_id for one in mailing.box.arrived} == {mailing.letter(number, message).mail_id}
    letter = mailing.letter(number, message)
    assert (letter.state, letter.left_to) == ("refused", ("!no@x.example",))
    assert asked.count("no@x.example") == 1
    mailing.small.act(SendAgain(message))
    mailing.box.script = Postbox().script
    mailing.round()
    assert mailing.box.arrived[-1].recipients == ("no@x.example",)


def test_an_address_no_server_takes_is_refused_at_once(mailing: Mailing) -> None:
    number = mailing.small.ticket()
    people = Recipients(cc=(Recipient("боб@x.example"),))
    message = mailing.reply(number, recipients=people)
    assert mailing.round() == Round(failed=1)
    letter = mailing.letter(number, message)
    assert (letter.state, letter.because) == ("refused", "address")
    assert mailing.box.arrived[0].recipients == ("ann@example.org",)
    assert mailing.box.arrived[0].mail["Cc"] is None


def test_a_server_that_is_gone_rests_and_is_found_again(mailing: Mailing) -> None:
    small = mailing.small
    numbers = [small.ticket() for _ in range(3)]
    with served(Postbox()) as gone:
        port = gone.port
    mailing.server = mailing.server_at(port)
    mailing.postman = mailing.new_postman()
    for number in numbers:
        mailing.reply(number)
    came_of_it = mailing.round()
    assert (came_of_it.put_off, came_of_it.sent) == (1, 0)
    assert list(came_of_it.troubles) == [DESK]
    again = MailServer(Postbox(), port)
    again.start()
    try:
        assert mailing.round(minutes=6) == Round(sent=3)
    finally:
        again.stop()
    assert len(again.postbox.arrived) == 3


def test_a_letter_no_server_takes_for_days_is_refused(mailing: Mailing) -> None:
    mailing.box.script = failing("rcpt", "450 full", times=10_000)
    number = mailing.small.ticket()
    message = mailing.reply(number)
    mailing.round()
    assert mailing.round(days=2, hours=1).failed == 0
    letter = mailing.letter(number, message)
    assert (letter.state, letter.because) == ("refused", "stale 450 full")


def test_who_dies_before_the_dot_leaves_a_letter_to_be_sent(mailing: Mailing) -> None:
    small = mailing.small
    number = small.ticket()
    message = mailing.reply(number)
    now = int(small.clock().timestamp() * 1000)
    taken = small.desk.lease(stored_letters.take, now, [DESK], 60_000)
    assert taken is not None
    assert mailing.round() == Round()
    assert mailing.letter(number, message).state == "sending"
    assert mailing.round(seconds=61) == Round(sent=1)
    assert not small.desk.lease(stored_letters.hand_over, taken.letter, taken.attempt)


def test_who_dies_at_the_dot_leaves_a_letter_nobody_knows_of(mailing: Mailing) -> None:
    small = mailing.small
    number = small.ticket()
    message = mailing.reply(number)
    now = int(small.clock().timestamp() * 1000)
    taken = small.desk.lease(stored_letters.take, now, [DESK], 60_000)
    assert taken is not None
    assert small.desk.lease(stored_letters.hand_over, taken.letter, taken.attempt)
    assert mailing.round(seconds=61).failed == 1
    assert mailing.message(number, message).delivery == "unknown"
    assert mailing.letter(number, message).because == "cut_short"
    assert mailing.box.arrived == []


def test_what_has_left_cannot_be_recalled(mailing: Mailing) -> None:
    number = mailing.small.ticket()
    mailing.reply(number)
    mailing.round()
    with pytest.raises(DeskError, match="left"):
        mailing.small.act(Undo())
