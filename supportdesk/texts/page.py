"""Where the desk's own answers are told line by line: a terminal's output, a window of the console.

Texts of this room say the same in both. They are not cleaned here: a page cleans what it is given.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

Stamp = Callable[[int], str]
"""Writes a moment (milliseconds) the way the page's reader is used to."""


class Page(Protocol):
    """What can be told."""

    def say(self, text: str) -> None:
        """One line."""

    def block(self, text: str, indent: str = "  ") -> None:
        """A longer text under the line before."""

    def fact(self, name: str, value: object) -> None:
        """One fact; an empty one is left out."""

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Columns under headings."""
