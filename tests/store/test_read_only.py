"""A store that is only read: everything of the past is there, and nothing is written beside it."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from supportdesk.desk.board import view
from supportdesk.desk.opening import open_desk
from supportdesk.desk.replay import history
from supportdesk.domain.action import SetPriority
from supportdesk.domain.envelope import to_milliseconds
from supportdesk.domain.errors import StoreTrouble
from supportdesk.store.read import audit, tickets
from tests.reading import file_of
from tests.small_desk import SmallDesk
from tests.store.test_opening import older
from tests.stores import FileStores, Stores


@pytest.fixture
def stores(tmp_path: Path, copied_store: Callable[[Path], None]) -> Stores:
    """Of stores in files alone."""
    return FileStores(tmp_path, copied_store)


@pytest.fixture
def copied(small: SmallDesk) -> Path:
    """A copy of a store in a folder of its own; its ticket was made urgent in the end."""
    number = small.ticket()
    small.act(SetPriority(number, 3))
    small.desk.close()
    folder = file_of(small.desk).parent / "copy"
    folder.mkdir()
    return Path(shutil.copy(file_of(small.desk), folder / "copied.desk"))


def names(path: Path) -> list[str]:
    """What lies in the folder of a store."""
    return sorted(file.name for file in path.parent.iterdir())


def test_a_copied_file_tells_its_past_and_stays_alone(small: SmallDesk, copied: Path) -> None:
    before = copied.read_bytes()
    desk = open_desk(copied, small.clock, read_only=True)
    now = to_milliseconds(small.clock())
    told = desk.ask(history, 1, None)
    assert told.at(now).row.priority == 3
    assert told.at(now - 1_000).row.priority == 1
    assert desk.ask(audit.page, audit.Sought(), limit=1)[0].field == "state"
    assert desk.ask(view, now, UTC, now - 1_000).total.numbers["new"] == 1
    with pytest.raises(StoreTrouble, match=r"store\.read_only"):
        desk.act(small.petro, SetPriority(1, 0))
    desk.close()
    assert names(copied) == [copied.name]
    assert copied.read_bytes() == before


def test_a_copy_of_an_older_schema_tells_its_past_too(small: SmallDesk) -> None:
    number = small.ticket()
    small.act(SetPriority(number, 3))
    path = older(small)
    before, beside = path.read_bytes(), names(path)
    desk = open_desk(path, small.clock, read_only=True)
    now = to_milliseconds(small.clock())
    assert desk.ask(history, number, None).at(now - 1_000).row.priority == 1
    assert desk.ask(audit.page, audit.Sought(), limit=1)
    desk.close()
    assert (path.read_bytes(), names(path)) == (before, beside)


def test_the_log_of_others_stays(small: SmallDesk, copied: Path) -> None:
    """Somebody works in the store while it is only read here."""
    other = open_desk(copied, small.clock)
    desk = open_desk(copied, small.clock, read_only=True)
    other.act(small.petro, SetPriority(1, 2))
    assert desk.ask(tickets.rows, [1], None)[0].priority == 2
    desk.close()
    assert f"{copied.name}-wal" in names(copied)
    other.act(small.petro, SetPriority(1, 0))
    assert other.ask(tickets.rows, [1], None)[0].priority == 0
    other.close()


def test_an_empty_log_does_not_keep_a_store_on_media_shut(
    small: SmallDesk, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied.with_name(f"{copied.name}-wal").touch()
    before = names(copied)
    monkeypatch.setattr("os.access", lambda place, _mode: place != copied.parent)
    desk = open_desk(copied, small.clock)
    assert desk.read_only_because == "media"
    assert desk.ask(history, 1, None).events
    desk.close()
    assert names(copied) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_read_only_media(small: SmallDesk, copied: Path) -> None:
    copied.chmod(0o444)
    copied.parent.chmod(0o555)
    try:
        desk = open_desk(copied, small.clock)
        assert desk.read_only_because == "media"
        assert desk.ask(history, 1, None).events
        desk.close()
        assert names(copied) == [copied.name]
    finally:
        copied.parent.chmod(0o755)


def test_a_log_on_media_says_what_to_do(
    small: SmallDesk, copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part of the store lies in its log, and SQLite reads none without writing beside it."""
    copied.with_name(f"{copied.name}-wal").write_bytes(b"part of the store")
    monkeypatch.setattr("os.access", lambda place, _mode: place != copied.parent)

    def shut(*_arguments: object, **_options: object) -> sqlite3.Connection:
        raise sqlite3.OperationalError("unable to open database file")

    monkeypatch.setattr(sqlite3, "connect", shut)
    with pytest.raises(StoreTrouble, match=r"store\.log_on_media"):
        open_desk(copied, small.clock)
