"""The writing side of a store, wherever it lies."""

from abc import ABC, abstractmethod
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy import Connection

from supportdesk.address import Address, ServerAddress
from supportdesk.store.read.connection import Reader

__all__ = ["Connection", "Writer", "open_writer", "reader_of"]


class Writer(ABC):
    """Writes to one store. Not safe for two threads at once: the desk sees to that."""

    @abstractmethod
    def transaction(self) -> AbstractContextManager[Connection]:
        """A write transaction, one at a time in the whole store: rolls back on any error.

        Raises StoreTrouble when the store cannot be written; nothing is half done then.
        """

    @abstractmethod
    def clean(self) -> bool:
        """Leave nothing of what was deleted; False where somebody still reads the former state.

        Raises StoreTrouble.
        """

    @abstractmethod
    def fold(self) -> None:
        """Use a moment in which nobody writes. Raises StoreTrouble; nothing is lost then."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the store."""


def open_writer(address: Address) -> Writer:
    """The writing side of the store at an address. Raises StoreTrouble."""
    if isinstance(address, ServerAddress):
        from supportdesk.store.write.server import ServerWriter

        return ServerWriter(address)
    from supportdesk.store.write.engine import FileWriter

    return FileWriter(address)


def reader_of(connection: Connection) -> Reader:
    """Asks the questions of `store.read` inside a write transaction."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name == "postgresql":
        from supportdesk.store.read.server import ServerTransaction

        return ServerTransaction(driver)
    reader: Reader = driver
    return reader
