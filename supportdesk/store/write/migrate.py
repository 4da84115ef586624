"""Making a store, and bringing an older one up to date: whole or not at all (trust.md, Data)."""

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from glob import escape
from itertools import count
from pathlib import Path

from sqlalchemy import Connection

from supportdesk.address import ServerAddress
from supportdesk.domain.errors import StoreTrouble
from supportdesk.store.read.connection import (
    APPLICATION_ID,
    SCHEMA_VERSION,
    cannot_change,
    open_file,
    schema_version,
)
from supportdesk.store.write.backup import back_up, discard
from supportdesk.store.write.engine import FileWriter, translated
from supportdesk.store.write.lock import StoreLock

MIGRATIONS = Path(__file__).parent / "migrations"

NEW_STORE = Path(__file__).parent / "new_store.sql"
"""What all migrations make of an empty store, in a tenth of the time: see `tests.new_store`."""


def create_store(path: Path) -> None:
    """Make an empty store at `path`, only for the owner's eyes. Raises StoreTrouble.

    It is built beside its place and moved there when whole, so a half-made store never exists.
    """
    half = path.with_name(path.name + ".making")
    try:
        discard(half)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except OSError as trouble:
        raise StoreTrouble("store.read_only", path=str(path), because="permission") from trouble
    with StoreLock(path):
        writer = FileWriter(half)
        with writer.transaction() as connection:
            for statement in NEW_STORE.read_text(encoding="utf-8").rstrip(";\n").split(";\n"):
                connection.exec_driver_sql(statement)
            _mark(connection)
        writer.close()
        half.with_name(half.name + ".lock").unlink(missing_ok=True)
        if not path.exists():
            half.rename(path)
        else:
            half.unlink()


def upgrade_store(path: Path, now: datetime) -> Path:
    """Migrate an older store in one transaction; return the name of the backup made before.

    There is none when another process has migrated it meanwhile, or when the disk is full: then
    the store stays as it was, and the space of the backup is given back. Raises StoreTrouble.
    """
    writer = FileWriter(path)
    try:
        with writer.lock:
            backup = _free_name(path, f"before-migration-{now:%Y%m%dT%H%M%S}")
            if _is_older(path):
                _clear_halves(path)
                back_up(path, backup)
                _migrate_from(writer, backup)
    finally:
        writer.close()
    return backup


def _migrate_from(writer: FileWriter, backup: Path) -> None:
    try:
        with writer.transaction() as connection:
            migrate(connection)
    except StoreTrouble as trouble:
        if trouble.code == "store.full":
            backup.unlink(missing_ok=True)
        raise


def _free_name(path: Path, ending: str) -> Path:
    """A name beside the store that nothing has: a start that was killed may be a second ago."""
    wanted = path.with_name(f"{path.name}.{ending}")
    for n in count(2):
        if not wanted.exists():
            break
        wanted = path.with_name(f"{path.name}.{ending}-{n}")
    return wanted


def _clear_halves(path: Path) -> None:
    """Take away what killed migrations have left of their backups; the caller has the lock."""
    for half in path.parent.glob(f"{escape(path.name)}.before-migration-*.half-*"):
        half.unlink(missing_ok=True)


def upgrade_copy(store: Path, copy: Path) -> None:
    """Bring a copy of an older store up to date that itself must not be changed.

    Raises StoreTrouble; then there is no whole copy.
    """
    with (
        translated(copy),
        closing(open_file(store, immutable=cannot_change(store))) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    writer = FileWriter(copy)
    try:
        with writer.transaction() as connection:
            migrate(connection)
    finally:
        writer.close()


def prepare_on_server(address: ServerAddress) -> None:
    """Make the tables of a store on a server, or bring an older one up to date, in one transaction.

    There is no backup: the server has its own. Raises StoreTrouble("store.other_tables") for a
    database that holds those.
    """
    from supportdesk.store.write import server, server_schema

    engine = server.make_engine(address)
    try:
        with server.translated(address), engine.begin() as connection:
            server.take_turn(connection)
            if not server_schema.is_there(connection):
                if server_schema.has_others(connection):
                    raise StoreTrouble("store.other_tables", path=str(address))
                server_schema.create(connection)
            else:
                _upgrade(connection)
                server_schema.settle(connection)
            connection.exec_driver_sql(f"UPDATE store_head SET user_version = {SCHEMA_VERSION}")
    finally:
        engine.dispose()


def migrate(connection: Connection) -> None:
    """Run the migrations a store in a file lacks, inside the caller's transaction."""
    _upgrade(connection)
    _mark(connection)


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _mark(connection: Connection) -> None:
    """Say in the file whose it is, and of which version."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version = {SCHEMA_VERSION}")


def _is_older(path: Path) -> bool:
    with closing(open_file(path)) as connection:
        return schema_version(connection) < SCHEMA_VERSION
