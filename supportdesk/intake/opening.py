"""What kind of file a path is, and its bytes, unpacked."""

import gzip
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from supportdesk.intake.headers import split_head
from supportdesk.intake.mbox import is_mbox

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


class FileKind(StrEnum):
    """The kinds of sources that can be read."""

    MBOX = "mbox"
    MAIL = "mail"
    FOLDER = "folder"
    """A Maildir; other folders are the files in them."""
    TABLE = "table"
    XES = "xes"
    """An event log in XML."""
    LINES = "lines"
    EXPORT = "export"
    """Of another help desk; not seen by the file, but said."""
    UNKNOWN = "unknown"


_BY_ENDING = {
    ".csv": FileKind.TABLE,
    ".tsv": FileKind.TABLE,
    ".xes": FileKind.XES,
    ".jsonl": FileKind.LINES,
    ".ndjson": FileKind.LINES,
    ".eml": FileKind.MAIL,
}
_BEGINNING = 8_192

MOST_PACKED = 200
"""How many times its size a packed file may unpack to; logs in XML come to forty."""
SMALL = 64 << 20
"""Bytes up to which it does not matter how densely a file is packed."""


class UnpacksTooFar(EOFError):
    """A packed file holds so much more than its size that it is made to fill memory or disk."""


def check_packing(packed: int, unpacked: int) -> None:
    """Raise UnpacksTooFar where so many packed bytes have come to so many."""
    if unpacked > max(SMALL, packed * MOST_PACKED):
        raise UnpacksTooFar


def kind_of(path: Path) -> FileKind:
    """What `path` is: by its ending, else by how it begins. Raises OSError, EOFError."""
    if path.is_dir():
        return FileKind.FOLDER
    by_ending = _BY_ENDING.get(plain_ending(path))
    if by_ending is not None:
        return by_ending
    with opened(path) as stream:
        beginning = stream.read(_BEGINNING)
    if is_mbox(beginning):
        return FileKind.MBOX
    if beginning.lstrip().startswith(b"{"):
        return FileKind.LINES
    if is_xes(beginning):
        return FileKind.XES
    fields, _body = split_head(beginning)
    mail_fields = {"from", "date", "subject", "message-id", "received", "return-path"}
    if len(mail_fields & set(fields)) >= 2:
        return FileKind.MAIL
    return FileKind.UNKNOWN


def is_xes(beginning: bytes) -> bool:
    """Whether a file that begins so is an event log in XML."""
    written = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()
    return written.startswith((b"<?xml", b"<log")) and b"<log" in written


def plain_ending(path: Path) -> str:
    """The ending of the name without `.gz`, in lower case."""
    return Path(path.name.lower().removesuffix(".gz")).suffix


@contextmanager
def opened(path: Path, passed: Callable[[int], None] | None = None) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked; `passed` is told how many bytes of the file were read.

    Raises OSError, EOFError (a cut-off archive), UnpacksTooFar.
    """
    with path.open("rb", buffering=0) as file:
        counted = _Counted(file, passed)
        packed = io.BufferedReader(counted, 1 << 17)
        if packed.peek(2)[:2] == b"\x1f\x8b":
            with gzip.GzipFile(fileobj=packed) as unpacked:
                yield io.BufferedReader(_Unpacked(unpacked, counted), 1 << 17)
        else:
            yield packed


class _Counted(io.RawIOBase):
    """A file that tells how many bytes were read of it."""

    def __init__(self, file: io.FileIO, passed: Callable[[int], None] | None) -> None:
        super().__init__()
        self._file = file
        self._passed = passed
        self.count = 0

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Read from the file and tell."""
        count = self._file.readinto(buffer) or 0
        self.count += count
        if self._passed is not None:
            self._passed(count)
        return count


class _Unpacked(io.RawIOBase):
    """What a packed file holds, as long as that is in proportion to what was read of it."""

    def __init__(self, unpacked: gzip.GzipFile, packed: _Counted) -> None:
        super().__init__()
        self._unpacked = unpacked
        self._packed = packed
        self._count = 0

    def readable(self) -> bool:
        """It is only read."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """Unpack some more. Raises UnpacksTooFar, EOFError."""
        count = self._unpacked.readinto(buffer)
        self._count += count
        check_packing(self._packed.count, self._count)
        return count
