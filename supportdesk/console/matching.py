"""Finding names by a few letters: beginnings, parts, one slip, and the wrong keyboard layout."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from supportdesk.console.keyboard import TWINS

_WORD = re.compile(r"\w+")
_WORD_ITSELF, _BEGINNING, _INSIDE, _SLIP_IN_WORD, _SLIP = 9, 7, 5, 3, 1
_IN_LABEL = 1
_SHORTEST_WITH_SLIP = 3
_SAME_LETTERS = str.maketrans("ёЁ", "еЕ")

_TO_LATIN = {ord(twin): latin for latin, twins in TWINS.items() for twin in twins}
_TO_RUSSIAN = {ord(latin): twins[0] for latin, twins in TWINS.items()}
_TO_UKRAINIAN = {ord(latin): twins[-1] for latin, twins in TWINS.items()}


@dataclass(frozen=True, slots=True)
class Match:
    """The label at `index` matches; `spans` are start and end of what matched in it."""

    index: int
    spans: tuple[tuple[int, int], ...]


def matching(typed: str, labels: Sequence[str], also: Sequence[str] = ()) -> list[Match]:
    """The labels that hold every typed word, the best first, else in their own order.

    `also` are other texts of the same things, one for each label: less telling than the label.
    What matches nothing is tried once more as if typed on another keyboard layout.
    """
    texts = list(zip(labels, also or [""] * len(labels), strict=True))
    for layout in ({}, _TO_LATIN, _TO_RUSSIAN, _TO_UKRAINIAN):
        found = _matching(_folded(typed.translate(layout)).split(), texts)
        if found:
            return found
    return []


def _matching(words: Sequence[str], texts: Iterable[tuple[str, str]]) -> list[Match]:
    scored: list[tuple[int, int, tuple[tuple[int, int], ...]]] = []
    for index, (label, also) in enumerate(texts):
        places, more = _places(label), _places(also)
        found = [_best(word, places, more) for word in words]
        if all(score for score, _start, _end in found):
            spans = tuple(sorted({(start, end) for _score, start, end in found if start < end}))
            scored.append((-sum(score for score, _start, _end in found), index, spans))
    return [Match(index, spans) for _score, index, spans in sorted(scored)]


def _places(text: str) -> list[tuple[str, int]]:
    return [(found.group(), found.start()) for found in _WORD.finditer(_folded(text))]


def _best(
    typed: str, label: Iterable[tuple[str, int]], also: Iterable[tuple[str, int]]
) -> tuple[int, int, int]:
    """The best score of a typed word, with where it stands in the label; 0 for nowhere."""
    found = [(score + _IN_LABEL, start, end) for score, start, end in _scores(typed, label)]
    found += [(score, 0, 0) for score, _start, _end in _scores(typed, also)]
    return max(found, key=lambda score: score[0]) if found else (0, 0, 0)


def _scores(typed: str, places: Iterable[tuple[str, int]]) -> Iterator[tuple[int, int, int]]:
    for word, start in places:
        at = word.find(typed)
        if at >= 0:
            score = _WORD_ITSELF if typed == word else _INSIDE if at else _BEGINNING
            yield score, start + at, start + at + len(typed)
        else:
            score = _slip(typed, word)
            if score:
                yield score, start, start + len(word)


def _slip(typed: str, word: str) -> int:
    """The score of a word that begins as typed but for one slip: 0 for no such word.

    A slip is a wrong, missing, superfluous or swapped letter; the first one is right.
    """
    if len(typed) < _SHORTEST_WITH_SLIP or word[0] != typed[0]:
        return 0
    from rapidfuzz.distance import OSA

    if OSA.distance(typed, word, score_cutoff=1) <= 1:
        return _SLIP_IN_WORD
    lengths = range(len(typed) - 1, len(typed) + 2)
    begins = any(OSA.distance(typed, word[:length], score_cutoff=1) <= 1 for length in lengths)
    return _SLIP if begins else 0


def _folded(text: str) -> str:
    """Lower case, letter for letter: a position stays what it was."""
    lower = "".join(small if len(small := letter.lower()) == 1 else letter for letter in text)
    return lower.translate(_SAME_LETTERS)
