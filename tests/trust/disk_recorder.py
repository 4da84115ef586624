"""A tape is played again on a disk that takes down every write and every sync.

`python -m tests.trust.disk_recorder TAPE STORE LOG [normal]`: run in a process of its own, because
the SQLite of `apsw` must not meet the one of the standard library on one file. `normal` builds in
the fault of a store that does not wait for the disk.

A virtual file system made in Python has no shared memory, so the log is used in exclusive mode;
writes and syncs come in the same order.
"""

import pickle
import sys
from pathlib import Path
from typing import Any

import apsw

from supportdesk.store.read.connection import same_names
from tests.trust.tape import content

LOG: list[tuple[Any, ...]] = []
"""("write", file, offset, bytes), ("cut", file, size), ("sync", file), ("delete", file),
("begun", n), ("committed", n, content), ("promised", what)."""


class RecordedFile(apsw.VFSFile):
    """A file that tells what is done to it."""

    def __init__(self, inherit: str, name: Any, flags: list[int]) -> None:
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        self.called = Path(path or "temporary").name
        super().__init__(inherit, name, flags)

    def xWrite(self, data: bytes, offset: int) -> None:
        """Take down what is written where."""
        LOG.append(("write", self.called, offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        """Take down that the file is cut."""
        LOG.append(("cut", self.called, newsize))
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        """From here on what was written stands on the disk."""
        LOG.append(("sync", self.called))
        super().xSync(flags)


class RecordedDisk(apsw.VFS):
    """The usual file system, with files that tell."""

    def __init__(self) -> None:
        super().__init__("recorded", "")

    def xOpen(self, name: Any, flags: list[int]) -> RecordedFile:
        """Open a file that tells."""
        return RecordedFile("", name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        """Take down that a file is gone."""
        LOG.append(("delete", Path(filename).name))
        super().xDelete(filename, syncdir)


def _same(*texts: Any) -> str:
    """The desk's own function of SQL."""
    return same_names(*texts)


def play(settings: dict[str, Any], steps: list[tuple[Any, ...]], store: Path) -> None:
    """Do again on the recorded disk what stands on the tape."""
    _disk = RecordedDisk()  # registered as long as it lives
    connection = apsw.Connection(str(store), vfs="recorded")
    connection.create_scalar_function("same", _same, 1, deterministic=True)
    for setting in ("locking_mode = EXCLUSIVE", "journal_mode = WAL"):
        connection.execute(f"PRAGMA {setting}").fetchall()
    for name, value in settings.items():
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
    commits = 0
    LOG.append(("committed", 0, content(connection)))
    for kind, *what in steps:
        match kind:
            case "one":
                connection.execute(what[0], tuple(what[1]) or None).fetchall()
            case "many":
                connection.executemany(what[0], what[1]).fetchall()
            case "pragma":
                connection.execute(what[0]).fetchall()
            case "commit":
                commits += 1
                LOG.append(("begun", commits))
                connection.execute("COMMIT")
                LOG.append(("committed", commits, content(connection)))
            case "rollback":
                connection.execute("ROLLBACK")
            case "promised":
                LOG.append(("promised", what[0]))
    LOG.append(("end",))
    connection.close()


def main(tape: str, store: str, log: str, fault: str = "") -> None:
    """Play the tape in one file on the store in another, and leave the log in a third."""
    settings, steps = pickle.loads(Path(tape).read_bytes())
    if fault == "normal":
        settings["synchronous"] = 1
    play(settings, steps, Path(store))
    del LOG[next(n for n, what in enumerate(LOG) if what[0] == "end") :]
    Path(log).write_bytes(pickle.dumps(LOG))


if __name__ == "__main__":
    main(*sys.argv[1:])
