"""What a desk writes, taken down statement by statement, to be played again elsewhere."""

import hashlib
import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import patch

from sqlalchemy import Engine, event

from supportdesk.store.write import engine
from supportdesk.store.write.engine import FileWriter

SETTINGS = (
    *("synchronous", "foreign_keys", "secure_delete", "wal_autocheckpoint"),
    *("journal_size_limit", "cache_size", "temp_store"),
)
"""What the desk has its connection set to, as far as it decides what is written when."""
READS = ("SELECT", "PRAGMA TABLE", "PRAGMA MAIN", "PRAGMA TEMP", "PRAGMA READ")


@dataclass
class Tape:
    """Statements and what the desk said in between, in order."""

    steps: list[tuple[Any, ...]] = field(default_factory=list)
    settings: dict[str, Any] = field(default_factory=dict)

    def acknowledge(self, what: str) -> None:
        """The desk has answered: whatever was written up to now is promised."""
        self.steps.append(("promised", what))

    def save(self, path: Path) -> None:
        """Write it to a file."""
        path.write_bytes(pickle.dumps((self.settings, self.steps)))


@contextmanager
def recorded(tape: Tape, fold_above: int) -> Iterator[None]:
    """Take down what every desk of this process writes; its log is folded above so many bytes."""
    make, told = engine.make_engine, FileWriter._tell

    def make_heard(path: Path, settings: Sequence[str]) -> Engine:
        made = make(path, settings)
        _listen(made, tape)
        return made

    def tell(writer: FileWriter, pragma: str) -> None:
        tape.steps.append(("pragma", pragma))
        told(writer, pragma)

    with (
        patch.object(engine, "make_engine", make_heard),
        patch.object(FileWriter, "_tell", tell),
        patch.object(engine, "CHECKPOINT_ABOVE_BYTES", fold_above),
    ):
        yield


def _listen(made: Engine, tape: Tape) -> None:
    def connected(driver: Any, _entry: object) -> None:
        for name in SETTINGS:
            tape.settings[name] = driver.execute(f"PRAGMA {name}").fetchone()[0]

    def executing(_c: Any, _cursor: Any, sql: str, values: Any, _context: Any, many: bool) -> None:
        if not sql.lstrip().upper().startswith(READS):
            rows = [_plain(row) for row in values] if many else _plain(values)
            tape.steps.append(("many" if many else "one", sql, rows))

    event.listen(made, "connect", connected)
    event.listen(made, "before_cursor_execute", executing)
    event.listen(made, "commit", lambda _c: tape.steps.append(("commit",)))
    event.listen(made, "rollback", lambda _c: tape.steps.append(("rollback",)))


def _plain(values: Any) -> tuple[Any, ...]:
    """Values that can be kept: a view of bytes that may change is copied."""
    return tuple(bytes(one) if isinstance(one, memoryview) else one for one in values)


class Answers(Protocol):
    """A connection of either library, as far as it is needed to read."""

    def execute(self, sql: str, /) -> Any:
        """Ask."""


def content(connection: Answers, *, packed: bool = True) -> str:
    """Everything that stands in a store, in a few letters: equal only for equal stores.

    Without `packed` but for the indexes' words, which two versions of SQLite pack otherwise.
    """
    told = hashlib.sha256()
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        " AND name NOT LIKE 'sqlite_stat%' ORDER BY name"
    ).fetchall()
    for (name,) in names:
        if not packed and name.endswith(("_text_data", "_text_idx")):
            continue
        told.update(name.encode())
        for row in sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"'))):
            told.update(row.encode())
    return told.hexdigest()[:24]
