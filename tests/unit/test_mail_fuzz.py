"""Any bytes for a mail: read or left out with a reason, in little time, never an exception."""

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from supportdesk.intake.mail import read_mail
from supportdesk.intake.record import MailRecord, Skipped
from tests.unit.test_bounces import LATE, QMAIL, REPORT, RUSSIAN
from tests.unit.test_invitation import INVITATION

NOW = datetime(2026, 3, 2, tzinfo=UTC)
SECONDS = 2.0

NESTED = (
    'From: "Анна" <anna@example.org>, Bob (B) <bob@example.org>\r\n'
    "Subject: =?koi8-r?B?8NLJ18XU?= =?utf-8?Q?_=D0=B4=D0=B0?=\r\n"
    "To: undisclosed-recipients:;\r\nDate: Mon, 2 Mar 2026 12:30:00 +0300 (MSK)\r\n"
    "References: <a@b> <c@d>\r\nMessage-ID: <e@f>\r\n"
    'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'
    "--b\r\nContent-Type: multipart/alternative; boundary=c\r\n\r\n"
    "--c\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    "8NLJ18XU\r\n--c\r\nContent-Type: text/html\r\n\r\n<table><tr><td>x<td><a href=http://x>y</a>"
    f"\r\n--c\r\nContent-Type: text/calendar\r\n\r\n{INVITATION}\r\n--c--\r\n"
    "--b\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\nwords\r\n"
    "--b\r\nContent-Disposition: attachment; filename*0*=utf-8''%D0; filename*1=x\r\n\r\n"
    "begin 644 a\r\n#86)C\r\n`\r\nend\r\n--b--\r\n"
).encode()
SEEDS = (NESTED, REPORT, RUSSIAN.encode(), QMAIL, LATE)
INSERTED = st.sampled_from(
    b"\0,\r,\n,--b\r\n,--b--,=?,?=,\",<,>,;,\xff,\x1b,\n\n,=,(,<!--,\\,'',"
    b"Content-Type: multipart/mixed; boundary=b\n".split(b",")
)


def read(raw: bytes) -> None:
    """Read a mail and look at all of it."""
    found = read_mail(raw, "x", NOW)
    if isinstance(found, Skipped):
        assert found.reason in ("mail.empty", "mail.no_headers")
        return
    assert isinstance(found, MailRecord)
    for text in (found.body, found.head.subject, found.head.author.name, found.head.source_id):
        text.encode()
    assert all(file.name for file in found.attachments)
    assert "\n" not in found.head.subject


@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 3_000), st.integers(0, 40), INSERTED), max_size=8),
)
@settings(max_examples=300)
def test_changed_mails(seed: bytes, changes: list[tuple[int, int, bytes]]) -> None:
    for at, cut, put in changes:
        place = at % (len(seed) + 1)
        seed = seed[:place] + put + seed[place + cut :]
    read(seed)


@given(st.binary(max_size=2_000))
def test_any_bytes(raw: bytes) -> None:
    read(raw)
    read(b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + raw)


HOSTILE = {
    "one endless head": b"Subject: " + b"x" * 3_000_000,
    "a folded head": b"Subject: a\n" + b" x\n" * 500_000,
    "many fields": b"A: b\n" * 500_000,
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 100_000 + b"\n\nx",
    "open encoded words": b"Subject: " + b"=?utf-8?q?" * 200_000 + b"\n\nx",
    "addresses": b"To: " + b'"a" <a@example.org>, ' * 100_000 + b"\n\nx",
    "open brackets": b"From: " + b"(<" * 500_000 + b"\n\nx",
    "quotes in an address": b'From: "' + b'\\"' * 500_000 + b"\n\nx",
    "references": b"References: " + b"<a@b> " * 300_000 + b"\n\nx",
    "boundaries": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n" * 500_000,
    "half boundaries": b"Content-Type: multipart/mixed; boundary=b\n\n" + b"\n--bx" * 500_000,
    "boundaries in a line": b"Content-Type: multipart/mixed; boundary=-\n\n" + b"-" * 3_000_000,
    "parameters": b"Content-Type: a/b" + b"; a=b" * 500_000 + b"\n\nx",
    "a field of quotes": b'Content-Type: a/b; a="' + b'\\"' * 500_000 + b"\n\nx",
    "uuencode": b"Subject: x\n\n" + b"begin 644 a\n" * 200_000,
    "base64": b"Subject: x\nContent-Transfer-Encoding: base64\n\n" + b"=\n" * 1_000_000,
    "bounce": b"From: mailer-daemon@a.b\nSubject: failure notice\n\n" + b"a@b.cd\n" * 200_000,
    "a bounce of dots": b"From: mailer-daemon@a.b\nSubject: failure notice\n\n"
    + b"a.b@c." * 200_000,
    "a report": (
        b"From: mailer-daemon@a.b\nContent-Type: message/delivery-status\n\n"
        + b"Final-Recipient: rfc822;a@b.cd\n\n" * 50_000
    ),
    "a calendar": (
        b"Subject: x\nContent-Type: text/calendar\n\n"
        + b"BEGIN:VEVENT\nATTENDEE;CN=a:mailto:b\n" * 50_000
    ),
    "a deep page": b"Subject: x\nContent-Type: text/html\n\n" + b"<div>" * 100_000 + b"words",
    "deep tables": b"Subject: x\nContent-Type: text/html\n\n" + b"<table><tr><td>" * 60_000,
    "only line ends": b"Subject: x\n\n" + b"\r\n" * 1_000_000,
    "only NULs": b"Subject: x\n\n" + b"\0" * 3_000_000,
    "high bytes": b"Subject: x\n\n" + b"\xe0" * 3_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_time_is_bounded(name: str) -> None:
    began = time.process_time()
    read(HOSTILE[name])
    assert time.process_time() - began < SECONDS
