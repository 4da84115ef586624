"""The heads of the mails of an import, on disk, while it is found out which belong together.

A file of SQLite's own that nobody else sees and that is gone with its connection: it stays in
memory while it is small, and memory does not grow with the archive (speed.md, S13).
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from tempfile import gettempdir
from types import TracebackType
from typing import NamedTuple, Self

from supportdesk.domain.errors import StoreTrouble

_TABLES = """
CREATE TABLE name (name TEXT PRIMARY KEY, node INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE mark (mark TEXT PRIMARY KEY, node INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE head (
    node INTEGER PRIMARY KEY, number INTEGER NOT NULL, sent_at INTEGER NOT NULL,
    body TEXT NOT NULL, conversation INTEGER
);
CREATE TABLE conversation (
    number INTEGER PRIMARY KEY, body TEXT NOT NULL, ticket INTEGER,
    begun INTEGER NOT NULL DEFAULT 0
);
"""
_STANDING = """
SELECT c.number, c.body, c.ticket, c.begun FROM name n JOIN head h ON h.node = n.node
JOIN conversation c ON c.number = h.conversation WHERE n.name = ?
"""
_GOES_ON = """
UPDATE conversation SET ticket = min(coalesce(ticket, ?), ?) WHERE number = ?
"""
NAMES_AT_ONCE = 500


class Standing(NamedTuple):
    """A conversation and how far it is; `body` is what `conclude` was told of it."""

    number: int
    body: str
    ticket: int | None
    begun: int
    """1 once a mail of it has been recorded, else 0."""


class Heads:
    """Names of mails, numbered as they come, and the heads of those that are there.

    Use it with `with`. Raises StoreTrouble where the disk is full.
    """

    def __init__(self) -> None:
        self._connection = sqlite3.connect("", isolation_level=None)
        self._connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;")
        self._connection.executescript(_TABLES)
        self._tell("BEGIN")
        self._nodes = 0
        self._heads = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._connection.close()

    def node(self, name: str) -> int:
        """The number of a name: 0 for the first, then 1, 2, …"""
        found = self._tell("SELECT node FROM name WHERE name = ?", name).fetchone()
        if found is not None:
            return int(found[0])
        self._tell("INSERT INTO name(name, node) VALUES (?, ?)", name, self._nodes)
        self._nodes += 1
        return self._nodes - 1

    def first_with(self, mark: str, node: int) -> int:
        """The node that was given first with this mark."""
        self._tell("INSERT INTO mark(mark, node) VALUES (?, ?) ON CONFLICT DO NOTHING", mark, node)
        return int(self._tell("SELECT node FROM mark WHERE mark = ?", mark).fetchone()[0])

    def has(self, node: int) -> bool:
        """Whether the mail of this name is there."""
        return self._tell("SELECT 1 FROM head WHERE node = ?", node).fetchone() is not None

    def keep(self, node: int, sent_at: int, body: str) -> None:
        """Keep the head of a mail; `sent_at` orders the heads of a conversation."""
        self._heads += 1
        statement = "INSERT INTO head(node, number, sent_at, body) VALUES (?, ?, ?, ?)"
        self._tell(statement, node, self._heads, sent_at, body)

    def gather(self, conversation: Callable[[int], int]) -> None:
        """Say of which conversation each node is."""
        self._connection.create_function("conversation_of", 1, conversation)
        self._tell("UPDATE head SET conversation = conversation_of(node)")
        self._tell("CREATE INDEX head_order ON head(conversation, sent_at, number)")

    def conversations(self) -> Iterator[tuple[int, list[str]]]:
        """Each conversation and its heads, oldest first."""
        found = self._tell(
            "SELECT conversation, body FROM head ORDER BY conversation, sent_at, number"
        )
        number, bodies = -1, list[str]()
        for conversation, body in found:
            if conversation != number and bodies:
                yield number, bodies
                bodies = []
            number = conversation
            bodies.append(body)
        if bodies:
            yield number, bodies

    def conclude(self, told: Iterable[tuple[int, str]]) -> None:
        """Keep what is to be known of each conversation."""
        self._tell_each("INSERT INTO conversation(number, body) VALUES (?, ?)", told)

    def names(self) -> Iterator[dict[str, int]]:
        """Every name, of mails that are not there too, and its node: some at a time."""
        last = ""
        while found := self._tell(
            "SELECT name, node FROM name WHERE name > ? ORDER BY name LIMIT ?", last, NAMES_AT_ONCE
        ).fetchall():
            last = found[-1][0]
            yield dict(found)

    def go_on(self, tickets: Iterable[tuple[int, int]]) -> None:
        """Of each (conversation, ticket): it goes on in this ticket, or in an earlier one."""
        self._tell_each(_GOES_ON, ((ticket, ticket, number) for number, ticket in tickets))

    def standing(self, names: Iterable[str]) -> Mapping[str, Standing]:
        """The conversations of mails that are there."""
        found = ((name, self._tell(_STANDING, name).fetchone()) for name in names)
        return {name: Standing(*row) for name, row in found if row is not None}

    def begin(self, numbers: Iterable[int]) -> None:
        """Note that conversations have been begun."""
        several = ((number,) for number in numbers)
        self._tell_each("UPDATE conversation SET begun = 1 WHERE number = ?", several)

    def _tell(self, statement: str, *values: object) -> sqlite3.Cursor:
        with _translated():
            return self._connection.execute(statement, values)

    def _tell_each(self, statement: str, rows: Iterable[tuple[object, ...]]) -> None:
        with _translated():
            self._connection.executemany(statement, rows)


@contextmanager
def _translated() -> Iterator[None]:
    """Turn the driver's complaints into StoreTrouble."""
    try:
        yield
    except sqlite3.Error as trouble:
        is_full = trouble.sqlite_errorcode == sqlite3.SQLITE_FULL
        code = "store.full" if is_full else "store.unreadable"
        raise StoreTrouble(code, path=gettempdir(), reason=str(trouble)) from trouble
