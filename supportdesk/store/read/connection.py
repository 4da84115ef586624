"""Opening a store for reading, with the driver alone (law 11)."""

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path
from types import ModuleType
from typing import Any, Protocol

from supportdesk.address import Address, ServerAddress
from supportdesk.domain.errors import NotFound, StoreTrouble

APPLICATION_ID = 0x5344_4B31
"""Marks a SQLite file as a supportdesk store ("SDK1")."""

SCHEMA_VERSION = 27
"""The newest schema this program writes; migrations count up to it."""

MINIMUM_SQLITE = (3, 37, 0)
"""Generated columns, FTS5 with prefix indexes, RETURNING (trust.md: stated and checked)."""

NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "sshfs", "fuse.sshfs"})

FEW_BLOCKS = 16
"""A disk with fewer free ones is full: the pages beside an open store take as many."""

CACHE = 4
"""Mebibytes of pages that the connection of the busiest thread keeps (speed.md)."""

SMALL_CACHE = 2
"""Mebibytes for threads that ask now and then: there may be several."""


class Rows(Protocol):
    """What a statement has found, row by row."""

    @property
    def description(self) -> Any: ...
    def __iter__(self) -> Iterator[Any]: ...
    def __next__(self) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> list[Any]: ...


class Reader(Protocol):
    """A connection through which a store is read; its statements have named parameters."""

    def execute(
        self, statement: str, parameters: Mapping[str, object] | Sequence[object] = ..., /
    ) -> Rows:
        """What a statement finds."""

    def close(self) -> None:
        """Let go of the store."""


def open_reader(address: Address, *, immutable: bool = False, cache: int = CACHE) -> Reader:
    """Open a store for reading only, keeping `cache` mebibytes of the pages of a file.

    Raises NotFound("store.missing") and StoreTrouble for what is no store.
    """
    if isinstance(address, ServerAddress):
        reader: Reader = server_side().ServerReader(address)
        return reader
    return open_file(address, immutable=immutable, cache=cache)


def server_side() -> ModuleType:
    """What reads from servers. Raises StoreTrouble where the driver is not installed."""
    try:
        from supportdesk.store.read import server
    except ImportError as trouble:
        raise StoreTrouble("store.no_driver") from trouble
    return server


def is_made(address: Address) -> bool:
    """Whether there is a store at an address. Raises StoreTrouble where one cannot look."""
    if isinstance(address, ServerAddress):
        return server_side().find_schema(address) is not None
    return is_there(address)


def open_file(path: Path, *, immutable: bool = False, cache: int = CACHE) -> sqlite3.Connection:
    """Open the file at `path` for reading only, keeping `cache` mebibytes of pages.

    `immutable` reads from media that cannot change (no lock files are made there).
    Raises NotFound("store.missing") and StoreTrouble for a file that is no store.
    """
    if not is_there(path):
        raise NotFound("store.missing", path=str(path))
    if path.is_dir():
        raise StoreTrouble("store.folder", path=str(path))
    try:
        connection = sqlite3.connect(
            reading_uri(path, immutable=immutable),
            uri=True,
            isolation_level=None,
            check_same_thread=False,
        )
        connection.execute("PRAGMA query_only=ON")
        connection.execute("PRAGMA busy_timeout=10000")
        connection.execute(f"PRAGMA cache_size=-{cache * 1024}")
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.create_function("same", 1, same_names, deterministic=True)
        _require_ours(connection, path)
    except sqlite3.Error as trouble:
        if _has_log(path) and not os.access(path.parent, os.W_OK):
            raise StoreTrouble("store.log_on_media", path=str(path)) from trouble
        raise unreadable(path, trouble) from trouble
    return connection


def unreadable(path: Address, trouble: sqlite3.Error) -> StoreTrouble:
    """Why SQLite cannot read a store: it writes a few pages beside it, and the disk may be full."""
    if isinstance(path, Path) and is_disk_full(path, getattr(trouble, "sqlite_errorcode", None)):
        return StoreTrouble("store.full", path=str(path))
    return StoreTrouble("store.unreadable", path=str(path), reason=str(trouble))


def is_disk_full(path: Path, code: int | None) -> bool:
    """Whether a SQLite error `code` means so; some writes that fail are told as any other error."""
    primary = None if code is None else code & 0xFF
    if primary != sqlite3.SQLITE_IOERR:
        return primary == sqlite3.SQLITE_FULL
    with suppress(OSError):
        return os.statvfs(path.parent).f_bavail < FEW_BLOCKS
    return False


def same_names(text: object) -> str:
    """For `attachment:`; made once, for SQLite makes none while a statement runs."""
    from supportdesk.domain.query_predicate import same

    return same(text)


def is_there(path: Path) -> bool:
    """Whether there is anything at `path`.

    Raises StoreTrouble where one may not look, or where no name can be as long.
    """
    try:
        return path.exists()
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
        raise StoreTrouble("store.unreadable", path=str(path), reason=reason) from trouble


def cannot_change(path: Path) -> bool:
    """Whether the store lies whole on media that nobody here can write to."""
    return is_there(path) and not os.access(path.parent, os.W_OK) and not _has_log(path)


def _has_log(path: Path) -> bool:
    """Whether a part of the store lies in the log beside it."""
    log = log_of(path)
    return is_there(log) and log.stat().st_size > 0


def log_of(path: Path) -> Path:
    """Where SQLite keeps the log of a store."""
    return path.with_name(path.name + "-wal")


def take_away_log(path: Path) -> None:
    """Let SQLite take away the empty log that reading alone has made beside a store.

    It stays where somebody else has the store open, and where the file cannot be written.
    """
    if is_there(log_of(path)) and not _has_log(path):
        address = reading_uri(path).replace("?mode=ro", "?mode=rw")
        with suppress(sqlite3.Error), closing(sqlite3.connect(address, uri=True)) as last:
            schema_version(last)


def reading_uri(path: Path, *, immutable: bool = False) -> str:
    """The address by which SQLite opens `path` for reading only, whatever its name holds."""
    quoted = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file:{quoted}?mode=ro{'&immutable=1' if immutable else ''}"


def schema_version(connection: Reader) -> int:
    """The schema the store was written with; 0 for an empty file."""
    version: int = connection.execute(_head(connection, "user_version")).fetchone()[0]
    return version


def data_version(connection: Reader) -> int:
    """A number that changes when another connection has committed (about 2 µs in a file)."""
    version: int = connection.execute(_head(connection, "data_version")).fetchone()[0]
    return version


def _head(connection: Reader, name: str) -> str:
    """The question for a number that SQLite keeps in the head of a file."""
    return f"PRAGMA {name}" if is_in_file(connection) else f"SELECT {name} FROM store_head"


def is_in_file(connection: Reader) -> bool:
    """Whether the store lies in a file and not on a server."""
    return isinstance(connection, sqlite3.Connection)


def _require_ours(connection: sqlite3.Connection, path: Path) -> None:
    if sqlite3.sqlite_version_info < MINIMUM_SQLITE:
        raise StoreTrouble(
            "store.sqlite_too_old",
            found=sqlite3.sqlite_version,
            needed=".".join(map(str, MINIMUM_SQLITE)),
        )
    if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise StoreTrouble("store.not_ours", path=str(path))
