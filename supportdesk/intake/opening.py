"""What kind of file a path is, and its bytes, unpacked."""

import gzip
import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO

from supportdesk.intake.headers import split_head
from supportdesk.intake.mbox import is_mbox


class FileKind(StrEnum):
    """The kinds of sources that can be read."""

    MBOX = "mbox"
    MAIL = "mail"
    FOLDER = "folder"
    """A Maildir, or a directory of mails."""
    TABLE = "table"
    LINES = "lines"
    UNKNOWN = "unknown"


_BY_ENDING = {
    ".csv": FileKind.TABLE,
    ".tsv": FileKind.TABLE,
    ".jsonl": FileKind.LINES,
    ".ndjson": FileKind.LINES,
    ".eml": FileKind.MAIL,
}
_BEGINNING = 8_192


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
    fields, _body = split_head(beginning)
    mail_fields = {"from", "date", "subject", "message-id", "received", "return-path"}
    if len(mail_fields & set(fields)) >= 2:
        return FileKind.MAIL
    return FileKind.UNKNOWN


def plain_ending(path: Path) -> str:
    """The ending of the name without `.gz`, in lower case."""
    return Path(path.name.lower().removesuffix(".gz")).suffix


@contextmanager
def opened(path: Path, passed: Callable[[int], None] | None = None) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked; `passed` is told how many bytes of the file were read.

    Raises OSError, EOFError (a cut-off archive).
    """
    with path.open("rb") as packed:
        counted: BinaryIO = _Counted(packed, passed) if passed else packed
        if packed.read(2) == b"\x1f\x8b":
            packed.seek(0)
            with gzip.GzipFile(fileobj=counted) as unpacked:
                yield io.BufferedReader(unpacked, 1 << 17)
        else:
            packed.seek(0)
            yield counted


class _Counted(io.BytesIO):
    """A file that tells how many bytes were read of it."""

    def __init__(self, file: BinaryIO, passed: Callable[[int], None]) -> None:
        super().__init__()
        self.file = file
        self.passed = passed

    def read(self, size: int | None = -1, /) -> bytes:
        """Read from the file and tell."""
        block = self.file.read(-1 if size is None else size)
        self.passed(len(block))
        return block
