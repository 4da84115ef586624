"""How much two subjects are alike: by the trigrams of their words (F28)."""

from supportdesk.patterns import pattern

ALIKE = 0.6
"""From this likeness on, two subjects of one client are taken for one request."""

_WORD = pattern(r"[^\W_]+")
_SAME_LETTERS = str.maketrans("ёґ", "ег")


def trigrams(text: str) -> set[str]:
    """Every three letters in a row of each word, its beginning and its end marked by spaces.

    >>> sorted(trigrams("Hi"))
    ['  h', ' hi', 'hi ']
    """
    found: set[str] = set()
    for word in _WORD.findall(text.casefold().translate(_SAME_LETTERS)):
        padded = f"  {word} "
        found.update([padded[at : at + 3] for at in range(len(word) + 1)])
    return found


def likeness(one: set[str], other: set[str]) -> float:
    """The share of trigrams two texts have in common, from 0 to 1; without any words it is 0."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0
