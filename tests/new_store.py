"""What a new store is made of, from the migrations: `python -m tests.new_store` writes it down.

Run it after every new migration: a new store runs none.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from supportdesk.store.write import migrate
from supportdesk.store.write.engine import FileWriter

_MADE = (
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND (type, name) NOT IN"
    " (SELECT 'table', name FROM pragma_table_list WHERE type = 'shadow') ORDER BY rowid"
)
_STAMPED = (
    "SELECT format('INSERT INTO alembic_version VALUES (%Q)', version_num) FROM alembic_version"
    " UNION ALL SELECT format('INSERT INTO setting VALUES (%Q, %Q)', name, value) FROM setting"
)


def described(connection: Connection) -> str:
    """The statements that make an empty store like this one."""
    statements = [
        str(statement).replace("\t", "    ").replace(" \n", "\n")
        for question in (_MADE, _STAMPED)
        for statement in connection.exec_driver_sql(question).scalars()
    ]
    return "".join(f"{statement};\n" for statement in statements)


def migrated(folder: Path) -> str:
    """The statements that make what all migrations make."""
    writer = FileWriter(folder / "migrated.desk")
    with writer.transaction() as connection:
        migrate.migrate(connection)
        found = described(connection)
    writer.close()
    return found


if __name__ == "__main__":
    with TemporaryDirectory() as name:
        migrate.NEW_STORE.write_text(migrated(Path(name)), encoding="utf-8")
