"""A table of HTML as text: drawn where it holds facts, its cells one after another otherwise."""

import unicodedata
from dataclasses import field

from supportdesk.records import dataclass

_WIDEST_CELL = 60
"""Characters; a cell with more is a page, not a fact."""
_MOST_COLUMNS = 12
_MOST_ROWS = 2_000
_WIDEST = 160


@dataclass(slots=True)
class Table:
    """The cells of a table, each the lines in it."""

    rows: list[list[list[str]]] = field(default_factory=list)
    nested: bool = False
    """Whether a table stands in it: then it is a layout."""

    def begin_row(self) -> None:
        """Another row."""
        self.rows.append([])

    def add(self, lines: list[str], *, cell: bool) -> None:
        """Lines that were written: those of a cell, empty or not, or what stands beside cells."""
        if cell or lines:
            if not self.rows:
                self.begin_row()
            self.rows[-1].append(lines)

    def lines(self) -> list[str]:
        """The lines of the table."""
        rows = [[_trimmed(cell) for cell in row] for row in self.rows]
        rows = [row for row in rows if any(row)]
        return _drawn(rows) if self._holds_facts(rows) else _flat(rows)

    def _holds_facts(self, rows: list[list[list[str]]]) -> bool:
        """Whether it has several rows and columns of short cells."""
        several = [row for row in rows if sum(map(bool, row)) > 1]
        if self.nested or len(several) < 2 or 2 * len(several) < len(rows):
            return False
        widths = _widths(rows)
        return (
            len(rows) <= _MOST_ROWS
            and len(widths) <= _MOST_COLUMNS
            and sum(widths) + 2 * len(widths) <= _WIDEST
            and all(len(cell) <= 1 for row in rows for cell in row)
            and max(widths, default=0) <= _WIDEST_CELL
        )


def _trimmed(cell: list[str]) -> list[str]:
    while cell and not cell[0].strip():
        cell = cell[1:]
    while cell and not cell[-1].strip():
        cell = cell[:-1]
    return cell


def _widths(rows: list[list[list[str]]]) -> list[int]:
    widths: list[int] = []
    for row in rows:
        widths += [0] * (len(row) - len(widths))
        for number, cell in enumerate(row):
            widths[number] = max(widths[number], *map(width, cell), 0)
    return widths


def _drawn(rows: list[list[list[str]]]) -> list[str]:
    """Columns aligned, two blanks between them."""
    widths = _widths(rows)
    used = [number for number, wide in enumerate(widths) if wide]
    lines = []
    for row in rows:
        cells = [" ".join(row[number]) if number < len(row) else "" for number in used]
        padded = (
            cell + " " * (widths[n] - width(cell)) for n, cell in zip(used, cells, strict=True)
        )
        lines.append("  ".join(padded).rstrip())
    return lines


def _flat(rows: list[list[list[str]]]) -> list[str]:
    """The cells one after another; short ones of a row in one line."""
    lines: list[str] = []
    for row in rows:
        cells = [cell for cell in row if cell]
        if all(len(cell) == 1 for cell in cells) and sum(len(cell[0]) for cell in cells) < 100:
            lines.append("  ".join(cell[0].strip() for cell in cells))
        else:
            for cell in cells:
                lines.extend(cell)
    return lines


def width(text: str) -> int:
    """How many columns of a terminal a text takes."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1
        for one in text
    )
