"""Rich text as Outlook packs it (MS-OXRTFCP, MS-OXRTFEX) to its words."""

import re
import struct

from supportdesk.domain.charset import decoded
from supportdesk.intake.record import whole_text
from supportdesk.patterns import pattern

LARGEST = 1 << 20
"""Bytes of rich text that are read."""

_BEGINNING = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What every packer assumes to stand before the text."""
_WINDOW = 4096
_TOKEN = pattern(
    rb"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}]+)",
    re.DOTALL,
)
_UNSEEN = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata datastore generator listtable"
    b" listoverridetable rsidtbl xmlnstbl htmltag mhtmltag header footer fldinst".split()
)
_LINES = {b"par": "\n", b"line": "\n", b"row": "\n", b"tab": "\t", b"cell": "\t"}
_ESCAPED = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
_SIGNS = {
    b"emdash": "—",
    b"endash": "–",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"bullet": "•",
}


def text_of_packed_rtf(packed: bytes) -> str:
    """The words of packed rich text; nothing where it is damaged. Never raises."""
    return text_of_rtf(_unpacked(packed))


def _unpacked(packed: bytes) -> bytes:
    if len(packed) < 16:
        return b""
    _size, size, kind = struct.unpack_from("<III", packed)
    size = min(size, LARGEST)
    if kind == 0x414C454D:  # stored as it is
        return packed[16 : 16 + size]
    if kind != 0x75465A4C:
        return b""
    return _Window(packed, size).unpacked()


class _Window:
    """Unpacks by looking back into the last bytes that came out."""

    def __init__(self, packed: bytes, size: int) -> None:
        self.packed, self.size, self.at = packed, size, 16
        self.window = bytearray(_BEGINNING.ljust(_WINDOW, b"\0"))
        self.write = len(_BEGINNING)
        self.out = bytearray()

    def unpacked(self) -> bytes:
        while self.at < len(self.packed) and len(self.out) < self.size:
            flags = self.packed[self.at]
            self.at += 1
            for bit in range(8):
                if not (self._repeat() if flags >> bit & 1 else self._take()):
                    return bytes(self.out[: self.size])
        return bytes(self.out[: self.size])

    def _take(self) -> bool:
        if self.at < len(self.packed):
            self._put(self.packed[self.at])
            self.at += 1
        return True

    def _repeat(self) -> bool:
        """Bytes that came before once more; False at the end."""
        if self.at + 2 > len(self.packed):
            return False
        pair = self.packed[self.at] << 8 | self.packed[self.at + 1]
        self.at += 2
        read = pair >> 4
        if read == self.write:
            return False
        for _n in range((pair & 15) + 2):
            self._put(self.window[read])
            read = (read + 1) % _WINDOW
        return True

    def _put(self, byte: int) -> None:
        self.out.append(byte)
        self.window[self.write] = byte
        self.write = (self.write + 1) % _WINDOW


def text_of_rtf(rtf: bytes) -> str:
    """The words of rich text, without what is not seen of it."""
    words = _Words()
    for found in _TOKEN.finditer(rtf, 0, LARGEST):
        words.take(found)
    words.flush()
    joined = "".join(words.out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole_text(joined).strip()


class _Words:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.raw = bytearray()
        """Bytes of a code page that were written one by one."""
        self.page = "cp1252"
        self.depth = self.unseen = self.skip = 0
        self.starred = self.html = False

    def flush(self) -> None:
        if self.raw:
            self.out.append(decoded(bytes(self.raw), self.page))
            self.raw.clear()

    def take(self, found: re.Match[bytes]) -> None:
        word, number, byte, sign, brace, text = found.groups()
        if brace:
            self._nest(brace)
        elif sign == b"*":
            self.starred = True
        else:
            if word:
                self._mark(word, number)
            self.starred = False
            if not (self.unseen or self.html):
                self._write(word, number, byte, sign, text)

    def _nest(self, brace: bytes) -> None:
        self.depth += 1 if brace == b"{" else -1
        if brace == b"}" and self.unseen > self.depth:
            self.unseen = 0
        self.starred = False

    def _mark(self, word: bytes, number: bytes | None) -> None:
        """What is not seen, and in which code page the bytes are."""
        if word == b"htmlrtf":
            self.html = number != b"0"
        elif word in _UNSEEN or self.starred:
            self.unseen = self.unseen or max(1, self.depth)
        elif word == b"ansicpg" and number:
            self.page = f"cp{int(number)}"

    def _write(self, word: bytes, number: bytes, byte: bytes, sign: bytes, text: bytes) -> None:
        if byte:
            if not self.skip:
                self.raw.append(int(byte, 16))
            self.skip = max(0, self.skip - 1)
            return
        self.flush()
        if word == b"u" and number:
            self.out.append(chr(int(number) % 0x10000))
            self.skip = 1
        elif word:
            self.out.append(_LINES.get(word) or _SIGNS.get(word, ""))
        elif sign:
            self.out.append(_ESCAPED.get(sign, ""))
        elif text:
            written = text.replace(b"\r", b"").replace(b"\n", b"")[self.skip :]
            self.skip = 0
            self.out.append(decoded(written, self.page))
