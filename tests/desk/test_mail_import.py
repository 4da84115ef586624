"""Mails of programs among those of people, brought into a desk."""

from pathlib import Path

from supportdesk.intake.importer import import_files
from supportdesk.intake.report import ImportOptions
from supportdesk.store.read import threads
from tests.small_desk import SmallDesk

QUESTION = """From: Анна <anna@example.com>
Date: Sun, 1 Mar 2026 09:00:00 +0000
Subject: Где заказ
Message-ID: <q@example.com>

Где мой заказ?
"""
ANSWER = """From: Olga <olga@example.org>
To: anna@example.com
Date: Sun, 1 Mar 2026 10:00:00 +0000
Subject: Re: Где заказ
In-Reply-To: <q@example.com>
Message-ID: <a@example.org>

Завтра.
"""
BOUNCE = """Return-Path: <>
From: Mail Delivery System <mailer-daemon@mx.example.net>
To: olga@example.org
Date: Sun, 1 Mar 2026 10:01:00 +0000
Subject: Undelivered Mail Returned to Sender
Message-ID: <b@mx.example.net>
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b

I'm sorry to have to inform you that your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; anna@example.com
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; 552 5.2.2 Mailbox full
--b
Content-Type: message/rfc822

Message-ID: <a@example.org>
Subject: Re: x

Later.
--b--
"""
INVITATION = """From: bo@example.com
Date: Sun, 1 Mar 2026 11:00:00 +0000
Subject: A call
Message-ID: <i@example.com>
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
SUMMARY:A call about the order
DTSTART:20260305T100000Z
END:VEVENT
END:VCALENDAR
"""


def test_a_returned_mail_stands_in_its_conversation_as_no_clients_word(
    small: SmallDesk, tmp_path: Path
) -> None:
    for name, text in {"1": QUESTION, "2": ANSWER, "3": BOUNCE, "4": INVITATION}.items():
        (tmp_path / f"{name}.eml").write_text(text, encoding="utf-8")
    crew = tmp_path / "crew.csv"
    crew.write_text("name,email\nOlga,olga@example.org\n", encoding="utf-8")
    files = sorted(tmp_path.glob("*.eml"))
    report = import_files(small.desk, files, ImportOptions(operators=crew))
    assert (report.new, report.tickets_new, report.skipped) == (4, 2, [])
    first = small.desk.ask(threads.messages, 1)
    assert [message.kind for message in first] == ["client", "operator", "system"]
    assert "could not be delivered" in first[2].body
    assert [file.name for file in first[2].attachments] == ["delivery-status.txt", "Re: x.eml"]
    assert small.row(1).state == "waiting"
    (call,) = small.desk.ask(threads.messages, 2)
    assert call.body.startswith("Event: A call") or "Invitation: A call" in call.body
