"""The words of all templates, and which of them a typed word may mean (F56).

How much a word says of a template: most in its title, less in a tag or the kind, least in the
text, and the more the oftener it stands there and the shorter title and text are (BM25). What
stands in title and text counts twice.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from supportdesk.desk.vocabulary import SHORTEST_WITH_TYPO, Vocabulary
from supportdesk.domain.words import stem, tokens
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

_TITLE, _TAG, _KIND, _TEXT = 1.0, 0.8, 0.6, 0.35
"""What a word found in the title, a tag, the kind or once in a usual text is worth."""
_ENOUGH, _LENGTH_COUNTS = 1.2, 0.5
"""How soon more of a word adds nothing, and how far a long text makes it say less."""
_SAME, _BEGINNING, _FORM, _CUT, _KIN, _INSIDE, _TYPO = 1.0, 0.9, 0.85, 0.7, 0.5, 0.35, 0.55
"""How good a match is: the word, the beginning of one that is still typed, another form, the
beginning of one though the next is typed already, a word of the same root, a part of it, a typo."""
_SHORTEST_CUT, _SHORTEST_INSIDE = 3, 4
_WORD = pattern(r"[^\W_]+(?:['’ʼ‘`´′][^\W_]+)*")
_HYPHENED = pattern(r"(?<![^\W_])[^\W_]++(?:[-‐‑][^\W_]++)++")


@dataclass(frozen=True, slots=True)
class TemplateEntry:
    """A template as the picker searches it; `text` is all its variants."""

    id: int
    title: str
    text: str
    tags: tuple[str, ...] = ()
    kind: str | None = None
    queue: int | None = None
    languages: tuple[str, ...] = ()
    stage: str | None = None
    trait: str | None = None


@dataclass(frozen=True, slots=True)
class TitleWord:
    """A word of a title and where it stands."""

    token: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Meant:
    """The words of templates that a typed word may mean, how good each match is, and how rare."""

    words: Mapping[str, float]
    rarity: float


class TemplateIndex:
    """The words of all templates, read once when the picker opens."""

    def __init__(self, templates: Iterable[TemplateEntry]) -> None:
        self.templates = sorted(templates, key=lambda entry: (entry.title.casefold(), entry.id))
        self.titles = [tuple(_title_words(entry.title)) for entry in self.templates]
        texts = [tokens(entry.text) for entry in self.templates]
        self.stems = [f" {' '.join(map(stem, text))} " for text in texts]
        """The stems of each text in their order, with a space around."""
        long = _as_long([len(title) for title in self.titles])
        text_long = _as_long(
            [
                len(text) / max(1, len(entry.languages))
                for text, entry in zip(texts, self.templates, strict=True)
            ]
        )
        self._places: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for position, entry in enumerate(self.templates):
            worths = dict.fromkeys(tokens(entry.kind or ""), _KIND)
            worths.update(dict.fromkeys(tokens(" ".join(entry.tags)), _TAG))
            title = _TITLE * _says(1, long[position])
            worths.update(dict.fromkeys(_title_forms(entry.title), title))
            for word, worth in _with_text(worths, texts[position], text_long[position]):
                self._places[word][position] = worth
        self._vocabulary = Vocabulary(self._places)

    def meant(self, token: str, *, is_last: bool) -> Meant:
        """What a typed word may mean; the last one may be the beginning of what will be typed.

        Only one that is no word, form or beginning of one may be one with a typo.
        """
        found: dict[str, float] = {}
        for word, quality in self._matches(token, is_last=is_last):
            found[word] = max(quality, found.get(word, 0.0))
        if max(found.values(), default=0.0) < _TYPO and len(token) >= SHORTEST_WITH_TYPO:
            found |= dict.fromkeys(self._vocabulary.with_typo(token), _TYPO)
        return Meant(found, self._rarity(token, found))

    def found(self, meant: Meant) -> tuple[dict[int, float], dict[int, float]]:
        """Templates by position: how good the best match in each is, and what it says for it."""
        best: dict[int, float] = {}
        says: dict[int, float] = {}
        for word, quality in sorted(meant.words.items(), key=lambda match: -match[1]):
            for position, worth in self._places[word].items():
                if position not in best:
                    best[position] = quality
                    says[position] = quality * worth
                elif quality * worth > says[position]:
                    says[position] = quality * worth
        return best, says

    def _rarity(self, token: str, matches: Mapping[str, float]) -> float:
        """A word that few templates hold says more; its forms are one word.

        How few is counted by the best matches alone, so that a rare word one typo away never
        beats the word itself.
        """
        if not matches:
            return 0.0
        root, best = stem(token), max(matches.values())
        forms = [word for word in matches if stem(word) == root]
        counted = forms or [word for word in matches if matches[word] == best]
        holders = {position for word in counted for position in self._places[word]}
        return math.log1p(len(self.templates) / len(holders))

    def _matches(self, token: str, *, is_last: bool) -> Iterator[tuple[str, float]]:
        words = self._vocabulary
        if token in self._places:
            yield token, _SAME
        if is_last or len(token) >= _SHORTEST_CUT:
            for word in words.beginning_with(token):
                yield word, _BEGINNING if is_last else _CUT
        yield from ((word, _FORM) for word in words.forms_of(token))
        yield from ((word, _KIN) for word in words.of_root(token))
        if len(token) >= _SHORTEST_INSIDE:
            yield from ((word, _INSIDE) for word in words.words if token in word)


def _as_long(lengths: Sequence[float]) -> list[float]:
    """How long each is beside the usual one; of a text in three languages one is read."""
    usual = max(1.0, sum(lengths) / max(1, len(lengths)))
    return [length / usual for length in lengths]


def _says(times: int, length: float) -> float:
    """What a word says that stands so often in a title or text so long; once in a usual one 1."""
    often = times / (1 - _LENGTH_COUNTS + _LENGTH_COUNTS * length)
    return often * (_ENOUGH + 1) / (often + _ENOUGH)


def _with_text(
    above: Mapping[str, float], words: Sequence[str], length: float
) -> Iterator[tuple[str, float]]:
    """Each word of a template and its worth: what the text says, in whatever form, is added."""
    times = Counter(map(stem, words))
    says: dict[int, float] = {}
    for word in {*above, *words}:
        often = times[stem(word)]
        if often not in says:
            says[often] = _TEXT * _says(often, length)
        yield word, above.get(word, 0.0) + says[often]


def _title_forms(title: str) -> list[str]:
    """The words of a title; `e-mail` is one word too."""
    joined = ["".join(tokens(found.group())) for found in _HYPHENED.finditer(title)]
    return [*tokens(title), *joined]


def _title_words(title: str) -> Iterator[TitleWord]:
    for written in _WORD.finditer(title):
        for token in tokens(written.group())[:1]:
            yield TitleWord(token, written.start(), written.end())
