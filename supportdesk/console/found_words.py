"""The words a search has found, marked wherever they stand: bold and underlined, so that a mark
is seen without colour (F147)."""

from collections.abc import Iterator, Sequence

from rich.style import Style

from supportdesk.console import text
from supportdesk.domain.query import And, Condition, Or, Query, Words
from supportdesk.domain.query_predicate import term_needles
from supportdesk.domain.words import Needle, hits
from supportdesk.records import dataclass

MARKED = "bold underline"
"""The attributes of a found word."""


@dataclass(frozen=True, slots=True)
class FoundWords:
    """What a search looks for in subjects, and in what was written."""

    in_subjects: tuple[Needle, ...] = ()
    in_texts: tuple[Needle, ...] = ()


NOTHING = FoundWords()


def found_words(query: Query) -> FoundWords:
    """What a query looks for by words; what it excludes is none of it."""
    words = list(_words(query.condition))
    return FoundWords(
        tuple(_needles([one for one in words if one.column in (None, "subject")])),
        tuple(_needles([one for one in words if one.column != "subject"])),
    )


def runs(written: str, wanted: Sequence[Needle], ink: Style, found: Style) -> list[text.Run]:
    """A cleaned line in `ink`, with what is wanted in `found`."""
    pieces: list[text.Run] = []
    at = 0
    for start, end in hits(wanted, written) if wanted else ():
        pieces += [(written[at:start], ink), (written[start:end], found)]
        at = end
    return [*pieces, (written[at:], ink)]


def _words(condition: Condition) -> Iterator[Words]:
    match condition:
        case Words():
            yield condition
        case And(parts) | Or(parts):
            for part in parts:
                yield from _words(part)


def _needles(words: Sequence[Words]) -> Iterator[Needle]:
    return (needle for one in words for term in term_needles(one) for needle in term)
