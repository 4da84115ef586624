"""A small disk of its own that can be filled to the last page (Linux, root)."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

PAGE = 4096


class NoDisk(Exception):
    """This user cannot mount a disk here."""


@dataclass(frozen=True)
class SmallDisk:
    """A mounted disk; `folder` is its root."""

    folder: Path

    @property
    def free(self) -> int:
        """Pages that are free."""
        return os.statvfs(self.folder).f_bavail

    def fill(self, leave: int = 0) -> None:
        """Take all room but so many pages, also where somebody takes some of it meanwhile."""
        while not self._take(leave):
            pass

    def _take(self, leave: int) -> bool:
        """Take what is free now; whether it was free still."""
        self.make_room()
        taken = (self.free - leave) * PAGE
        with self._ballast.open("wb") as ballast, suppress(OSError):
            if taken > 0:
                os.posix_fallocate(ballast.fileno(), 0, taken)
            return True
        return False

    def make_room(self) -> None:
        """Give all of it back."""
        self._ballast.unlink(missing_ok=True)

    def clear(self) -> None:
        """Take away every file."""
        for file in self.folder.iterdir():
            file.unlink()

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"


@contextmanager
def small_disk(megabytes: int) -> Iterator[SmallDisk]:
    """Mount a disk of this size. Raises NoDisk."""
    if os.geteuid() != 0:
        raise NoDisk("only root can mount a small disk")
    folder = tempfile.mkdtemp(prefix="small-disk-")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder]
    try:
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
        if done.returncode:
            raise NoDisk(f"a small disk cannot be mounted here: {done.stderr.strip()}")
        try:
            yield SmallDisk(Path(folder))
        finally:
            subprocess.run(["umount", "-l", folder], check=False)
    finally:
        Path(folder).rmdir()
