"""Mails as they leave: whatever was typed or received, only what is meant stands in them."""

import re
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supportdesk.domain.action import NewAttachment
from supportdesk.domain.recipients import Recipient
from supportdesk.domain.subject import with_number
from supportdesk.outbound.composing import Mail, compose, readable_ids, wire_address
from supportdesk.outbound.mail_html import html_twin

PLAIN = Mail(
    mail_id="u@help.example",
    at=datetime(2026, 3, 2, 9, tzinfo=UTC),
    sender=Recipient("desk@help.example", "Desk"),
    to=(Recipient("ann@example.org", "Ann"),),
    subject="Hello",
    body="Hello",
)
HEADERS = {
    *("MIME-Version", "Content-Type", "From", "To", "Cc", "Date", "Subject", "Message-ID"),
    *("In-Reply-To", "References"),
}
NASTY = st.text(
    st.one_of(st.characters(), st.sampled_from('\r\n\t\0\x1b"<>@,;:=?()[]\\ Bcc: їёЩ😀')),
    max_size=300,
)


def parts(raw: bytes) -> dict[str, Message]:
    """The parts of a mail by their types."""
    return {part.get_content_type(): part for part in message_from_bytes(raw).walk()}


def text_of(raw: bytes, kind: str = "text/plain") -> str:
    """The text of a part."""
    payload = parts(raw)[kind].get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload.decode("utf-8").replace("\r\n", "\n")


@given(subject=NASTY, name=NASTY, body=NASTY, file=NASTY, media_type=NASTY, reference=NASTY)
def test_nothing_that_was_typed_begins_a_header(
    *, subject: str, name: str, body: str, file: str, media_type: str, reference: str
) -> None:
    raw = compose(
        replace(
            PLAIN,
            subject=subject,
            sender=Recipient("desk@help.example", name),
            to=(Recipient("ann@example.org", name),),
            cc=(Recipient("bob@example.org", name),),
            body=body,
            references=readable_ids([reference, "a@b.example"]),
            files=(NewAttachment(file, media_type, b"\0\r\n.\r\n"),),
        )
    )
    mail = message_from_bytes(raw)
    assert set(mail.keys()) <= HEADERS
    assert len(mail.keys()) == len(set(mail.keys()))
    assert raw.isascii()
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    (_multipart, *_twins, attached) = mail.walk()
    assert attached.get_payload(decode=True) == b"\0\r\n.\r\n"


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=400))
def test_a_text_arrives_as_it_was_written(body: str) -> None:
    assert text_of(compose(replace(PLAIN, body=body))) == body.rstrip() + "\n"


@given(st.text(st.sampled_from("ab Щї=?😀_"), min_size=1, max_size=300))
def test_a_subject_arrives_as_it_was_written(subject: str) -> None:
    mail = message_from_bytes(compose(replace(PLAIN, subject=subject)))
    read = str(make_header(decode_header(mail["Subject"])))
    assert " ".join(read.split()) == " ".join(subject.split())
    assert all(len(word) <= 75 for word in re.findall(r"=\?\S+\?=", mail["Subject"]))


def test_a_cyrillic_file_keeps_its_name() -> None:
    file = NewAttachment("Счёт за март.pdf", "application/pdf", b"%PDF")
    raw = compose(replace(PLAIN, files=(file,)))
    assert parts(raw)["application/pdf"].get_filename() == "Счёт за март.pdf"
    assert b"filename*=utf-8''%D0%A1" in raw


class _Read(HTMLParser):
    """What a reader of HTML sees, and what it is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.tags: set[str] = set()
        self.goes_to: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.tags.add(tag)
        if tag == "br":
            self.text += "\n"
        self.goes_to += [value or "" for name, value in attrs if name in ("href", "src")]

    def handle_data(self, data: str) -> None:
        """Note what is read."""
        self.text += data


def read(text: str) -> _Read:
    """Read the HTML twin of a text."""
    reader = _Read()
    reader.feed(html_twin(text))
    return reader


@given(st.text(st.sampled_from("ab<>&\"' \n>/:.@()hts=пї"), max_size=200))
def test_the_twin_says_the_same_and_brings_nothing_along(text: str) -> None:
    seen = read(text)
    assert seen.tags <= {"html", "head", "meta", "body", "div", "br", "blockquote", "a"}
    assert all(goal.startswith(("http://", "https://", "mailto:")) for goal in seen.goes_to)
    unquoted = re.sub(r"(?m)^(?:> ?)+", "", text)
    assert seen.text.replace("\xa0", " ").split() == unquoted.split()


def test_links_and_quotes_are_what_they_seem() -> None:
    text = "> See (https://x.example/a?b=1&c=2).\n>> Ask bob@x.example!\njavascript:alert(1)"
    seen = read(text)
    assert seen.goes_to == ["https://x.example/a?b=1&c=2", "mailto:bob@x.example"]
    assert html_twin(text).count("<blockquote") == 2


def test_references_are_bounded_and_the_first_is_kept() -> None:
    many = [f"{n}@x.example" for n in range(60)]
    assert readable_ids(many) == ["0@x.example", *many[-19:]]
    assert readable_ids(
        ["uuid-only", "a b@x", "<a@b.example>", "a@b.example", "x" * 300 + "@y"]
    ) == ["a@b.example"]


@pytest.mark.parametrize("address", ["боб@x.example", "a@", "a\x01@x.example", "a b@x.example"])
def test_what_no_server_takes_is_no_address(address: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        wire_address(address)


def test_a_domain_in_letters_is_written_as_servers_know_it() -> None:
    assert wire_address("ann@пример.example") == "ann@xn--e1afmkfd.example"


def test_a_subject_carries_one_number() -> None:
    assert with_number("Re: [#7] Help [#8]", 9) == "Re: Help [#9]"
