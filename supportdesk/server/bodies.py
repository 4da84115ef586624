"""Bodies of requests as plain JSON: hostile ones are refused before anybody looks inside."""

import json
from itertools import islice
from typing import Any, NoReturn

from supportdesk.domain.errors import Invalid
from supportdesk.patterns import pattern

DEEPEST = 40
"""Levels of objects and lists within each other; an action needs eight."""

MOST_PARTS = 200_000
"""Texts, and marks that open or part something, in one body: each may cost a hundred bytes once it
is read. A change of one field takes ten, so that those of 20,000 tickets go at once."""

_MARKS = (b"{", b"[", b",")
_PART = pattern(rb'(?s)"[^"\\]*+(?:\\.[^"\\]*+)*+"?|[{\[,]')


def read_object(content: bytes) -> dict[str, Any]:
    """Bytes as a JSON object. Raises Invalid: "request.malformed", "request.too_large"."""
    if not _is_of_few_parts(content):
        raise Invalid("request.too_large", because="parts", largest=MOST_PARTS)
    try:
        item = json.loads(content.decode("utf-8"), parse_constant=_no_number)
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise Invalid("request.malformed") from None
    if not isinstance(item, dict) or not _is_flat(item):
        raise Invalid("request.malformed")
    return item


def _is_of_few_parts(content: bytes) -> bool:
    """Whether reading it costs little more than its bytes; a text may hold any marks."""
    if sum(map(content.count, _MARKS)) <= MOST_PARTS:
        return True
    return next(islice(_PART.finditer(content), MOST_PARTS, None), None) is None


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
