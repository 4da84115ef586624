"""What Outlook packs: files and text, and nothing breaks on damaged bytes."""

import struct

from hypothesis import given
from hypothesis import strategies as st

from supportdesk.intake.mail_parts import text_and_files
from supportdesk.intake.rich_text import text_of_packed_rtf, text_of_rtf
from supportdesk.intake.tnef import unpacked


def attribute(name: int, content: bytes, level: int = 1) -> bytes:
    """One attribute with its checksum."""
    return (
        struct.pack("<BII", level, name, len(content))
        + content
        + struct.pack("<H", sum(content) & 0xFFFF)
    )


def text_property(number: int, value: str) -> bytes:
    """A property that is text."""
    raw = value.encode("utf-16-le") + b"\0\0"
    return struct.pack("<HHII", 31, number, 1, len(raw)) + raw + b"\0" * (-len(raw) % 4)


def long_property(number: int, value: int) -> bytes:
    """A property that is a number."""
    return struct.pack("<HHI", 3, number, value)


def object_property(number: int, value: bytes) -> bytes:
    """A property that is an object."""
    return struct.pack("<HHII", 13, number, 1, len(value)) + value + b"\0" * (-len(value) % 4)


def properties(*several: bytes) -> bytes:
    """Several properties."""
    return struct.pack("<I", len(several)) + b"".join(several)


def packed(*attributes: bytes) -> bytes:
    """A whole `winmail.dat`."""
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(attributes)


INNER = packed(attribute(0x0002800C, b"inner words\0"))
WHOLE = packed(
    attribute(0x00069007, struct.pack("<II", 1251, 0)),
    attribute(
        0x00069003,
        properties(text_property(0x1000, "Добрый день"), long_property(0x8001 & 0x7FFF, 1)),
    ),
    attribute(0x00069002, b"\0" * 14, 2),
    attribute(0x00018010, "счёт.pdf\0".encode("cp1251"), 2),
    attribute(0x0006800F, b"%PDF-1", 2),
    attribute(0x00069005, properties(text_property(0x3707, "Счёт за март.pdf")), 2),
    attribute(0x00069002, b"\0" * 14, 2),
    attribute(
        0x00069005,
        properties(
            long_property(0x3705, 5),
            object_property(0x3701, b"\0" * 16 + INNER),
            text_property(0x3001, "Old mail"),
        ),
        2,
    ),
)


def test_text_and_files_are_unpacked() -> None:
    found = unpacked(WHOLE)
    assert found is not None
    assert found.text == "Добрый день"
    assert [(file.name, file.content) for file in found.files] == [
        ("Счёт за март.pdf", b"%PDF-1"),
        ("Old mail.txt", b"inner words"),
    ]


def test_a_mail_shows_what_was_packed() -> None:
    head = b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n \n--b\n"
    part = b'Content-Type: application/ms-tnef; name="winmail.dat"\n\n' + WHOLE + b"\n--b--\n"
    said, files = text_and_files(head + part, None)
    assert said.strip() == "Добрый день"
    assert [file.name for file in files] == ["Счёт за март.pdf", "Old mail.txt"]


def test_what_is_no_tnef_stays_a_file() -> None:
    _said, files = text_and_files(b"Content-Type: application/ms-tnef\n\nno", None)
    assert [file.content for file in files] == [b"no"]


def test_every_cut_is_survived() -> None:
    for length in range(len(WHOLE)):
        unpacked(WHOLE[:length])


@given(st.integers(0, len(WHOLE) - 1), st.binary(max_size=8))
def test_every_change_is_survived(at: int, put: bytes) -> None:
    unpacked(WHOLE[:at] + put + WHOLE[at + len(put) :])


@given(st.binary(max_size=300))
def test_any_rich_text_is_survived(raw: bytes) -> None:
    text_of_rtf(b"{\\rtf1\\ansi " + raw)
    text_of_packed_rtf(struct.pack("<IIII", 0, 500, 0x75465A4C, 0) + raw)


def test_rich_text_is_read() -> None:
    head = rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0 Arial;}}{\*\generator x;}"
    rtf = head + rb"\'e4\'e0\par \u1076?\u1072?\{x\}\line}"
    assert text_of_rtf(rtf) == "да\nда{x}"
    kept = struct.pack("<IIII", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf
    assert text_of_packed_rtf(kept) == "да\nда{x}"


def test_html_in_rich_text_is_read_without_its_tags() -> None:
    head = rb"{\rtf1\fromhtml1{\*\htmltag64 <p>}"
    rtf = rb"\htmlrtf {\htmlrtf0 words\htmlrtf }\htmlrtf0{\*\htmltag72 </p>}}"
    assert text_of_rtf(head + rtf) == "words"
