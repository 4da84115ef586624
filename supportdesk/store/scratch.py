"""A database for the time of one import, in a file of SQLite's own that has no name.

It stays in memory while it is small, and memory does not grow with what is imported (speed.md,
S13). Nobody else sees it, and nothing of it is left however the program ends: what is in it is
customers' text.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from supportdesk.domain.errors import StoreTrouble

_FOLDERS = ("SQLITE_TMPDIR", "TMPDIR")
"""Variables that name a folder for such files, the first one first."""


class Scratch:
    """Tables that are gone at the end; use it with `with`.

    Raises StoreTrouble where the disk is full or cannot be written.
    """

    def __init__(self, tables: str) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)
        with _translated():
            self._connection.executescript(
                f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {tables} BEGIN;"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def tell(self, statement: str, *values: object) -> int:
        """Change something; how many rows that were."""
        with _translated():
            return self._connection.execute(statement, values).rowcount

    def tell_each(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Change something for each of these values."""
        with _translated():
            self._connection.executemany(statement, rows)

    def teach(self, name: str, meaning: Callable[[int], int]) -> None:
        """Let statements use a function of one number."""
        self._connection.create_function(name, 1, meaning)

    def ask(self, statement: str, *values: object) -> Iterator[Any]:
        """The rows of an answer, one at a time."""
        with _translated():
            yield from self._connection.execute(statement, values)

    def first(self, statement: str, *values: object) -> Any:
        """The first row of an answer, or None."""
        with _translated():
            return self._connection.execute(statement, values).fetchone()


def _folder() -> str:
    """Where such files lie, as SQLite looks for it."""
    named = [os.environ[name] for name in _FOLDERS if name in os.environ]
    places = (*named, "/var/tmp", "/usr/tmp", "/tmp")  # noqa: S108 - only to name it
    return next((place for place in places if Path(place).is_dir()), ".")


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the driver's complaints into StoreTrouble."""
    try:
        yield
    except sqlite3.Error as trouble:
        is_full = trouble.sqlite_errorcode == sqlite3.SQLITE_FULL
        code = "store.full" if is_full else "store.unreadable"
        raise StoreTrouble(code, path=_folder(), reason=str(trouble)) from trouble
