"""Words as the search knows them: normal form, word forms, what a query looks for (R6, F148).

Both sides of a search meet in stems: the full-text index stores `stems(text)`, a query asks for
`needles(word)`, and `found` says of a text what the index says of a row. Stems hold letters and
digits alone, so the index's tokenizer (`unicode61 remove_diacritics 0`) splits them where
`tokens` does; parts of e-mail addresses, numbers and phones are words of their own.

A word has one stem in the index. Where the language leaves several open, the query asks for all
of them. The open end of `word*` is compared with stems: whatever a longer word goes on with, its
stem either goes on from what was typed or is a stem of what was typed.
"""

import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from supportdesk.domain import cyrillic, english
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

STEMMER_VERSION = 2
"""Raise it whenever `stems` answers differently: the index is then made anew."""

LONGEST_TOKEN = 64
"""Characters kept of a token: longer ones are encoded files, not words."""

_STEMS_OF_A_WORD = (16, 8, 4, 2, 2)
"""How many stems each word of a phrase of 1, 2, … words may have; one in longer phrases."""

_UNSEEN = "\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff"
_APOSTROPHES = "'’ʼ‘`´′"
_NOT_IN_INDEX = "\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3"
"""Letters to Python and separators to the index's tokenizer."""

_UNSEEN_INSIDE = pattern(f"[{_UNSEEN}]")
_APOSTROPHE = pattern(f"[{_APOSTROPHES}](?<=[^\\W\\d_].)(?=[^\\W\\d_])")
_ASCII_APOSTROPHES = [
    (mark, pattern(f"{mark}(?<=[A-Za-z]{mark})(?=[A-Za-z])")) for mark in ("'", "`")
]
"""One by one: a pattern that begins with one letter is found six times as fast."""
_ASCII_LETTERS = {code: chr(code).lower() if chr(code).isalnum() else " " for code in range(128)}
"""What each character stands for in a token; a blank parts two of them."""
_TOKEN = pattern(f"[^\\W_ʼ{_NOT_IN_INDEX}]+")
_WRITTEN = pattern(
    f"[^\\W_](?:[^\\W_]|[{_UNSEEN}]|[{_APOSTROPHES}](?=[^\\W\\d_]))*",
)
_CYRILLIC = pattern("[а-яіїєґ]+")


@dataclass(frozen=True, slots=True)
class Needle:
    """Stems looked for in a row, with one space between; with `open_end` the last may go on.

    In FTS5: the stems in double quotes, and `*` behind them for an open end.
    """

    stems: str
    open_end: bool = False


def tokens(text: str) -> list[str]:
    """The words of `text` in their normal form: lower case, ё as е, no apostrophes inside."""
    if text.isascii():
        for mark, inside in _ASCII_APOSTROPHES:
            if mark in text:
                text = inside.sub("", text)
        found = text.translate(_ASCII_LETTERS).split()
    else:
        folded = unicodedata.normalize("NFC", text).casefold().replace("ё", "е")
        found = _TOKEN.findall(_APOSTROPHE.sub("", _UNSEEN_INSIDE.sub("", folded)))
    if len(max(found, key=len, default="")) <= LONGEST_TOKEN:
        return found
    return [token[:LONGEST_TOKEN] for token in found]


def stems(text: str) -> str:
    """The stems of all words of `text`, in order, with one space between."""
    return " ".join(map(stem, tokens(text)))


@lru_cache(65_536)
def stem(token: str) -> str:
    """The part of a token that its word forms share; a token with digits is its own stem."""
    if _CYRILLIC.fullmatch(token):
        return cyrillic.stem(token)
    return english.stem(token) if _is_english(token) else token


def needles(text: str, open_end: bool = False) -> tuple[Needle, ...]:
    """What to look for to find the words of `text` in a row, in any form: any of these.

    With `open_end` the last word is only the beginning of one. Empty when `text` has no words.
    """
    words = tokens(text)
    if not words:
        return ()
    number = len(words)
    limit = _STEMS_OF_A_WORD[number - 1] if number <= len(_STEMS_OF_A_WORD) else 1
    *before, last = [_possible_stems(word)[:limit] for word in words]
    if not open_end:
        return tuple(_rows([*before, last], open_end=False))
    typed = words[-1]
    whole = tuple(dict.fromkeys((*last, *_stems_of_cut(typed))))
    return (
        *_rows([*before, _possible_beginnings(typed)], open_end=True),
        *_rows([*before, whole], open_end=False),
    )


def _rows(stems_of_words: list[tuple[str, ...]], open_end: bool) -> Iterator[Needle]:
    return (Needle(" ".join(row), open_end) for row in product(*stems_of_words))


def found(wanted: Iterable[Needle], stems_of_text: str) -> bool:
    """Whether any needle is in a text whose `stems` are given: what the index would answer."""
    row = f" {stems_of_text} "
    return any(f" {needle.stems}{'' if needle.open_end else ' '}" in row for needle in wanted)


def hits(wanted: Iterable[Needle], text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each place in `text` where a needle is, in order, without overlaps.

    Reads no further than it is asked: the first place of a long text costs little.
    """
    rows = [(needle.stems.split(" "), needle.open_end) for needle in wanted]
    beginnings = tuple({row[0] for row, _ in rows})
    longest = max((len(row) for row, _ in rows), default=0)
    written = _written_stems(text)
    window = deque(islice(written, longest))
    behind = 0
    while window:
        start, _end, first = window[0]
        if start >= behind and first.startswith(beginnings):
            lengths = [len(row) for row, open_end in rows if _is_at(row, open_end, window)]
            if lengths:
                behind = window[max(lengths) - 1].end
                yield start, behind
        window.popleft()
        window.extend(islice(written, 1))


class _Written(NamedTuple):
    """A stem and where its word stands."""

    start: int
    end: int
    stem: str


def _is_at(row: list[str], open_end: bool, window: "deque[_Written]") -> bool:
    if len(row) > len(window):
        return False
    *before, last = row
    if any(window[place].stem != wanted for place, wanted in enumerate(before)):
        return False
    here = window[len(before)].stem
    return here.startswith(last) if open_end else here == last


def _written_stems(text: str) -> Iterator[_Written]:
    for written in _WRITTEN.finditer(text):
        for found_stem in _stems_of_written(written.group()):
            yield _Written(written.start(), written.end(), found_stem)


@lru_cache(65_536)
def _stems_of_written(written: str) -> tuple[str, ...]:
    return tuple(map(stem, tokens(written)))


def _possible_stems(token: str) -> tuple[str, ...]:
    return cyrillic.possible_stems(token) if _CYRILLIC.fullmatch(token) else (stem(token),)


def _possible_beginnings(typed: str) -> tuple[str, ...]:
    return cyrillic.possible_beginnings(typed) if _CYRILLIC.fullmatch(typed) else (typed,)


def _stems_of_cut(typed: str) -> tuple[str, ...]:
    if _CYRILLIC.fullmatch(typed):
        return cyrillic.stems_of_cut(typed)
    return english.stems_of_cut(typed) if _is_english(typed) else ()


def _is_english(token: str) -> bool:
    return token.isascii() and token.isalpha()
