"""The parts of a mail as a tree (RFC 2046), read in one go over its bytes.

Own, because Python's parser recurses as deep as a sender likes, writes nested mails anew instead of
giving their bytes, and takes most of the time of an import. Parts are ranges of the same bytes.
"""

import re
from collections.abc import Iterator
from dataclasses import field

from supportdesk.intake.content_type import read_field
from supportdesk.intake.headers import Fields, beginning_of, first, header_text, read_fields
from supportdesk.intake.transfer import undone
from supportdesk.patterns import pattern
from supportdesk.records import dataclass

DEEPEST = 40
"""Multiparts in multiparts; what is deeper is one part with its source."""
MOST_PARTS = 1_000

_LIKELY_BOUNDARY = pattern(
    rb"^--([^\s-][^\r\n]{0,199}?)[ \t]*\r?\n(?=Content-[A-Za-z-]{1,40}:)", re.MULTILINE | re.I
)
_REST_OF_BOUNDARY = pattern(rb"(?:--)?[ \t]*(?:\r?\n|\r|\Z)")
_ENDS_A_LINE = (10, 13)


@dataclass(slots=True)
class Part:
    """One part: its fields, and where its head and body stand in `raw`."""

    raw: bytes
    fields: Fields
    head: int
    start: int
    end: int
    charset: str | None
    """The best guess for raw bytes in its fields."""
    within: str = ""
    """The kind of the multipart it stands in."""
    kind: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    disposition: str = ""
    disposed: dict[str, str] = field(default_factory=dict)
    children: list["Part"] = field(default_factory=list)
    cut: bool = False
    """Whether it holds parts that were not read: too many, or too deep."""

    @property
    def name(self) -> str:
        """The file name as the sender wrote it; empty where there is none."""
        return self.disposed.get("filename") or self.parameters.get("name") or ""

    @property
    def source(self) -> bytes:
        """Its bytes, head included, as they came."""
        return self.raw[self.head : self.end]

    @property
    def content(self) -> bytes:
        """The bytes of its body, the transfer encoding undone as far as it can be."""
        encoding = first(self.fields, "content-transfer-encoding")
        return undone(self.raw[self.start : self.end], encoding)


def parts_of(raw: bytes, charset: str | None = None) -> Part:
    """The tree of a mail. Never raises; takes time linear in its length."""
    return _Tree(raw, charset).part(beginning_of(raw), len(raw))


def walk(part: Part) -> Iterator[Part]:
    """The part and everything in it, in its order."""
    yield part
    for child in part.children:
        yield from walk(child)


class _Tree:
    def __init__(self, raw: bytes, charset: str | None) -> None:
        self.raw = raw
        self.charset = charset
        self.parts = 0

    def part(self, head: int, end: int, within: str = "", depth: int = 0) -> Part:
        self.parts += 1
        fields, start = read_fields(self.raw, head, end)
        made = Part(self.raw, fields, head, start, end, self.charset, within)
        if "content-type" in fields:
            kind, made.parameters = read_field(first(fields, "content-type"), self.charset)
            made.kind = kind if re.fullmatch(r"[^\s/]+/[^\s/]+", kind) else _likely_kind(kind)
        elif within == "multipart/digest":
            made.kind = "message/rfc822"
        if "content-disposition" in fields:
            disposition = first(fields, "content-disposition")
            made.disposition, made.disposed = read_field(disposition, self.charset)
        if made.kind.startswith("multipart/"):
            self._take_apart(made, depth)
        return made

    def _take_apart(self, made: Part, depth: int) -> None:
        for start, end in self._ranges(made):
            if depth >= DEEPEST or self.parts >= MOST_PARTS:
                made.cut = True
                return
            made.children.append(self.part(start, end, made.kind, depth + 1))
            made.cut = made.cut or made.children[-1].cut

    def _ranges(self, made: Part) -> Iterator[tuple[int, int]]:
        """Where the parts of a multipart stand."""
        start, end = made.start, made.end
        boundary = made.parameters.get("boundary", "").encode("utf-8", "surrogatepass")
        marker = b"--" + boundary
        if not boundary or self.raw.find(marker, start, end) < 0:
            likely = _LIKELY_BOUNDARY.search(self.raw, start, min(end, start + 100_000))
            if likely is None:
                return
            marker = b"--" + likely[1]
        begun: int | None = None
        for line, after, last in self._marks(marker, start, end):
            if begun is not None:
                yield begun, _before_line_end(self.raw, begun, line)
            if last:
                return
            begun = after
        if begun is not None and begun < end:
            yield begun, end

    def _marks(self, marker: bytes, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
        """(where the line of a boundary begins, where the next one does, whether it is the last)"""
        raw, at = self.raw, start
        while (line := raw.find(marker, at, end)) >= 0:
            at = line + len(marker)
            if line > start and raw[line - 1] not in _ENDS_A_LINE:
                continue
            last = raw.startswith(b"--", at)
            rest = _REST_OF_BOUNDARY.match(raw, at, end)
            if rest is None and not last:
                continue
            at = rest.end() if rest else at + 2
            yield line, at, last


def _before_line_end(raw: bytes, start: int, end: int) -> int:
    """The line end before a boundary belongs to the boundary."""
    if end > start and raw[end - 1] == 10:
        end -= 1
    if end > start and raw[end - 1] == 13:
        end -= 1
    return end


def _likely_kind(kind: str) -> str:
    """What a kind means that is none: `text` is text, `attachment` and nonsense are files."""
    word = kind.partition("/")[0].strip()
    if word in ("text", "plain", ""):
        return "text/plain"
    if word == "html":
        return "text/html"
    found = re.match(r"([a-z]+/[a-z0-9.+_-]+)", kind)
    return found[1] if found else "application/octet-stream"


def shown_name(part: Part) -> str:
    """The file name without folders and control characters."""
    name = header_text(part.name.encode("utf-8", "surrogatepass"), part.charset)
    return re.split(r"[/\\]", name)[-1].strip()
