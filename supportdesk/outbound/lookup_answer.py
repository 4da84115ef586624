"""What came back, as a few short lines; nothing in it is trusted."""

import json
from collections.abc import Iterator
from typing import Any

from supportdesk.patterns import pattern

MOST_LINES = 20
LONGEST_LINE = 300

_FIELD = pattern(r"\{([^{}]+)\}")


class NoAnswer(Exception):
    """There is none: `trouble` is a code with a detail, never a text of the other side."""

    def __init__(self, trouble: str) -> None:
        super().__init__(trouble)
        self.trouble = trouble


def text_lines(content: bytes) -> tuple[str, ...]:
    """The lines of a plain answer."""
    lines = (line.strip() for line in content.decode("utf-8", "replace").splitlines())
    return tuple(line[:LONGEST_LINE] for line in lines if line)[:MOST_LINES]


def read_json(content: bytes) -> Any:
    """The JSON of an answer. Raises NoAnswer."""
    try:
        return json.loads(content.decode("utf-8"), parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise NoAnswer("not_json") from None


def _refuse(_constant: str) -> Any:
    raise ValueError


def at_path(found: Any, path: str) -> Any:
    """What stands at `result.0.ID`; None for nothing there."""
    for part in path.split(".") if path else ():
        if isinstance(found, dict):
            found = found.get(part)
        elif isinstance(found, list) and part.isascii() and part.isdigit() and len(part) < 6:
            found = found[int(part)] if int(part) < len(found) else None
        else:
            return None
    return found


def item_lines(found: Any, items: str | None, line: str | None) -> tuple[str, ...]:
    """A line for each item at the path `items`. Raises NoAnswer where there is no list."""
    listed = at_path(found, items or "")
    if listed is None or isinstance(listed, str | int | float | bool):
        raise NoAnswer("no_items")
    if isinstance(listed, dict):
        listed = [listed]
    return tuple(_lines(listed, line))[:MOST_LINES]


def plain(value: Any) -> str:
    """A single value as text; nothing for a structure."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if isinstance(value, str | int | float) else ""


def _lines(listed: list[Any], line: str | None) -> Iterator[str]:
    for item in listed[:MOST_LINES]:
        if line is None:
            written = " · ".join(filter(None, map(plain, _values(item))))
        else:
            written = _written(line, item)
        if written.strip():
            yield " ".join(written.split())[:LONGEST_LINE]


def _written(line: str, item: Any) -> str:
    return _FIELD.sub(lambda field: plain(at_path(item, field[1])), line)


def _values(item: Any) -> list[Any]:
    return list(item.values()) if isinstance(item, dict) else [item]
