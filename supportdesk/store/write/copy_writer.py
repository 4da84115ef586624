"""The writing side of a store that is the copy of another."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from supportdesk.store.write import overlay
from supportdesk.store.write.engine import SETTINGS, FileWriter
from supportdesk.store.write.overlay import quoted

_MORE = (
    "foreign_keys=OFF",  # a row may come before the one it refers to; the desk sees to them
    "recursive_triggers=ON",  # a row that is replaced leaves its way back, too
)


class CopyWriter(FileWriter):
    """Writes to a copy: what is done here can be taken away again (`overlay`)."""

    def __init__(self, path: Path) -> None:
        super().__init__(path, (*SETTINGS, *_MORE))
        self._is_prepared = False

    @contextmanager
    def beside(self, shadow: Path) -> Iterator[None]:
        """Read from another store, as `shadow`, inside. Raises StoreTrouble."""
        self._tell(f"ATTACH DATABASE {quoted(str(shadow))} AS shadow")
        try:
            yield
        finally:
            self._tell("DETACH DATABASE shadow")

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A write transaction, as `FileWriter.transaction`."""
        with super().transaction() as connection:
            if not self._is_prepared:
                overlay.prepare(connection)
            yield connection
        self._is_prepared = True
