"""Bodies of requests as plain JSON: hostile ones are refused before anybody looks inside."""

import json
from typing import Any, NoReturn

from supportdesk.domain.errors import Invalid

DEEPEST = 40
"""Levels of objects and lists within each other; an action needs eight."""


def read_object(content: bytes) -> dict[str, Any]:
    """Bytes as a JSON object. Raises Invalid("request.malformed")."""
    try:
        item = json.loads(content.decode("utf-8"), parse_constant=_no_number)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Invalid("request.malformed") from None
    if not isinstance(item, dict) or not _is_flat(item):
        raise Invalid("request.malformed")
    return item


def _no_number(_name: str) -> NoReturn:
    """NaN and the infinities are no JSON."""
    raise ValueError


def _is_flat(item: object) -> bool:
    """Whether nothing in it lies too deep."""
    level, depth = [item], 0
    while level and depth <= DEEPEST:
        held = [part for part in level if isinstance(part, dict | list)]
        level = [
            inner for part in held for inner in (part.values() if isinstance(part, dict) else part)
        ]
        depth += 1
    return not level
