"""The writing side of a store: one connection, explicit transactions, checkpoints under the lock.

The settings are those of trust.md: WAL, synchronous=FULL, foreign keys, 10 s of patience, no
mmap, `BEGIN IMMEDIATE` for every write, no automatic checkpoints.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from supportdesk.domain.errors import NotFound, StoreTrouble, storable
from supportdesk.store.read.connection import NETWORK_FILE_SYSTEMS, is_disk_full, same_names
from supportdesk.store.write import search_index
from supportdesk.store.write.full_text import COLUMNS
from supportdesk.store.write.lock import StoreLock
from supportdesk.store.write.writer import Writer

TRUNCATE_ABOVE_BYTES = 64 << 20
"""A write-ahead log larger than this is emptied at the next chance."""

CHECKPOINT_ABOVE_BYTES = 4 << 20
"""A write-ahead log larger than this is folded into the store, waiting for nobody."""

MERGED_PAGES = 256
"""Pages of a full-text index merged at once: others write in between."""

FOLD_ABOVE_BYTES = 256 << 10
"""A write-ahead log larger than this is worth folding while nobody writes."""

SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "wal_autocheckpoint=0",
    "journal_size_limit=0",  # a folded log begins anew: its size tells what is in it
    "mmap_size=0",
    "cache_size=-32768",
    "secure_delete=ON",
    "temp_store=MEMORY",
)


class FileWriter(Writer):
    """Writes to one store in a file, under the lock beside it."""

    def __init__(self, path: Path, settings: Sequence[str] = SETTINGS) -> None:
        self.path = path
        self._refuse_network(path)
        self.lock = StoreLock(path)
        self._log = path.with_name(path.name + "-wal")
        self._is_held = False
        """Whether somebody else held the store for longer than the last transaction waited."""
        self._engine = make_engine(path, settings)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A write transaction under the lock: commits at the end, rolls back on any error.

        Raises StoreTrouble when the store cannot be written; nothing is half done then.
        """
        try:
            with translated(self.path), self.lock:
                with self._engine.begin() as connection:
                    yield connection
                self._checkpoint_if_grown()
            self._is_held = False
        except StoreTrouble as trouble:
            self._is_held = trouble.code == "store.locked"
            raise

    def checkpoint(self, *, truncate: bool = False) -> None:
        """Fold the write-ahead log into the store; `truncate` also empties its file.

        Raises StoreTrouble; nothing is lost then.
        """
        with translated(self.path), self.lock:
            self._tell(f"PRAGMA wal_checkpoint({'TRUNCATE' if truncate else 'PASSIVE'})")

    def clean(self) -> bool:
        """Leave nothing in the file of what was deleted: merge the index, pack, empty the log.

        Every deletion is overwritten at once (`secure_delete`); words taken out of the index stay
        in it until its parts are merged, which is done in small steps. False where somebody else
        still reads: then the log is emptied at the next chance. Raises StoreTrouble.
        """
        for table in COLUMNS:
            pages = -MERGED_PAGES
            while self._merge(table, pages):
                pages = MERGED_PAGES
        with self.transaction() as connection:
            search_index.drop_unused_words(connection)
        with translated(self.path), self.lock:
            self._tell("VACUUM")
            self._tell("PRAGMA wal_checkpoint(TRUNCATE)")
        return not self._log.exists() or self._log.stat().st_size == 0

    def _merge(self, table: str, pages: int) -> bool:
        """Merge a part of a full-text index; whether there was anything to merge."""
        with self.transaction() as connection:
            driver = connection.connection.driver_connection
            before = driver.total_changes if isinstance(driver, sqlite3.Connection) else 0
            connection.exec_driver_sql(
                f"INSERT INTO {table}({table}, rank) VALUES ('merge', {pages})"
            )
            after = driver.total_changes if isinstance(driver, sqlite3.Connection) else 0
        return after - before >= 2

    def fold(self) -> None:
        """Fold what is in the log into the store while nobody writes, so that no change has to.

        The pages that the changes went through are let go of: else all of a small store, and
        32 MiB of a large one, would lie in memory at last. Raises StoreTrouble; nothing is lost
        then.
        """
        with suppress(FileNotFoundError):
            if self._log.stat().st_size > FOLD_ABOVE_BYTES:
                self.checkpoint()
                self._tell("PRAGMA shrink_memory")

    def close(self) -> None:
        """Fold the log back, let the planner learn, and let go of the file.

        SQLite folds the log once more when the last connection closes, so that too happens under
        the lock (trust.md, Data). Whoever has waited in vain for the store waits no second time.
        """
        if not self._is_held:
            with suppress(StoreTrouble), translated(self.path), self.lock:
                self.checkpoint(truncate=True)
                self._tell("PRAGMA optimize")
                self._engine.dispose()
        self._engine.dispose()
        self.lock.close()

    def _tell(self, pragma: str) -> None:
        with self._engine.connect() as connection:
            driver = connection.connection.driver_connection
            if isinstance(driver, sqlite3.Connection):
                driver.execute(pragma).fetchall()

    def _checkpoint_if_grown(self) -> None:
        """Fold a grown log; what was committed stays accepted when there is no room for that."""
        with suppress(FileNotFoundError, StoreTrouble):
            size = self._log.stat().st_size
            if size > CHECKPOINT_ABOVE_BYTES:
                self.checkpoint(truncate=size > TRUNCATE_ABOVE_BYTES)

    @staticmethod
    def _refuse_network(path: Path) -> None:
        file_system = _file_system_of(path)
        if file_system in NETWORK_FILE_SYSTEMS:
            raise StoreTrouble("store.network", path=str(path), file_system=file_system)


def make_engine(path: Path, settings: Sequence[str] = SETTINGS) -> Engine:
    """An engine whose connections begin every transaction with `BEGIN IMMEDIATE`."""
    engine = create_engine(
        URL.create("sqlite", database=str(path.absolute())),
        poolclass=StaticPool,
        connect_args={"check_same_thread": False, "timeout": 10},
        hide_parameters=True,
    )
    event.listen(engine, "connect", partial(_prepare, settings))
    event.listen(engine, "begin", _begin_immediate)
    return engine


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the driver's complaints into StoreTrouble with what can be done about them.

    What names something that is not there is NotFound("reference.missing"): the store is well.
    """
    try:
        with storable():
            yield
    except (DatabaseError, sqlite3.Error) as trouble:
        cause = trouble.orig if isinstance(trouble, DatabaseError) else trouble
        code = getattr(cause, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
            raise NotFound("reference.missing") from trouble
        raise store_trouble(path, code, str(cause)) from trouble


def store_trouble(path: Path, code: int | None, reason: str) -> StoreTrouble:
    """The trouble behind a SQLite error `code`, in words of the desk."""
    primary = None if code is None else code & 0xFF
    if is_disk_full(path, code):
        return StoreTrouble("store.full", path=str(path))
    if primary in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return StoreTrouble("store.locked", path=str(path))
    if primary in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_CANTOPEN):
        return StoreTrouble("store.read_only", path=str(path), because="permission")
    return StoreTrouble("store.unreadable", path=str(path), reason=reason)


def _prepare(settings: Sequence[str], driver: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    if not isinstance(driver, sqlite3.Connection):
        return
    driver.isolation_level = None
    driver.create_function("same", 1, same_names, deterministic=True)
    for setting in settings:
        driver.execute(f"PRAGMA {setting}").fetchall()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _file_system_of(path: Path) -> str:
    """The type of the file system that holds `path` (Linux; empty elsewhere)."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return ""
    place = str(path.absolute().parent.resolve())
    best, kind = "", ""
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        fields = line.split(" ")
        mount = fields[1].replace("\\040", " ")
        inside = place == mount or place.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, fields[2]
    return kind
