"""One advisory lock beside the store, around every write and checkpoint (trust.md, Data)."""

import errno
import fcntl
import os
import time
from pathlib import Path
from types import TracebackType

from supportdesk.domain.errors import StoreTrouble

PATIENCE_SECONDS = 10.0
_RETRY_SECONDS = 0.002


class StoreLock:
    """The `.lock` file of a store; the holder is the one who may write.

    It gives writers of several processes their turn and keeps a checkpoint and a write apart.
    """

    def __init__(self, store: Path, patience: float = PATIENCE_SECONDS) -> None:
        """`patience` is how many seconds it is waited for."""
        self._store = store
        self._patience = patience
        self._path = store.with_name(store.name + ".lock")
        self._descriptor: int | None = None
        self._depth = 0

    def __enter__(self) -> None:
        """Wait for the lock. Raises StoreTrouble("store.locked") where that took too long."""
        if self._depth == 0:
            self._acquire()
        self._depth += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._depth -= 1
        if self._depth == 0 and self._descriptor is not None:
            fcntl.flock(self._descriptor, fcntl.LOCK_UN)

    def close(self) -> None:
        """Let go of the file; the file itself stays for others."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _acquire(self) -> None:
        if self._descriptor is None:
            try:
                self._descriptor = self._open()
            except OSError as trouble:
                raise _trouble(self._path, trouble) from trouble
        deadline = time.monotonic() + self._patience
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise StoreTrouble("store.locked", path=str(self._store)) from None
                time.sleep(_RETRY_SECONDS)
            else:
                return

    def _open(self) -> int:
        """Whoever may open the store may open its lock: both have the same permissions."""
        flags = os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW
        try:
            return os.open(self._path, flags)
        except FileNotFoundError:
            descriptor = os.open(self._path, flags | os.O_CREAT, 0o600)
            if self._store.exists():
                os.fchmod(descriptor, self._store.stat().st_mode & 0o777)
            return descriptor


def _trouble(path: Path, trouble: OSError) -> StoreTrouble:
    if trouble.errno in (errno.ENOSPC, errno.EDQUOT):
        return StoreTrouble("store.full", path=str(path))
    if trouble.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return StoreTrouble("store.read_only", path=str(path), because="permission")
    return StoreTrouble("store.unreadable", path=str(path), reason=str(trouble.strerror))
