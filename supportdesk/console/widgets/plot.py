"""Bars of numbers, one for each hour or day: the one place that draws plots."""

from collections.abc import Sequence
from io import StringIO

from rich.console import Console
from textual.renderables.sparkline import Sparkline

BAR = 2
"""Cells a bar is wide; one cell is between two of them, and a label under each has both."""

STEP = BAR + 1


def bars(numbers: Sequence[int], places: int, height: int) -> list[str]:
    """`height` lines of bars on a base line; `places` is how many would fit in the whole row.

    The largest number fills the height; nothing at all is a base line.
    """
    cells = [n for number in numbers for n in (*[number] * BAR, 0)]
    width = places * STEP
    cells += [0] * (width - len(cells))
    if not any(cells):
        return [" " * width] * (height - 1) + ["▁" * width]
    drawn = StringIO()
    console = Console(file=drawn, width=width, color_system=None, legacy_windows=False)
    console.print(Sparkline(cells, width=width, height=height), end="")
    return [line.ljust(width) for line in drawn.getvalue().splitlines()]
