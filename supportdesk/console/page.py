"""What both interfaces tell, laid out for a window: lines are wrapped, never cut (console.md)."""

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from supportdesk.console import text

LONGEST = 10_000
"""Characters of one line."""
GAP = "  "
SET_IN = "    "
"""Before what goes on from the line above: further in than what a block tells of it."""
LEAST_LAST = 20
"""Cells the last column of a table has; where there are fewer, each row is told fact by fact."""


class WrappedPage:
    """Collects lines of at most `width` cells; everything is cleaned on the way."""

    def __init__(self, width: int) -> None:
        self._width = max(LEAST_LAST, width)
        self._lines: list[str] = []
        self._headings: set[int] = set()
        """Which of the lines are headings."""

    @property
    def height(self) -> int:
        """How many lines were told."""
        return len(self._lines)

    @property
    def content(self) -> Content:
        """Everything that was told."""
        told, start = text.contents("\n".join(self._lines)), 0
        for place, line in enumerate(self._lines):
            if place in self._headings:
                told = told.stylize("bold", start, start + len(line))
            start += len(line) + 1
        return told

    def say(self, said: str) -> None:
        """One line; what does not fit goes on below, set in."""
        self._lines += _set_in(text.line(said, LONGEST), self._width)

    def block(self, body: str, indent: str = GAP) -> None:
        """A longer text, each line set in."""
        for line in text.wrap(text.block(body), self._width - len(indent)):
            self._lines.append(f"{indent}{line}".rstrip())

    def fact(self, name: str, value: object) -> None:
        """One fact a line; an empty one is left out."""
        if value not in (None, "", ()):
            self.say(f"{name}: {value}")

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Aligned columns under their headings, or each row fact by fact where there is no room."""
        cleaned = [[text.line(cell, LONGEST) for cell in row] for row in rows]
        widths = [max(map(text.cells, column)) for column in zip(headings, *cleaned, strict=True)]
        left = self._width - sum(width + len(GAP) for width in widths[:-1])
        if left < min(LEAST_LAST, widths[-1]):
            self._facts(headings, cleaned)
            return
        for place, row in enumerate((headings, *cleaned)):
            lines = list(_beside(row, widths[:-1], left))
            if not place:
                self._headings |= {len(self._lines) + one for one in range(len(lines))}
            self._lines += lines

    def _facts(self, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        for place, row in enumerate(rows):
            if place:
                self._lines.append("")
            for name, value in zip(headings, row, strict=True):
                self.fact(name, value)


def _beside(row: Sequence[str], widths: Sequence[int], left: int) -> Iterator[str]:
    """The cells of a row beside each other; the last one goes on below itself."""
    *first, last = row
    begin = GAP.join(text.fit(cell, width) for cell, width in zip(first, widths, strict=True))
    for place, line in enumerate(text.wrap(last, left)):
        opening = begin if place == 0 else " " * text.cells(begin)
        yield (f"{opening}{GAP}{line}" if widths else line).rstrip()


def _set_in(line: str, width: int) -> Iterator[str]:
    first, *others = text.wrap(line, width)
    yield first
    for other in text.wrap(" ".join(others), width - len(SET_IN)) if others else ():
        yield f"{SET_IN}{other}"
