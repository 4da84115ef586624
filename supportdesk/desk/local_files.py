"""Files between a person's disk and the desk: taken in as attachments, saved under clean names."""

import errno
import mimetypes
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import NewAttachment
from supportdesk.domain.desk_options import MEGABYTE
from supportdesk.domain.errors import DeskError, Invalid, Refused
from supportdesk.domain.file_text import PREVIEWED, readable
from supportdesk.domain.safe_text import clean_file_name
from supportdesk.store.read.rows import AttachmentRow

LARGEST = 500_000_000
"""Bytes of a file that is read at all: no channel takes more."""


def read_file(path: Path, largest: int = LARGEST) -> NewAttachment:
    """A plain file of the disk as an attachment, as it is now; `largest` in bytes.

    What is opened is what is looked at: no link is followed, no pipe or device waited for.
    Raises Invalid("file.unreadable").
    """
    try:
        content = _content(path, largest)
    except (OSError, ValueError) as trouble:
        if getattr(trouble, "errno", None) == errno.ELOOP and path.is_symlink():
            leads_to = os.path.realpath(path)
            raise Invalid(
                "file.unreadable", path=str(path), because="link", leads_to=leads_to
            ) from trouble
        reason = getattr(trouble, "strerror", None) or str(trouble)
        raise Invalid("file.unreadable", path=str(path), reason=reason) from trouble
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    name = os.fsencode(path.name).decode("utf-8", "replace")
    return NewAttachment(clean_file_name(name), media_type, content)


def _content(path: Path, largest: int) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    found = os.fstat(descriptor)
    if not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise Invalid("file.unreadable", path=str(path), because="no_file")
    with os.fdopen(descriptor, "rb") as opened:
        content = opened.read(largest + 1) if found.st_size <= largest else b""
    if max(found.st_size, len(content)) > largest:
        limit = f"{largest / MEGABYTE:.1f}".removesuffix(".0")
        raise Invalid("file.unreadable", path=str(path), because="too_large", limit=limit)
    return content


def preview(desk: Desk, file: AttachmentRow) -> str:
    """The beginning of an attached file as text, not yet cleaned. Raises Refused."""
    content = b""
    for chunk in desk.content(file):
        content += chunk
        if len(content) >= PREVIEWED:
            break
    shown = readable(content[:PREVIEWED], file.name, whole=len(content) == file.size)
    if shown is None:
        raise Refused("file.no_preview", name=file.name)
    return shown


def save(desk: Desk, file: AttachmentRow, folder: Path) -> Path:
    """Write an attached file under a cleaned name that is free; never through a link.

    Raises Invalid("file.unwritable") and Invalid("file.exists").
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in _names(folder, file):
            try:
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
                descriptor = os.open(path, flags, 0o600)
            except FileExistsError:
                continue
            _write(desk, file, path, descriptor)
            return path
    except OSError as trouble:
        raise Invalid(
            "file.unwritable", path=str(folder), reason=trouble.strerror or str(trouble)
        ) from trouble
    raise Invalid("file.exists", path=str(folder / clean_file_name(file.name)))


def _write(desk: Desk, file: AttachmentRow, path: Path, descriptor: int) -> None:
    """Write all of a file; half of one is not left behind when the disk is full."""
    try:
        with os.fdopen(descriptor, "wb") as written:
            for chunk in desk.content(file):
                written.write(chunk)
    except (OSError, DeskError):
        path.unlink(missing_ok=True)
        raise


def _names(folder: Path, file: AttachmentRow) -> Iterator[Path]:
    """The cleaned name, then with a number before its ending."""
    name = Path(clean_file_name(file.name))
    yield folder / name
    for attempt in range(2, 1000):
        yield folder / f"{name.stem}-{attempt}{name.suffix}"
