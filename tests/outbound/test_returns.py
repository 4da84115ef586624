"""What comes back from servers later on, and what operators are told by mail."""

import pytest

from supportdesk.domain.action import (
    Assign,
    ClientReference,
    ReceiveMessage,
    RecordBounce,
    SaveOperator,
    SetMailNotices,
)
from supportdesk.domain.errors import DeskError
from supportdesk.intake.live import Came, LiveIntake, LiveMail
from supportdesk.store.read import letters, operators, threads
from tests.outbound.mail_servers import DROP
from tests.outbound.mailing import DESK, Mailing


def sent(mailing: Mailing) -> tuple[int, int, str]:
    """A reply that was sent: ticket, message, Message-ID."""
    number = mailing.small.ticket()
    message = mailing.reply(number, then_state="waiting")
    mailing.round()
    return number, message, mailing.letter(number, message).mail_id


def came_back(mailing: Mailing, name: str, source: str = "b@mx.example", **more: object) -> None:
    """A report of a server."""
    names = ("other@x.example", name)
    mailing.small.desk.act(None, RecordBounce(names, source, **more))  # type: ignore[arg-type]


def test_a_bounce_is_told_on_its_ticket_which_opens(mailing: Mailing) -> None:
    number, message, name = sent(mailing)
    came_back(mailing, name, said="550 5.1.1 unknown")
    assert mailing.message(number, message).delivery == "bounced"
    assert mailing.letter(number, message).because == "550 5.1.1 unknown"
    assert mailing.small.row(number).state == "open"
    assert mailing.small.desk.ask(letters.failed, mailing.small.petro) == 1
    assert mailing.small.desk.ask(letters.failed, mailing.small.olga) == 0
    events = len(mailing.small.desk.ask(threads.events, number))
    came_back(mailing, name, said="550 5.1.1 unknown")
    assert len(mailing.small.desk.ask(threads.events, number)) == events


def test_a_delay_is_noted_and_opens_nothing(mailing: Mailing) -> None:
    number, message, name = sent(mailing)
    came_back(mailing, name, permanent=False, said="4.4.1 no answer")
    events = len(mailing.small.desk.ask(threads.events, number))
    came_back(mailing, name, permanent=False, said="4.4.1 no answer")
    assert len(mailing.small.desk.ask(threads.events, number)) == events
    assert mailing.message(number, message).delivery == "sent"
    assert mailing.letter(number, message).because == "late 4.4.1 no answer"
    assert mailing.small.row(number).state == "waiting"


def test_a_report_ends_what_nobody_knew(mailing: Mailing) -> None:
    mailing.box.script = lambda step, _what: DROP if step == "taken" else None
    number, message, name = sent(mailing)
    assert mailing.message(number, message).delivery == "unknown"
    came_back(mailing, name, "copy:x", arrived=True)
    assert mailing.message(number, message).delivery == "sent"
    came_back(mailing, "nobody@x.example")


def test_our_own_copy_ends_what_nobody_knew(mailing: Mailing) -> None:
    mailing.box.script = lambda step, _what: DROP if step == "taken" else None
    number, message, _name = sent(mailing)
    copy = LiveMail(mailing.box.arrived[0].raw, "INBOX", "1")
    assert LiveIntake(mailing.small.desk, [DESK]).take(copy).came is Came.OWN
    assert mailing.message(number, message).delivery == "sent"
    assert mailing.small.row(number).messages == 2


def test_an_answer_to_what_was_sent_comes_back_to_its_ticket(mailing: Mailing) -> None:
    number, _message, name = sent(mailing)
    raw = (
        f"From: Ann Lee <ann@example.org>\r\nTo: {DESK}\r\nSubject: Thanks\r\n"
        f"Message-ID: <answer@example.org>\r\nIn-Reply-To: <{name}>\r\n\r\nIt came.\r\n"
    )
    answer = LiveMail(raw.encode(), "INBOX", "1")
    came = LiveIntake(mailing.small.desk, [DESK]).take(answer)
    assert (came.came, came.ticket) == (Came.ADDED, number)


def test_operators_are_told_by_mail_what_they_asked_for(mailing: Mailing) -> None:
    small = mailing.small
    with pytest.raises(DeskError, match="no_address"):
        small.act(SetMailNotices(("assigned",)))
    small.act(SaveOperator("Petro", small.petro, "petro", email="petro@us.example"), by=small.olga)
    number = small.ticket()
    small.act(Assign(number, small.petro), by=small.olga)
    small.act(SetMailNotices(("client_wrote", "assigned")))
    assert small.desk.ask(operators.mail_notices, small.petro) == ("assigned", "client_wrote")
    assert mailing.round().done == 0
    other = small.ticket("Second")
    small.act(Assign(other, small.petro), by=small.olga)
    small.act(Assign(small.ticket("Own"), small.petro))
    ann = ClientReference("Ann Lee", "ann@example.org")
    for n in range(3):
        said = ReceiveMessage(ann, "Re:", "More", f"m{n}@x.example", ticket=other)
        small.act(said, by=small.olga)
    mailing.round()
    told = [(one.recipients, one.mail["Subject"]) for one in mailing.box.arrived]
    assert told == [
        (("petro@us.example",), f"Yours now: Second [#{other}]"),
        (("petro@us.example",), f"The client has written: Second [#{other}]"),
    ]
    assert {one.mail["Auto-Submitted"] for one in mailing.box.arrived} == {"auto-generated"}
    assert b"More" not in b"".join(one.raw for one in mailing.box.arrived)
    assert mailing.round(hours=1).done == 0
    small.act(SetMailNotices(()))
    small.act(Assign(number, None), by=small.olga)
    small.act(Assign(number, small.petro), by=small.olga)
    assert mailing.round().done == 0


def test_notices_are_ones_own_to_choose(mailing: Mailing) -> None:
    small = mailing.small
    small.act(SaveOperator("Petro", small.petro, "petro", email="petro@us.example"), by=small.olga)
    with pytest.raises(DeskError, match="not_own"):
        small.act(SetMailNotices(("assigned",), small.petro), by=small.tamar)
    with pytest.raises(DeskError, match="unknown"):
        small.act(SetMailNotices(("reply",)))
    small.act(SetMailNotices(("breached",), small.petro), by=small.olga)
