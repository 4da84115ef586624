"""Attached files that can be read as text: logs, CSV, JSON and the like (F33)."""

import csv
import json
from itertools import islice

from supportdesk.domain.file_characters import characters

PREVIEWED = 256 << 10
"""Bytes of a file that are read to show it."""

_ROWS, _WIDEST = 1_000, 40


def readable(content: bytes, name: str, *, whole: bool) -> str | None:
    """The beginning of a file as text, tables and objects laid out; None for what is no text.

    `whole` says whether `content` is all of the file.
    """
    text = characters(content, whole=whole)
    if text is None or _is_strange(text):
        return None
    ending = name.rpartition(".")[2].lower()
    if ending in ("csv", "tsv"):
        return _table(text, "\t" if ending == "tsv" else None)
    if ending == "json" and whole:
        return _laid_out(text)
    return text


def _is_strange(text: str) -> bool:
    """Whether more than a fiftieth can be neither seen nor is space: a picture, a program."""
    strange = sum(not (letter.isprintable() or letter.isspace()) for letter in text)
    return strange > len(text) // 50


def _table(text: str, delimiter: str | None) -> str:
    """The columns of a table under each other; a table that cannot be read stays as it is."""
    if delimiter is None:
        first = text.partition("\n")[0]
        delimiter = max(",;\t", key=first.count)
    try:
        rows = list(islice(csv.reader(text.splitlines(), delimiter=delimiter), _ROWS))
    except csv.Error:
        return text
    widths: dict[int, int] = {}
    for row in rows:
        for column, cell in enumerate(row):
            widths[column] = min(_WIDEST, max(widths.get(column, 0), len(cell)))
    lines = (
        "  ".join(cell.ljust(widths[column]) for column, cell in enumerate(row)).rstrip()
        for row in rows
    )
    more = ["…"] if len(rows) == _ROWS else []
    return "\n".join([*lines, *more])


def _laid_out(text: str) -> str:
    """An object with a line for each value, as far as it is shown: depth multiplies its size."""
    laid_out, size = [], 0
    try:
        for piece in json.JSONEncoder(ensure_ascii=False, indent=2).iterencode(json.loads(text)):
            laid_out.append(piece)
            size += len(piece)
            if size > PREVIEWED:
                break
    except (ValueError, RecursionError):
        return text
    return "".join(laid_out)
