"""One JSON object a line, safe to look at: controls, C1 and bidi escaped, letters never."""

import json
import re
from collections.abc import Mapping

from supportdesk.patterns import pattern

JSON_VERSION = 1
"""Grows when a name of the JSON output changes its meaning or goes away."""

RISKY = pattern(
    "[\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""What a terminal may act on, or hide from a reader."""


def encode(item: Mapping[str, object]) -> str:
    """`item` as one line of JSON. It reads back as exactly the same texts."""
    line = json.dumps(item, ensure_ascii=False, separators=(", ", ": "))
    return RISKY.sub(_escaped, line)


def _escaped(found: re.Match[str]) -> str:
    units = found[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[at : at + 2].hex()}" for at in range(0, len(units), 2))
