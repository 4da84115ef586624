"""Mails that are files: a Maildir, or a directory of `.eml` files."""

from collections.abc import Iterator
from pathlib import Path

_MAILDIR_ROOMS = ("cur", "new")


def mail_files(folder: Path) -> Iterator[Path]:
    """The mails of a Maildir (with its sub-folders) or of a directory, by name.

    Raises OSError.
    """
    if any((folder / room).is_dir() for room in _MAILDIR_ROOMS):
        yield from _of_maildir(folder)
        return
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            yield from mail_files(path)
        elif path.suffix.lower() == ".eml":
            yield path


def _of_maildir(folder: Path) -> Iterator[Path]:
    for room in _MAILDIR_ROOMS:
        if (folder / room).is_dir():
            yield from sorted(path for path in (folder / room).iterdir() if path.is_file())
    for inner in sorted(folder.iterdir()):
        if inner.is_dir() and inner.name not in (*_MAILDIR_ROOMS, "tmp"):
            yield from mail_files(inner)
