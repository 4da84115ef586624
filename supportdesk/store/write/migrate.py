"""Making a store, and bringing an older one up to date: whole or not at all (trust.md, Data)."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from supportdesk.domain.errors import StoreTrouble
from supportdesk.store.read.connection import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    open_reader,
    schema_version,
)
from supportdesk.store.write.backup import back_up
from supportdesk.store.write.engine import Writer, translated
from supportdesk.store.write.lock import StoreLock

MIGRATIONS = Path(__file__).parent / "migrations"


def create_store(path: Path) -> None:
    """Make an empty store at `path`, only for the owner's eyes. Raises StoreTrouble.

    It is built beside its place and moved there when whole, so a half-made store never exists.
    """
    half = path.with_name(path.name + ".making")
    leftovers = (half, half.with_name(half.name + "-wal"), half.with_name(half.name + "-shm"))
    try:
        for leftover in leftovers:
            leftover.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as trouble:
        raise StoreTrouble("store.read_only", path=str(path), because="permission") from trouble
    with StoreLock(path):
        writer = Writer(half)
        with writer.transaction() as connection:
            migrate(connection)
        writer.close()
        half.with_name(half.name + ".lock").unlink(missing_ok=True)
        if not path.exists():
            half.rename(path)
        else:
            half.unlink()


def upgrade_store(path: Path, now: datetime) -> Path:
    """Migrate an older store in one transaction; return the name of the backup made before.

    There is none when another process has migrated it meanwhile. Raises StoreTrouble.
    """
    backup = path.with_name(f"{path.name}.before-migration-{now:%Y%m%dT%H%M%S}")
    writer = Writer(path)
    try:
        with writer.lock:
            if _is_older(path):
                back_up(path, backup)
                with writer.transaction() as connection:
                    migrate(connection)
    finally:
        writer.close()
    return backup


def upgrade_copy(source: sqlite3.Connection, copy: Path) -> None:
    """Bring a copy of an older store up to date that itself must not be changed.

    Raises StoreTrouble; then there is no whole copy.
    """
    with translated(copy), closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    writer = Writer(copy)
    try:
        with writer.transaction() as connection:
            migrate(connection)
    finally:
        writer.close()


def migrate(connection: Connection) -> None:
    """Run the migrations a store lacks, inside the caller's transaction."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _is_older(path: Path) -> bool:
    with closing(open_reader(path)) as connection:
        return schema_version(connection) < SCHEMA_VERSION
