"""Words as the search knows them: normal form, word forms, one stem for one word (R6, F148).

Both sides of a search use these functions: the full-text index stores `stems(text)` and a query
asks for the stems of its words. Stems hold letters and digits alone, so the index's tokenizer
(`unicode61 remove_diacritics 0`) splits exactly where `tokens` does.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Protocol

STEMMER_VERSION = 1
"""Raise it whenever `stems` answers differently: the index is then made anew."""

LONGEST_TOKEN = 64
"""Characters kept of a token: longer ones are encoded files, not words."""

_UNSEEN = re.compile("[\u00ad\u0300-\u036f\u200b-\u200d\u2060\ufeff]")
_APOSTROPHE = re.compile("(?<=[^\\W\\d_])['’ʼ‘`´′](?=[^\\W\\d_])")
_TOKEN = re.compile("[^\\W_ʼ\u19b0-\u19c0\u19c8\u19c9\u1cf2\u1cf3]+")


class _Stemmer(Protocol):
    def stemWord(self, word: str) -> str: ...


def tokens(text: str) -> list[str]:
    """The words of `text` in their normal form: lower case, ё as е, no apostrophes inside."""
    if text.isascii():
        normal = text.lower()
    else:
        normal = _UNSEEN.sub("", unicodedata.normalize("NFC", text)).casefold().replace("ё", "е")
    found = _TOKEN.findall(_APOSTROPHE.sub("", normal))
    return [token[:LONGEST_TOKEN] for token in found]


def stems(text: str) -> str:
    """The stems of all words of `text`, in order, with one space between."""
    return " ".join(map(stem, tokens(text)))


@lru_cache(65_536)
def stem(token: str) -> str:
    """The part of a token that its word forms share."""
    if not token.isalpha():
        return token
    return _stemmer("english" if token.isascii() else "russian").stemWord(token)


@cache
def _stemmer(language: str) -> _Stemmer:
    import snowballstemmer

    stemmer: _Stemmer = snowballstemmer.stemmer(language)
    return stemmer
