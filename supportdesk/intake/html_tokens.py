"""The tags and texts of an HTML text, in one pass: no tree, nothing nested, nothing raised."""

import re
from collections.abc import Iterator
from html import unescape

from supportdesk.patterns import pattern
from supportdesk.records import dataclass

_PIECE = pattern(
    r"<!--.*?(?:-->|\Z)|<![^>]*(?:>|\Z)|<\?[^>]*(?:>|\Z)"
    r"|<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})"
    r"((?:[^<>\"']|\"[^\"]{0,20000}\"|'[^']{0,20000}'|[\"'])*)(?:>|(?=<)|\Z)"
    r"|([^<]+|<)",
    re.DOTALL,
)
_ATTRIBUTE = pattern(
    r"([a-zA-Z_:][\w:.-]{0,60})\s*(?:=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?"
)
_READ = pattern(r"style|class|hidden|href|alt|start", re.IGNORECASE)
_LONGEST_TAG = 40_000
_MOST_ATTRIBUTES = 60
_MOST_TAGS = 60_000
"""Beyond them tags are only cut out."""
_ANY_TAG = pattern(r"<[^<>]{0,1000}>")
_RAW = frozenset("script style title textarea xmp noframes template svg math".split())
"""Elements of which nothing is read, up to their end."""


@dataclass(slots=True)
class Tag:
    """A tag; `written` is what stands behind its name."""

    name: str
    closing: bool
    written: str

    @property
    def attributes(self) -> dict[str, str]:
        """Its attributes, the first of each name; none where it has none that are looked at."""
        found: dict[str, str] = {}
        if not _READ.search(self.written):
            return found
        for number, one in enumerate(_ATTRIBUTE.finditer(self.written[:_LONGEST_TAG])):
            if number >= _MOST_ATTRIBUTES:
                break
            value = next((part for part in one.groups()[1:] if part is not None), "")
            found.setdefault(one[1].lower(), unescape(value))
        return found


def tokens(source: str) -> Iterator[Tag | str]:
    """Tags, and the text between them with its entities read."""
    lowered = source.lower()
    if len(lowered) != len(source):  # letters that lower to two
        lowered = source
    at = tags = 0
    while found := _PIECE.match(source, at):
        at = found.end()
        if found[4] is not None:
            yield unescape(found[4])
        elif found[2] is not None:
            tags += 1
            if tags > _MOST_TAGS:
                yield unescape(_ANY_TAG.sub(" ", source[found.start() :]))
                return
            name = found[2].lower()
            yield Tag(name, bool(found[1]), found[3])
            if name in _RAW and not found[1] and not found[3].endswith("/"):
                end = lowered.find(f"</{name}", at)
                at = end if end >= 0 else len(source)
