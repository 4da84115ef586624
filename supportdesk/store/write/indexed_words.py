"""Every word form that was ever indexed: an open end asks for the few words it may mean.

The index itself gathers all rows of an open end before it gives the first.
"""

import json
from collections.abc import Iterable

from sqlalchemy import Connection, text

_KNOW = text(
    "INSERT INTO indexed_word(word) SELECT value FROM json_each(:words) WHERE true"
    " ON CONFLICT DO NOTHING"
)


def know_words(connection: Connection, stemmed: Iterable[str]) -> None:
    """Keep the word forms of index rows; those known already stay."""
    words = set[str]()
    for row in stemmed:
        words.update(row.split())
    if words:
        connection.execute(_KNOW, {"words": json.dumps(sorted(words))})
