"""The only maker of display text: cleaned strings become what a terminal shows (law 9).

Nothing here parses markup. Texts of customers, file names and names of people pass `line` or
`block` once, and everything measured here is measured in terminal cells.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip

from supportdesk.domain.safe_text import clean_block, clean_line
from supportdesk.patterns import pattern

Run = tuple[str, Style]
"""Cleaned text and the ink it is written in."""

ELLIPSIS = "…"


@lru_cache(1024)
def line(text: str, limit: int = 500) -> str:
    """Clean `text` into one line of at most `limit` characters."""
    return clean_line(text, limit)


def block(text: str, lines: int = 5_000) -> str:
    """Clean `text`, keeping its line breaks; an ellipsis stands for what is beyond `lines`."""
    return clean_block(text, line_limit=lines)


def content(text: str, style: str = "") -> Content:
    """One cleaned line as Content: shown as it is, never parsed as markup."""
    return Content.styled(line(text), style) if style else Content(line(text))


def contents(text: str, style: str = "") -> Content:
    """Cleaned text of several lines as Content: shown as it is, never parsed as markup."""
    return Content.styled(block(text), style) if style else Content(block(text))


_ONE_CELL_EACH = pattern(r"[ -~¡-¬®-˿Ͱ-\u0482\u048a-\u052f‐-‧‹›€№─-▟▸▌●]*").fullmatch
"""Texts of Latin, Greek and Cyrillic letters and our own marks: counted without looking up each."""


def cells(text: str) -> int:
    """How many terminal cells cleaned `text` takes."""
    return len(text) if text.isascii() or _ONE_CELL_EACH(text) else cell_len(text)


def cut(text: str, width: int) -> str:
    """Cut cleaned `text` to at most `width` cells; an ellipsis says that something is missing."""
    if cells(text) <= width:
        return text
    if width <= 1:
        return ELLIPSIS[:width]
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS


def fit(text: str, width: int) -> str:
    """Cut or pad cleaned `text` to exactly `width` cells."""
    short = cut(text, width)
    return short + " " * (width - cells(short))


def fit_right(text: str, width: int) -> str:
    """Like `fit`, with the padding on the left: for numbers and times."""
    short = cut(text, width)
    return " " * (width - cells(short)) + short


def strip(runs: Iterable[Run], width: int, ground: Style) -> Strip:
    """A line of exactly `width` cells: `runs` from the left, the rest in `ground`."""
    fitted: list[Run] = []
    left = width
    for written, ink in runs:
        taken = cells(written)
        if taken > left:
            fitted.append((fit(written, left), ink))
            left = 0
            break
        fitted.append((written, ink))
        left -= taken
    fitted.append((" " * left, ground))
    return Strip(_joined(fitted), width)


def _joined(runs: Iterable[Run]) -> list[Segment]:
    """Segments with neighbours joined where nobody sees a difference: fewer bytes on the line."""
    joined: list[Run] = []
    for written, ink in runs:
        if not written:
            continue
        if joined:
            before, before_ink = joined[-1]
            if ink is before_ink or (written.isspace() and _same_ground(ink, before_ink)):
                joined[-1] = (before + written, before_ink)
                continue
            if before.isspace() and _same_ground(ink, before_ink):
                joined[-1] = (before + written, ink)
                continue
        joined.append((written, ink))
    return [Segment(written, ink) for written, ink in joined]


def _same_ground(ink: Style, other: Style) -> bool:
    """Whether a space looks the same in both inks."""
    if ink.underline or other.underline or ink.reverse or other.reverse:
        return False
    return ink.bgcolor == other.bgcolor


def between(left: Iterable[Run], right: Iterable[Run], width: int, ground: Style) -> Strip:
    """A line with `left` at its start and `right` at its end; `left` gives way."""
    closing = list(right)
    room = width - sum(cells(written) for written, _ in closing)
    if room < 0:
        return strip(left, width, ground)
    opening = strip(left, room, ground)
    runs = [(segment.text, segment.style or ground) for segment in opening]
    return strip([*runs, *closing], width, ground)


def wrap(text: str, width: int) -> Iterator[str]:
    """Break cleaned text at spaces into lines of at most `width` cells; long words are chopped."""
    for paragraph in text.split("\n"):
        if cells(paragraph) <= width:
            yield paragraph
        else:
            yield from _wrap_paragraph(paragraph, width)


def _wrap_paragraph(paragraph: str, width: int) -> Iterator[str]:
    written: list[str] = []
    taken = 0
    for word in paragraph.split(" "):
        size = cells(word)
        if written and taken + 1 + size > width:
            yield " ".join(written)
            written, taken = [], 0
        rest = word
        if size > width:
            *full, rest = chop_cells(word, width)
            yield from full
            size = cells(rest)
        taken += size + (1 if written else 0)
        written.append(rest)
    yield " ".join(written)
