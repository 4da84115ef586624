"""A new store runs no migrations: it is what they make, written down."""

from pathlib import Path

from supportdesk.store.write import migrate
from supportdesk.store.write.engine import FileWriter
from tests.new_store import described, migrated


def test_what_is_written_down_is_what_all_migrations_make(tmp_path: Path) -> None:
    written = migrate.NEW_STORE.read_text(encoding="utf-8")
    assert written == migrated(tmp_path), "run `python -m tests.new_store`"


def test_a_new_store_has_everything_that_is_written_down(tmp_path: Path) -> None:
    migrate.create_store(tmp_path / "new.desk")
    writer = FileWriter(tmp_path / "new.desk")
    with writer.transaction() as connection:
        assert described(connection) == migrate.NEW_STORE.read_text(encoding="utf-8")
    writer.close()
