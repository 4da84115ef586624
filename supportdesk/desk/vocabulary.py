"""The words of a collection, and which of them are near a typed one."""

import math
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from supportdesk.domain.words import stem

SHORTEST_WITH_TYPO, _SHORTEST_WITH_TWO_TYPOS = 4, 8
SHORTEST_ROOT, _SHORTEST_STEM = 4, 3
_ROOT_SHARE = 0.66
"""The part of the longer stem that words of one root begin with in common."""


class Vocabulary:
    """Different words, looked up by their beginnings, stems and typos."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted(words)
        self._roots = [stem(word) for word in self.words]
        self._beginnings: dict[int, list[str]] = {}

    def forms_of(self, token: str) -> Iterator[str]:
        """Words with the stem of `token`."""
        root = stem(token)
        if len(root) >= _SHORTEST_STEM:
            for word in self.beginning_with(root):
                if stem(word) == root:
                    yield word

    def of_root(self, token: str) -> Iterator[str]:
        """Words that begin with the same root as `token`: `удаление` for `удалить`."""
        root = stem(token)
        if len(root) < SHORTEST_ROOT:
            return
        shared = max(SHORTEST_ROOT, math.ceil(_ROOT_SHARE * len(root)))
        for word in self.beginning_with(root[:shared]):
            other = stem(word)
            if _in_common(root, other) >= _ROOT_SHARE * max(len(root), len(other)):
                yield word

    def beginning_with(self, beginning: str) -> Iterator[str]:
        for position in range(bisect_left(self.words, beginning), len(self.words)):
            if not self.words[position].startswith(beginning):
                return
            yield self.words[position]

    def with_typo(self, token: str) -> Iterator[str]:
        """Words one slip away, two in a long token; their forms; and those that begin so.

        A slip is a wrong, missing, superfluous or swapped letter. Beginnings and forms are
        compared with the stem of what was typed and need its first letter.
        """
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = 2 if len(token) >= _SHORTEST_WITH_TWO_TYPOS else 1
        for word, _distance, _position in process.extract(
            token, self.words, scorer=OSA.distance, score_cutoff=allowed, limit=None
        ):
            yield word
        root = stem(token)
        if len(root) < SHORTEST_WITH_TYPO:
            return
        for _root, _distance, position in process.extract(
            root, self._roots, scorer=OSA.distance, score_cutoff=1, limit=None
        ):
            if self.words[position][0] == token[0]:
                yield self.words[position]
        for length in range(max(SHORTEST_WITH_TYPO, len(root) - 1), len(root) + 2):
            for beginning, _distance, _position in process.extract(
                root, self._of_length(length), scorer=OSA.distance, score_cutoff=1, limit=None
            ):
                if beginning[0] == token[0]:
                    yield from self.beginning_with(beginning)

    def _of_length(self, length: int) -> list[str]:
        """The different beginnings of this many letters of all words as long."""
        if length not in self._beginnings:
            cut = dict.fromkeys(word[:length] for word in self.words if len(word) >= length)
            self._beginnings[length] = list(cut)
        return self._beginnings[length]


def _in_common(one: str, other: str) -> int:
    """How many letters both begin with."""
    pairs = zip(one, other, strict=False)
    return next((place for place, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))
