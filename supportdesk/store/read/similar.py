"""The solved tickets most like one, by the words they share (issue 4).

The words are those of the subject and of the first message, asked of the full-text index. A rare
word finds every message that has it, a frequent one (more than `PER_WORD`) the newest that do.
"""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import log

from supportdesk.domain.function_words import FUNCTION_WORDS
from supportdesk.domain.words import stem, tokens
from supportdesk.records import dataclass
from supportdesk.store.read.connection import Reader
from supportdesk.store.read.message_index import message_at
from supportdesk.store.read.sql_parts import stands

PER_WORD = 300
"""So many messages are looked at for a word."""

WORDS = 16
"""So many words of a ticket say what it is about: those of the subject first."""

COMPARED = 100
"""So many messages with the most telling words are compared, of whichever tickets."""

LEAST = 0.2
"""What shares less of what a ticket is about is not like it."""

_HEAD = 2_000
"""Characters of a first message that are read."""

_OPENING = f"""
SELECT t.subject, (SELECT substr(m.body, 1, {_HEAD}) FROM message m WHERE m.ticket_id = t.id
  AND m.kind IN ('client', 'operator') AND NOT m.withdrawn ORDER BY m.id LIMIT 1)
  FROM ticket t WHERE t.id = :ticket
"""
_SOLVED = f"""
SELECT DISTINCT t.id, t.subject, t.state, t.solved_at FROM json_each(:messages) j
  CROSS JOIN message m ON m.id = j.value CROSS JOIN ticket t ON t.id = m.ticket_id
 WHERE t.state IN ('solved', 'closed') AND {stands("t.id")} AND t.id <> :ticket
   AND NOT m.withdrawn
"""
_ROWS = (
    "SELECT rowid FROM message_text WHERE message_text MATCH :word AND rowid >= 0"
    " ORDER BY rowid DESC LIMIT :most",
    "SELECT rowid FROM message_text WHERE message_text MATCH :word AND rowid < 0"
    " ORDER BY rowid LIMIT :most",
)


@dataclass(frozen=True, slots=True)
class SimilarTicket:
    """A solved ticket like another; `words` are what they share, as the other one writes them."""

    number: int
    subject: str
    state: str
    solved_at: int | None
    likeness: float
    """From 0.2 to 1: the part of what the ticket is about that this one has too."""
    words: tuple[str, ...]


def similar(connection: Reader, ticket: int, most: int = 10) -> list[SimilarTicket]:
    """The solved tickets most like a ticket, the most like first, then the newest."""
    written = _words(connection, ticket)
    wanted = dict([*written.items()][:WORDS])
    rows = {one: _rows_with(connection, one) for one in wanted}
    everything = connection.execute("SELECT coalesce(max(id), 0) FROM ticket").fetchone()[0]
    weights = {one: log(1 + everything / len(found)) for one, found in rows.items() if found}
    messages = json.dumps([message_at(row) for row in _most_telling(rows, weights)])
    found = [
        _compared(connection, row, weights)
        for row in connection.execute(_SOLVED, {"messages": messages, "ticket": ticket})
    ]
    return sorted(
        (one for one in found if one.likeness >= LEAST),
        key=lambda one: (-one.likeness, -(one.solved_at or 0), -one.number),
    )[:most]


def _words(connection: Reader, ticket: int) -> dict[str, str]:
    """What a ticket is about: the stem of each word that says something, and how it is written."""
    opening = connection.execute(_OPENING, {"ticket": ticket}).fetchone()
    found: dict[str, str] = {}
    for token in tokens(" ".join(filter(None, opening or ()))):
        if token not in FUNCTION_WORDS and len(token) > 1:
            found.setdefault(stem(token), token)
    return found


def _rows_with(connection: Reader, word: str) -> list[int]:
    """The newest rows of the index with a word."""
    asked = {"word": f'"{word}"', "most": PER_WORD}
    return [row for half in _ROWS for (row,) in connection.execute(half, asked)]


def _most_telling(rows: Mapping[str, Sequence[int]], weights: Mapping[str, float]) -> list[int]:
    """The rows with the words that say the most."""
    telling: defaultdict[int, float] = defaultdict(float)
    for word, weight in weights.items():
        for row in rows[word]:
            telling[row] += weight
    return sorted(telling, key=lambda row: (-telling[row], row))[:COMPARED]


def _compared(
    connection: Reader,
    row: tuple[int, str, str, int | None],
    weights: Mapping[str, float],
) -> SimilarTicket:
    number, subject, state, solved_at = row
    written = _words(connection, number)
    shared = sorted((one for one in weights if one in written), key=lambda one: -weights[one])
    likeness = sum(weights[one] for one in shared) / sum(weights.values())
    words = tuple(written[one] for one in shared)
    return SimilarTicket(number, subject, state, solved_at, likeness, words)
