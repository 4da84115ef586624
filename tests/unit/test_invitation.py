"""Invitations in words."""

from supportdesk.intake.invitation import invitation_text
from supportdesk.intake.mail_parts import text_and_files

INVITATION = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/Kyiv
BEGIN:STANDARD
DTSTART:19710101T030000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
SUMMARY:Розмова про замовлення\\, друга
DTSTART;TZID=Europe/Kyiv:20260305T140000
DTEND;TZID=Europe/Kyiv:20260305T150000
LOCATION:Кімната 3
ORGANIZER;CN="Олена К.":mailto:olena@example.org
ATTENDEE;RSVP=TRUE;PARTSTAT=NEEDS-ACTION:mailto:help@example.com
ATTENDEE;CN=Bob;PARTSTAT=ACCEPTED:MAILTO:bob@example.com
RRULE:FREQ=WEEKLY;COUNT=3
DESCRIPTION:Рядок один\\nряд
 ок два
BEGIN:VALARM
DESCRIPTION:alarm
END:VALARM
END:VEVENT
END:VCALENDAR
"""

SAID = """Invitation: Розмова про замовлення, друга
When: 2026-03-05 14:00–15:00 Europe/Kyiv
Repeats: FREQ=WEEKLY;COUNT=3
Where: Кімната 3
From: Олена К. <olena@example.org>
Who: help@example.com, Bob <bob@example.com> (accepted)
An answer is wanted.

Рядок один
рядок два"""


def test_what_when_where_who() -> None:
    assert invitation_text(INVITATION) == SAID


def test_days_and_moments_of_other_forms() -> None:
    event = "BEGIN:VEVENT\nSUMMARY:x\n{}\nEND:VEVENT"
    for written, said in {
        "DTSTART;VALUE=DATE:20260305": "2026-03-05",
        "DTSTART:20260305T100000Z\nDTEND:20260306T110000Z": (
            "2026-03-05 10:00 UTC – 2026-03-06 11:00 UTC"
        ),
        "DTSTART:20260305T100000Z\nDURATION:PT1H": "2026-03-05 10:00 UTC (PT1H)",
        "DTSTART:tomorrow": "tomorrow",
    }.items():
        assert f"When: {said}" in invitation_text(event.format(written)).split("\n")


def test_a_cancelled_one_says_so_and_nothing_says_nothing() -> None:
    assert invitation_text(INVITATION.replace("REQUEST", "CANCEL")).startswith("Cancelled: ")
    assert invitation_text("no calendar") == invitation_text("") == ""


def test_an_invitation_stands_beside_the_text_and_stays_a_file() -> None:
    raw = (
        "Content-Type: multipart/alternative; boundary=b\n\n--b\n\nPlease come\n"
        f"--b\nContent-Type: text/calendar; charset=utf-8\n\n{INVITATION}\n--b--\n"
    )
    said, files = text_and_files(raw.encode(), None)
    assert said.startswith("Please come")
    assert SAID in said
    assert [file.name for file in files] == ["invitation.ics"]
