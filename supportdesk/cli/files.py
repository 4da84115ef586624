"""Writing a file whole or not at all, and never over another one unasked."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from supportdesk.domain.errors import Invalid
from supportdesk.i18n import gettext as _


def write_file(path: Path, write: Callable[[BinaryIO], int], *, former: Path | None) -> int:
    """Let `write` fill a new file, then give it its name; return what `write` returned.

    A file that is there already is kept as `former`; with `former` None it is left alone. Folders,
    devices and pipes are never replaced. Raises Invalid("file.exists") and
    Invalid("file.unwritable").
    """
    half = path.parent / f".supportdesk-half-{os.getpid()}"
    made = False
    try:
        _require_place(path, former)
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        made = True
        with os.fdopen(descriptor, "wb") as file:
            written = write(file)
            file.flush()
            os.fsync(file.fileno())
        _require_place(path, former)
        if former is not None and path.exists():
            shutil.copy2(path, former)
        half.rename(path)
    except OSError as trouble:
        raise _unwritable(path, trouble.strerror or str(trouble)) from trouble
    except UnicodeEncodeError as trouble:  # a name this machine's files cannot have
        raise _unwritable(path, trouble.reason) from trouble
    finally:
        if made:
            half.unlink(missing_ok=True)
    return written


def make_folder(folder: Path) -> None:
    """Make a folder of settings where there is none. Raises Invalid("file.unwritable")."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise _unwritable(folder, trouble.strerror or str(trouble)) from trouble


def _require_place(path: Path, former: Path | None) -> None:
    """Whether `path` may be written: free, or a plain file whose content `former` will keep."""
    if not path.name or path.is_dir():
        raise _unwritable(path, _("it is a folder"))
    if not (path.exists() or path.is_symlink()):
        return
    if former is None or former.exists() or former.is_symlink():
        raise Invalid("file.exists", path=str(path if former is None else former))
    if path.exists() and not path.is_file():
        raise _unwritable(path, _("it is no plain file"))


def _unwritable(path: Path, reason: str) -> Invalid:
    return Invalid("file.unwritable", path=str(path), reason=reason)
