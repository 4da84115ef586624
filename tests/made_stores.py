"""Empty stores made once: running all migrations is most of what a short test would take."""

import os
from collections.abc import Callable
from pathlib import Path

from supportdesk.store.write import migrate


def copying(folder: Path) -> Callable[[Path], None]:
    """What makes every new store a copy of one that is made in `folder` as always.

    Where a copy cannot be put, a store is made as always, and fails as always.
    """
    make = migrate.create_store
    make(folder / "empty.desk")
    content = (folder / "empty.desk").read_bytes()

    def copy(path: Path) -> None:
        try:
            place = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except OSError:
            make(path)
        else:
            with os.fdopen(place, "wb") as store:
                store.write(content)

    return copy
