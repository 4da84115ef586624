"""The HTML twin of a plain text: quotes as quotes, addresses as links, nothing from outside.

Everything is escaped; there are no images, styles of others, scripts or forms.
"""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from supportdesk.patterns import pattern

_QUOTE = pattern(r"(?:> ?)+")
_LINK = pattern(
    r"(?P<url>https?://[^\s<>\"'`{}|\\^]+)|(?P<mail>[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+)",
    re.IGNORECASE,
)
_AFTER_LINK = ".,;:!?…»”’"
_BLOCKQUOTE = '<blockquote style="margin:0 0 0 .6em;padding-left:.6em;border-left:2px solid #999">'
DEEPEST_QUOTE = 20
"""Levels of quotes; deeper ones stand at this one."""


def html_twin(text: str) -> str:
    """A whole HTML document that says what the text says."""
    inner = _blocks([_line(line) for line in text.split("\n")], 0)
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"></head>'
        f'<body dir="auto"><div>{inner}</div></body></html>'
    )


def _line(line: str) -> tuple[int, str]:
    """How deep a line is quoted, and what stands behind the marks."""
    marks = _QUOTE.match(line)
    if marks is None:
        return 0, line
    return min(marks[0].count(">"), DEEPEST_QUOTE), line[marks.end() :]


def _blocks(lines: list[tuple[int, str]], depth: int) -> str:
    parts = []
    for is_deeper, group in groupby(lines, lambda line: line[0] > depth):
        members = list(group)
        if is_deeper:
            parts.append(f"{_BLOCKQUOTE}{_blocks(members, depth + 1)}</blockquote>")
        else:
            parts.append("<br>\n".join("".join(_linked(text)) for _depth, text in members))
    return "\n".join(parts)


def _linked(text: str) -> Iterator[str]:
    at = 0
    for found in _LINK.finditer(text):
        address = _without_end(found[0])
        yield _spaced(text[at : found.start()])
        goes_to = address if found["url"] else f"mailto:{address}"
        yield f'<a href="{escape(goes_to)}">{escape(address)}</a>'
        at = found.start() + len(address)
    yield _spaced(text[at:])


def _spaced(text: str) -> str:
    """Escaped, with all its blanks: HTML makes one of several."""
    wide = escape(text.replace("\t", "    ")).replace("  ", "&nbsp; ")
    return f"&nbsp;{wide[1:]}" if wide.startswith(" ") else wide


def _without_end(address: str) -> str:
    """An address without the signs of the sentence around it."""
    while address[-1] in _AFTER_LINK or _closes_too_much(address):
        address = address[:-1]
    return address


def _closes_too_much(address: str) -> bool:
    return address.endswith(")") and address.count("(") < address.count(")")
