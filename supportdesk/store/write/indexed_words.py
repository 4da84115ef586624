"""Every word form that was ever indexed: an open end asks for the few words it may mean.

The index itself gathers all rows of an open end before it gives the first.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, text

from supportdesk.store.write.rows import run_each

_KNOW = text("INSERT INTO indexed_word(word) VALUES (:word) ON CONFLICT DO NOTHING")


def know_words(connection: Connection, stemmed: Iterable[str]) -> None:
    """Keep the word forms of index rows; those known already stay."""
    words = set[str]()
    for row in stemmed:
        words.update(row.split())
    run_each(connection, _KNOW, [{"word": word} for word in sorted(words)])
