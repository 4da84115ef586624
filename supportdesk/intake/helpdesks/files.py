"""The files of an export: JSON in any number of files and folders, packed or not."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from supportdesk.intake.opening import opened

_MOST_PACKED = 200
_SMALL = 64 << 20
"""Bytes up to which it does not matter how densely a file is packed."""


@contextmanager
def parts(
    path: Path, passed: Callable[[int], None]
) -> Iterator[Iterator[tuple[PurePath, BinaryIO]]]:
    """The JSON files in a file, each with its path; the caller reads each before the next.

    Raises OSError, EOFError, zipfile.BadZipFile.
    """
    if not zipfile.is_zipfile(path):
        with opened(path, passed) as stream:
            yield iter([(path, stream)])
        return
    with zipfile.ZipFile(path) as archive:
        yield _members(archive, path)
        passed(path.stat().st_size)


def _members(archive: zipfile.ZipFile, path: Path) -> Iterator[tuple[PurePath, BinaryIO]]:
    for member in archive.infolist():
        name = PurePath(member.filename)
        if member.is_dir() or name.name.startswith(".") or "__MACOSX" in name.parts:
            continue
        if member.file_size > max(_SMALL, member.compress_size * _MOST_PACKED):
            raise EOFError(member.filename)
        with archive.open(member) as stream:
            yield path / name, cast(BinaryIO, stream)
