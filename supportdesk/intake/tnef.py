"""`winmail.dat`: what Outlook packs beside a mail (MS-OXTNEF): its text and its files.

Only what a reader needs is read. Every length is checked against what is there, nothing is copied
twice, and messages in messages are followed a few levels only.
"""

import re
import struct
from collections.abc import Iterator
from dataclasses import field

from supportdesk.domain.action import NewAttachment
from supportdesk.domain.charset import decoded
from supportdesk.intake.record import whole_text
from supportdesk.intake.rich_text import text_of_packed_rtf
from supportdesk.records import dataclass

_SIGNATURE = b"\x78\x9f\x3e\x22"
_DEEPEST = 5
_MOST_FILES = 500
_MOST_PROPERTIES = 20_000

_BODY, _FILE_BEGINS, _FILE_NAME, _FILE_CONTENT = 0x0002800C, 0x00069002, 0x00018010, 0x0006800F
_FILE_PROPERTIES, _PROPERTIES, _CODE_PAGE = 0x00069005, 0x00069003, 0x00069007

_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
"""Bytes of a value by its type; the other types carry their length."""
_LONG_TYPES = (13, 30, 31, 258)
_UNICODE = 31

_PLAIN, _RTF, _HTML = 0x1000, 0x1009, 0x1013
_LONG_NAME, _SHORT_NAME, _MEDIA_TYPE, _CONTENT, _METHOD = 0x3707, 0x3704, 0x370E, 0x3701, 0x3705
_SHOWN_NAME = 0x3001
_EMBEDDED = 5
_EMBEDDED_GUID = 16
"""Bytes before a message that is a file."""


@dataclass(slots=True)
class Unpacked:
    """What was packed."""

    text: str = ""
    files: list[NewAttachment] = field(default_factory=list)


@dataclass(slots=True)
class _File:
    name: str = ""
    content: bytes = b""
    properties: dict[int, bytes] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)


def unpacked(raw: bytes, depth: int = 0) -> Unpacked | None:
    """The text and the files; None where the bytes are no TNEF at all. Never raises."""
    if not raw.startswith(_SIGNATURE) or depth > _DEEPEST:
        return None
    packed = _Packed()
    for name, content in _attributes(raw):
        packed.take(name, content)
    found = Unpacked(packed.text())
    for number, file in enumerate(packed.files, 1):
        _add(found, file, number, depth)
    return found


class _Packed:
    """What the attributes say, one after the other."""

    def __init__(self) -> None:
        self.page = "cp1252"
        self.body = b""
        self.values: dict[int, bytes] = {}
        self.texts: dict[int, str] = {}
        self.files: list[_File] = []

    def take(self, name: int, content: bytes) -> None:
        if name == _CODE_PAGE and len(content) >= 4:
            self.page = f"cp{struct.unpack_from('<I', content)[0]}"
        elif name == _BODY:
            self.body = content.rstrip(b"\0")
        elif name == _PROPERTIES:
            self.values, self.texts = _properties(content, self.page)
        elif name == _FILE_BEGINS and len(self.files) < _MOST_FILES:
            self.files.append(_File())
        elif self.files:
            self._take_of_file(self.files[-1], name, content)

    def _take_of_file(self, file: _File, name: int, content: bytes) -> None:
        if name == _FILE_NAME:
            file.name = decoded(content.rstrip(b"\0"), self.page)
        elif name == _FILE_CONTENT:
            file.content = content
        elif name == _FILE_PROPERTIES:
            file.properties, file.texts = _properties(content, self.page)

    def text(self) -> str:
        """The text in the best form there is."""
        if self.texts.get(_PLAIN, "").strip():
            return self.texts[_PLAIN].replace("\r\n", "\n").replace("\r", "\n")
        if self.body.strip():
            return decoded(self.body, self.page).replace("\r\n", "\n")
        if self.values.get(_HTML, b"").strip():
            from supportdesk.intake.html_text import text_of_html

            return text_of_html(decoded(self.values[_HTML].rstrip(b"\0"), None))
        return text_of_packed_rtf(self.values.get(_RTF, b""))


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """(what it is, its bytes) of every attribute up to the first that is cut off."""
    at = 6
    while at + 9 <= len(raw):
        name, length = struct.unpack_from("<II", raw, at + 1)
        at += 9
        if at + length > len(raw):
            yield name, raw[at:]
            return
        yield name, raw[at : at + length]
        at += length + 2


def _properties(raw: bytes, page: str) -> tuple[dict[int, bytes], dict[int, str]]:
    """The properties of a message or a file by number: bytes, and those that are text."""
    values: dict[int, bytes] = {}
    texts: dict[int, str] = {}
    try:
        for number, kind, value in _read_properties(raw):
            values.setdefault(number, value)
            if kind == _UNICODE:
                read = value.decode("utf-16-le", "replace").rstrip("\0")
                texts.setdefault(number, whole_text(read))
            elif kind == 30:
                texts.setdefault(number, decoded(value.rstrip(b"\0"), page))
    except struct.error:
        pass
    return values, texts


def _read_properties(raw: bytes) -> Iterator[tuple[int, int, bytes]]:
    """(number, type, value); raises struct.error where the bytes end too early."""
    (count,) = struct.unpack_from("<I", raw, 0)
    at = 4
    for _ in range(min(count, _MOST_PROPERTIES)):
        kind, number = struct.unpack_from("<HH", raw, at)
        at += 4
        if number >= 0x8000:
            at = _after_name(raw, at)
        several, kind = bool(kind & 0x1000), kind & 0x0FFF
        times = 1
        if several or kind in _LONG_TYPES:
            (times,) = struct.unpack_from("<I", raw, at)
            at += 4
        for _n in range(min(times, _MOST_PROPERTIES)):
            if kind in _FIXED:
                length = padded = _FIXED[kind]
            elif kind in _LONG_TYPES:
                (length,) = struct.unpack_from("<I", raw, at)
                at += 4
                padded = -(-length // 4) * 4
            else:
                return
            if at + length > len(raw):
                raise struct.error("cut off")
            yield number, kind, raw[at : at + length]
            at += padded


def _after_name(raw: bytes, at: int) -> int:
    """Behind the name of a property that has one."""
    (kind,) = struct.unpack_from("<I", raw, at + 16)
    at += 20
    if kind == 0:
        return at + 4
    (length,) = struct.unpack_from("<I", raw, at)
    return int(at + 4 + -(-length // 4) * 4)


def _add(found: Unpacked, file: _File, number: int, depth: int) -> None:
    """A file, or what was in a message that was one."""
    texts = file.texts
    name = texts.get(_LONG_NAME) or texts.get(_SHORT_NAME) or file.name or texts.get(_SHOWN_NAME)
    name = re.split(r"[/\\]", " ".join((name or f"part-{number}.bin").split()))[-1].strip()
    content = file.content or file.properties.get(_CONTENT, b"")
    if file.properties.get(_METHOD, b"")[:1] == bytes([_EMBEDDED]):
        inner = unpacked(content[_EMBEDDED_GUID:], depth + 1)
        if inner is not None:
            if inner.text.strip():
                text = inner.text.encode("utf-8", "surrogatepass")
                found.files.append(NewAttachment(f"{name}.txt", "text/plain", text))
            found.files += inner.files
            return
    if content or name:
        media_type = texts.get(_MEDIA_TYPE, "").strip() or "application/octet-stream"
        found.files.append(NewAttachment(name[-200:], media_type, content))
