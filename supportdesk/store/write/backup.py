"""Backups of a live store and the way back, by SQLite's backup API (trust.md, Data).

A plain copy of a file that is being written is corrupt or stale; these are neither.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from supportdesk.domain.errors import Invalid, StoreTrouble
from supportdesk.store.read.connection import (
    SCHEMA_VERSION,
    cannot_change,
    open_file,
)
from supportdesk.store.write.engine import store_trouble
from supportdesk.store.write.lock import StoreLock

Progress = Callable[[int, int], None]
"""Told how many pages are left and how many there are."""

PARTS = ("", "-wal", "-shm")
"""What the names of the files of one store end in."""

_PAGES_A_STEP = 4096


def back_up(store: Path, target: Path, progress: Progress | None = None) -> int:
    """Copy the store as it is now into one plain file; return its size in bytes.

    The copy is checked before it gets its name. Raises Invalid("file.exists") rather than
    overwrite anything, NotFound("store.missing") and StoreTrouble.
    """
    _require_free(target)
    half = _half(target)
    try:
        with _told(store), closing(_source(store)) as source:
            _copy(source, half, progress)
        _finish(half)
        _require_free(target)
        half.rename(target)
    except OSError as trouble:
        raise _unwritable(target, trouble) from trouble
    finally:
        discard(half)
    _settle(target.parent)
    return target.stat().st_size


def restore(backup: Path, store: Path, former: Path, progress: Progress | None = None) -> bool:
    """Make the store what the backup holds; what it held before is kept as `former`.

    A store that others have open is replaced page by page under the lock, in one transaction, so
    that they go on with what was restored. A damaged one is moved aside as it is. Returns whether
    there was a former store. Raises Invalid for a `former` that exists and StoreTrouble for a
    backup that is no sound store of this program.
    """
    _require_sound(backup)
    store.parent.mkdir(parents=True, exist_ok=True)
    with StoreLock(store):
        if not store.exists():
            _place(backup, store, progress)
            return False
        _require_free(former)
        if not store.is_file():
            raise StoreTrouble("store.not_ours", path=str(store))
        if _is_sound(store):
            back_up(store, former)
            with _told(store), closing(_source(backup)) as source:
                _overwrite(source, store, progress)
        else:
            _move_aside(store, former)
            _place(backup, store, progress)
        return True


def _source(path: Path) -> sqlite3.Connection:
    """The store or backup to copy from, which may lie on media that cannot be written."""
    return open_file(path, immutable=cannot_change(path))


def _copy(source: sqlite3.Connection, target: Path, progress: Progress | None) -> None:
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW, 0o600))
    with closing(sqlite3.connect(target, isolation_level=None)) as copy:
        _pages(source, copy, progress)
        copy.execute("PRAGMA journal_mode=DELETE")


def _overwrite(source: sqlite3.Connection, store: Path, progress: Progress | None) -> None:
    with closing(sqlite3.connect(store, isolation_level=None, timeout=10)) as live:
        live.execute("PRAGMA synchronous=FULL")
        _pages(source, live, progress)


def _pages(
    source: sqlite3.Connection, target: sqlite3.Connection, progress: Progress | None
) -> None:
    def step(_status: int, remaining: int, total: int) -> None:
        if progress is not None:
            progress(remaining, total)

    source.backup(target, pages=_PAGES_A_STEP, progress=step)


def _place(backup: Path, store: Path, progress: Progress | None) -> None:
    half = _half(store)
    try:
        with _told(store), closing(_source(backup)) as source:
            _copy(source, half, progress)
        _finish(half)
        half.rename(store)
    finally:
        discard(half)
    _settle(store.parent)


def _move_aside(store: Path, former: Path) -> None:
    """Move a damaged store away with its log, so that nothing of it is lost."""
    for ending in PARTS:
        part = store.with_name(store.name + ending)
        if part.exists():
            part.rename(former.with_name(former.name + ending))


def discard(half: Path) -> None:
    """Take a copy away that was not finished, with the files SQLite has made beside it."""
    for ending in PARTS:
        half.with_name(half.name + ending).unlink(missing_ok=True)


def _require_sound(backup: Path) -> None:
    """Raise StoreTrouble unless the file is a whole store that this program can write."""
    with _told(backup), closing(_source(backup)) as connection:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise StoreTrouble("store.newer", path=str(backup))
        found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise StoreTrouble("store.unreadable", path=str(backup), reason=str(found))


def _is_sound(store: Path) -> bool:
    try:
        with closing(open_file(store)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
    except (sqlite3.Error, StoreTrouble):
        return False


def _finish(half: Path) -> None:
    """Check the copy and have it on the disk before it gets its name."""
    _require_sound(half)
    descriptor = os.open(half, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _settle(folder: Path) -> None:
    """Have a new name on the disk too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _half(target: Path) -> Path:
    half = target.with_name(f"{target.name}.half-{os.getpid()}")
    discard(half)
    return half


def _require_free(target: Path) -> None:
    try:
        taken = target.exists() or target.is_symlink()
    except OSError as trouble:
        raise _unwritable(target, trouble) from trouble
    if taken:
        raise Invalid("file.exists", path=str(target))


def _unwritable(target: Path, trouble: OSError) -> Invalid:
    reason = trouble.strerror or str(trouble)
    return Invalid("file.unwritable", path=str(target), reason=reason)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn the driver's complaints into StoreTrouble."""
    try:
        yield
    except sqlite3.Error as trouble:
        code = getattr(trouble, "sqlite_errorcode", None)
        raise store_trouble(path, code, str(trouble)) from trouble
