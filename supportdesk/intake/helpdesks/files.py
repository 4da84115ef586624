"""The files of an export: JSON in any number of files and folders, packed or not."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from typing import BinaryIO, cast

from supportdesk.intake.opening import check_packing, opened


@contextmanager
def parts(
    path: Path, passed: Callable[[int], None]
) -> Iterator[Iterator[tuple[PurePath, BinaryIO]]]:
    """The JSON files in a file, each with its path; the caller reads each before the next.

    Raises OSError, EOFError, UnpacksTooFar, zipfile.BadZipFile.
    """
    if not zipfile.is_zipfile(path):
        with opened(path, passed) as stream:
            yield iter([(path, stream)])
        return
    with zipfile.ZipFile(path) as archive:
        size = path.stat().st_size
        yield _members(archive, path, size)
        passed(size)


def _members(
    archive: zipfile.ZipFile, path: Path, size: int
) -> Iterator[tuple[PurePath, BinaryIO]]:
    """The files in an archive of this size, which all together are held to what it may hold."""
    unpacked = 0
    for member in archive.infolist():
        name = PurePath(member.filename)
        if member.is_dir() or name.name.startswith(".") or "__MACOSX" in name.parts:
            continue
        unpacked += member.file_size  # no more than that is unpacked, whatever is packed
        check_packing(member.compress_size, member.file_size)
        check_packing(size, unpacked)
        with archive.open(member) as stream:
            yield path / name, cast(BinaryIO, stream)
