"""Finding names by a few letters: beginnings, parts, one slip, and the wrong keyboard layout."""

from collections.abc import Iterable, Iterator, Sequence

from supportdesk.console.keyboard import TWINS
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

_WORD = pattern(r"\w+")
_WORD_ITSELF, _BEGINNING, _INSIDE, _SLIP_IN_WORD, _SLIP = 9, 7, 5, 3, 1
_IN_LABEL = 1
_SHORTEST_WITH_SLIP = 3
_SHORTEST_IN_ORDER = 2
_SAME_LETTERS = str.maketrans("ёЁ", "еЕ")

_TO_LATIN = {ord(twin): latin for latin, twins in TWINS.items() for twin in twins}
_TO_RUSSIAN = {ord(latin): twins[0] for latin, twins in TWINS.items()}
_TO_UKRAINIAN = {ord(latin): twins[-1] for latin, twins in TWINS.items()}
_LAYOUTS: tuple[dict[int, str], ...] = ({}, _TO_LATIN, _TO_RUSSIAN, _TO_UKRAINIAN)


@dataclass(frozen=True, slots=True)
class Match:
    """The label at `index` matches; `spans` are start and end of what matched in it."""

    index: int
    spans: tuple[tuple[int, int], ...]


def matching(
    typed: str, labels: Sequence[str], also: Sequence[str] = (), names: Sequence[str] = ()
) -> list[Match]:
    """The labels that hold every typed word, the best first, else in their own order.

    `names` are what the same things are called elsewhere, one for each label, and count like the
    label; `also` are other texts of them, less telling. What matches nothing is tried once more as
    if typed on another keyboard layout, and last as letters that stand in this order.
    """
    nothing = [""] * len(labels)
    texts = list(zip(labels, names or nothing, also or nothing, strict=True))
    layouts = [_words(_folded(typed.translate(layout))) for layout in _LAYOUTS]
    for find in (_matching, _in_order):
        for words in layouts:
            found = find(words, texts)
            if found:
                return found
    return []


def _words(typed: str) -> list[str]:
    """The words of what was typed, also those that a dash joins; a sign alone is one."""
    return [word for part in typed.split() for word in _WORD.findall(part) or [part]]


def _matching(words: Sequence[str], texts: Iterable[tuple[str, str, str]]) -> list[Match]:
    scored: list[tuple[int, int, tuple[tuple[int, int], ...]]] = []
    for index, (label, name, also) in enumerate(texts):
        places, named, more = _places(label), _places(name), _places(also)
        found = [_best(word, places, named, more) for word in words]
        if all(score for score, _start, _end in found):
            spans = tuple(sorted({(start, end) for _score, start, end in found if start < end}))
            scored.append((-sum(score for score, _start, _end in found), index, spans))
    return [Match(index, spans) for _score, index, spans in sorted(scored)]


def _in_order(words: Sequence[str], texts: Iterable[tuple[str, str, str]]) -> list[Match]:
    """Labels and names with the letters in this order, from the beginning of a word on."""
    letters = "".join(words)
    if len(letters) < _SHORTEST_IN_ORDER:
        return []
    scored = []
    for index, (label, name, _also) in enumerate(texts):
        at = _letters_at(letters, _folded(label))
        if at:
            spans = tuple((place, place + 1) for place in at)
            scored.append((at[-1] - at[0], index, spans))
        elif _letters_at(letters, _folded(name)):
            scored.append((len(name), index, ()))
    return [Match(index, spans) for _width, index, spans in sorted(scored)]


def _letters_at(letters: str, text: str) -> list[int]:
    """Where the letters stand in the text, in order, the first one beginning a word; or nothing."""
    for beginning in _WORD.finditer(text):
        if not beginning.group().startswith(letters[0]):
            continue
        at = [beginning.start()]
        for letter in letters[1:]:
            at.append(text.find(letter, at[-1] + 1))
            if at[-1] < 0:
                break
        else:
            return at
    return []


def _places(text: str) -> list[tuple[str, int]]:
    return [(found.group(), found.start()) for found in _WORD.finditer(_folded(text))]


def _best(
    typed: str,
    label: Iterable[tuple[str, int]],
    name: Iterable[tuple[str, int]],
    also: Iterable[tuple[str, int]],
) -> tuple[int, int, int]:
    """The best score of a typed word, with where it stands in the label; 0 for nowhere."""
    found = [(score + _IN_LABEL, start, end) for score, start, end in _scores(typed, label)]
    found += [(score + _IN_LABEL, 0, 0) for score, _start, _end in _scores(typed, name)]
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
