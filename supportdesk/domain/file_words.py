"""The words of attached files: txt, csv, log, json and html (F149).

Every step reads the bytes once from left to right and keeps a bounded part, so that no file,
however made, costs more than its first quarter of a mebibyte.
"""

import html
from collections.abc import Iterator

from supportdesk.domain.file_characters import characters
from supportdesk.patterns import pattern

READ_BYTES = 256 << 10
"""Bytes of a file that are looked at."""
KEPT_CHARACTERS = 100_000
"""Characters of a file that are found."""

PLAIN = frozenset({"txt", "text", "csv", "tsv", "log", "json", "jsonl", "ndjson"})
PAGES = frozenset({"html", "htm", "xhtml"})
_BY_TYPE = {
    "text/plain": "txt",
    "text/csv": "csv",
    "text/html": "html",
    "application/json": "json",
    "application/xhtml+xml": "html",
}
_ESCAPED = pattern(r"\\u([0-9a-fA-F]{4})")
_CONTROL = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
_UNSEEN = ("script", "style", "template")
"""Elements whose text nobody reads."""


def kind_of(name: str, media_type: str) -> str | None:
    """What kind of text a file is by its name, else by its media type; None for all others."""
    ending = name.rpartition(".")[2].casefold() if "." in name else ""
    if ending in PLAIN or ending in PAGES:
        return ending
    return _BY_TYPE.get(media_type.partition(";")[0].strip().casefold()) if not ending else None


def text_of(name: str, media_type: str, content: bytes) -> str | None:
    """The words of a file, or None for one that holds none we read."""
    kind = kind_of(name, media_type)
    if kind is None:
        return None
    raw = content[:READ_BYTES]
    text = characters(raw, whole=len(raw) < READ_BYTES)
    if text is None:
        return None
    if kind in PAGES:
        text = html.unescape(" ".join(_seen(text)))
    elif kind.startswith("json") or kind == "ndjson":
        text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    kept = _CONTROL.sub(" ", text)[:KEPT_CHARACTERS]
    return kept.encode("utf-8", "replace").decode("utf-8") or None


def _seen(page: str) -> Iterator[str]:
    """The text between the tags, without what no reader sees."""
    folded = page.lower()
    if len(folded) != len(page):  # a letter that grows would move every place behind it
        page = folded
    at = 0
    while at < len(page):
        start = page.find("<", at)
        if start < 0:
            yield page[at:]
            return
        yield page[at:start]
        at = _behind_tag(folded, start)


def _behind_tag(folded: str, start: int) -> int:
    """Where the text goes on after the tag, comment or unseen element at `start`."""
    if folded.startswith("<!--", start):
        return _behind(folded, "-->", start + 4)
    for name in _UNSEEN:
        behind = start + len(name) + 1
        if folded.startswith(f"<{name}", start) and not folded[behind : behind + 1].isalnum():
            return _behind(folded, f"</{name}", behind)
    return _behind(folded, ">", start)


def _behind(folded: str, sign: str, start: int) -> int:
    """The place behind a sign; without one nothing follows, and it is looked for once."""
    end = folded.find(sign, start)
    return len(folded) if end < 0 else end + len(sign)
