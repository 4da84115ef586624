"""What comes back of what has left: answers, copies of our own, and reports of servers (F140)."""

from supportdesk.domain.action import ChangeOption, Reply
from supportdesk.intake.live import Came, LiveIntake, LiveMail, Outcome
from supportdesk.store.read import letters, threads
from tests.mail.test_live import HELP, mail, take, ticket_of
from tests.small_desk import SmallDesk

REPORT = """\
From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: {help}
Subject: Undelivered Mail Returned to Sender
Message-ID: <report@mx>
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; ann@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 no such user
--b
Content-Type: message/rfc822

From: {help}
To: ann@example.org
Subject: Re: Parcel
Message-ID: <{mail_id}>

Tomorrow.
--b--
"""


def answered(small: SmallDesk) -> tuple[int, str]:
    """A ticket made by mail that was answered by mail, and the Message-ID of the answer."""
    small.desk.act(None, ChangeOption("outgoing", HELP))
    number = ticket_of(small, mail(more="Message-ID: <a@x>\n"))
    small.clock.forward(seconds=60)
    small.desk.act(small.petro, Reply(number, "Tomorrow.", 10**9, then_state="waiting"))
    small.clock.forward(seconds=60)
    small.desk.work()
    row = next(iter(small.desk.ask(letters.of_messages, number).values()))
    return number, row.mail_id


def test_an_answer_to_our_letter_joins_its_ticket_from_any_address(small: SmallDesk) -> None:
    number, mail_id = answered(small)
    home = mail("From home.", by="ann@home.example", more=f"In-Reply-To: <{mail_id}>\n")
    assert take(small, home) == Outcome(Came.ADDED, number)
    assert small.row(number).state == "open"


def test_a_copy_of_our_own_letter_is_recognised_and_not_filed(small: SmallDesk) -> None:
    number, mail_id = answered(small)
    copy = mail("Tomorrow.", by=f"Help <{HELP}>", more=f"Message-ID: <{mail_id}>\n")
    before = len(small.desk.ask(threads.messages, number))
    assert take(small, copy) == Outcome(Came.OWN)
    assert len(small.desk.ask(threads.messages, number)) == before
    forged = mail("I am the desk.", by="eve@example.org", more=f"Message-ID: <{mail_id}>\n")
    assert take(small, forged).came is not Came.OWN


def test_a_report_of_a_server_goes_to_the_ticket_of_the_letter(small: SmallDesk) -> None:
    number, mail_id = answered(small)
    report = REPORT.format(help=HELP, mail_id=mail_id).encode()
    taking = LiveIntake(small.desk, [HELP])
    assert taking.take(LiveMail(report, "support", "9")) == Outcome(Came.RETURNED, number)
    row = next(iter(small.desk.ask(letters.of_messages, number).values()))
    assert (row.state, "550" in row.because) == ("bounced", True)
    assert small.row(number).state == "open"
    strange = REPORT.format(help=HELP, mail_id="unknown@elsewhere").encode()
    assert taking.take(LiveMail(strange, "support", "10")).came is Came.NEW
