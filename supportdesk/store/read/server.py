"""A store on a PostgreSQL server, asked in the words of SQLite that the reads are written in.

What both databases understand is passed on as it is. The rest is put into PostgreSQL's words here:
parameters, `MATCH`, `a IS b` of what may be nothing, `BEGIN` of questions about one moment, and
`CROSS JOIN`, which tells SQLite alone in which order to look. Functions that PostgreSQL lacks are
made with the tables (`store.write.server_schema`).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from functools import lru_cache
from re import Match
from typing import Any

import psycopg
from psycopg import errors
from psycopg.adapt import Loader
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import TransactionStatus
from psycopg.types.numeric import Int8Dumper
from psycopg.types.string import StrDumperUnknown, TextLoader

from supportdesk.address import ServerAddress
from supportdesk.domain.errors import StoreTrouble
from supportdesk.patterns import pattern
from supportdesk.store.read.connection import Rows, schema_version
from supportdesk.store.read.tsquery import tsquery

PATIENCE_SECONDS = 10
"""So long a server is waited for: to answer a call, or to give a lock."""

_USUALLY = {
    "connect_timeout": PATIENCE_SECONDS,
    "keepalives_idle": PATIENCE_SECONDS,
    "keepalives_interval": 2,
    "keepalives_count": 5,
    "tcp_user_timeout": 2 * PATIENCE_SECONDS * 1000,
}
"""What libpq is told where the address says nothing else: a machine that is gone without a word is
noticed after twice the patience, not after two hours."""

_TEXT = "'(?:[^']|'')*'"
_PARAMETER = pattern(rf"{_TEXT}|::|MATCH :(\w+)|:([a-zA-Z_]\w*)|\?|%")
_WORD = pattern(
    rf"{_TEXT}|\bCROSS JOIN\b|\bIS (?:NOT )?(?!NOT\b|NULL\b|DISTINCT\b)|\bjson_(?:group_)?array\("
    r"|\ABEGIN\Z"
)
_IN_POSTGRESQL = {
    "CROSS JOIN": "JOIN",
    "IS ": "IS NOT DISTINCT FROM ",
    "IS NOT ": "IS DISTINCT FROM ",
    "BEGIN": "BEGIN ISOLATION LEVEL REPEATABLE READ",
    "json_array(": "json_build_array(",
    "json_group_array(": "json_agg(",
}


class ServerReader:
    """A connection to a store on a server. One that the server has ended is made anew.

    Questions about one moment are not gone on with on another connection: theirs is over.
    """

    def __init__(self, address: ServerAddress) -> None:
        """Raises StoreTrouble where the server does not answer or lets nobody in."""
        self._address = address
        self._connection = connect(address)
        self._is_over = False

    def execute(
        self, statement: str, parameters: Mapping[str, object] | Sequence[object] = (), /
    ) -> Rows:
        """What a statement finds. Raises StoreTrouble."""
        with told(self._address):
            of_one_moment = self._connection.info.transaction_status == TransactionStatus.INTRANS
            try:
                return execute(self._connection, statement, parameters)
            except psycopg.OperationalError:
                if self._is_over or of_one_moment or not self._connection.closed:
                    raise
            self._connection = connect(self._address)
            return execute(self._connection, statement, parameters)

    def close(self) -> None:
        """Let go of the server, for good."""
        self._is_over = True
        self._connection.close()


def find_schema(address: ServerAddress) -> int | None:
    """The schema of the store in a database; None where there is none yet. Raises StoreTrouble."""
    with closing(connect(address)) as connection:
        known = connection.execute("SELECT to_regclass('store_head') IS NOT NULL").fetchone()
        if known is None or not known[0]:
            return None
        return schema_version(ServerTransaction(connection))


class ServerTransaction:
    """Reads through the connection of a transaction, what it has written included."""

    def __init__(self, connection: "psycopg.Connection[Any]") -> None:
        self._connection = connection

    def execute(
        self, statement: str, parameters: Mapping[str, object] | Sequence[object] = (), /
    ) -> Rows:
        """What a statement finds; raises what the driver raises."""
        return execute(self._connection, statement, parameters)

    def close(self) -> None:
        """The transaction ends by itself."""


def connect(address: ServerAddress, *, autocommit: bool = True) -> "psycopg.Connection[Any]":
    """A connection that speaks as SQLite does. Raises StoreTrouble."""
    try:
        wanted: dict[str, Any] = {**_USUALLY, **conninfo_to_dict(address.url)}
        connection = psycopg.connect(autocommit=autocommit, **wanted)
    except (psycopg.ProgrammingError, UnicodeError):
        # What libpq says of such an address may hold its password.
        raise StoreTrouble("store.address", path=str(address)) from None
    except psycopg.Error as trouble:
        raise server_trouble(address, trouble) from trouble
    speak_alike(connection)
    return connection


def execute(
    connection: "psycopg.Connection[Any]",
    statement: str,
    parameters: Mapping[str, object] | Sequence[object],
) -> Rows:
    """Run a statement that is written for SQLite."""
    sql, matched = translated(statement)
    if matched and isinstance(parameters, Mapping):
        asked = {name: tsquery(str(parameters[name])) for name in matched}
        parameters = {**parameters, **asked}
    return connection.execute(sql, parameters or None)


def speak_alike(connection: "psycopg.Connection[Any]") -> None:
    """Hand values over as SQLite does: whole numbers are as wide as any, sums are plain numbers."""
    connection.adapters.register_dumper(int, _NumberDumper)
    connection.adapters.register_dumper(str, _TextDumper)
    connection.adapters.register_loader("numeric", _NumberLoader)
    connection.adapters.register_loader("json", TextLoader)


class _NumberDumper(Int8Dumper):
    """A whole number; one that no store can hold is refused as SQLite's driver refuses it."""

    def dump(self, number: int) -> Any:
        if not -(1 << 63) <= number < 1 << 63:
            raise OverflowError(number)
        return super().dump(number)


class _TextDumper(StrDumperUnknown):
    """A text without the one character that PostgreSQL cannot hold."""

    def dump(self, text: str) -> Any:
        return super().dump(text.replace("\0", "\ufffd") if "\0" in text else text)


class _NumberLoader(Loader):
    """Sums and means, which PostgreSQL counts in decimal fractions."""

    def load(self, data: Any) -> int | float:
        text = bytes(data).decode()
        return float(text) if "." in text else int(text)


@contextmanager
def told(address: ServerAddress) -> Iterator[None]:
    """Turn the driver's complaints into StoreTrouble."""
    try:
        yield
    except psycopg.Error as trouble:
        raise server_trouble(address, trouble) from trouble


def server_trouble(address: ServerAddress, trouble: psycopg.Error) -> StoreTrouble:
    """The trouble behind what the server says, in words of the desk."""
    if isinstance(trouble, (errors.LockNotAvailable, errors.DeadlockDetected)):
        return StoreTrouble("store.locked", path=str(address))
    if isinstance(trouble, errors.DiskFull):
        return StoreTrouble("store.full", path=str(address))
    if isinstance(trouble, (errors.ReadOnlySqlTransaction, errors.InsufficientPrivilege)):
        return StoreTrouble("store.read_only", path=str(address), because="server")
    return StoreTrouble("store.server", path=str(address), reason=_reason(trouble))


def _reason(trouble: psycopg.Error) -> str:
    """The first line of what the server says; the next ones may show what was handed over."""
    said = trouble.diag.message_primary or str(trouble)
    return said.strip().partition("\n")[0]


@lru_cache(1024)
def translated(statement: str) -> tuple[bytes, tuple[str, ...]]:
    """A statement as psycopg takes it, and which of its parameters are full-text expressions."""
    matched: list[str] = []

    def say(found: "Match[str]") -> str:
        if found[1]:
            matched.append(found[1])
            return f"@@ CAST(%({found[1]})s AS tsquery)"
        if found[2]:
            return f"%({found[2]})s"
        return "%s" if found[0] == "?" else found[0].replace("%", "%%")

    return _PARAMETER.sub(say, reworded(statement)).encode(), tuple(matched)


@lru_cache(1024)
def reworded(statement: str) -> str:
    """A statement in PostgreSQL's words, its parameters as they were."""
    return _WORD.sub(lambda found: _IN_POSTGRESQL.get(found[0], found[0]), statement)
