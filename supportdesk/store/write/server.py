"""The writing side of a store on a PostgreSQL server: one connection, one writer at a time.

Every transaction begins with one advisory lock, so that changes are numbered in the order in which
they are committed, as in a file.
"""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.dialects.postgresql.base import PGTypeCompiler
from sqlalchemy.exc import DatabaseError

from supportdesk.address import ServerAddress
from supportdesk.domain.errors import NotFound, StoreTrouble, storable
from supportdesk.store.read.connection import APPLICATION_ID
from supportdesk.store.read.server import PATIENCE_SECONDS, connect, reworded, server_trouble
from supportdesk.store.write import search_index
from supportdesk.store.write.writer import Writer

SILENT_SECONDS = 30
"""A writer that has the lock and says nothing for so long is cut off by the server: it has been
stopped, or its machine is gone, and everybody else waits for the lock."""

_LOCK = f"SELECT pg_advisory_xact_lock({APPLICATION_ID})"
_MOVE = "UPDATE store_head SET data_version = data_version + 1"


class ServerWriter(Writer):
    """Writes to one store on a server, through a connection that is made anew when it is lost."""

    def __init__(self, address: ServerAddress) -> None:
        self.address = address
        self._engine = make_engine(address)
        event.listen(self._engine, "begin", _begin)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """A write transaction under the lock of the store."""
        with translated(self.address), self._engine.begin() as connection:
            yield connection

    def clean(self) -> bool:
        """Let go of unused words and of deleted rows; the server keeps its log and its backups."""
        with self.transaction() as connection:
            search_index.drop_unused_words(connection)
        with translated(self.address), closing(connect(self.address)) as connection:
            connection.execute("VACUUM")
        return True

    def fold(self) -> None:
        """The server folds its log itself."""

    def close(self) -> None:
        """Let go of the server."""
        self._engine.dispose()


def make_engine(address: ServerAddress) -> Engine:
    """An engine whose statements are put into PostgreSQL's words."""

    def connected() -> "psycopg.Connection[Any]":
        connection = connect(address, autocommit=False)
        connection.execute(f"SET lock_timeout = '{PATIENCE_SECONDS}s'")
        connection.execute(f"SET idle_in_transaction_session_timeout = '{SILENT_SECONDS}s'")
        connection.commit()
        return connection

    engine = create_engine(
        "postgresql+psycopg://",
        creator=connected,
        pool_size=1,
        max_overflow=0,
        pool_pre_ping=True,
        hide_parameters=True,
    )
    engine.dialect.type_compiler_instance = _Types(engine.dialect)
    event.listen(engine, "before_cursor_execute", _reword, retval=True)
    return engine


@contextmanager
def translated(address: ServerAddress) -> Iterator[None]:
    """Turn the driver's complaints into StoreTrouble with what can be done about them.

    What names something that is not there is NotFound("reference.missing"): the store is well.
    """
    try:
        with storable():
            yield
    except (DatabaseError, psycopg.Error) as trouble:
        cause = trouble.orig if isinstance(trouble, DatabaseError) else trouble
        if isinstance(cause, psycopg.errors.ForeignKeyViolation):
            raise NotFound("reference.missing") from trouble
        if isinstance(cause, psycopg.Error):
            raise server_trouble(address, cause) from trouble
        raise StoreTrouble("store.server", path=str(address), reason=str(cause)) from trouble


class _Types(PGTypeCompiler):
    """Whole numbers are as wide as in SQLite."""

    def visit_INTEGER(self, type_: Any, **_others: Any) -> str:
        return "BIGINT"


def take_turn(connection: Connection) -> None:
    """Wait until nobody else writes, until the end of the transaction."""
    connection.exec_driver_sql(_LOCK)


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(f"{_LOCK}; {_MOVE}")


def _reword(
    _connection: Connection,
    _cursor: object,
    statement: str,
    parameters: Any,
    _context: object,
    _many: bool,
) -> tuple[str, Any]:
    return reworded(statement), parameters
