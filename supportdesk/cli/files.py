"""Writing a file whole or not at all, and never over another one unasked."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from supportdesk.domain.errors import Invalid


def write_file(path: Path, write: Callable[[BinaryIO], int], *, former: Path | None) -> int:
    """Let `write` fill a new file, then give it its name; return what `write` returned.

    A file that is there already is kept as `former`; with `former` None it is left alone.
    Raises Invalid("file.exists") and Invalid("file.unwritable").
    """
    half = path.with_name(f".{path.name}.half-{os.getpid()}")
    try:
        if former is None:
            _require_free(path)
        descriptor = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            written = write(file)
            file.flush()
            os.fsync(file.fileno())
        if former is None:
            _require_free(path)
        elif path.exists():
            _require_free(former)
            shutil.copy2(path, former)
        half.rename(path)
    except OSError as trouble:
        raise Invalid(
            "file.unwritable", path=str(path), reason=trouble.strerror or str(trouble)
        ) from trouble
    finally:
        half.unlink(missing_ok=True)
    return written


def _require_free(path: Path) -> None:
    if path.exists() or path.is_symlink():
        raise Invalid("file.exists", path=str(path))
