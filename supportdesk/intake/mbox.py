"""Mails out of an mbox, one at a time: the file may be larger than the memory.

A mail begins with a line `From … <moment>` that stands at the start or after an empty line and is
followed by a header field: body lines that only begin with "From " do not part a mail in two.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from supportdesk.intake.headers import moment
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

BLOCK = 1 << 20
"""Bytes read at a time."""
LARGEST_MAIL = 128 << 20
"""Bytes; a larger mail is not kept in memory and is reported as too large."""
_LONGEST_SEPARATOR = 4096

_FROM_LINE = (
    rb"(From \S[^\n]{0,1000}?\w{3},? +(?:\w{3} +[ \d]\d|\d\d? +\w{3}) +"
    rb"(?:\d{4} +)?\d\d?:\d\d(?::\d\d)?(?:[ ][^\n]{0,60})?)\r?\n"
    rb"(?=>?[!-9;-~]+[ \t]*:)"
)
_BEGINNING = pattern(rb"[\r\n]*" + _FROM_LINE)
_SEPARATOR = pattern(rb"\n\r?\n" + _FROM_LINE)
_OUR_SEPARATOR = b"From supportdesk "
_QUOTED_FROM = pattern(rb"^>(>*From )", re.MULTILINE)
_MOMENT = pattern(
    rb"(\w{3}) +([ \d]?\d) +(\d\d?:\d\d(?::\d\d)?) +(?:([A-Z]{3,4}|[+-]\d{4}) +)?(\d{4})"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """One mail as it stands in the file: `number` counts from 1."""

    number: int
    raw: bytes
    moment: datetime | None
    """The moment of its separating line; archives have no other for mails without a date."""
    too_large: bool = False
    ours: bool = False
    """Written by our own export: no mail can claim that of itself."""


def is_mbox(beginning: bytes) -> bool:
    """Whether a file that begins like this is an mbox."""
    return _BEGINNING.match(beginning.removeprefix(b"\xef\xbb\xbf")) is not None


def letters(stream: BinaryIO) -> Iterator[Letter]:
    """The mails of an mbox in their order."""
    held = _Held()
    while block := stream.read(BLOCK):
        yield from held.add(block)
    yield from held.rest()


class _Held:
    """What has been read and not yet handed out."""

    def __init__(self) -> None:
        self.bytes = b""
        self.searched = 0
        """Up to here no separator begins."""
        self.number = 0
        self.separator: bytes | None = None
        self.too_large = False

    def add(self, block: bytes) -> Iterator[Letter]:
        """Take in a block; hand out the mails that are whole now."""
        if not self.bytes and self.separator is None:
            block = block.removeprefix(b"\xef\xbb\xbf")
        self.bytes += block
        yield from self._whole()
        if len(self.bytes) > (BLOCK if self.too_large else LARGEST_MAIL):
            self.too_large = True
            self.bytes = self.bytes[-_LONGEST_SEPARATOR:]
        self.searched = max(0, len(self.bytes) - _LONGEST_SEPARATOR)

    def rest(self) -> Iterator[Letter]:
        """Hand out what is left at the end of the file."""
        if self.separator is not None:
            yield self._letter(self.bytes)
        self.bytes = b""

    def _whole(self) -> Iterator[Letter]:
        start = 0
        if self.separator is None and (found := _BEGINNING.match(self.bytes)):
            self.separator = found[1]
            start = found.end()
        for found in _SEPARATOR.finditer(self.bytes, max(start, self.searched)):
            if self.separator is not None:
                yield self._letter(self.bytes[start : found.start() + 1])
            self.separator = found[1]
            self.too_large = False
            start = found.end()
        self.bytes = self.bytes[start:]

    def _letter(self, raw: bytes) -> Letter:
        self.number += 1
        if b"\n>" in raw and b"From " in raw:
            raw = _QUOTED_FROM.sub(rb"\1", raw)
        return Letter(
            self.number,
            b"" if self.too_large else raw,
            _moment_of(self.separator or b""),
            self.too_large,
            (self.separator or b"").startswith(_OUR_SEPARATOR),
        )


def _moment_of(separator: bytes) -> datetime | None:
    found = _MOMENT.search(separator)
    if found is None:
        return None
    month, day, clock, zone, year = found.groups()
    parts = (day.strip(), month, year, clock, zone or b"+0000")
    return moment(b" ".join(parts))
