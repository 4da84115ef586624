"""A PostgreSQL of our own for a test run: on a socket in a folder, with no promise to the disk."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import psycopg

from supportdesk.address import ServerAddress

QUICK = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal"),
    *("max_wal_senders=0", "max_wal_size=256MB", "autovacuum=off", "shared_buffers=64MB"),
)
ALWAYS = ("listen_addresses=", "timezone=UTC", "max_connections=60")
USER = "desk"
MEMORY = Path("/dev/shm")
ROOM = 2 << 30
"""Bytes of memory that have to be free for a server whose files lie there."""


def programs() -> Path | None:
    """Where the newest installed server's programs are; None where there is none."""
    found = [
        path for path in Path("/usr/lib/postgresql").glob("*/bin") if (path / "initdb").exists()
    ]
    newest = max(found, key=lambda path: float(path.parent.name), default=None)
    named = shutil.which("initdb")
    return newest or (Path(named).parent if named else None)


@dataclass
class Server:
    """A running server; databases in it are made as copies of others."""

    folder: Path
    numbers: Iterator[int]
    control: Callable[..., None]
    """Runs `pg_ctl`."""
    settings: tuple[str, ...]

    def begin(self) -> None:
        """Start it, and wait until it answers."""
        settings = "".join(f" -c {setting}" for setting in self.settings)
        self.control("-w", "-t", "60", "-o", f"-k {self.folder}{settings}", "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop it as after a crash, or `fast`: whoever is connected is cut off."""
        self.control("-w", "-m", how, "stop")

    def address(self, database: str) -> ServerAddress:
        """The address of one of its databases."""
        return ServerAddress(f"postgresql://{USER}@/{database}?host={self.folder}")

    def create(self, template: str = "template0") -> str:
        """Make a database as another one is; its name."""
        name = f"desk{next(self.numbers)}"
        with self._asked() as connection:
            copied = " STRATEGY FILE_COPY" if connection.info.server_version >= 150_000 else ""
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}{copied}".encode())
        return name

    def drop(self, database: str) -> None:
        """Take a database away, whoever still looks at it."""
        with self._asked() as connection:
            connection.execute(f"DROP DATABASE {database} WITH (FORCE)".encode())

    def _asked(self) -> "psycopg.Connection[Any]":
        return psycopg.connect(self.address("postgres").url, autocommit=True)


def _has_room() -> bool:
    return MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM


@contextmanager
def running(bin_folder: Path, *, quick: bool = True) -> Iterator[Server]:
    """Start a server in a folder of its own, and stop it at the end.

    A `quick` one promises nothing to the disk and lies in memory where there is room: databases are
    copied and dropped several times as quickly there. Else it is as its makers have set it.
    """
    folder = Path(mkdtemp(prefix="pg-", dir=MEMORY if quick and _has_room() else None))
    owner: list[str] = []
    if os.getuid() == 0:  # the server refuses to run as root
        shutil.chown(folder, "postgres")
        owner = ["runuser", "-u", "postgres", "--"]
    places = folder / "data"

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [*owner, str(bin_folder / program), "-D", str(places), *arguments],
            check=True,
            cwd=folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            stdin=subprocess.DEVNULL,
        )

    try:
        run("initdb", "-U", USER, "-E", "UTF8", "--locale=C.UTF-8", "-N", "--auth=trust")
        settings = (QUICK if quick else ()) + ALWAYS
        server = Server(folder, count(), partial(run, "pg_ctl"), settings)
        server.begin()
        try:
            yield server
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
