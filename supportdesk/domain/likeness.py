"""How much two subjects are alike: by the trigrams of their words (F28)."""

import re

ALIKE = 0.6
"""From this likeness on, two subjects of one client are taken for one request."""

_WORD = re.compile(r"[^\W_]+")
_SAME_LETTERS = str.maketrans("ёґ", "ег")


def trigrams(text: str) -> frozenset[str]:
    """Every three letters in a row of each word, its beginning and its end marked by spaces.

    >>> sorted(trigrams("Hi"))
    ['  h', ' hi', 'hi ']
    """
    words = _WORD.findall(text.casefold().translate(_SAME_LETTERS))
    return frozenset(
        padded[at : at + 3]
        for word in words
        for padded in (f"  {word} ",)
        for at in range(len(padded) - 2)
    )


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of trigrams two texts have in common, from 0 to 1; without any words it is 0."""
    either = len(one | other)
    return len(one & other) / either if either else 0.0
