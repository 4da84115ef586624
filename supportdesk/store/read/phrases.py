"""What is looked for, as phrases of SQLite's full-text language.

The index gathers all rows of an open end (`word*`) before it gives the first one: half a second
for a frequent word among millions of messages. Its words one by one it gives at once, newest
first, so an open end asks for the words it may mean, as long as they are few.
"""

from collections.abc import Iterable, Iterator

from supportdesk.domain.words import Needle
from supportdesk.store.read.connection import Reader

MOST_WORDS = 200
"""An open end that may mean more words asks the index for its beginning: each word is looked up."""
_LAST = "\U0010ffff"


def any_of(connection: Reader, wanted: Iterable[Needle]) -> str:
    """An expression that finds the rows with any of the needles; there has to be one."""
    return " OR ".join(phrase for needle in wanted for phrase in _phrases(connection, needle))


def _phrases(connection: Reader, needle: Needle) -> Iterator[str]:
    if not needle.open_end:
        yield f'"{needle.stems}"'
        return
    *before, typed = needle.stems.split(" ")
    words = _words(connection, typed)
    for ending in [f'{word}"' for word in words] or [f'{typed}"*']:
        yield f'"{" ".join([*before, ending])}'


def _words(connection: Reader, typed: str) -> list[str]:
    """The words that begin with what was typed; none where they are too many."""
    found = connection.execute(
        "SELECT word FROM indexed_word WHERE word >= :first AND word < :end LIMIT :limit",
        {"first": typed, "end": typed + _LAST, "limit": MOST_WORDS + 1},
    ).fetchall()
    return [word for (word,) in found] if len(found) <= MOST_WORDS else []
