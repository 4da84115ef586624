"""Bytes to text when the sender did not say how, or said it wrong.

UTF-8 shows by itself; of the one-byte Cyrillic charsets the one is taken in which the letters are
as frequent as they are in Russian and Ukrainian; everything else is read as Western European.
"""

import codecs
import re
from collections.abc import Mapping

from supportdesk.patterns import pattern

_CYRILLIC_CHARSETS = ("cp1251", "koi8-u", "koi8-r", "cp866")

_MISNAMED: Mapping[str, str] = {
    "uft-8": "utf-8",
    "utf8mb4": "utf-8",
    "unicode": "utf-8",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-1-1-utf-8": "utf-8",
    "x-unknown": "",
    "unknown-8bit": "",
    "default": "",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_2",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "ascii",
    "ansi_x3.4-1968": "ascii",
}
"""Names that senders use for another charset, or for a smaller one than they write."""

_FREQUENCY: Mapping[str, float] = {
    letter: share
    for letters, share in (
        ("о", 10.5),
        ("еаи", 7.5),
        ("нтс", 6.0),
        ("рвл", 4.6),
        ("кмдпуі", 3.0),
        ("яыьгзб", 1.7),
        ("чйхжшюїє", 0.9),
        ("цщэф", 0.4),
        ("ъёґ", 0.1),
    )
    for letter in letters
}
_BETWEEN_WORDS = frozenset("«»“”„’‘–—№…\xa0©®°§€•")
_ENOUGH = 4_000
"""Bytes looked at: a charset shows early."""
_LIKE_A_LANGUAGE = 2.5
"""A Cyrillic text scores about 5.5; Western text read as Cyrillic below 1."""
_STRAY = -4.0

_HIGH = pattern(rb"[\x80-\xff]")
_HIGH_RUN = pattern(rb"[\x80-\xff]{2,}")
_BEYOND_ASCII = pattern(r"[^\x00-\x7f]")
_JAPANESE_SHIFT = (b"\x1b$B", b"\x1b$@", b"\x1b(J")


def decoded(raw: bytes, declared: str | None = None) -> str:
    """`raw` as text: by the declared charset when it fits, else by the looks of the bytes.

    Never raises; what fits nothing becomes U+FFFD.
    """
    name = _python_name(declared)
    if name is not None:
        try:
            return raw.decode(name)
        except (UnicodeError, ValueError):
            pass
    if raw.isascii() and not any(shift in raw for shift in _JAPANESE_SHIFT):
        return raw.decode("ascii")
    return raw.decode(guessed_charset(raw), "replace")


def guessed_charset(raw: bytes) -> str:
    """The most likely charset of `raw`, as Python names it."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if any(shift in raw for shift in _JAPANESE_SHIFT) and raw.isascii():
        return "iso2022_jp_2"
    if _is_utf8(raw):
        return "utf-8-sig"
    sample = raw[:_ENOUGH] if _HIGH.search(raw, 0, _ENOUGH) else raw
    if _is_in_runs(sample):
        scores = {name: _score(sample.decode(name, "replace")) for name in _CYRILLIC_CHARSETS}
        best = max(scores, key=lambda name: scores[name])
        if scores[best] >= _LIKE_A_LANGUAGE:
            return best
    return "cp1252" if not re.search(rb"[\x81\x8d\x8f\x90\x9d]", raw) else "latin-1"


def _python_name(declared: str | None) -> str | None:
    if not declared:
        return None
    name = declared.strip().strip("'\"").casefold()
    name = _MISNAMED.get(name, name)
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return None
    return codec.name if getattr(codec, "_is_text_encoding", True) else None


def _is_utf8(raw: bytes) -> bool:
    """Whole UTF-8, or nearly: other charsets make its pairs by chance only."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        read = raw.decode("utf-8", "replace")
        lost = read.count("\ufffd")
        return lost * 4 <= len(_BEYOND_ASCII.findall(read)) - lost
    return True


def _is_in_runs(sample: bytes) -> bool:
    """Whether most high bytes stand beside another, as letters of Cyrillic words do."""
    high = len(_HIGH.findall(sample))
    return sum(len(run) for run in _HIGH_RUN.findall(sample)) > 0.6 * high


def _score(text: str) -> float:
    """How much like Russian or Ukrainian the letters beyond ASCII are, on average."""
    total, count, before = 0.0, 0, " "
    for letter in text:
        if letter > "\x7f":
            count += 1
            total += _worth(letter, before)
        before = letter
    return total / count if count else 0.0


def _worth(letter: str, before: str) -> float:
    if letter in _BETWEEN_WORDS:
        return 0.0
    share = _FREQUENCY.get(letter)
    if share is not None:
        return share if not before.isupper() or before.isascii() else share - 1.0
    share = _FREQUENCY.get(letter.lower())
    if share is None or before.islower():
        return _STRAY
    return share * (0.4 if before.isupper() else 0.9)
