"""The items of JSON files of any size, one at a time: pages of an API, arrays, one object a line.

Memory is bounded by the largest single item. Of a page only the lists are read into; what stands
beside them (`count`, `next_page`) is passed over.
"""

import codecs
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, NoReturn

from supportdesk.patterns import pattern
from supportdesk.records import dataclass

LARGEST_ITEM = 32 << 20
"""Characters of one item: a comment of a help desk has at most a few hundred thousand."""
_CHUNK = 1 << 16
_NO_SPACE = pattern(r"[^ \t\r\n]")

PAGE_WORDS = frozenset(
    """count next_page previous_page links meta facets end_of_stream end_time after_url before_url
    after_cursor before_cursor start_time total page per_page results_count""".split()
)
"""What stands in a page beside its lists."""


class NoJson(ValueError):
    """From here on a file cannot be read; the argument is the reason, one of `SKIP_REASONS`."""


@dataclass(frozen=True, slots=True)
class Item:
    """One object of a file; `list` is the name of the list it stands in, "" where it has none."""

    list: str
    body: dict[str, Any]


def items(stream: BinaryIO, lists: frozenset[str]) -> Iterator[Item]:
    """The objects of a file, in its order; `lists` are the names of lists that a page may hold.

    Raises NoJson where it is none, OSError and EOFError.
    """
    text = _Text(stream)
    while text.peek():
        if text.peek() == "[":
            yield from _of_list(text, "")
        elif text.peek() == "{":
            yield from _of_object(text, lists)
        else:
            raise NoJson("json.not_json")


def _of_list(text: "_Text", name: str) -> Iterator[Item]:
    """The objects of an array; other values in it are passed over."""
    text.skip("[")
    while text.peek() != "]":
        found = text.value()
        if isinstance(found, dict):
            yield Item(name, found)
        if text.peek() != "]":
            text.skip(",")
    text.skip("]")


def _of_object(text: "_Text", lists: frozenset[str]) -> Iterator[Item]:
    """A page is its lists; any other object is an item itself, or holds one by its name."""
    text.skip("{")
    whole: dict[str, Any] = {}
    while text.peek() != "}":
        key = text.value()
        if not isinstance(key, str):
            raise NoJson("json.not_json")
        text.skip(":")
        if text.peek() == "[" and key in lists and _is_page(whole):
            yield from _of_list(text, key)
        else:
            whole[key] = text.value()
        if text.peek() != "}":
            text.skip(",")
    text.skip("}")
    if not whole.keys() <= PAGE_WORDS:
        yield Item("", whole)


def _is_page(so_far: dict[str, Any]) -> bool:
    """Whether an object can still be a page by what it holds so far: lists, and where to go on."""
    return all(name in PAGE_WORDS or isinstance(held, list) for name, held in so_far.items())


class _Text:
    """A file as text of which one value at a time is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-8-sig")("replace")
        self._read = json.JSONDecoder(parse_constant=_no_number).raw_decode
        self._held = ""
        self._at = 0
        self._ended = False

    def peek(self) -> str:
        """The next character that is no space; empty at the end of the file."""
        while True:
            if sign := _NO_SPACE.search(self._held, self._at):
                self._at = sign.start()
                return sign.group()
            self._at = len(self._held)
            if self._ended:
                return ""
            self._more(_CHUNK)

    def skip(self, sign: str) -> None:
        """Pass over a sign that has to stand here. Raises NoJson."""
        if self.peek() != sign:
            raise NoJson("json.not_json")
        self._at += 1

    def value(self) -> Any:
        """The value that begins here. Raises NoJson."""
        self.peek()
        wanted = _CHUNK
        while True:
            try:
                found, end = self._read(self._held, self._at)
            except json.JSONDecodeError as trouble:
                if self._ended:
                    raise NoJson("json.not_json") from trouble
            except (ValueError, RecursionError) as trouble:
                raise NoJson("json.unreasonable") from trouble
            else:
                if end < len(self._held) or self._ended:
                    self._at = end
                    return found
            if len(self._held) - self._at > LARGEST_ITEM:
                raise NoJson("json.too_large")
            self._more(wanted)
            wanted *= 2

    def _more(self, size: int) -> None:
        """Read on; what was read before is let go."""
        content = self._stream.read(size)
        self._ended = not content
        more = self._decoder.decode(content, final=self._ended)
        self._held = self._held[self._at :] + more
        self._at = 0


def _no_number(name: str) -> NoReturn:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)
