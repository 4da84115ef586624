"""What wrote a mail, and what a delivery report says."""

from datetime import UTC, datetime

import pytest

from supportdesk.domain.mail_nature import Bounce, FailedDelivery, Nature
from supportdesk.intake.mail import read_mail
from supportdesk.intake.record import MailRecord

NOW = datetime(2026, 3, 2, tzinfo=UTC)

REPORT = b"""From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: help@example.org
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; ann@example.com
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <ann@example.com>: no such user

Final-Recipient: rfc822; bob@example.com
Action: delayed
Status: 4.4.1

Final-Recipient: rfc822; cleo@example.com
Action: delivered
Status: 2.0.0
--b
Content-Type: text/rfc822-headers

Message-ID: <reply-7@example.org>
In-Reply-To: <question@example.com>
References: <first@example.com>
 <question@example.com>
Subject: =?utf-8?B?0JfQsNC60LDQtw==?= [#7]
--b--
"""

RUSSIAN = """From: mailer-daemon@corp.example.ru
To: help@example.org
Auto-Submitted: auto-replied
X-Failed-Recipients: anna@example.com
Subject: Ваше сообщение не доставлено. Mail failure.
Content-Type: text/plain; charset=utf-8

Это письмо создано автоматически сервером, отвечать на него не нужно.

К сожалению, Ваше письмо не может быть доставлено одному получателю:

  anna@example.com
    SMTP error from remote mail server after RCPT TO:<anna@example.com>:
    host mx.example.com [192.0.2.2]: 550 5.1.1 User Unknown

------ This is a copy of the message, including all the headers. ------

Return-path: <help@example.org>
Message-Id: <reply-8@example.org>
Subject: Ответ
"""

QMAIL = b"""Return-Path: <>
From: MAILER-DAEMON@example.net
To: help@example.org
Subject: failure notice

Hi. This is the qmail-send program at example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.
This is a permanent error; I've given up. Sorry it didn't work out.

<bob@example.com>:
Sorry, no mailbox here by that name. (#5.1.1)

--- Below this line is a copy of the message.

Message-ID: <reply-9@example.org>
"""

LATE = b"""From: Mail Delivery Subsystem <MAILER-DAEMON@example.net>
To: help@example.org
Subject: Warning: could not send message for past 4 hours

    **      THIS IS A WARNING MESSAGE ONLY      **
    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **

   ----- Transcript of session follows -----
<bob@example.com>... Deferred: Connection timed out
Message could not be delivered for 4 hours
Message will be deleted from queue
"""


def read(raw: bytes) -> MailRecord:
    """A mail that can be read."""
    found = read_mail(raw, "x", NOW)
    assert isinstance(found, MailRecord)
    return found


def test_a_report_names_who_why_and_which_mail() -> None:
    bounce = read(REPORT).bounce
    assert bounce == Bounce(
        (
            FailedDelivery(
                "ann@example.com", "550 5.1.1 <ann@example.com>: no such user", "5.1.1", True
            ),
            FailedDelivery("bob@example.com", "", "4.4.1", False),
        ),
        ("reply-7@example.org", "question@example.com", "first@example.com"),
        "Заказ [#7]",
        own="reply-7@example.org",
    )
    assert bounce.permanent is False


@pytest.mark.parametrize(
    ("raw", "address", "status", "permanent", "returned"),
    [
        (RUSSIAN.encode(), "anna@example.com", "5.1.1", True, "reply-8@example.org"),
        (QMAIL, "bob@example.com", "5.1.1", True, "reply-9@example.org"),
        (LATE, "bob@example.com", "", False, None),
    ],
    ids=["exim, Russian", "qmail", "late"],
)
def test_servers_that_write_in_words_of_their_own(
    raw: bytes, address: str, status: str, permanent: bool, returned: str | None
) -> None:
    record = read(raw)
    bounce = record.bounce
    assert record.nature is Nature.BOUNCE
    assert bounce is not None
    (failed,) = bounce.failed
    assert (failed.address, failed.status, failed.permanent) == (address, status, permanent)
    assert failed.why
    assert next(iter(bounce.returned), None) == returned


@pytest.mark.parametrize(
    ("fields", "nature", "no_answer"),
    [
        ("", Nature.PERSON, False),
        ("X-Auto-Response-Suppress: OOF, AutoReply\n", Nature.PERSON, True),
        ("X-Auto-Response-Suppress: NRN\n", Nature.PERSON, False),
        ("Auto-Submitted: no\n", Nature.PERSON, False),
        ("Auto-Submitted: auto-replied\n", Nature.AUTOMATIC, True),
        ("Auto-Submitted: auto-generated\n", Nature.AUTOMATIC, True),
        ("Precedence: junk\n", Nature.AUTOMATIC, True),
        ("Precedence: bulk\n", Nature.LIST, True),
        ("List-Id: Friends <friends.example.org>\n", Nature.LIST, True),
        ("List-Unsubscribe: <mailto:x@example.org>\n", Nature.LIST, True),
        ("Return-Path: <>\n", Nature.AUTOMATIC, True),
        ("Return-Path: <ann@example.com>\n", Nature.PERSON, False),
        ("Subject: Автоответ: Заказ\n", Nature.AUTOMATIC, True),
        ("Subject: Автоматична відповідь: Замовлення\n", Nature.AUTOMATIC, True),
        ("Subject: Out of Office: Order\n", Nature.AUTOMATIC, True),
        ("Subject: Automatic reply: Order\n", Nature.AUTOMATIC, True),
        ("Subject: The office is out of paper\n", Nature.PERSON, False),
        ("X-Failed-Recipients: bob@example.com\n", Nature.BOUNCE, True),
        (
            "Content-Type: multipart/report; report-type=disposition-notification\n",
            Nature.AUTOMATIC,
            True,
        ),
    ],
)
def test_what_wrote_a_mail(fields: str, nature: Nature, no_answer: bool) -> None:
    head = read(f"From: ann@example.com\n{fields}\nwords\n".encode()).head
    assert (head.nature, head.wants_no_answer) == (nature, no_answer)
    assert head.auto == (nature in (Nature.AUTOMATIC, Nature.BOUNCE))


@pytest.mark.parametrize("author", ["noreply@example.com", "no-reply@example.com", "Ann"])
def test_nobody_answers_to_nobody(author: str) -> None:
    assert read(f"From: {author}\nSubject: x\n\nwords\n".encode()).head.wants_no_answer


def test_a_postmaster_who_answers_is_a_person_or_a_program_but_no_report() -> None:
    raw = (
        b"From: postmaster@example.com\nIn-Reply-To: <a@b>\nSubject: Re: spam\n\nWe look into it.\n"
    )
    assert read(raw).bounce is None
