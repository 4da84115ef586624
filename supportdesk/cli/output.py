"""What a run says: lines for people and screen readers, or one JSON object a line for scripts."""

import sys
from collections.abc import Iterable, Mapping, Sequence

from supportdesk.objects.json_lines import encode

UNLIMITED = 10_000
"""Columns of a line that goes to a file or a pipe: nothing is cut there."""


class Output:
    """Writes to standard output and error; every text for people is cleaned on the way."""

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def say(self, text: str) -> None:
        """One cleaned line."""
        from supportdesk.domain.safe_text import clean_line

        print(clean_line(text, limit=UNLIMITED))

    def block(self, text: str, indent: str = "  ") -> None:
        """A longer text, cleaned, each line indented."""
        from supportdesk.domain.safe_text import clean_block

        for line in clean_block(text).splitlines():
            print(f"{indent}{line}".rstrip())

    def fact(self, name: str, value: object) -> None:
        """One fact a line: `Name: value`; an empty one is left out."""
        if value not in (None, "", ()):
            self.say(f"{name}: {value}")

    def item(self, item: Mapping[str, object]) -> None:
        """One JSON object."""
        print(encode(item))

    def table(self, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Aligned columns as wide as the terminal; the last column takes what is left."""
        from supportdesk.cli.columns import laid_out

        for line in laid_out(headings, list(rows), self.width()):
            print(line)

    def warn(self, text: str) -> None:
        """One cleaned line on standard error; for scripts a JSON object with a `notice`."""
        from supportdesk.domain.safe_text import clean_line

        if self.as_json:
            print(encode({"notice": text}), file=sys.stderr)
            return
        print(clean_line(text, limit=UNLIMITED), file=sys.stderr)

    @staticmethod
    def width() -> int:
        """Columns of the terminal; a file or a pipe gets whole lines."""
        if not sys.stdout.isatty():
            return UNLIMITED
        from shutil import get_terminal_size

        return get_terminal_size().columns
