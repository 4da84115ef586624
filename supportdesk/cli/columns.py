"""Aligned columns of cleaned text, measured in terminal cells. No lines, no colour."""

import unicodedata
from collections.abc import Sequence

from supportdesk.domain.safe_text import clean_line

GAP = "  "
WIDEST_COLUMN = 24
"""Cells no column but the last takes more than."""
NARROWEST_LAST = 12


def laid_out(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> list[str]:
    """The lines of a table that is at most `width` cells wide; the last column may be cut."""
    cleaned = [headings, *([clean_line(cell) for cell in row] for row in rows)]
    widths = [
        min(WIDEST_COLUMN, max(cells(row[column]) for row in cleaned))
        for column in range(len(headings) - 1)
    ]
    left = max(NARROWEST_LAST, width - sum(widths) - len(GAP) * len(widths))
    return [_line(row, [*widths, left]).rstrip() for row in cleaned]


def cells(text: str) -> int:
    """How many cells of a terminal `text` takes."""
    return sum(_cells_of(character) for character in text)


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells; an ellipsis says that something is missing."""
    if cells(text) <= width:
        return text
    taken, kept = 1, ""
    for character in text:
        taken += _cells_of(character)
        if taken > width:
            break
        kept += character
    return f"{kept}…"


def _cells_of(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    shown = [cut(cell, width) for cell, width in zip(row, widths, strict=True)]
    padded = [
        cell + " " * (width - cells(cell))
        for cell, width in zip(shown[:-1], widths[:-1], strict=True)
    ]
    return GAP.join([*padded, shown[-1]])
