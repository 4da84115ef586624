"""Picking a template by a few letters, typos and word forms allowed (F56, F65).

Nothing is hidden by what a template is for: kind, language and queue of the ticket only rank.
"""

import math
import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from supportdesk.domain.template_scope import BEST_FIT, Scope, Situation, fit
from supportdesk.domain.words import stem, tokens

_TITLE, _TAG, _KIND, _TEXT = 1.0, 0.8, 0.6, 0.35
"""What a word found in the title, a tag, the kind or the text is worth."""
_SAME, _BEGINNING, _FORM, _INSIDE, _TYPO = 1.0, 0.9, 0.85, 0.6, 0.55
"""How good a match is: the word, its beginning, another form, a part of it, one with a typo."""
_PHRASE_IN_TITLE, _PHRASE_BEGINS_TITLE = 0.5, 0.75
_WHOLE_TITLE = 0.4
"""For a title of which every word was typed: the shorter of two titles comes first."""
_FIT_WORTH = 0.07
"""What a perfect fit is worth: it decides between equal matches and never beats a better one."""
_SHORTEST_WITH_TYPO, _SHORTEST_WITH_TWO_TYPOS = 4, 8
_SHORTEST_INSIDE, _SHORTEST_STEM = 3, 3
_WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`´′][^\W_]+)*")


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
class Ranked:
    """A template found; `spans` are start and end of what matched in its title."""

    template_id: int
    score: float
    spans: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _TitleWord:
    token: str
    start: int
    end: int


class TemplateIndex:
    """The words of all templates, read once when the picker opens."""

    def __init__(self, templates: Iterable[TemplateEntry]) -> None:
        self.templates = sorted(templates, key=lambda entry: (entry.title.casefold(), entry.id))
        self.titles = [tuple(_title_words(entry.title)) for entry in self.templates]
        self._places: defaultdict[str, dict[int, float]] = defaultdict(dict)
        for position, entry in enumerate(self.templates):
            self._add(position, [word.token for word in self.titles[position]], _TITLE)
            self._add(position, tokens(" ".join(entry.tags)), _TAG)
            self._add(position, tokens(entry.kind or ""), _KIND)
            self._add(position, tokens(entry.text), _TEXT)
        self._words = sorted(self._places)
        self._roots = [stem(word) for word in self._words]
        self._beginnings: dict[int, list[str]] = {}

    def _add(self, position: int, words: Sequence[str], worth: float) -> None:
        for word in words:
            places = self._places[word]
            places[position] = max(worth, places.get(position, 0.0))

    def matches(self, token: str) -> dict[str, float]:
        """Every word of the templates that `token` may mean, and how good the match is.

        Only a token that fits no word as it is may be one with a typo.
        """
        found: dict[str, float] = {}
        for word, quality in self._matches(token):
            found[word] = max(quality, found.get(word, 0.0))
        if not found and len(token) >= _SHORTEST_WITH_TYPO:
            found = dict.fromkeys(self._with_typo(token), _TYPO)
        return found

    def worths(self, matches: Mapping[str, float]) -> dict[int, float]:
        """What one typed word is worth for each template (by position) that holds a match.

        A word that few templates hold says more; how few is counted by its best matches alone,
        so that a rare word one typo away never beats the word itself.
        """
        if not matches:
            return {}
        best = max(matches.values())
        holders = {at for word in matches if matches[word] == best for at in self._places[word]}
        rarity = math.log1p(len(self.templates) / len(holders))
        worths: dict[int, float] = {}
        for word, quality in matches.items():
            for position, worth in self._places[word].items():
                worths[position] = max(worths.get(position, 0.0), quality * worth * rarity)
        return worths

    def _matches(self, token: str) -> Iterator[tuple[str, float]]:
        if token in self._places:
            yield token, _SAME
        for word in self._beginning_with(token):
            yield word, _BEGINNING
        root = stem(token)
        if len(root) >= _SHORTEST_STEM:
            for word in self._beginning_with(root):
                if stem(word) == root:
                    yield word, _FORM
        if len(token) >= _SHORTEST_INSIDE:
            yield from ((word, _INSIDE) for word in self._words if token in word)

    def _beginning_with(self, beginning: str) -> Iterator[str]:
        for position in range(bisect_left(self._words, beginning), len(self._words)):
            if not self._words[position].startswith(beginning):
                return
            yield self._words[position]

    def _with_typo(self, token: str) -> Iterator[str]:
        """Words one slip away, two in a long token; their forms; and those that begin so.

        A slip is a wrong, missing, superfluous or swapped letter. Beginnings and forms are
        compared with the stem of what was typed and need its first letter.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = 2 if len(token) >= _SHORTEST_WITH_TWO_TYPOS else 1
        for word, _distance, _position in process.extract(
            token, self._words, scorer=OSA.distance, score_cutoff=allowed, limit=None
        ):
            yield word
        root = stem(token)
        if len(root) < _SHORTEST_WITH_TYPO:
            return
        for _root, _distance, position in process.extract(
            root, self._roots, scorer=OSA.distance, score_cutoff=1, limit=None
        ):
            if self._words[position][0] == token[0]:
                yield self._words[position]
        for length in range(max(_SHORTEST_WITH_TYPO, len(root) - 1), len(root) + 2):
            for beginning, _distance, _position in process.extract(
                root, self._of_length(length), scorer=OSA.distance, score_cutoff=1, limit=None
            ):
                if beginning[0] == token[0]:
                    yield from self._beginning_with(beginning)

    def _of_length(self, length: int) -> list[str]:
        """The different beginnings of this many letters of all words as long."""
        if length not in self._beginnings:
            cut = dict.fromkeys(word[:length] for word in self._words if len(word) >= length)
            self._beginnings[length] = list(cut)
        return self._beginnings[length]


def rank_templates(
    query: str,
    index: TemplateIndex,
    *,
    kind: str | None = None,
    language: str | None = None,
    queue: int | None = None,
    stage: str | None = None,
    traits: tuple[tuple[str, str], ...] | None = None,
    own_uses: Mapping[int, int] = MappingProxyType({}),
) -> list[Ranked]:
    """Templates for what was typed, best first; for nothing typed all, by fit for the ticket.

    Among equals the one fitting the ticket comes first, then the one the operator uses more
    (`own_uses` by template id), then by title.
    """
    situation = Situation(kind, queue, language, stage, traits)
    fits = [fit(_scope(entry), situation) for entry in index.templates]
    own = [own_uses.get(entry.id, 0) for entry in index.templates]
    typed = list(dict.fromkeys(tokens(query)))
    if not typed:
        order = sorted(range(len(fits)), key=lambda at: (-fits[at], -own[at]))
        return [Ranked(index.templates[at].id, float(fits[at]), ()) for at in order]
    matches = [index.matches(token) for token in typed]
    scores: defaultdict[int, float] = defaultdict(float)
    for found in matches:
        for position, worth in index.worths(found).items():
            scores[position] += worth
    spans = {at: tuple(_spans(index.titles[at], typed, matches)) for at in scores}
    for position in scores:
        title = index.titles[position]
        scores[position] += _phrase_worth(" ".join(typed), " ".join(word.token for word in title))
        scores[position] += _WHOLE_TITLE * len(spans[position]) / max(1, len(title))
        scores[position] += fits[position] / BEST_FIT * _FIT_WORTH
    return [
        Ranked(index.templates[at].id, scores[at], spans[at])
        for at in sorted(scores, key=lambda at: (-round(scores[at], 6), -own[at], at))
    ]


def _scope(entry: TemplateEntry) -> Scope:
    return Scope(entry.kind, entry.queue, entry.languages, entry.stage, entry.trait)


def _phrase_worth(phrase: str, title: str) -> float:
    if title.startswith(phrase):
        return _PHRASE_BEGINS_TITLE
    return _PHRASE_IN_TITLE if phrase in title else 0.0


def _title_words(title: str) -> Iterator[_TitleWord]:
    for written in _WORD.finditer(title):
        for token in tokens(written.group())[:1]:
            yield _TitleWord(token, written.start(), written.end())


def _spans(
    title: Sequence[_TitleWord], typed: Sequence[str], matches: Sequence[Mapping[str, float]]
) -> Iterator[tuple[int, int]]:
    """What to emphasise: the typed beginning of a word, else the word with a form or a typo."""
    for word in title:
        for token, found in zip(typed, matches, strict=True):
            if word.token in found:
                begins = word.token.startswith(token)
                yield word.start, min(word.end, word.start + len(token)) if begins else word.end
                break
