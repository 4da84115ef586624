"""How much articles say of what is asked, the most telling first: BM25 as FTS5 counts it.

PostgreSQL has no such rank, so there it is counted here, from the words as its index keeps them.
"""

import math
from collections.abc import Iterator

from supportdesk.patterns import pattern
from supportdesk.store.read.connection import Reader, is_in_file
from supportdesk.store.read.tsquery import WEIGHTS

_COLUMNS = {"title": 8.0, "tags": 4.0, "body": 1.0}
"""A word of the title says more than a tag, and that more than the text."""
_ENOUGH, _LENGTH_COUNTS = 1.2, 0.75
"""How soon more of a word adds nothing, and how far a long article makes it say less (FTS5)."""
_LEAST = 1e-6
"""What a word says that stands in half of all articles or more."""
_PHRASE = pattern(r'"([^"]*)"(\*?)')
_LEXEME = pattern(r"'([^']*)':(\S+)")
_PLACE = pattern(r"\d+([ABCD]?)")


def ranked(connection: Reader, wanted: str, limit: int) -> list[tuple[int, float]]:
    """The articles with what a full-text expression looks for, and how much each is worth."""
    if is_in_file(connection):
        weights = ", ".join(map(str, _COLUMNS.values()))
        found = connection.execute(
            f"SELECT rowid, -bm25(article_text, {weights}) FROM article_text"
            " WHERE article_text MATCH :wanted ORDER BY 2 DESC, rowid LIMIT :limit",
            {"wanted": wanted, "limit": limit},
        )
        return found.fetchall()
    worths = sorted(_worths(connection, wanted), key=lambda one: (-one[1], one[0]))
    return worths[:limit]


def _worths(connection: Reader, wanted: str) -> Iterator[tuple[int, float]]:
    articles, mean = connection.execute("SELECT count(*), avg(length) FROM article_text").fetchone()
    phrases = [(stem, bool(is_open)) for stem, is_open in _PHRASE.findall(wanted)]
    tells = [_tells(connection, phrase, articles) for phrase in phrases]
    for row, length, words in connection.execute(
        "SELECT rowid, length, CAST(article_text AS TEXT) FROM article_text"
        " WHERE article_text MATCH :wanted",
        {"wanted": wanted},
    ):
        counted = {word: _weight(places) for word, places in _LEXEME.findall(words)}
        dampened = _ENOUGH * (1 - _LENGTH_COUNTS + _LENGTH_COUNTS * length / mean)
        hits = [_hits(counted, stem, is_open) for stem, is_open in phrases]
        yield (
            row,
            sum(
                tell * hit * (_ENOUGH + 1) / (hit + dampened)
                for tell, hit in zip(tells, hits, strict=True)
            ),
        )


def _tells(connection: Reader, phrase: tuple[str, bool], articles: int) -> float:
    """How much a phrase says by itself: the fewer articles have it, the more."""
    stem, is_open = phrase
    having = connection.execute(
        "SELECT count(*) FROM article_text WHERE article_text MATCH :wanted",
        {"wanted": f'"{stem}"{"*" if is_open else ""}'},
    ).fetchone()[0]
    return max(math.log((articles - having + 0.5) / (having + 0.5)), _LEAST)


def _weight(places: str) -> float:
    """What a word's places in an article are worth together."""
    columns = {WEIGHTS[name]: worth for name, worth in _COLUMNS.items()}
    return sum(columns.get(weight, 1.0) for weight in _PLACE.findall(places))


def _hits(counted: dict[str, float], stem: str, is_open: bool) -> float:
    if not is_open:
        return counted.get(stem, 0.0)
    return sum(worth for word, worth in counted.items() if word.startswith(stem))
