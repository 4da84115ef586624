"""Files between a person's disk and the desk: taken in as attachments, saved under clean names."""

import mimetypes
import os
from collections.abc import Iterator
from pathlib import Path

from supportdesk.desk.desk import Desk
from supportdesk.domain.action import NewAttachment
from supportdesk.domain.errors import Invalid, Refused
from supportdesk.domain.file_text import PREVIEWED, readable
from supportdesk.domain.safe_text import clean_file_name
from supportdesk.store.read import threads
from supportdesk.store.read.rows import AttachmentRow

LARGEST = 500_000_000
"""Bytes of a file that is read at all: no channel takes more."""


def read_file(path: Path) -> NewAttachment:
    """A file of the disk as an attachment. Raises Invalid("file.unreadable")."""
    try:
        if not path.is_file():
            path.stat()
            raise Invalid("file.unreadable", path=str(path), because="no_file")
        if path.stat().st_size > LARGEST:
            raise Invalid("file.unreadable", path=str(path), because="too_large")
        content = path.read_bytes()
    except (OSError, ValueError) as trouble:
        reason = getattr(trouble, "strerror", None) or str(trouble)
        raise Invalid("file.unreadable", path=str(path), reason=reason) from trouble
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return NewAttachment(os.fsencode(path.name).decode("utf-8", "replace"), media_type, content)


def preview(desk: Desk, file: AttachmentRow) -> str:
    """The beginning of an attached file as text, not yet cleaned. Raises Refused."""
    content = b""
    for chunk in desk.ask(lambda reader: threads.attachment_chunks(reader, file.sha256)):
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
            with os.fdopen(descriptor, "wb") as written:
                for chunk in desk.ask(threads.attachment_chunks, file.sha256):
                    written.write(chunk)
            return path
    except OSError as trouble:
        raise Invalid(
            "file.unwritable", path=str(folder), reason=trouble.strerror or str(trouble)
        ) from trouble
    raise Invalid("file.exists", path=str(folder / clean_file_name(file.name)))


def _names(folder: Path, file: AttachmentRow) -> Iterator[Path]:
    """The cleaned name, then with a number before its ending."""
    name = Path(clean_file_name(file.name))
    yield folder / name
    for attempt in range(2, 1000):
        yield folder / f"{name.stem}-{attempt}{name.suffix}"
