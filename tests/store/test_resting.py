"""A desk at rest: the log is folded into the store, so that no change has to (speed.md)."""

from collections.abc import Callable
from ctypes import CDLL, c_longlong
from ctypes.util import find_library
from pathlib import Path

import pytest

from supportdesk.domain.action import AddNote
from supportdesk.store.write import engine
from tests.reading import file_of
from tests.small_desk import SmallDesk
from tests.stores import FileStores, Stores


@pytest.fixture
def stores(tmp_path: Path, copied_store: Callable[[Path], None]) -> Stores:
    """Of stores in files alone."""
    return FileStores(tmp_path, copied_store)


def log_of(small: SmallDesk) -> int:
    """Bytes in the write-ahead log."""
    return Path(f"{file_of(small.desk)}-wal").stat().st_size


def test_a_long_log_is_folded_at_rest_and_a_short_one_left(small: SmallDesk) -> None:
    number = small.ticket()
    long = write_until_long(small, number)
    small.desk.rest()
    small.act(AddNote(number, "after the rest"))
    short = log_of(small)
    assert 0 < short < long / 2
    small.desk.rest()
    small.act(AddNote(number, "the log goes on"))
    assert log_of(small) > short
    assert small.row(number).messages > 3


def test_pages_of_what_was_written_do_not_stay_in_memory(small: SmallDesk) -> None:
    number = small.ticket()
    before = bytes_kept()
    write_until_long(small, number)
    written = bytes_kept()
    assert written > before + engine.FOLD_ABOVE_BYTES / 2
    small.desk.rest()
    assert bytes_kept() < written - engine.FOLD_ABOVE_BYTES / 2


def bytes_kept() -> int:
    """What SQLite holds in memory, all connections of this process together."""
    library = find_library("sqlite3")
    used = CDLL(library).sqlite3_memory_used if library else None
    if used is None or not used():
        pytest.skip("Python has a SQLite of its own, which cannot be asked")
    used.restype = c_longlong
    return int(used())


def write_until_long(small: SmallDesk, number: int) -> int:
    """Write until the log is long enough to be folded at rest; return its bytes."""
    while log_of(small) <= engine.FOLD_ABOVE_BYTES:
        small.act(AddNote(number, "a word or two " * 2000))
    return log_of(small)
