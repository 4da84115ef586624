"""A Maildir: mails that are files."""

from collections.abc import Iterator
from pathlib import Path

_ROOMS = ("cur", "new")


def is_maildir(folder: Path) -> bool:
    """Whether a folder is a Maildir."""
    return any((folder / room).is_dir() for room in _ROOMS)


def mail_files(folder: Path) -> Iterator[Path]:
    """The mails of a Maildir and of the Maildirs in it, by name. Raises OSError."""
    for room in _ROOMS:
        if (folder / room).is_dir():
            yield from sorted(path for path in (folder / room).iterdir() if path.is_file())
    for inner in sorted(folder.iterdir()):
        if inner.is_dir() and inner.name not in (*_ROOMS, "tmp"):
            yield from mail_files(inner)
