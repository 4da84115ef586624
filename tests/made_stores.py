"""Empty stores made once: running all migrations is most of what a short test would take."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from supportdesk.store.write import migrate


@contextmanager
def made_once(folder: Path) -> Iterator[None]:
    """Let every new store be a copy of the first one, which is made in `folder` as always.

    Where a copy cannot be put, a store is made as always, and fails as always.
    """
    make = migrate.create_store
    first = folder / "empty.desk"
    make(first)
    content = first.read_bytes()

    def copy(path: Path) -> None:
        try:
            place = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        except OSError:
            make(path)
        else:
            with os.fdopen(place, "wb") as store:
                store.write(content)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrate, "create_store", copy)
        yield
