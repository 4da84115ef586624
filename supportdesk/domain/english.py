"""Stems of English words: the Snowball stemmer, and what a word that is still being typed gives.

The index needs the same stems on every machine: one version of the stemmer, and no other way.
"""

from functools import cache
from typing import Any

_SUFFIXES = (
    "ations izations ings ions ities ibilities abilities ments nesses ably ible ives izing ized"
    " fully lessly ally ances ences ers est ed ly"
).split()
_CUT_SUFFIXES = frozenset(suffix[:end] for suffix in _SUFFIXES for end in range(1, len(suffix)))
_LONGEST_CUT = max(map(len, _CUT_SUFFIXES))
_SHORTEST_BEGINNING = 4


def stem(word: str) -> str:
    """The stem of a lower-case word of ASCII letters."""
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@cache
def _stemmer() -> Any:
    from Stemmer import Stemmer

    return Stemmer("english", 0)  # words are remembered by `domain.words`


def stems_of_cut(typed: str) -> tuple[str, ...]:
    """Stems of words whose suffix `typed` breaks off: "connecti" is on the way to "connection"."""
    longest = min(_LONGEST_CUT, len(typed) - _SHORTEST_BEGINNING)
    return tuple(
        typed[:-length] for length in range(1, longest + 1) if typed[-length:] in _CUT_SUFFIXES
    )
