"""The parts of a mail: which are its text, which are files, whatever a program made of them."""

import base64
import binascii
import gzip
import time

import pytest

from supportdesk.intake.content_type import read_field
from supportdesk.intake.mail_parts import text_and_files
from supportdesk.intake.mime import DEEPEST, MOST_PARTS, parts_of, walk


def mail(*parts: str, kind: str = "mixed") -> bytes:
    """A multipart mail of parts that begin with their own fields."""
    body = "".join(f"--b\n{part}\n" for part in parts)
    return f"Content-Type: multipart/{kind}; boundary=b\n\nprologue\n{body}--b--\nend\n".encode()


def names(raw: bytes) -> list[str]:
    """The names of the files of a mail."""
    return [file.name for file in text_and_files(raw, None)[1]]


def text(raw: bytes) -> str:
    """The text of a mail."""
    return text_and_files(raw, None)[0].strip()


PLAIN = "Content-Type: text/plain\n\nplain words"
HTML = "Content-Type: text/html\n\n<p>html <b>words</b></p>"


def test_plain_text_is_preferred_and_html_is_read_where_there_is_none() -> None:
    assert (text(mail(PLAIN, HTML, kind="alternative")), names(mail(PLAIN, HTML))) == (
        "plain words",
        ["message.html"],
    )
    assert text(mail("\n \n", HTML, kind="alternative")) == "html words"


def test_a_plain_text_that_only_points_to_the_html_is_left_aside() -> None:
    stub = "\nYour e-mail client does not show HTML."
    page = f"Content-Type: text/html\n\n<p>{'The real words. ' * 20}</p>"
    assert text(mail(stub, page, kind="alternative")).startswith("The real words.")


def test_all_texts_of_a_mixed_mail_are_read() -> None:
    assert text(mail(PLAIN, HTML, "\nmore")) == "plain words\nhtml words\nmore"


def test_a_named_text_is_a_file_unless_it_is_the_first() -> None:
    named = 'Content-Type: text/plain; name="log.txt"\n\nlines'
    assert names(mail(PLAIN, named)) == ["log.txt"]
    assert text(mail(named, PLAIN)) == "lines\nplain words"


def test_an_image_without_any_name_or_id_is_a_file() -> None:
    image = "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="
    assert names(mail(HTML, image, kind="related")) == ["part-1.png", "message.html"]


def test_a_mail_in_a_mail_is_a_file_with_its_own_bytes() -> None:
    inner = "From: a@example.org\nSubject: The  old one/two\n\nold words"
    _said, files = text_and_files(mail(PLAIN, f"Content-Type: message/rfc822\n\n{inner}"), None)
    assert [(file.name, file.content) for file in files] == [
        ("The old one two.eml", inner.encode())
    ]


def test_a_mail_that_only_holds_another_says_what_that_one_does() -> None:
    inner = "From: a@example.org\nDate: today\nSubject: Old\n\nold words"
    said = text(mail(f"Content-Type: message/rfc822\n\n{inner}"))
    assert said == "From: a@example.org\nDate: today\nSubject: Old\n\nold words"


@pytest.mark.parametrize(
    ("encoding", "written", "read"),
    [
        ("quoted-printable", b"=D0=B4=D0=B0", "да"),
        ("quoted", b"=D0=B4=D0=B0", "да"),
        ("QUOTED-PRINTABLE ", b"a=\nb", "ab"),
        ("base64", b"0LTQsA", "да"),
        ("base64", b"0LTQ!sA==", "да"),
        ("base64", b"0LTQsA==\n____\nfooter of the list\n", "да\n____\nfooter of the list"),
        ("base64", b"0LTQsA== ignored", "да"),
        ("x-uuencode", b"begin 644 a\n" + binascii.b2a_uu("да".encode()) + b"`\nend\n", "да"),
        ("x-gzip64", base64.b64encode(gzip.compress("да".encode(), mtime=0)), "да"),
        ("7vladi", "да".encode(), "да"),
        ("8bits", "да".encode(), "да"),
        ("foobar", "да".encode(), "да"),
    ],
)
def test_transfer_encodings(encoding: str, written: bytes, read: str) -> None:
    head = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n"
    assert text(head.encode() + written) == read


def test_a_packed_part_cannot_fill_the_memory() -> None:
    bomb = base64.b64encode(gzip.compress(b"\0" * (70 << 20), 1))
    head = b"Content-Type: application/x\nContent-Transfer-Encoding: x-gzip64\n\n"
    (file,) = text_and_files(head + bomb, None)[1]
    assert len(file.content) == 64 << 20


def test_a_uuencoded_file_is_taken_out_of_the_text() -> None:
    packed = b"begin 644 notes.txt\n" + binascii.b2a_uu(b"inside") + b"`\nend\n"
    said, files = text_and_files(b"Subject: x\n\nbefore\n" + packed + b"after\n", None)
    assert (said.split(), [(file.name, file.content) for file in files]) == (
        ["before", "after"],
        [("notes.txt", b"inside")],
    )


@pytest.mark.parametrize(
    ("field", "name"),
    [
        ('attachment; filename="a b.txt"', "a b.txt"),
        ("attachment; filename=C:\\dir\\a.txt", "a.txt"),
        ("attachment; filename=../../etc/passwd", "passwd"),
        ("attachment; filename*=utf-8''%D1%81%D1%87%D1%91%D1%82.pdf", "счёт.pdf"),
        ("attachment; filename*0*=koi8-r''%D3%DE; filename*1*=%A3%D4.pdf", "счёт.pdf"),
        ("attachment; filename*0=one; filename*1=two.txt", "onetwo.txt"),
        ("attachment; filename==?utf-8?B?0YHRh9GR0YIucGRm?=", "счёт.pdf"),
        ('attachment; filename="two\n lines.txt"', "two lines.txt"),
        ("attachment; filename*=invalid''f%FCr.bin", "für.bin"),
        ("attachment; filename=", "part-1.bin"),
    ],
)
def test_file_names(field: str, name: str) -> None:
    head = f"Content-Type: application/octet-stream\nContent-Disposition: {field}\n\ncontent"
    assert names(head.encode()) == [name]


def test_a_wrong_boundary_is_guessed() -> None:
    part = b"--y\nContent-Type: text/plain\n\nwords\n--y--"
    raw = b"Content-Type: multipart/mixed; boundary=x\n\n" + part
    assert text(raw) == "words"


def test_the_outer_boundary_ends_what_the_inner_did_not() -> None:
    inner = "Content-Type: multipart/mixed; boundary=inner\n\n--inner\n\none"
    assert text(mail(inner, "\ntwo")) == "one\ntwo"


def test_parts_beyond_all_measure_stay_in_the_source() -> None:
    deep = b""
    for level in range(3_000):
        deep += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
    for raw in (deep + b"\nwords", mail(*["\nx"] * 5_000)):
        began = time.process_time()
        _said, files = text_and_files(raw, None)
        assert time.process_time() - began < 2.0
        assert files[-1].content == raw
        assert sum(1 for _ in walk(parts_of(raw))) <= MOST_PARTS
    assert DEEPEST < 100


def test_a_field_is_read_as_far_as_programs_write_one() -> None:
    kind, parameters = read_field(b"Text/HTML (comment) ; Charset = utf-8; a=b; a=c;")
    assert (kind, parameters) == ("text/html", {"charset": "utf-8", "a": "b"})
