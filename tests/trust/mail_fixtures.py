"""The public mails of other readers' tests, where they lie beside the repository."""

import csv
import os
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

FOLDER = (
    next(
        (found for up in Path(__file__).parents if (found := up / "shared/data").is_dir()),
        Path(os.devnull),
    )
    / "09-mail-fixtures"
)
needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="the real mails are not here")
MAILS = 1_097
"""Whole mails; the other files are bodies, packed files and expected results."""


def fixtures(archive: str) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every file of an archive."""
    with tarfile.open(FOLDER / f"{archive}.tar.gz") as files:
        for member in files:
            stream = files.extractfile(member) if member.isfile() else None
            if stream is not None:
                yield member.name, stream.read()


def kinds() -> dict[tuple[str, str], str]:
    """(archive, path) → what kind of file the index says it is."""
    with (FOLDER / "mail_index.csv").open(encoding="utf-8", newline="") as file:
        return {(row["source"], row["path"]): row["kind"] for row in csv.DictReader(file)}


def mails() -> Iterator[tuple[str, bytes]]:
    """(archive and path, bytes) of every whole mail."""
    known = kinds()
    for archive in sorted({source for source, _path in known}):
        for path, raw in fixtures(archive):
            if known.get((archive, path)) == "mail":
                yield f"{archive}/{path}", raw
