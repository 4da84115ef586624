"""Where a page ended, as a word that a caller hands back."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Sequence

from supportdesk.domain.errors import Invalid

LONGEST = 400
"""Characters; no cursor of ours has as many."""


def written(key: Sequence[int] | None) -> str | None:
    """A key as a cursor; None stays None."""
    if key is None:
        return None
    return urlsafe_b64encode(json.dumps(list(key)).encode("ascii")).decode("ascii").rstrip("=")


def read(cursor: str | None, size: int) -> tuple[int, ...] | None:
    """The key of a cursor, of that many values. Raises Invalid("request.cursor")."""
    if cursor is None:
        return None
    try:
        held = json.loads(urlsafe_b64decode(cursor[:LONGEST] + "=" * (-len(cursor) % 4)))
    except (NotBase64, ValueError, RecursionError):
        held = None
    if not isinstance(held, list) or len(held) != size or not all(map(_is_number, held)):
        raise Invalid("request.cursor")
    return tuple(held)


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -(1 << 63) <= value < 1 << 63
