"""Telling clients that their new ticket is there, and two desks that do so to each other (F110)."""

from collections.abc import Callable

import pytest

from supportdesk.domain.action import (
    ChangeOption,
    ClientReference,
    ReceiveMessage,
    SaveOperator,
    SaveTemplate,
)
from supportdesk.domain.robots import is_answerable
from supportdesk.outbound.postman import OutgoingAccount, Postman
from supportdesk.store.read import letters, threads
from tests.outbound.mail_servers import Arrived, MailServer, Postbox
from tests.outbound.mailing import DESK, Mailing, served
from tests.small_desk import SmallDesk

TEXT = "Your number is {{ ticket.number }}. We answer within four hours, Mon-Fri 9-18."


def acknowledging(mailing: Mailing, text: str = TEXT) -> None:
    """Let the desk acknowledge new tickets."""
    small = mailing.small
    made = small.act(SaveTemplate("Received", (("en", text),)), by=small.olga).template
    small.act(ChangeOption("acknowledge", str(made)), by=small.olga)


def mail(
    mailing: Mailing, source: str, address: str = "ann@example.org", *, person: bool = True
) -> int:
    """A mail of a client that begins a ticket."""
    who = ClientReference("Ann Lee", address)
    received = ReceiveMessage(who, "Help", "It is broken", source, from_person=person)
    return mailing.small.act(received).tickets[0]


def test_a_person_is_told_the_number_once(mailing: Mailing) -> None:
    acknowledging(mailing)
    number = mail(mailing, "one@mail.example")
    mailing.round()
    (arrived,) = mailing.box.arrived
    assert arrived.recipients == ("ann@example.org",)
    assert arrived.mail["Subject"] == f"Re: Help [#{number}]"
    assert arrived.mail["Auto-Submitted"] == "auto-replied"
    assert arrived.mail["In-Reply-To"] == "<one@mail.example>"
    assert f"Your number is {number}.".encode() in arrived.raw
    shown = mailing.small.desk.ask(threads.messages, number)[-1]
    assert (shown.kind, shown.delivery) == ("system", "sent")
    row = mailing.small.row(number)
    assert (row.state, row.replies, row.unanswered) == ("new", 0, 1)
    mail(mailing, "two@mail.example")
    mailing.round(minutes=59)
    assert len(mailing.box.arrived) == 1
    mail(mailing, "three@mail.example")
    mailing.round(minutes=3)
    assert len(mailing.box.arrived) == 2
    for hour in range(9):
        mail(mailing, f"h{hour}@mail.example")
        mailing.round(minutes=61)
    assert len(mailing.box.arrived) == 5


def test_a_flood_of_forged_senders_is_not_answered_without_end(mailing: Mailing) -> None:
    acknowledging(mailing)
    mailing.small.act(ChangeOption("acknowledge_most", "3"), by=mailing.small.olga)
    numbers = [mail(mailing, f"{n}@mail.example", f"victim{n}@x{n}.example") for n in range(8)]
    mailing.round()
    mailing.round(minutes=30)
    assert len(mailing.box.arrived) == 3
    assert len(set(numbers)) == 8
    assert mailing.small.desk.ask(letters.acknowledged, 0) == 3
    mail(mailing, "later@mail.example", "later@x.example")
    mailing.round(minutes=31)
    assert [one.recipients for one in mailing.box.arrived[3:]] == [("later@x.example",)]


def test_nothing_is_told_until_a_lead_says_so(mailing: Mailing) -> None:
    mail(mailing, "one@mail.example")
    assert mailing.round().done == 0
    acknowledging(mailing)
    mailing.small.act(ChangeOption("outgoing", "off"), by=mailing.small.olga)
    mail(mailing, "two@mail.example")
    assert mailing.round().done == 0


def test_robots_and_our_own_are_not_answered(mailing: Mailing) -> None:
    acknowledging(mailing)
    small = mailing.small
    small.act(SaveOperator("Nora", email="nora@us.example"), by=small.olga)
    mail(mailing, "robot@mail.example", person=False)
    for address in (DESK.upper(), "Nora@us.example", "mailer-daemon@x.example"):
        mail(mailing, f"to-{address}", address)
    assert mailing.round().done == 0


def test_a_text_that_cannot_be_filled_in_is_not_sent(mailing: Mailing) -> None:
    acknowledging(mailing, "Dear {{ client.company }}")
    mail(mailing, "one@mail.example")
    assert mailing.round().done == 0
    assert mailing.round(hours=1).done == 0


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("ann@example.org", True),
        ("no-reply@shop.example", False),
        ("noreply+123@shop.example", False),
        ("do_not_reply@shop.example", False),
        ("list-bounces@lists.example", False),
        ("owner-list@lists.example", False),
        ("Postmaster@x.example", False),
        ("norewell@x.example", True),
        ("us@help.example", False),
        ("", False),
        (None, False),
    ],
)
def test_behind_these_addresses_nobody_reads(address: str | None, may: bool) -> None:
    assert is_answerable(address, {"us@help.example"}) is may


def test_two_desks_that_answer_each_other_fall_silent(
    make_desk: Callable[[str], SmallDesk],
) -> None:
    """Even where everything that tells a machine apart is lost on the way."""
    with served(Postbox()) as here, served(Postbox()) as there:
        desks = [_desk(make_desk, "a@one.example", here), _desk(make_desk, "b@two.example", there)]
        mail(desks[0], "first@mail.example", "b@two.example")
        taken = [0, 0]
        for _day_part in range(48):
            for n, mailing in enumerate(desks):
                mailing.postman.deliver()
                fresh = mailing.box.arrived[taken[n] :]
                taken[n] += len(fresh)
                for arrived in fresh:
                    _receive(desks[1 - n], arrived, mailing)
            desks[0].small.clock.forward(minutes=61)
        assert sum(taken) <= 10


def _desk(make_desk: Callable[[str], SmallDesk], address: str, server: MailServer) -> Mailing:
    mailing = Mailing(make_desk(f"{address}.desk"), server)
    mailing.small.act(ChangeOption("outgoing", address), by=mailing.small.olga)
    account = OutgoingAccount(address, "Desk", mailing.server)
    mailing.postman = Postman(mailing.small.desk, {address: account})
    acknowledging(mailing)
    return mailing


def _receive(mailing: Mailing, arrived: Arrived, sender: Mailing) -> None:
    """The other desk takes it for a new question of a person: no header has survived."""
    address = arrived.sender
    who = ClientReference(address, address)
    source = f"{arrived.mail_id}{sender.small.clock.now}"
    mailing.small.act(ReceiveMessage(who, "Hello", "Hello", source, from_person=True))


def test_tags_of_one_mailbox_do_not_make_it_many(mailing: Mailing) -> None:
    acknowledging(mailing)
    for count in range(30):
        mail(mailing, f"{count}@mail.example", f"ann+{count}@example.org")
    mail(mailing, "last@mail.example", "anna@example.org")
    mailing.round()
    receivers = [one.recipients[0] for one in mailing.box.arrived]
    assert receivers == ["ann+0@example.org", "anna@example.org"]
