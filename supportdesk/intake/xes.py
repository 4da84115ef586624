"""Event logs in XES (IEEE 1849), read as rows: the attributes of an event beside its trace's.

The file streams: what is at hand is one event. Nothing outside of it is ever fetched: a document
type, with which entities would come, is refused, and so is what is nested or long beyond reason.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from xml.parsers import expat

from supportdesk.intake.opening import opened
from supportdesk.intake.record import Skipped, whole_text
from supportdesk.intake.table_map import ROW_NUMBER

OF_TRACE = "trace:"
"""Before the key of an attribute of the trace."""

DEEPEST = 32
LONGEST_PIECE = 1 << 20
"""Bytes of one tag, or between two of them."""

MOST_ATTRIBUTES = 500
"""Of one trace, and of one event."""

_CHUNK = 1 << 16


def xes_rows(
    path: Path, passed: Callable[[int], None] | None = None
) -> Iterator[dict[str, str] | Skipped]:
    """The events of a file as rows; what ends the reading before the end of the file is last.

    Raises OSError, EOFError.
    """
    events = _Events()
    with opened(path, passed) as stream:
        try:
            while chunk := stream.read(_CHUNK):
                events.feed(chunk)
                yield from events.taken()
            events.feed(b"", is_last=True)
        except _TooMuch as refused:
            yield from events.taken()
            yield Skipped(f"{path}:{events.line}", str(refused))
        except expat.ExpatError as broken:
            yield from events.taken()
            yield Skipped(f"{path}:{broken.lineno}", "log.not_xml")


class _TooMuch(ValueError):
    """The file asks for what is not done; the reason is the argument."""


class _Events:
    """A target of the parser that keeps the events it has seen until they are taken."""

    def __init__(self) -> None:
        self._parser = expat.ParserCreate()
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._open: list[str] = []
        self._trace: dict[str, str] = {}
        self._event: dict[str, str] = {}
        self._seen = 0
        self._found: list[dict[str, str]] = []
        self._read = 0
        self._last_tag = 0

    @property
    def line(self) -> int:
        """The line that is being read, the first being 1."""
        return self._parser.CurrentLineNumber

    def feed(self, chunk: bytes, *, is_last: bool = False) -> None:
        """Read on. Raises _TooMuch and ExpatError."""
        self._read += len(chunk)
        self._parser.Parse(chunk, is_last)
        if self._read - self._last_tag > LONGEST_PIECE:
            raise _TooMuch("log.too_large")

    def taken(self) -> list[dict[str, str]]:
        """The events read since the last time."""
        found, self._found = self._found, []
        return found

    def _doctype(self, *_declared: object) -> None:
        raise _TooMuch("log.document_type")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        inside = self._open[-1] if self._open else ""
        self._open.append(name)
        self._last_tag = self._parser.CurrentByteIndex
        if len(self._open) > DEEPEST:
            raise _TooMuch("log.too_large")
        if name == "trace" and inside == "log":
            self._trace = {}
        elif name == "event" and inside == "trace":
            self._event = {}
        elif inside in ("trace", "event"):
            self._keep(inside, attributes)

    def _keep(self, inside: str, attributes: dict[str, str]) -> None:
        key, value = attributes.get("key", ""), attributes.get("value", "")
        if inside == "trace":
            kept, key = self._trace, f"{OF_TRACE}{key}"
        else:
            kept = self._event
        if len(kept) >= MOST_ATTRIBUTES:
            raise _TooMuch("log.too_large")
        kept[key] = whole_text(value)

    def _end(self, name: str) -> None:
        self._open.pop()
        if name.rpartition(":")[2] == "event" and self._open[-1:] == ["trace"]:
            self._seen += 1
            self._found.append({**self._event, **self._trace, ROW_NUMBER: str(self._seen)})
