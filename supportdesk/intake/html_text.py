"""HTML to text: images and links are never fetched, scripts never shown."""

import re
from typing import Any

LONGEST_HTML = 1_000_000
"""Characters turned into text; the whole is kept as a file."""
_DEEPEST = 200
"""Nested elements beyond which the tags are only cut out."""

_MOST_TAGS = 20_000
_LARGEST_TABLE = 20_000_000
"""Cells by characters of the longest one."""

_CELL = re.compile(r"<t[dh]\b", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,5000}>")
_UNSEEN = re.compile(r"<(script|style|head|title)\b.*?(?:</\1\s*>|\Z)", re.IGNORECASE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINE = re.compile(r"</(?:p|div|tr|li|h[1-6]|blockquote|table)\s*>|<br\b[^<>]{0,200}>", re.I)
_MANY_EMPTY_LINES = re.compile(r"\n(?:[ \t\xa0]*\n){2,}")


def text_of_html(source: str) -> str:
    """The words of an HTML text in their lines. Never raises; takes time linear in its length."""
    source = _COMMENT.sub("", source[:LONGEST_HTML]).replace("\0", "")
    text = _laid_out(source) if _can_be_laid_out(source) else None
    if text is None:
        text = _cut_out(source)
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return _MANY_EMPTY_LINES.sub("\n\n", lines).strip()


def _laid_out(source: str) -> str | None:
    from inscriptis import get_text
    from inscriptis.model.config import ParserConfig

    config = ParserConfig()
    handler = config.attribute_handler
    handler.attribute_mapping = {**handler.attribute_mapping, "style": _apply_style}
    try:
        text: str = get_text(source, config)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError):
        return None
    return text


def _apply_style(style: str, element: Any) -> None:
    """Whether an element is seen; lengths would let a sender ask for any amount of blanks."""
    from inscriptis.model.css import CssParse

    for directive in style.lower().split(";"):
        name, _, value = directive.partition(":")
        if name.strip() == "display":
            CssParse.attr_display(value.strip(), element)


def _can_be_laid_out(source: str) -> bool:
    """Whether laying out takes little: a table pads every cell to the widest of its column."""
    if source.count("<") > _MOST_TAGS or _depth(source) > _DEEPEST:
        return False
    cells = _CELL.split(_UNSEEN.sub("", source))
    return len(cells) * max(map(len, cells[1:]), default=0) <= _LARGEST_TABLE


def _cut_out(source: str) -> str:
    from html import unescape

    return unescape(_TAG.sub("", _LINE.sub("\n", _UNSEEN.sub("", source))))


def _depth(source: str) -> int:
    """How deep the elements could be nested at most."""
    deepest = depth = 0
    for tag in re.finditer(r"<(/?)[a-zA-Z][^<>]{0,2000}>", source):
        if tag[1]:
            depth = max(0, depth - 1)
        elif not tag[0].endswith("/>") and not _is_empty_element(tag[0]):
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _is_empty_element(tag: str) -> bool:
    return bool(re.match(r"<(?:br|img|hr|meta|link|input|col|area|base|p|li|td|tr)\b", tag, re.I))
