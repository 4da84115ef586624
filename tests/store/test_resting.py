"""A desk at rest: the log is folded into the store, so that no change has to (speed.md)."""

from pathlib import Path

from supportdesk.domain.action import AddNote
from supportdesk.store.write import engine
from tests.small_desk import SmallDesk


def log_of(small: SmallDesk) -> int:
    """Bytes in the write-ahead log."""
    return Path(f"{small.desk.path}-wal").stat().st_size


def test_a_long_log_is_folded_at_rest_and_a_short_one_left(small: SmallDesk) -> None:
    number = small.ticket()
    small.desk.rest()  # making the desk left a long log
    small.act(AddNote(number, "a new log"))
    short = log_of(small)
    small.desk.rest()
    small.act(AddNote(number, "the log goes on"))
    assert log_of(small) > short
    while log_of(small) <= engine.FOLD_ABOVE_BYTES:
        small.act(AddNote(number, "a word or two " * 2000))
    long = log_of(small)
    small.desk.rest()
    small.act(AddNote(number, "after the rest"))
    assert 0 < log_of(small) < long / 2
    assert small.row(number).messages > 3
