"""Where tests keep their stores: in files, or on a PostgreSQL that was started for them."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol
from zlib import crc32

import psycopg
import pytest

from supportdesk.address import Address, ServerAddress
from supportdesk.store.write.migrate import prepare_on_server
from tests.postgresql import Server
from tests.small_desk import SmallDesk


class Stores(Protocol):
    """Makes stores for one test."""

    def empty(self, name: str) -> Address:
        """The address of a new store that nobody has worked in."""
        ...

    def copy(self, made: Address, name: str) -> Address:
        """The address of a copy of a closed store."""
        ...

    def passing(self) -> AbstractContextManager[Address]:
        """A new store that is taken away when it is no longer needed."""
        ...

    def take(self, example: object) -> bool:
        """Whether this kind is tried with an invented example: a server, the slower, with some."""
        ...


@dataclass
class FileStores:
    """Stores in files of a folder; `make` makes an empty one at a path."""

    folder: Path
    make: Callable[[Path], None]

    def empty(self, name: str) -> Address:
        self.make(self.folder / name)
        return self.folder / name

    def copy(self, made: Address, name: str) -> Address:
        assert isinstance(made, Path)
        return Path(shutil.copy(made, self.folder / name))

    @contextmanager
    def passing(self) -> Iterator[Address]:
        with TemporaryDirectory(dir=self.folder) as folder:
            self.make(Path(folder) / "passing.desk")
            yield Path(folder) / "passing.desk"

    def take(self, example: object) -> bool:
        return True


@dataclass
class ServerStores:
    """Stores in databases of a server; they are dropped after the test."""

    server: Server
    template: str
    made: list[str] = field(default_factory=list)

    def empty(self, name: str) -> Address:
        return self._new(self.template)

    def copy(self, made: Address, name: str) -> Address:
        assert isinstance(made, ServerAddress)
        return self._new(database_of(made))

    @contextmanager
    def passing(self) -> Iterator[Address]:
        yield self._new(self.template)
        self.drop()

    def take(self, example: object) -> bool:
        return crc32(repr(example).encode()) % 5 == 0

    def drop(self) -> None:
        """Take all of them away."""
        for name in self.made:
            self.server.drop(name)
        self.made.clear()

    def _new(self, template: str) -> Address:
        name = self.server.create(template)
        self.made.append(name)
        return self.server.address(name)


def template_of(server: Server) -> str:
    """A database with an empty store, to be copied."""
    name = server.create()
    prepare_on_server(server.address(name))
    return name


def database_of(address: ServerAddress) -> str:
    """The name of the database of an address."""
    return str(address).rpartition("/")[2]


STORE_KINDS = ("sqlite", "postgresql")


def stores_of(request: pytest.FixtureRequest) -> Iterator[Stores]:
    """Stores of the kind that a fixture has for its parameter."""
    if request.param == "sqlite":
        folder = request.getfixturevalue("tmp_path_factory").mktemp("stores")
        yield FileStores(folder, request.getfixturevalue("copied_store"))
        return
    template = request.getfixturevalue("empty_on_server")
    stores = ServerStores(request.getfixturevalue("server"), template)
    yield stores
    stores.drop()


def closed_desk_of(request: pytest.FixtureRequest, stores: Stores) -> SmallDesk:
    """The closed small desk that lies where these stores do."""
    on_server = isinstance(stores, ServerStores)
    closed: SmallDesk = request.getfixturevalue(
        "closed_desk_on_server" if on_server else "closed_desk"
    )
    return closed


def everything_kept(address: Address) -> dict[str, bytes]:
    """All that a closed store holds: its files and those beside it, or its tables on a server."""
    if isinstance(address, Path):
        return {file.name: file.read_bytes() for file in address.parent.glob(f"{address.name}*")}
    with psycopg.connect(address.url) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {
            table: repr(connection.execute(f'SELECT * FROM "{table}"'.encode()).fetchall()).encode()
            for (table,) in tables.fetchall()
        }


def text_of(address: Address) -> str:
    """An address as another process is told it."""
    return address.url if isinstance(address, ServerAddress) else str(address)
